/** The distance of predicted statistics, fast: the planner's inner loop. Same terms as gap/objective.ts, uncapped. */
import { type BandStatistics, bandCount } from '../dsp/bands.ts'
import { powerToDb } from '../dsp/decibel.ts'
import type { FeatureId, Rows, Scope } from '../features/catalogue.ts'
import { spectralFeatureIds, spectralVector } from '../features/spectrum.ts'
import { stereoFeatureIds, stereoVector } from '../features/stereo.ts'
import { excess, type Objective, type Term } from '../gap/objective.ts'
import type { MixModel } from '../mix/model.ts'
import { kWeightedPower } from '../mix/predict.ts'

const loudnessIds = new Set<FeatureId>(['integratedLoudness', 'shortTermMax', 'momentaryMax', 'sectionLoudness'])
interface Slot {
  readonly term: Term
  /** Scope weight × feature weight ÷ σ. */
  readonly weight: number
  readonly measured: number
  /** Index into the spectral vector, or into the stereo vector, or loudness. */
  readonly from: 'spectral' | 'stereo' | 'loudness' | 'fixed'
  readonly index: number
}

export class PredictedDistance {
  readonly #scopes: readonly Scope[]
  readonly #slots: readonly (readonly Slot[])[]
  readonly #loudnessBefore: readonly number[]
  readonly #spectral = new Float64Array(spectralFeatureIds.length)
  readonly #stereo = new Float64Array(stereoFeatureIds.length)
  /** Per scope of the model, weighted; filled by `evaluate`. */
  readonly byScope: Float64Array

  constructor(objective: Objective, measured: Rows, model: MixModel) {
    this.#scopes = model.scopes
    this.byScope = new Float64Array(model.scopes.length)
    this.#loudnessBefore = model.statistics().map(kWeightedPower)
    this.#slots = model.scopes.map(scope =>
      objective.terms
        .filter(term => term.scope === scope)
        .map(term => {
          const spectral = spectralFeatureIds.indexOf(term.id)
          const stereo = (stereoFeatureIds as readonly FeatureId[]).indexOf(term.id)
          const from =
            spectral >= 0 ? 'spectral' : stereo >= 0 ? 'stereo' : loudnessIds.has(term.id) ? 'loudness' : 'fixed'
          return {
            term,
            weight: (objective.scopeWeights[scope]! * term.weight) / term.sigma,
            measured: measured[scope]!.values[term.id]!,
            from,
            index: Math.max(spectral, stereo),
          }
        }),
    )
  }

  /** Σ_s W_s · D_s of predicted statistics, one per scope of the model. */
  evaluate(statistics: readonly BandStatistics[]): number {
    let total = 0
    for (let s = 0; s < this.#scopes.length; s++) {
      const slots = this.#slots[s]!
      let sum = 0
      if (slots.length > 0) {
        const bands = statistics[s]!
        spectralVector(bands, this.#spectral)
        stereoVector(bands, this.#stereo)
        const shift = powerToDb(kWeightedPower(bands) / this.#loudnessBefore[s]!)
        for (let i = 0; i < slots.length; i++) {
          const { term, weight, measured, from, index } = slots[i]!
          const value =
            from === 'spectral'
              ? this.#spectral[index]!
              : from === 'stereo'
                ? this.#stereo[index]!
                : from === 'loudness'
                  ? measured + shift
                  : measured
          // A band that a move takes below what can be measured was hardly there before.
          sum += weight * Math.abs(excess(term, Number.isNaN(value) ? measured : value))
        }
      }
      this.byScope[s] = sum
      total += sum
    }
    return total
  }
}

/** Statistics to write predictions into, one per scope. */
export const statisticsBuffer = (scopes: number): BandStatistics[] =>
  Array.from({ length: scopes }, () => ({
    mm: new Float64Array(bandCount),
    ss: new Float64Array(bandCount),
    ms: new Float64Array(bandCount),
  }))
