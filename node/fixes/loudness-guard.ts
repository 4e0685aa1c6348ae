/**
 * The guard on what the other tracks lose: a part that is made louder takes loudness from everything beside it, and a distance
 * of the whole mix does not see whose. What is not moved has to stay nearly as loud in the mix as it was.
 * A move that alone explains half of the gap puts back what was there before: what it takes, the others never had.
 */
import type { FilterSettings } from '../dsp/biquad.ts'
import type { TrackPath } from '../live/set.ts'
import type { Loudness, LoudnessInMix } from '../mix/loudness-in-mix.ts'
import type { MixModel } from '../mix/model.ts'
import type { Candidate } from './candidates/candidate.ts'
import type { Fix } from './fix.ts'
import { modelAfter } from './model-after.ts'
import { jointly } from './offered.ts'
import type { MoveKind, Rules } from './rules.ts'
import type { Choice } from './search.ts'

/** What an earlier pass went of the way that it wanted. */
export type Begun = Pick<Fix, 'track' | 'kind' | 'amount' | 'wanted'>

/** How loud the tracks were before the first pass. */
export type SessionStart = Pick<LoudnessInMix, 'before'>

export interface LoudnessGuardInput {
  readonly model: MixModel
  readonly loudness: Pick<LoudnessInMix, 'before' | 'after'>
  /** null: this is the first pass. */
  readonly since: SessionStart | null
  readonly rules: Rules
  /** The distance after choices, alone. */
  readonly distanceOf: (choices: readonly Choice[]) => number
  /** Fixes of this session that the limits of a pass cut short. */
  readonly begun: readonly Begun[]
  /** Moves that there are: which tracks could be what is missing themselves. */
  readonly candidates: readonly Candidate[]
}

/** What opens a compressor gives strokes back: between them, where the others are heard, the mean power misleads. */
const opening: readonly MoveKind[] = ['compression', 'limiter']

/** What ducks less is louder in the strokes only: what it takes from a part that sounds there is more than mean powers tell. */
const isOpened = ({ candidate: { kind }, amount }: Choice) => kind === 'ducking' && amount < 0

/** In which the way of a part is looked at. */
const steps = 8

/** Of a fader's range: how far a track may have been taken down. */
const looksBack = [1 / 3, 2 / 3, 1] as const

/** What a pass that is already at its limit may take by rounding. */
const rounding = 0.01

export class LoudnessGuard {
  readonly #input: LoudnessGuardInput
  /** The largest amounts that put back what was there, down and up: less of them does too. */
  readonly #restoring = new Map<Candidate, readonly [number, number]>()
  /** How far of that every dB still pays. */
  readonly #paying = new Map<Candidate, readonly [number, number]>()
  readonly #limits = new Map<string, Loudness>()
  /** The most that each of those was seen to bring: the part that a pass goes brings less. */
  readonly #brought = new Map<Candidate, number>()
  /** What each track would bring if it came back itself. */
  readonly #missing = new Map<TrackPath, number>()
  /** Before anything. */
  #distance: number | null = null

  constructor(input: LoudnessGuardInput) {
    this.#input = input
  }

