/** Sounds for tests of the hearing model, as power per component: tones and noise bands of known sound pressure level. */
import { earWeightingDb } from '../../node/dsp/ear-weighting.ts'
import { componentCount, componentEdges, filterCount } from '../../node/dsp/erb.ts'
import { excitationPattern } from '../../node/dsp/excitation.ts'
import { loudnessOf } from '../../node/dsp/partial-loudness.ts'

/** Frequency in Hz, level in dB SPL in the free field. */
export type Tone = readonly [hz: number, dbSpl: number]

export function componentsOf(tones: readonly Tone[]): Float64Array {
  const components = new Float64Array(componentCount)
  for (const [hz, db] of tones) {
    const j = componentEdges.findIndex(edge => edge > hz) - 1
    components[j]! += 10 ** ((db + earWeightingDb(hz)) / 10)
  }
  return components
}

export function patternOf(tones: readonly Tone[]): Float64Array {
  const out = new Float64Array(filterCount)
  excitationPattern(componentsOf(tones), out)
  return out
}

/** Sones. */
export const loudness = (...tones: readonly Tone[]) => loudnessOf(patternOf(tones))

/** White noise as a tone per hertz: spectrum level in dB SPL per Hz. */
export const noiseBand = (lowHz: number, highHz: number, perHz: number): Tone[] =>
  Array.from({ length: Math.round(highHz - lowHz) }, (_, n) => [lowHz + n + 0.5, perHz])

/** Level at which a growing quantity reaches `target`, by bisection between −20 and 120 dB. */
export function levelWhere(quantity: (db: number) => number, target: number): number {
  let low = -20
  let high = 120
  for (let n = 0; n < 40; n++) {
    const middle = (low + high) / 2
    if (quantity(middle) < target) low = middle
    else high = middle
  }
  return high
}

/** 1 kHz tone, dB SPL and sones: ANSI S3.4-2007, table 7, as the open implementation deeuu/loudness carries it. */
export const standard1k = [
  [10, 0.029],
  [20, 0.142],
  [30, 0.422],
  [40, 0.997],
  [50, 2.098],
  [60, 4.166],
  [70, 8.102],
  [80, 15.98],
  [90, 33.216],
  [100, 70.362],
  [110, 152.776],
] as const
