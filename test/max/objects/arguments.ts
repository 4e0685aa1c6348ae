/** What the objects' code shares. */
import { type Atom, bang, type Message } from '../atoms.ts'
import type { BoxContext } from '../box.ts'

export const isBang = (message: Message) => message[0] === 'bang' && message.length === 1

export const isNumber = (atom: Atom | undefined): atom is number => typeof atom === 'number'

/** The first number; fails for anything else. */
export function numberIn(context: BoxContext, message: Message): number {
  const [first] = message
  return isNumber(first) ? first : context.fail(`a number is wanted, got "${message.join(' ')}"`)
}

/** A message without its selector, as route and sel let it out. */
export const restOf = (message: Message): Message => (message.length > 1 ? message.slice(1) : bang)

/** An argument with a decimal point makes a float object, one without an int object, which cuts. */
export const isFloatWord = (word: string | undefined) => word?.includes('.') ?? false

export const refuse = (context: BoxContext, inlet: number, message: Message): never =>
  context.fail(`does not understand "${message.join(' ')}" in inlet ${inlet}`)