  /** What the choices take from other tracks beyond what is allowed, in units of distance. `moved`: the model after them. */
  broken(choices: readonly Choice[], moved: MixModel): number {
    const { loudness, rules } = this.#input
    const after = loudness.after(moved)
    if (after === loudness.before) return 0
    const restoring = jointly(choices).flatMap(part => (this.#isRestoring(part, choices) ? part : []))
    const isUnsure = choices.some(choice => isOpened(choice) && !restoring.includes(choice))
    const { allowed, allowedToDuckers } = rules.guards.trackLoudness
    const paying = restoring.map(choice => this.#asFarAsItPays(choice))
    const limits = this.#limitsBeside(paying, isUnsure ? allowedToDuckers : allowed)
    const own = new Set(choices.map(({ candidate }) => candidate.node))
    let excess = 0
    for (const [track, sones] of after) {
      const limit = limits.get(track) ?? 0
      if (limit > 0 && !own.has(track)) excess += Math.max(0, (limit - sones) / limit)
    }
    return rules.guards.trackLoudness.weight * excess
  }

  /** The least loudness of every track, when these are taken as putting back what was there. */
  #limitsBeside(restoring: readonly Choice[], allowed: number): Loudness {
    const { model, loudness, since, distanceOf, rules } = this.#input
    const brought = restoring.map(({ candidate }) => this.#brought.get(candidate) ?? 0)
    const key = [allowed, ...restoring.map((choice, i) => `${keyOf(choice)} ${brought[i]}`).sort()].join()
    const known = this.#limits.get(key)
    if (known) return known
    const kept = 1 - allowed
    const restored = restoring.length > 0 ? loudness.after(modelAfter(model, restoring)) : loudness.before
    const brings = restoring.length > 0 ? Math.max(this.#whole - distanceOf(restoring), ...brought) : 0
    const limits = new Map(
      [...loudness.before].map(([track, is]) => {
        const was = since?.before.get(track) ?? is
        const held = Math.min(kept * was, (1 - rounding) * is)
        const putBack = (1 - rounding) * Math.min(is, restored.get(track) ?? is)
        if (putBack >= held) return [track, held] as const
        const isMissing = this.#bringsBack(track) > rules.guards.trackLoudness.missingShare * brings
        return [track, isMissing ? held : putBack] as const
      }),
    )
    this.#limits.set(key, limits)
    return limits
  }

  /** `part`: one of the choices, or a joint of them. */
  #isRestoring(part: readonly Choice[], choices: readonly Choice[]): boolean {
    const { rules, distanceOf, since } = this.#input
    const { restoringShare, restoringShareOfDuckers, leastBeside } = rules.guards.trackLoudness
    const needed = part.some(isOpened) ? restoringShareOfDuckers : restoringShare
    const open = part.filter(choice => !this.#isKnown(choice))
    if (open.length === 0) return true
    // All that is missing is missing at the first look. Later, what explains most of the little that is left is somebody's habit.
    if (since !== null) return false
    const whole = this.#whole
    const isAlone = part.length === choices.length
    const alone = whole - distanceOf(part)
    let others: readonly Choice[] = []
    let brings = alone
    if (alone < needed * whole) {
      if (isAlone) return false
      others = choices.filter(choice => !part.includes(choice))
      const left = distanceOf(others)
      brings = left - distanceOf(choices)
      if (brings < needed * left || brings < leastBeside * whole) return false
    }
    const pays = this.#sharePaying(part, others)
    for (const { candidate, amount } of open) {
      const [low, high] = this.#restoring.get(candidate) ?? [0, 0]
      this.#restoring.set(candidate, [Math.min(low, amount), Math.max(high, amount)])
      this.#brought.set(candidate, Math.max(brings, this.#brought.get(candidate) ?? 0))
      const [least, most] = this.#paying.get(candidate) ?? [0, 0]
      this.#paying.set(candidate, amount < 0 ? [pays * amount, most] : [least, pays * amount])
    }
    return true
  }

  get #whole(): number {
    this.#distance ??= this.#input.distanceOf([])
    return this.#distance
  }

  /** How much of the gap is explained by this track being too quiet. */
  #bringsBack(track: TrackPath): number {
    const { candidates, distanceOf } = this.#input
    const known = this.#missing.get(track)
    if (known !== undefined) return known
    const level = candidates.find(({ node, kind }) => node === track && kind === 'level')
    const left = level
      ? looksBack.map(share => distanceOf([{ candidate: level, amount: share * level.range[1], filter: level.filter }]))
      : []
    const brings = this.#whole - Math.min(this.#whole, ...left)
    this.#missing.set(track, brings)
    return brings
  }

  /** Of the way of a part beside others: the share up to which a step still brings a good part of what steps bring on average. */
  #sharePaying(part: readonly Choice[], others: readonly Choice[]): number {
    const { distanceOf, rules } = this.#input
    const { leastStep } = rules.guards.trackLoudness
    const left = (share: number) =>
      distanceOf([
        ...others,
        ...part.map(choice => (choice.candidate.isSwitch ? choice : { ...choice, amount: share * choice.amount })),
      ])
    const average = (distanceOf(others) - left(1)) / steps
    let beyond = left(1)
    for (let n = steps; n > 1; n--) {
      const before = left((n - 1) / steps)
      if (before - beyond >= leastStep * average) return n / steps
      beyond = before
    }
    return 1 / steps
  }

  #asFarAsItPays(choice: Choice): Choice {
    const range = this.#paying.get(choice.candidate)
    if (!range) return choice
    return { ...choice, amount: Math.max(range[0], Math.min(range[1], choice.amount)) }
  }

  /** No question of what it explains: a switch, what opens a compressor, the rest of a way that was judged whole, or less of it. */
  #isKnown({ candidate, amount }: Choice): boolean {
    if (candidate.isSwitch || opening.includes(candidate.kind)) return true
    const [low, high] = this.#restoring.get(candidate) ?? [0, 0]
    if (amount >= low && amount <= high) return true
    const before = this.#input.begun.findLast(({ track, kind }) => track === candidate.node && kind === candidate.kind)
    const rest = before ? before.wanted - before.amount : 0
    return amount * rest > 0 && Math.abs(amount) <= Math.abs(rest) + candidate.resolution
  }
}

const keyOf = ({ candidate, amount, filter }: Choice) =>
  [candidate.node, candidate.kind, candidate.control, amount, filterKey(candidate, filter)].join(' ')

const filterKey = ({ filter: own }: Candidate, filter: FilterSettings | null) => {
  const { type, hz, q } = filter ?? own ?? { type: '', hz: 0, q: 0 }
  return `${type} ${hz} ${q}`
}
