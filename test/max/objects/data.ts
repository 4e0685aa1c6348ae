/** Lists, and names that reach everywhere. */
import { type Atom, bang, type Message, normalized } from '../atoms.ts'
import type { BoxContext, MakeBox } from '../box.ts'
import { isBang, isNumber, numberIn, refuse } from './arguments.ts'

const prepend: MakeBox = context => {
  let before: Message = context.args
  return {
    receive(_, message) {
      if (message[0] === 'set') before = message.slice(1)
      // A symbol's or a list's own word is not part of what it says.
      else context.out(0, [...before, ...(message[0] === 'symbol' ? message.slice(1) : message)])
    },
  }
}

const append: MakeBox = context => ({
  receive: (_, message) => context.out(0, [...message, ...context.args]),
})

/** pack, join: gather what comes in one by one. `from`: which inlets let it out (pack: the left one). */
const gather =
  (isPack: boolean): MakeBox =>
  context => {
    const count = isPack ? Math.max(2, context.args.length) : Number(context.args[0] ?? 2)
    const held: Atom[][] = Array.from({ length: count }, (_, i) => [isPack ? initialOf(context.args[i]) : 0])
    const triggers = isPack ? [0] : (context.attributes.get('triggers') ?? [0])
    const flush = () => context.out(0, normalized(held.flat()))
    return {
      receive(inlet, message) {
        if (isBang(message)) {
          if (inlet === 0) flush()
          return
        }
        if (isPack) {
          const isSet = message[0] === 'set'
          const values = isSet ? message.slice(1) : message
          values.slice(0, count - inlet).forEach((value, i) => {
            held[inlet + i] = [typed(context, inlet + i, value)]
          })
          if (inlet === 0 && !isSet) flush()
          return
        }
        held[inlet] = [...message]
        if (triggers.includes(inlet) || triggers[0] === -1) flush()
      },
    }
  }

const initialOf = (argument: Atom | undefined): Atom =>
  argument === undefined || argument === 'i' || argument === 'f' ? 0 : argument

/** A symbol that comes to a number's place becomes 0 in Max: an error here. */
function typed(context: BoxContext, inlet: number, value: Atom): Atom {
  const word = context.words[inlet]
  const wantsSymbol = word !== undefined && word !== 'i' && word !== 'f' && !isNumber(context.args[inlet])
  if (wantsSymbol === isNumber(value)) return context.fail(`inlet ${inlet} takes no ${typeof value}, got ${value}`)
  const isInt = word === undefined || word === 'i' || /^[+-]?\d+$/.test(word)
  return isInt && isNumber(value) ? Math.trunc(value) : value
}

const unpack: MakeBox = context => ({
  receive(_, message) {
    for (let i = Math.min(context.json.numoutlets, message.length) - 1; i >= 0; i--) {
      const value = message[i]!
      const word = context.words[i]
      const isInt = word === undefined || word === 'i' || /^[+-]?\d+$/.test(word)
      const isSymbol = word === 's' || (word !== undefined && word !== 'f' && !isInt && !/^[+-]?[\d.]+$/.test(word))
      if (isSymbol === isNumber(value)) context.fail(`outlet ${i} wants the other type, got ${value}`)
      context.out(i, [isInt && isNumber(value) ? Math.trunc(value) : value])
    }
  },
})

