/** The distance of predicted statistics, fast: the planner's inner loop. Same terms as gap/objective.ts, uncapped. */
import { type BandStatistics, bandCount } from '../dsp/bands.ts'
import { powerToDb } from '../dsp/decibel.ts'
import { type FeatureId, feature, type Rows, type Scope } from '../features/catalogue.ts'
import { spectralFeatureIds, spectralVector } from '../features/spectrum.ts'
import { stereoFeatureIds, stereoVector } from '../features/stereo.ts'
import { excess, type Objective, type Term } from '../gap/objective.ts'
import type { MixModel } from '../mix/model.ts'
import type { Shifts } from '../mix/moves.ts'
import { kWeightedPower, loudnessIds } from '../mix/predict.ts'
import type { Rules } from './rules.ts'

/** Where a feature's prediction comes from. */
interface Source {
  readonly from: 'spectral' | 'stereo' | 'loudness' | 'shift'
  /** Into the spectral or the stereo vector. */
  readonly index: number
}

interface Slot extends Source {
  readonly term: Term
  /** Scope weight × feature weight ÷ σ. */
  readonly weight: number
  readonly measured: number
}

/** A feature that must not get worse, wherever the references lie. */
interface Guard extends Source {
  readonly id: FeatureId
  readonly measured: number
  /** The worst value allowed. */
  readonly limit: number
  /** How much worse a value may get. */
  readonly tolerance: number
  /** +1: higher is worse. */
  readonly worse: 1 | -1
}

function sourceOf(id: FeatureId): Source {
  const spectral = spectralFeatureIds.indexOf(id)
  const stereo = (stereoFeatureIds as readonly FeatureId[]).indexOf(id)
  if (spectral >= 0) return { from: 'spectral', index: spectral }
  if (stereo >= 0) return { from: 'stereo', index: stereo }
  return { from: (loudnessIds as readonly FeatureId[]).includes(id) ? 'loudness' : 'shift', index: -1 }
}

export class PredictedDistance {
  readonly #slots: readonly (readonly Slot[])[]
  #guards: readonly (readonly Guard[])[]
  readonly #guardWeight: number
  readonly #loudnessBefore: readonly number[]
  readonly #spectral = new Float64Array(spectralFeatureIds.length)
  readonly #stereo = new Float64Array(stereoFeatureIds.length)
  /** Per scope of the model, weighted; filled by `evaluate`. */
  readonly byScope: Float64Array
  /** What broken guards count, in units of distance; filled by `evaluate`. */
  broken = 0

