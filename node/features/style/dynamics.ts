/** Dynamics of a segment: peaks over level, hits, and how the level moves. */
import type { LevelGrid } from '../../dsp/level-grid.ts'
import type { Curve } from '../analysis.ts'
import { crestFactor, type Hit, peakToShortTermRatio, transientPunch } from '../dynamics.ts'
import type { TimeRange } from '../loudness.ts'
import { spreadOf } from './spread.ts'

/** Crest factor, peak to short-term ratio, punch; spread, flux and range of the momentary loudness. */
export const dynamicsSize = 6

export interface Dynamics {
  readonly levels: LevelGrid
  /** True peak per 10 ms, linear. */
  readonly peaks: Float32Array
  readonly shortTerm: Curve
  readonly momentary: Curve
  readonly hits: readonly Hit[] | null
}

/** A pause is not dynamics: what lies this far under the median is left out, LU. */
const pauseLu = -20

export function writeDynamics(
  { levels, peaks, shortTerm, momentary, hits }: Dynamics,
  range: TimeRange,
  out: Float32Array,
): void {
  const { startSeconds, stepSeconds, values } = momentary
  const at = (seconds: number) => Math.max(0, Math.ceil((seconds - startSeconds) / stepSeconds))
  const here = values.subarray(at(range.startSeconds), at(range.endSeconds))
  const sorted = here.slice().sort()
  const middle = sorted[sorted.length >> 1] ?? Number.NaN
  const heard = here.filter(value => value > middle + pauseLu)
  const spread = spreadOf(heard)
  const at95 = sorted[Math.floor(0.95 * (sorted.length - 1))] ?? Number.NaN
  const figures = [
    crestFactor(levels, [range]),
    peakToShortTermRatio(peaks, shortTerm, [range]),
    hits && transientPunch(hits, [range]),
    spread.deviation,
    spread.flux,
    at95 - middle,
  ]
  figures.forEach((value, i) => {
    out[i] = value ?? Number.NaN
  })
}
