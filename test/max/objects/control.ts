/** Order, choice and arithmetic. */
import { type Atom, atomOf, bang, type Message, normalized, separators, textOf, wordsOf } from '../atoms.ts'
import type { BoxContext, MakeBox } from '../box.ts'
import { isBang, isFloatWord, isNumber, numberIn, refuse, restOf } from './arguments.ts'

const trigger: MakeBox = context => ({
  receive(_, message) {
    for (let outlet = context.words.length - 1; outlet >= 0; outlet--) {
      context.out(outlet, converted(context, String(context.args[outlet]), message))
    }
  },
})

function converted(context: BoxContext, kind: string, message: Message): Message {
  const [first] = message
  switch (kind) {
    case 'b':
    case 'bang':
      return bang
    case 'i':
    case 'int':
      return [isNumber(first) ? Math.trunc(first) : 0]
    case 'f':
    case 'float':
      return [isNumber(first) ? first : 0]
    case 's':
    case 'symbol':
      return isNumber(first) ? context.fail(`${kind} of a number is an empty symbol`) : [first!]
    case 'l':
    case 'list':
    case 'a':
    case 'anything':
      return message
    default:
      return [atomOf(kind)]
  }
}

const route: MakeBox = context => ({
  receive(inlet, message) {
    if (inlet > 0) return refuse(context, inlet, message)
    const found = context.args.findIndex(argument => matches(argument, message))
    const isTyped = found >= 0 && isNumber(message[0]) && typeof context.args[found] === 'string'
    if (found < 0) context.out(context.args.length, message)
    else context.out(found, isTyped ? message : restOf(message))
  },
})

function matches(argument: Atom, message: Message): boolean {
  const [first] = message
  if (argument === first) return true
  if (!isNumber(first)) return false
  if (message.length > 1) return argument === 'list'
  return argument === (Number.isInteger(first) ? 'int' : 'float')
}

const select: MakeBox = context => {
  let single = context.args[0]
  return {
    receive(inlet, message) {
      const [first] = message
      if (inlet > 0) {
        if (context.args.length !== 1) return refuse(context, inlet, message)
        single = first!
        return
      }
      const wanted = context.args.length === 1 ? [single] : context.args
      const found = message.length === 1 ? wanted.indexOf(first!) : -1
      context.out(found < 0 ? wanted.length : found, found < 0 ? message : bang)
    },
  }
}

const gate: MakeBox = context => {
  const [outlets = 1, opened = 0] = context.args
  let open = Number(opened)
  return {
    receive(inlet, message) {
      if (inlet === 0) open = Math.min(Number(outlets), Math.max(0, Math.trunc(numberIn(context, message))))
      else if (open > 0) context.out(open - 1, message)
    },
  }
}

const switcher: MakeBox = context => {
  let open = Number(context.args[1] ?? 0)
  return {
    receive(inlet, message) {
      if (inlet === 0) open = Math.trunc(numberIn(context, message))
      else if (inlet === open) context.out(0, message)
    },
  }
}

const messageBox: MakeBox = context => {
  let words = wordsOf(context.device.localized(context.json.text ?? ''))
  const run = (given: readonly Atom[]) => {
    let target: string | null = null
    let part: Atom[] = []
    let isTargetNext = false
    const flush = () => {
      if (part.length > 0) {
        if (target === null) context.out(0, normalized(part))
        else context.max.sendTo(target, normalized(part))
      }
      part = []
    }
    for (const word of words) {
      if (word === separators[',']) flush()
      else if (word === separators[';']) {
        flush()
        isTargetNext = true
      } else {
        const whole = /^\$([1-9])$/.exec(word)
        // What was not given is 0 for a whole argument.
        const value = whole ? (given[Number(whole[1]) - 1] ?? 0) : filledIn(word, given)
        if (isTargetNext) {
          target = String(value)
          isTargetNext = false
        } else part.push(value)
      }
    }
    flush()
  }
  return {
    receive(inlet, message) {
      const [first, ...rest] = message
      if (inlet === 1 || first === 'set') words = (inlet === 1 ? message : rest).map(String)
      else if (first === 'append') words = [...words, ...rest.map(String)]
      else if (first === 'prepend') words = [...rest.map(String), ...words]
      else run(isBang(message) ? [] : message)
    },
  }
}

function filledIn(word: string, given: readonly Atom[]): Atom {
  return word.includes('$') ? word.replace(/\$([1-9])/g, (_, n) => String(given[Number(n) - 1] ?? 0)) : atomOf(word)
}

/** int, float: hold a number. */
const holder =
  (cut: (value: number) => number): MakeBox =>
  context => {
    let held = cut(Number(context.args[0] ?? 0))
    return {
      receive(inlet, message) {
        if (inlet === 0 && isBang(message)) return context.out(0, [held])
        const isSet = message[0] === 'set'
        held = cut(numberIn(context, isSet ? message.slice(1) : message))
        if (inlet === 0 && !isSet) context.out(0, [held])
      },
    }
  }

