/**
 * Moves: what a change of a mixer or device parameter does to a track's signal, per narrow band. Linear and stationary, so
 * a move is a complex gain on mid and one on side (pan also mixes the two). The planner searches over moves; the fixes
 * layer knows which Live parameters make them.
 */
import { bandCount, gridCentres } from '../dsp/bands.ts'
import { biquadResponse, designBiquad, type FilterSettings } from '../dsp/biquad.ts'
import { dbToGain } from '../dsp/decibel.ts'
import type { TrackPath } from '../live/set.ts'

export type Move =
  | { readonly kind: 'level'; readonly node: TrackPath; readonly db: number }
  /** A filter added (`from` null) or changed. Both are the complete settings of one EQ band. */
  | { readonly kind: 'eq'; readonly node: TrackPath; readonly from: FilterSettings | null; readonly to: FilterSettings }
  /** Side gain as a ratio: Utility width 100 % → 50 % is 0.5. */
  | { readonly kind: 'width'; readonly node: TrackPath; readonly ratio: number }
  /** Side removed below `hz` (Utility's Bass Mono, fourth-order slope assumed: device/FACTS.md). */
  | { readonly kind: 'bass-mono'; readonly node: TrackPath; readonly hz: number }
  /** The mixer's pan, −1 to 1; behind the devices. */
  | { readonly kind: 'pan'; readonly node: TrackPath; readonly to: number }

/** Complex gains per narrow band on mid and side, ahead of the pan; and the new pan where the move sets one. */
export interface BandGains {
  readonly mRe: Float64Array
  readonly mIm: Float64Array
  readonly sRe: Float64Array
  readonly sIm: Float64Array
  readonly pan: number | null
}

const ones = new Float64Array(bandCount).fill(1)
const zeros = new Float64Array(bandCount)

const scaled = (gain: number): Float64Array => new Float64Array(bandCount).fill(gain)

/** Per-band complex response of an EQ band; narrow bands are a sixth of an octave, narrower than any filter we set. */
function filterResponse(filter: FilterSettings, sampleRate: number): { re: Float64Array; im: Float64Array } {
  const coefficients = designBiquad(filter, sampleRate)
  const re = new Float64Array(bandCount)
  const im = new Float64Array(bandCount)
  for (let k = 0; k < bandCount; k++) {
    const h = biquadResponse(coefficients, Math.min(gridCentres[k]!, 0.49 * sampleRate), sampleRate)
    re[k] = h.re
    im[k] = h.im
  }
  return { re, im }
}

/** What a move does, per band. `sampleRate` in Hz (digital filters bend towards Nyquist). */
export function gainsOf(move: Move, sampleRate: number): BandGains {
  switch (move.kind) {
    case 'level': {
      const gain = scaled(dbToGain(move.db))
      return { mRe: gain, mIm: zeros, sRe: gain, sIm: zeros, pan: null }
    }
    case 'eq': {
      const { re, im } = filterResponse(move.to, sampleRate)
      if (move.from !== null) {
        const old = filterResponse(move.from, sampleRate)
        for (let k = 0; k < bandCount; k++) {
          const d = old.re[k]! ** 2 + old.im[k]! ** 2
          const r = (re[k]! * old.re[k]! + im[k]! * old.im[k]!) / d
          im[k] = (im[k]! * old.re[k]! - re[k]! * old.im[k]!) / d
          re[k] = r
        }
      }
      return { mRe: re, mIm: im, sRe: re, sIm: im, pan: null }
    }
    case 'width':
      return { mRe: ones, mIm: zeros, sRe: scaled(move.ratio), sIm: zeros, pan: null }
    case 'bass-mono': {
      // Linkwitz-Riley high pass of the fourth order: amplitude x⁴ / (1 + x⁴).
      const side = gridCentres.map(hz => {
        const x4 = (hz / move.hz) ** 4
        return x4 / (1 + x4)
      })
      return { mRe: ones, mIm: zeros, sRe: side, sIm: zeros, pan: null }
    }
    case 'pan':
      return { mRe: ones, mIm: zeros, sRe: ones, sIm: zeros, pan: move.to }
  }
}
