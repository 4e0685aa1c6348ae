/** The objects that tie a patcher to its device in Live. */
import { bang, type Message } from '../atoms.ts'
import type { MakeBox } from '../box.ts'
import { isBang, refuse } from './arguments.ts'

/** Left: Live is there. Middle: the device's on switch. */
const thisDevice: MakeBox = context => {
  const { device } = context
  device.onReady(() => {
    context.out(1, [device.isEnabled ? 1 : 0])
    context.out(0, bang)
  })
  device.onEnabled(enabled => context.out(1, [enabled ? 1 : 0]))
  return {
    receive(inlet, message) {
      if (isBang(message)) context.out(0, bang)
      else if (message[0] === 'getstate') context.out(1, [device.isEnabled ? 1 : 0])
      else if (message[0] !== 'setwidth') refuse(context, inlet, message)
    },
  }
}

/** Tells the id of what is at a path: left whatever is there, middle the one object. */
const livePath: MakeBox = context => {
  const { device, max } = context
  let path = context.args.join(' ')
  const tell = () => {
    if (!device.isReady) return context.fail('Live API is not initialized')
    max.clock.deferLow(() => {
      const id = max.live.resolve(path, device.liveDevice)?.id ?? 0
      context.out(1, ['id', id])
      context.out(0, ['id', id])
    })
  }
  return {
    receive(inlet, message) {
      const [selector, ...rest] = message
      if (selector === 'path' || selector === 'goto') {
        path = rest.join(' ')
        tell()
      } else if (selector === 'getid' || isBang(message)) tell()
      else refuse(context, inlet, message)
    },
  }
}

/** A hidden parameter: what it holds is stored in the set. */
const pattr: MakeBox = context => {
  const { device, json, max } = context
  const name = longName(json) ?? String(context.args[0] ?? json.varname ?? '')
  const isStored = hasParameter(json)
  let held: Message | null = isStored ? (device.stored.get(name) ?? null) : null
  return {
    receive(inlet, message) {
      if (isBang(message)) {
        // Never stored: it says what it holds, which is nothing.
        if (held) context.out(0, held)
        else if (max.habits.emptyPattr !== 'silent') context.out(0, max.habits.emptyPattr === 'bang' ? bang : [0])
        return
      }
      if (message[0] === 'dump' || message[0] === 'init') return refuse(context, inlet, message)
      held = message[0] === 'set' ? message.slice(1) : message
      if (isStored) device.store(name, held)
      if (message[0] !== 'set') context.out(0, held)
    },
    restore() {
      if (held) context.out(0, held)
    },
  }
}

export function longName(json: Readonly<Record<string, unknown>>): string | undefined {
  const name = declarationOf(json)?.['parameter_longname']
  return typeof name === 'string' ? name : undefined
}

/** The parameter's declaration in the file. */
export function declarationOf(json: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | undefined {
  const saved = json['saved_attribute_attributes'] as Record<string, Record<string, unknown>> | undefined
  return saved?.['valueof']
}

function hasParameter(json: Readonly<Record<string, unknown>>): boolean {
  const saved = json['saved_object_attributes'] as Record<string, unknown> | undefined
  return saved?.['parameter_enable'] === 1 || json['parameter_enable'] === 1
}

export const deviceObjects: Readonly<Record<string, MakeBox>> = {
  'live.thisdevice': thisDevice,
  'live.path': livePath,
  pattr,
}