const zl: MakeBox = context => {
  const dotted = /^zl\.(.+)/.exec(context.className)
  const mode = dotted ? dotted[1]! : String(context.args[0] ?? '')
  let amount = dotted ? context.args : context.args.slice(1)
  let held: Message = []
  return {
    receive(inlet, message) {
      if (inlet === 1) {
        amount = message
        return
      }
      if (message[0] === 'zlclear') {
        held = []
        return
      }
      const list = isBang(message) && mode !== 'reg' ? held : message
      const n = Number(amount[0] ?? 0)
      if (mode === 'reg') {
        if (!isBang(message)) held = message
        else amount = held.length > 0 ? held : amount
        return context.out(0, isBang(message) ? amount : held)
      }
      held = list
      const cut = (at: number) => {
        if (at < list.length) context.out(1, list.slice(at))
        if (at > 0) context.out(0, list.slice(0, at))
      }
      if (mode === 'slice') cut(n)
      else if (mode === 'ecils') {
        const at = Math.max(0, list.length - n)
        if (at > 0) context.out(1, list.slice(0, at))
        if (at < list.length) context.out(0, list.slice(at))
      } else if (mode === 'nth') {
        const rest = list.filter((_, i) => i !== n - 1)
        if (rest.length > 0) context.out(1, rest)
        if (list[n - 1] !== undefined) context.out(0, [list[n - 1]!])
      } else if (mode === 'mth') {
        const rest = list.filter((_, i) => i !== n)
        if (rest.length > 0) context.out(1, rest)
        if (list[n] !== undefined) context.out(0, [list[n]!])
      } else if (mode === 'len') context.out(0, [list.length])
      else if (mode === 'join') context.out(0, [...list, ...amount])
      else if (mode === 'rev') context.out(0, list.toReversed())
      else context.fail(`the mode "${mode}" is not known here`)
    },
  }
}

const iter: MakeBox = context => ({
  receive(_, message) {
    for (const atom of message) context.out(0, [atom])
  },
})

const send: MakeBox = context => {
  let name = String(context.args[0] ?? '')
  return {
    receive(inlet, message) {
      if (inlet === 1) name = String(message[1] ?? message[0])
      else context.max.sendTo(name, message)
    },
  }
}

const receive: MakeBox = context => {
  const name = String(context.args[0] ?? '')
  const stop = context.max.receiver(name, message => context.out(0, message))
  return { receive: (inlet, message) => refuse(context, inlet, message), free: stop }
}

const tosymbol: MakeBox = context => ({
  receive(_, message) {
    const separator = context.attributes.get('separator')?.[0]
    const text = message.map(String).join(separator === undefined ? ' ' : String(separator))
    context.max.symbols.intern(text)
    context.out(0, [text])
  },
})

const fromsymbol: MakeBox = context => ({
  receive(_, message) {
    const words = String(message[0]).split(' ')
    context.out(0, words.length > 0 ? words.map(word => (Number.isNaN(Number(word)) ? word : Number(word))) : bang)
  },
})

const sprintf: MakeBox = context => {
  const isSymout = context.args[0] === 'symout'
  const form = (isSymout ? context.words.slice(1) : context.words).join(' ')
  const places = form.match(/%[-+0-9.]*[a-z]/g) ?? []
  const held: Atom[] = places.map(place => (place.endsWith('s') ? '' : 0))
  return {
    receive(inlet, message) {
      if (!isBang(message)) {
        message.slice(0, held.length - inlet).forEach((value, i) => {
          held[inlet + i] = value
        })
      }
      if (inlet > 0) return
      let i = 0
      const text = form.replace(/%([-+0-9.]*)([a-z])/g, (_, digits: string, kind: string) => {
        const value = held[i++]!
        const decimals = /\.(\d+)/.exec(digits)?.[1]
        if (kind === 's') return String(value)
        return kind === 'd' || kind === 'i' || kind === 'ld'
          ? String(Math.trunc(numberIn(context, [value])))
          : numberIn(context, [value]).toFixed(decimals === undefined ? 6 : Number(decimals))
      })
      context.max.symbols.intern(text)
      context.out(0, isSymout ? [text] : text.split(' ').map(w => (Number.isNaN(Number(w)) ? w : Number(w))))
    },
  }
}

export const dataObjects: Readonly<Record<string, MakeBox>> = {
  prepend,
  append,
  pack: gather(true),
  join: gather(false),
  unpack,
  zl,
  ...Object.fromEntries(['slice', 'ecils', 'nth', 'mth', 'len', 'join', 'rev', 'reg'].map(mode => [`zl.${mode}`, zl])),
  iter,
  s: send,
  send,
  r: receive,
  receive,
  tosymbol,
  fromsymbol,
  sprintf,
}
