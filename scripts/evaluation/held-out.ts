/**
 * Held-out distances: how far a mix is from the healthy twin and from the references, by measures that no planner sees.
 * They must fall too (EVALUATION 1), and they judge single fixes (precision).
 */
import type { Audio } from '../../node/audio/audio.ts'
import type { Section } from '../../node/features/analysis.ts'
import type { SectionType } from '../../node/features/catalogue.ts'
import { type BarkLevels, barkCount, type Spectra, spectraOf } from './bark.ts'
import references from './bark-references.json' with { type: 'json' }

export interface HeldOutDistances {
  /** Mean |difference| of Bark levels to the healthy twin over sections, bands, mid and side, dB. */
  readonly bark: number
  /** ‖|S| − |S_twin|‖ / ‖|S_twin|‖, Frobenius norms over the magnitude spectrogram (Diff-MST's spectral convergence). */
  readonly convergence: number
  /** Mean distance of relative Bark levels outside the references' mean ± spread, in spreads; null: no references apply. */
  readonly references: number | null
}

export class HeldOut {
  readonly #twin: Spectra
  readonly #sections: readonly Section[]
  readonly #withReferences: boolean
  /** By the samples of Main, which the renderer gives to equal states alike. */
  readonly #known = new WeakMap<Float32Array, HeldOutDistances>()

  /** `healthy`: Main of the healthy original. `withReferences`: songs of the same origin as the references only. */
  constructor(healthy: Audio, sections: readonly Section[], withReferences: boolean) {
    this.#sections = sections
    this.#twin = spectraOf(healthy, sections)
    this.#withReferences = withReferences
  }

  measure(main: Audio): HeldOutDistances {
    const known = this.#known.get(main.channels[0]!)
    if (known) return known
    const distances = this.#measured(main)
    this.#known.set(main.channels[0]!, distances)
    return distances
  }

  #measured(main: Audio): HeldOutDistances {
    const spectra = spectraOf(main, this.#sections)
    return {
      bark: barkDistance(spectra.bark, this.#twin.bark),
      convergence: spectralConvergence(spectra.magnitudes, this.#twin.magnitudes),
      references: this.#withReferences ? referenceDistance(spectra.bark, references.sections) : null,
    }
  }
}

/** What lies this far below a section's loudest band is not heard: both sides are lifted to that floor. */
const audibleRangeDb = 60

export function barkDistance(
  bark: ReadonlyMap<SectionType, BarkLevels>,
  twin: ReadonlyMap<SectionType, BarkLevels>,
): number {
  const differences: number[] = []
  for (const [type, target] of twin) {
    const levels = bark.get(type)
    if (!levels) continue
    const floor = Math.max(...target.mid, ...target.side) - audibleRangeDb
    for (const part of ['mid', 'side'] as const)
      for (let b = 0; b < barkCount; b++)
        differences.push(Math.abs(Math.max(floor, levels[part][b]!) - Math.max(floor, target[part][b]!)))
  }
  return differences.length === 0 ? 0 : differences.reduce((sum, x) => sum + x, 0) / differences.length
}

export function spectralConvergence(magnitudes: Float32Array, twin: Float32Array): number {
  if (magnitudes.length !== twin.length) {
    throw new RangeError(`spectrograms must be of one length, got ${magnitudes.length} and ${twin.length}`)
  }
  let error = 0
  let power = 0
  for (let i = 0; i < twin.length; i++) {
    error += (magnitudes[i]! - twin[i]!) ** 2
    power += twin[i]! ** 2
  }
  return power > 0 ? Math.sqrt(error / power) : 0
}

type Statistics = readonly (readonly number[])[]
/** Per section type and band: mean and standard deviation over the references of `relativeLevels`. */
export type ReferenceStatistics = Readonly<Record<string, { readonly mid: Statistics; readonly side: Statistics }>>

/** Band levels less the section's total: a premaster has no level of its own. Floored like the distance to the twin. */
export function relativeLevels({ mid, side }: BarkLevels): BarkLevels {
  const total = 10 * Math.log10([...mid, ...side].reduce((sum, db) => sum + 10 ** (db / 10), 0))
  const relative = (levels: Float64Array) => levels.map(db => Math.max(-audibleRangeDb, db - total))
  return { mid: relative(mid), side: relative(side) }
}

/** A spread below this is not heard as one. */
const leastSpreadDb = 1
/** As in the style distance: one freak band must not carry it. */
const capSpreads = 4

export function referenceDistance(
  bark: ReadonlyMap<SectionType, BarkLevels>,
  statistics: ReferenceStatistics,
): number | null {
  const distances: number[] = []
  for (const [type, levels] of bark) {
    const known = statistics[type]
    if (!known) continue
    const relative = relativeLevels(levels)
    for (const part of ['mid', 'side'] as const)
      known[part].forEach(([mean, deviation], b) => {
        const spread = Math.max(leastSpreadDb, deviation!)
        const outside = Math.max(0, Math.abs(relative[part][b]! - mean!) - spread) / spread
        distances.push(Math.min(capSpreads, outside))
      })
  }
  return distances.length === 0 ? null : distances.reduce((sum, x) => sum + x, 0) / distances.length
}
