/**
 * The guard on what the other tracks lose: a part that is made louder takes loudness from everything beside it, and a distance
 * of the whole mix does not see whose. What is not moved has to stay nearly as loud in the mix as it was.
 * A move that alone explains half of the gap puts back what was there before: what it takes, the others never had.
 */
import type { FilterSettings } from '../dsp/biquad.ts'
import type { Loudness, LoudnessInMix } from '../mix/loudness-in-mix.ts'
import type { MixModel } from '../mix/model.ts'
import type { Candidate } from './candidates/candidate.ts'
import type { MoveKind, Rules } from './rules.ts'
import { type Choice, moveOf } from './search.ts'

export interface LoudnessGuardInput {
  readonly model: MixModel
  readonly loudness: Pick<LoudnessInMix, 'before' | 'after'>
  /** As it was when the session began: passes do not add up. */
  readonly since: Pick<LoudnessInMix, 'before'>
  readonly rules: Rules
  /** The distance after choices, alone. */
  readonly distanceOf: (choices: readonly Choice[]) => number
}

/** What opens a compressor gives strokes back: between them, where the others are heard, the mean power misleads. */
const opening: readonly MoveKind[] = ['compression', 'limiter']

/** What a pass that is already at its limit may take by rounding. */
const rounding = 0.01

export class LoudnessGuard {
  readonly #input: LoudnessGuardInput
  /** The largest amounts that put back what was there, down and up: less of them does too. */
  readonly #restoring = new Map<Candidate, readonly [number, number]>()
  readonly #limits = new Map<string, Loudness>()
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
    const limits = this.#limitsBeside(choices.filter(choice => this.#isRestoring(choice)))
    const own = new Set(choices.map(({ candidate }) => candidate.node))
    let excess = 0
    for (const [track, sones] of after) {
      const limit = limits.get(track) ?? 0
      if (limit > 0 && !own.has(track)) excess += Math.max(0, (limit - sones) / limit)
    }
    return rules.guards.trackLoudness.weight * excess
  }

  /** The least loudness of every track, when these are taken as putting back what was there. */
  #limitsBeside(restoring: readonly Choice[]): Loudness {
    const { model, loudness, since, rules } = this.#input
    const key = restoring.map(keyOf).sort().join()
    const known = this.#limits.get(key)
    if (known) return known
    const kept = 1 - rules.guards.trackLoudness.allowed
    const restored = restoring.length > 0 ? loudness.after(model.with(restoring.map(moveOf))) : loudness.before
    const limits = new Map(
      [...loudness.before].map(([track, is]) => {
        const was = since.before.get(track) ?? is
        const putBack = is > 0 ? Math.min(1, (restored.get(track) ?? is) / is) : 1
        return [track, putBack * Math.min(kept * was, (1 - rounding) * is)] as const
      }),
    )
    this.#limits.set(key, limits)
    return limits
  }

  #isRestoring(choice: Choice): boolean {
    const { rules, distanceOf } = this.#input
    const { candidate, amount } = choice
    if (candidate.isSwitch || opening.includes(candidate.kind)) return true
    const [low, high] = this.#restoring.get(candidate) ?? [0, 0]
    if (amount >= low && amount <= high) return true
    this.#distance ??= distanceOf([])
    const brings = this.#distance - distanceOf([choice])
    if (brings < rules.guards.trackLoudness.restoringShare * this.#distance) return false
    this.#restoring.set(candidate, [Math.min(low, amount), Math.max(high, amount)])
    return true
  }
}

const keyOf = ({ candidate, amount, filter }: Choice) =>
  [candidate.node, candidate.kind, candidate.control, amount, filterKey(candidate, filter)].join(' ')

const filterKey = ({ filter: own }: Candidate, filter: FilterSettings | null) => {
  const { type, hz, q } = filter ?? own ?? { type: '', hz: 0, q: 0 }
  return `${type} ${hz} ${q}`
}
