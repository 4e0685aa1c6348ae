/** From the solution to what this pass offers: nothing that is not worth it, nothing beyond a pass's limits, no guard broken. */
import { groups } from 'd3-array'
import type { MoveKind, Rules } from './rules.ts'
import { type Choice, roundTo } from './search.ts'

/** What choices lead to together: the distance left, and by how much guards are broken. */
export interface Worth {
  readonly distance: number
  readonly broken: number
}

/** Guards are asked only where it matters: one of them costs more than the distance. */
export type WorthOf = (choices: readonly Choice[]) => Worth

export interface OfferOptions {
  readonly rules: Rules
  /** Scales every amount, 0 to 1. */
  readonly strength: number
  /** The distance before anything. */
  readonly before: number
  /** The rest of a fix that the limits of an earlier pass cut short. */
  readonly isBegun: (choice: Choice) => boolean
}

/** `solution`: the whole way. Worth is judged by that; what the limits leave for this pass must at least go somewhere. */
export function offered(
  solution: readonly Choice[],
  worthOf: WorthOf,
  { rules: { offer }, strength, before, isBegun }: OfferOptions,
): Choice[] {
  const least = Math.max(offer.minimumReduction, offer.minimumRelative * before)
  const leastOf = (choice: Choice) => least * (isBegun(choice) ? offer.leastOfBegun : 1)
  const distanceOf = (choices: readonly Choice[]) => worthOf(choices).distance
  const whole = worthwhile(solution, distanceOf, { leastOf, boost: offer.boost })
  const leastOfPart = (choice: Choice) => offer.leastOfOnePass * strength * leastOf(choice)
  const cut = whole.map(choice => forOnePass(choice, strength))
  const onePass = withinGuards(
    whole.map((choice, i) => (isNoPartOfIt(i) ? scaledBy(choice, strength) : cut[i]!)),
    worthOf,
  )
  return worthwhile(
    onePass.filter(({ amount }) => amount !== 0),
    distanceOf,
    { leastOf: leastOfPart, boost: 1 },
  )

  /**
   * What a compressor lets through, the limiter behind it takes: a part of the way back can be no better than none of it. Then
   * it is gone whole, as it was judged, or not at all.
   */
  function isNoPartOfIt(i: number): boolean {
    const choice = cut[i]!
    if (!answersToLevel.includes(choice.candidate.kind) || choice.amount === whole[i]!.amount * strength) return false
    return distanceOf(cut.filter(other => other !== choice)) - distanceOf(cut) < leastOfPart(choice)
  }
}

/** Moves whose effect is not the larger the further they go. */
const answersToLevel: readonly MoveKind[] = ['compression', 'limiter']

const scaledBy = (choice: Choice, strength: number): Choice => ({
  ...choice,
  amount: roundTo(choice.amount * strength, choice.candidate.resolution),
})

function forOnePass(choice: Choice, strength: number): Choice {
  const { limitPerPass, resolution, isSwitch } = choice.candidate
  const clamped = Math.max(-limitPerPass, Math.min(limitPerPass, choice.amount))
  return { ...choice, amount: isSwitch ? choice.amount : roundTo(clamped * strength, resolution) }
}

interface Least {
  /** What a choice has to bring. */
  readonly leastOf: (choice: Choice) => number
  /** Times that, for what makes a part louder and is not what helps most. */
  readonly boost: number
}

/** Of what a fix must bring, what a member of a joint must: it is worth its place among the others, not on its own. */
const leastOfMember = 0.25

/** Drops, least first, every move (joints as one) whose own share of the reduction is not worth offering. */
function worthwhile(
  choices: readonly Choice[],
  distanceOf: (choices: readonly Choice[]) => number,
  { leastOf, boost }: Least,
): Choice[] {
  let current = [...choices]
  while (current.length > 0) {
    const all = distanceOf(current)
    const brings = (part: readonly Choice[]) => distanceOf(current.filter(choice => !part.includes(choice))) - all
    const parts = jointly(current).map(part => ({ part, brings: brings(part) }))
    const most = Math.max(...parts.map(each => each.brings))
    const ranked = parts
      .flatMap(each => {
        const needed = Math.max(...each.part.map(leastOf))
        const louder = each.brings < most && each.part.every(isBoost) ? boost : 1
        const members = each.part.length > 1 ? each.part.map(choice => [choice]) : []
        return [
          { part: each.part, worth: each.brings / (louder * needed) },
          ...members.map(member => ({ part: member, worth: brings(member) / (leastOfMember * needed) })),
        ]
      })
      .sort((a, b) => a.worth - b.worth)
    const { part, worth } = ranked[0]!
    if (worth >= 1) return current
    current = current.filter(choice => !part.includes(choice))
  }
  return current
}

const isBoost = ({ candidate: { kind }, amount }: Choice) => (kind === 'level' || kind === 'eq') && amount > 0

/** Halvings of an amount until it breaks nothing: a hundredth of the way. */
const halvings = 7

/**
 * A guard is a wall: what breaks one is cut back to the most that does not, beginning with what breaks it most. The solution
 * breaks none, but a part of it may: one move can have made up for another.
 */
export function withinGuards(choices: readonly Choice[], worthOf: WorthOf): Choice[] {
  let current = [...choices]
  for (let round = 0; round < choices.length && worthOf(current).broken > 0; round++) {
    const without = current.map((_, i) => worthOf(current.filter((_, j) => j !== i)).broken)
    const i = without.indexOf(Math.min(...without))
    const choice = current[i]!
    const withAmount = (amount: number) => current.map((each, j) => (j === i ? { ...choice, amount } : each))
    let [held, broken] = [0, choice.amount]
    for (let n = 0; n < (choice.candidate.isSwitch ? 0 : halvings); n++) {
      const middle = (held + broken) / 2
      if (worthOf(withAmount(middle)).broken > without[i]!) broken = middle
      else held = middle
    }
    current = withAmount(roundDown(held, choice.candidate.resolution)).filter(({ amount }) => amount !== 0)
  }
  return current
}

/** Towards 0, on the grid: never over the wall. */
const roundDown = (amount: number, resolution: number) =>
  roundTo(Math.trunc(amount / resolution + Math.sign(amount) * 1e-6) * resolution, resolution)

/** Choices by the joint they came in with, every other one by itself. */
export const jointly = (choices: readonly Choice[]): Choice[][] =>
  groups(choices, choice => choice.joint ?? choice).map(([, part]) => part)
