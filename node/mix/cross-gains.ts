/**
 * What moves make of the cross-spectra of a pair: each partner's gains over all moves so far. They are multiplied in only where the
 * spectra are added up, so that a search over hundreds of combinations of moves copies none of them.
 */
import { bandArrays, bandCount } from '../dsp/bands.ts'
import type { CrossStatistics } from './model.ts'
import type { BandGains } from './moves.ts'

/** Of one contributor in one scope, per narrow band: complex gains on mid and side, and on what mid and side have in common. */
export interface CrossGains {
  readonly mRe: Float64Array
  readonly mIm: Float64Array
  readonly sRe: Float64Array
  readonly sIm: Float64Array
  readonly ms: Float64Array
}

/** After one more move, times `factor`. `before`: null when nothing has moved yet. One entry per scope, as in `gains`. */
export function crossGains(
  before: readonly CrossGains[] | null,
  gains: readonly BandGains[],
  factor: number,
): readonly CrossGains[] {
  const made: CrossGains[] = []
  for (const [s, now] of gains.entries()) {
    // Filters and faders do the same in every scope.
    const isSame = s > 0 && now === gains[s - 1] && before?.[s] === before?.[s - 1]
    made.push(isSame ? made[s - 1]! : times(before?.[s] ?? null, now, factor))
  }
  return made
}

function times(before: CrossGains | null, { mRe, mIm, sRe, sIm }: BandGains, factor: number): CrossGains {
  const [outMRe, outMIm, outSRe, outSIm, outMs] = bandArrays(5) as readonly [Row, Row, Row, Row, Row]
  const { mRe: wasMRe, mIm: wasMIm, sRe: wasSRe, sIm: wasSIm, ms: wasMs } = before ?? one
  for (let k = 0; k < bandCount; k++) {
    const mr = factor * mRe[k]!
    const mi = factor * mIm[k]!
    const sr = factor * sRe[k]!
    const si = factor * sIm[k]!
    outMRe[k] = wasMRe[k]! * mr - wasMIm[k]! * mi
    outMIm[k] = wasMRe[k]! * mi + wasMIm[k]! * mr
    outSRe[k] = wasSRe[k]! * sr - wasSIm[k]! * si
    outSIm[k] = wasSRe[k]! * si + wasSIm[k]! * sr
    outMs[k] = wasMs[k]! * (0.5 * (mr + sr))
  }
  return { mRe: outMRe, mIm: outMIm, sRe: outSRe, sIm: outSIm, ms: outMs }
}

type Row = Float64Array

const one: CrossGains = {
  mRe: new Float64Array(bandCount).fill(1),
  mIm: new Float64Array(bandCount),
  sRe: new Float64Array(bandCount).fill(1),
  sIm: new Float64Array(bandCount),
  ms: new Float64Array(bandCount).fill(1),
}

export interface MovedPair {
  readonly bands: readonly number[]
  /** Of the first and of the second partner; null: unmoved. */
  readonly a: CrossGains | null
  readonly b: CrossGains | null
}

/** Writes a·b*·X into `out`, in the pair's bands only. Returns it. */
export function movedCross(x: CrossStatistics, { bands, a, b }: MovedPair, out: CrossStatistics): CrossStatistics {
  const [g, h] = [a ?? one, b ?? one]
  for (const k of bands) {
    const mRe = g.mRe[k]! * h.mRe[k]! + g.mIm[k]! * h.mIm[k]!
    const mIm = g.mIm[k]! * h.mRe[k]! - g.mRe[k]! * h.mIm[k]!
    const sRe = g.sRe[k]! * h.sRe[k]! + g.sIm[k]! * h.sIm[k]!
    const sIm = g.sIm[k]! * h.sRe[k]! - g.sRe[k]! * h.sIm[k]!
    out.mmRe[k] = mRe * x.mmRe[k]! - mIm * x.mmIm[k]!
    out.mmIm[k] = mRe * x.mmIm[k]! + mIm * x.mmRe[k]!
    out.ssRe[k] = sRe * x.ssRe[k]! - sIm * x.ssIm[k]!
    out.ssIm[k] = sRe * x.ssIm[k]! + sIm * x.ssRe[k]!
    out.ms[k] = g.ms[k]! * h.ms[k]! * x.ms[k]!
  }
  return out
}