/** Two inlets, the left one calculates. */
const calculation =
  (law: (a: number, b: number) => number, isTest = false): MakeBox =>
  context => {
    const isFloat = isFloatWord(context.words[0])
    const cut = (value: number) => (isFloat || isTest ? value : Math.trunc(value))
    let [left, right] = [0, Number(context.args[0] ?? 0)]
    return {
      receive(inlet, message) {
        if (inlet === 1) {
          right = numberIn(context, message)
          return
        }
        if (!isBang(message)) {
          left = numberIn(context, message)
          if (isNumber(message[1])) right = message[1]
        }
        const result = law(cut(left), cut(right))
        context.out(0, [isTest ? Number(result) : cut(result)])
      },
    }
  }

const change: MakeBox = context => {
  let last = Number(context.args[0] ?? 0)
  return {
    receive(_, message) {
      const isSet = message[0] === 'set'
      const value = numberIn(context, isSet ? message.slice(1) : message)
      const before = last
      last = value
      if (isSet || value === before) return
      if (before === 0) context.out(1, [1])
      if (value === 0) context.out(2, [1])
      context.out(0, [value])
    },
  }
}

const counter: MakeBox = context => {
  const [min, max] = context.args.length > 1 ? [Number(context.args[0]), Number(context.args[1])] : [0, Infinity]
  let next = min
  return {
    receive(inlet, message) {
      if (inlet === 0 && (isBang(message) || isNumber(message[0]))) {
        context.out(0, [next])
        next = next >= max ? min : next + 1
      } else if (inlet === 2 || message[0] === 'set') next = numberIn(context, message.slice(inlet === 2 ? 0 : 1))
      else refuse(context, inlet, message)
    },
  }
}

const button: MakeBox = context => ({ receive: () => context.out(0, bang) })

const toggle: MakeBox = context => {
  let value = 0
  return {
    receive(_, message) {
      if (message[0] === 'set') value = numberIn(context, message.slice(1))
      else {
        value = isBang(message) ? Number(value === 0) : numberIn(context, message)
        context.out(0, [value])
      }
    },
  }
}

const split: MakeBox = context => {
  const [low = 0, high = 0] = context.args.map(Number)
  return {
    receive(_, message) {
      const value = numberIn(context, message)
      context.out(value >= low && value <= high ? 0 : 1, message)
    },
  }
}

const clip: MakeBox = context => {
  const [low = 0, high = 0] = context.args.map(Number)
  return { receive: (_, message) => context.out(0, [Math.min(high, Math.max(low, numberIn(context, message)))]) }
}

const scale: MakeBox = context => {
  const [fromLow = 0, fromHigh = 127, toLow = 0, toHigh = 1] = context.args.map(Number)
  return {
    receive(_, message) {
      const t = (numberIn(context, message) - fromLow) / (fromHigh - fromLow)
      context.out(0, [toLow + t * (toHigh - toLow)])
    },
  }
}

const onebang: MakeBox = context => {
  let isArmed = Number(context.args[0] ?? 0) !== 0
  return {
    receive(inlet, message) {
      if (inlet === 1) isArmed = true
      else if (message[0] === 'stop') isArmed = false
      else if (isArmed) {
        isArmed = false
        context.out(0, bang)
      } else context.out(1, bang)
    },
  }
}

const print: MakeBox = context => ({
  receive: (_, message) => void context.max.posts.push(`${context.args[0] ?? 'print'}: ${textOf(message)}`),
})

export const controlObjects: Readonly<Record<string, MakeBox>> = {
  t: trigger,
  trigger,
  b: context => ({
    receive() {
      for (let i = Number(context.args[0] ?? 2) - 1; i >= 0; i--) context.out(i, bang)
    },
  }),
  route,
  sel: select,
  select,
  gate,
  switch: switcher,
  message: messageBox,
  i: holder(Math.trunc),
  int: holder(Math.trunc),
  f: holder(value => value),
  float: holder(value => value),
  '+': calculation((a, b) => a + b),
  '-': calculation((a, b) => a - b),
  '*': calculation((a, b) => a * b),
  '/': calculation((a, b) => (b === 0 ? 0 : a / b)),
  '!-': calculation((a, b) => b - a),
  '!/': calculation((a, b) => (a === 0 ? 0 : b / a)),
  '%': calculation((a, b) => (b === 0 ? 0 : a % b)),
  '==': calculation((a, b) => +(a === b), true),
  '!=': calculation((a, b) => +(a !== b), true),
  '>': calculation((a, b) => +(a > b), true),
  '<': calculation((a, b) => +(a < b), true),
  '>=': calculation((a, b) => +(a >= b), true),
  '<=': calculation((a, b) => +(a <= b), true),
  '&&': calculation((a, b) => +(a !== 0 && b !== 0), true),
  '||': calculation((a, b) => +(a !== 0 || b !== 0), true),
  change,
  counter,
  button,
  toggle,
  split,
  clip,
  scale,
  onebang,
  print,
}
