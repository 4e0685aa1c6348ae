/** Amounts as the user likes them: what the planner solved, times a factor by track, kind, role and category. */
import type { Category } from '../features/catalogue.ts'
import type { TrackPath } from '../live/set.ts'
import type { Role } from '../mix/roles/role.ts'
import type { ParameterChange } from './fix.ts'
import { type WorthOf, withinGuards } from './offered.ts'
import type { MoveKind } from './rules.ts'
import { type Choice, roundTo } from './search.ts'

/** What a factor may depend on. */
export interface AmountSubject {
  readonly track: TrackPath
  readonly kind: MoveKind
  /** Tells two moves of a kind on one track apart (`controlOf`). */
  readonly control: string
  readonly role: Role
  /** Of the gap that the fix closes first; null: it only helps the others. */
  readonly category: Category | null
}

/** What a move sets, whatever its amount: the same for the same move of another plan of the set. */
export const controlOf = (changes: readonly Pick<ParameterChange, 'ref'>[]): string =>
  changes.map(({ ref: { device, parameter } }) => `${device ?? ''} ${parameter}`).join('; ')

/** 1: as solved. 0 to 4; others throw RangeError. Not asked for switches and safety findings. */
export type AmountFactor = (subject: AmountSubject) => number

const mostFactor = 4
/** More than was solved overshoots: the excess is halved so often, then left out. */
const excesses = [1, 0.5, 0.25, 0] as const

/** `factors`: of each choice. Limits of a pass and guards stay what they are; what comes to nothing is left out. */
export function scaled(choices: readonly Choice[], factors: readonly number[], worthOf: WorthOf): Choice[] {
  const wrong = factors.find(factor => !(factor >= 0 && factor <= mostFactor))
  if (wrong !== undefined) throw new RangeError(`amountFactor must be from 0 to ${mostFactor}, got ${wrong}`)
  let current = [...choices]
  for (const [i, choice] of choices.entries()) {
    const factor = factors[i]!
    if (factor === 1 || choice.candidate.isSwitch || isWholeWay(choice)) continue
    const put = (amount: number) => current.map((each, j) => (j === i ? { ...choice, amount } : each))
    const steps = factor > 1 ? excesses.map(share => 1 + share * (factor - 1)) : [factor]
    const amounts = steps.map(step => within(choice, step * choice.amount))
    const left = worthOf(put(0).filter(({ amount }) => amount !== 0)).distance
    const chosen = factor < 1 ? amounts[0]! : amounts.find(amount => worthOf(put(amount)).distance < left)
    current = put(chosen ?? choice.amount)
  }
  return withinGuards(
    current.filter(({ amount }) => amount !== 0),
    worthOf,
  )
}

/** What goes beyond the limits of a pass, since a part of it would make it worse. */
const isWholeWay = ({ candidate: { limitPerPass }, amount }: Choice) => Math.abs(amount) > limitPerPass

/** No further than the parameter and one pass go. */
function within({ candidate: { range, limitPerPass, resolution } }: Choice, amount: number): number {
  const [low, high] = [Math.max(range[0], -limitPerPass), Math.min(range[1], limitPerPass)]
  return roundTo(Math.max(low, Math.min(high, amount)), resolution)
}
