/** Objects that wait: on the scheduler, or at the end of the main thread's queue. */
import { bang, type Message } from '../atoms.ts'
import type { MakeBox } from '../box.ts'
import { isBang, isNumber, numberIn, refuse } from './arguments.ts'

const deferlow: MakeBox = context => ({
  receive: (_, message) => context.max.clock.deferLow(() => context.out(0, message)),
})

/** Does nothing in the main thread; from the scheduler it moves there. */
const defer: MakeBox = context => ({
  receive(_, message) {
    const { clock } = context.max
    if (clock.thread === 'low') context.out(0, message)
    else clock.deferLow(() => context.out(0, message))
  },
})

const delay: MakeBox = context => {
  let ms = Number(context.args[0] ?? 0)
  let cancel = () => {}
  return {
    receive(inlet, message) {
      if (inlet === 1) ms = numberIn(context, message)
      else if (message[0] === 'stop') cancel()
      else if (isBang(message) || isNumber(message[0])) {
        if (isNumber(message[0])) ms = message[0]
        cancel()
        cancel = context.max.clock.after(ms, 'high', () => context.out(0, bang))
      } else refuse(context, inlet, message)
    },
    free: () => cancel(),
  }
}

const pipe: MakeBox = context => {
  const last = context.args.at(-1)
  let ms = Number(last ?? 0)
  const waiting = new Set<() => void>()
  const clear = () => {
    for (const cancel of waiting) cancel()
    waiting.clear()
  }
  return {
    receive(inlet, message) {
      if (inlet > 0) ms = numberIn(context, message)
      else if (message[0] === 'stop' || message[0] === 'clear') clear()
      else {
        const cancel = context.max.clock.after(ms, 'high', () => {
          waiting.delete(cancel)
          context.out(0, message)
        })
        waiting.add(cancel)
      }
    },
    free: clear,
  }
}

/** metro ticks in the scheduler, qmetro in the main thread, which may skip; with @defer 1 a metro is a qmetro. */
const metro: MakeBox = context => {
  const isQueued = context.className === 'qmetro' || context.attributes.get('defer')?.[0] === 1
  let interval = Number(context.args[0] ?? context.attributes.get('interval')?.[0] ?? 5)
  let cancel = () => {}
  const stop = () => {
    cancel()
    cancel = () => {}
  }
  const tick = () => {
    cancel = context.max.clock.after(interval, isQueued ? 'low' : 'high', tick)
    context.out(0, bang)
  }
  return {
    receive(inlet, message) {
      if (inlet === 1) interval = numberIn(context, message)
      else if (message[0] === 'stop' || message[0] === 0) stop()
      else if (isBang(message) || isNumber(message[0])) {
        stop()
        tick()
      } else refuse(context, inlet, message)
    },
    loadbang() {
      if (context.attributes.get('active')?.[0] === 1) tick()
    },
    free: stop,
  }
}

const speedlim: MakeBox = context => {
  let ms = Number(context.args[0] ?? 0)
  let until = -Infinity
  let held: Message | null = null
  const letOut = (message: Message) => {
    until = context.max.clock.now + ms
    context.out(0, message)
  }
  return {
    receive(inlet, message) {
      if (inlet === 1) ms = numberIn(context, message)
      else if (context.max.clock.now >= until && held === null) letOut(message)
      else {
        const isFirst = held === null
        held = message
        if (!isFirst) return
        context.max.clock.after(until - context.max.clock.now, context.className === 'qlim' ? 'low' : 'high', () => {
          const last = held!
          held = null
          letOut(last)
        })
      }
    },
  }
}

const timer: MakeBox = context => {
  let from = 0
  return {
    receive(inlet) {
      if (inlet === 0) from = context.max.clock.now
      else context.out(0, [context.max.clock.now - from])
    },
  }
}

export const timeObjects: Readonly<Record<string, MakeBox>> = {
  deferlow,
  defer,
  delay,
  del: delay,
  pipe,
  metro,
  qmetro: metro,
  speedlim,
  qlim: speedlim,
  timer,
}