  /** `back`: the mix with a part that is silenced switched on again, one by one. */
  constructor(objective: Objective, measured: Rows, model: MixModel, rules: Rules, back: readonly MixModel[] = []) {
    this.byScope = new Float64Array(model.scopes.length)
    this.#loudnessBefore = model.statistics().map(kWeightedPower)
    this.#guardWeight = rules.guards.weight
    this.#slots = model.scopes.map(scope =>
      objective.terms
        .filter(term => term.scope === scope)
        .map(term => ({
          ...sourceOf(term.id),
          term,
          weight: (objective.scopeWeights[scope]! * term.weight) / term.sigma,
          measured: measured[scope]!.values[term.id]!,
        })),
    )
    this.#guards = model.scopes.map(scope => guardsOf(rules, scope, objective, measured))
    const before = this.evaluate(model.statistics(), model.shifts)
    for (const { statistics, shifts } of back.map(on => ({ statistics: on.statistics(), shifts: on.shifts })))
      if (this.evaluate(statistics, shifts) < before) this.#allow(statistics, shifts)
  }

  /**
   * A part that is silent by mistake was in the mix that the guards are to keep: what it brings along when it comes back, a wide low
   * end say, makes nothing worse than it was.
   */
  #allow(statistics: readonly BandStatistics[], base: readonly Shifts[]): void {
    this.#guards = this.#guards.map((guards, s) => {
      const bands = statistics[s]!
      const shift = shiftsOf(base[s]!, undefined)
      spectralVector(bands, this.#spectral)
      stereoVector(bands, this.#stereo)
      const louder = powerToDb(kWeightedPower(bands) / this.#loudnessBefore[s]!)
      return guards.map(guard => {
        const allowed = this.#value(guard, guard.id, shift, louder) + guard.worse * guard.tolerance
        return { ...guard, limit: guard.worse * Math.max(guard.worse * guard.limit, guard.worse * allowed) }
      })
    })
  }

  /** Σ_s W_s · D_s of predicted statistics and shifts, one of each per scope of the model. */
  evaluate(statistics: readonly BandStatistics[], base: readonly Shifts[], added?: readonly Shifts[]): number {
    let total = 0
    let broken = 0
    for (let s = 0; s < this.#slots.length; s++) {
      const slots = this.#slots[s]!
      const guards = this.#guards[s]!
      let sum = 0
      if (slots.length > 0 || guards.length > 0) {
        const bands = statistics[s]!
        const shift = shiftsOf(base[s]!, added?.[s])
        spectralVector(bands, this.#spectral)
        stereoVector(bands, this.#stereo)
        const louder = powerToDb(kWeightedPower(bands) / this.#loudnessBefore[s]!)
        for (let i = 0; i < slots.length; i++) {
          const slot = slots[i]!
          sum += slot.weight * Math.abs(excess(slot.term, this.#value(slot, slot.term.id, shift, louder)))
        }
        for (let i = 0; i < guards.length; i++) {
          const guard = guards[i]!
          const value = this.#value(guard, guard.id, shift, louder)
          broken += this.#guardWeight * Math.max(0, guard.worse * (value - guard.limit))
        }
      }
      this.byScope[s] = sum
      total += sum
    }
    this.broken = broken
    return total
  }

  #value(
    { from, index, measured }: Source & { readonly measured: number },
    id: FeatureId,
    shift: ((id: FeatureId) => number) | null,
    louder: number,
  ) {
    if (from === 'shift') return shift ? measured + shift(id) : measured
    if (from === 'loudness') return measured + louder + (shift ? shift(id) : 0)
    const value = from === 'spectral' ? this.#spectral[index]! : this.#stereo[index]!
    // A band that a move takes below what can be measured was hardly there before.
    return Number.isNaN(value) ? measured : value
  }
}

/** null: nothing is shifted, as by most moves. */
function shiftsOf(base: Shifts, added: Shifts | undefined): ((id: FeatureId) => number) | null {
  if (isEmpty(base) && (added === undefined || isEmpty(added))) return null
  return id => (base[id] ?? 0) + (added?.[id] ?? 0)
}

function isEmpty(shifts: Shifts): boolean {
  for (const _ in shifts) return false
  return true
}

/** No worse than it is, or than the better end of the references where that is worse still (so that a twin's own value is allowed). */
function guardsOf(rules: Rules, scope: Scope, objective: Objective, measured: Rows): Guard[] {
  return (Object.entries(rules.guards.features) as [FeatureId, number][]).flatMap(([id, tolerance]): Guard[] => {
    const value = measured[scope]?.values[id]
    if (typeof value !== 'number') return []
    const worse = feature(id).bad === 'low' ? -1 : 1
    const term = objective.terms.find(each => each.scope === scope && each.id === id)
    const allowed = term === undefined ? value : worse > 0 ? Math.max(value, term.low) : Math.min(value, term.high)
    return [{ ...sourceOf(id), id, measured: value, limit: allowed + worse * tolerance, tolerance, worse }]
  })
}

/** Statistics to write predictions into, one per scope. */
export const statisticsBuffer = (scopes: number): BandStatistics[] =>
  Array.from({ length: scopes }, () => ({
    mm: new Float64Array(bandCount),
    ss: new Float64Array(bandCount),
    ms: new Float64Array(bandCount),
  }))
