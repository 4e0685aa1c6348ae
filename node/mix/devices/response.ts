/** Complex gains at many frequencies, and what linear models build from them. */
import { type BiquadCoefficients, biquadResponse, designBiquad, type FilterSettings } from '../../dsp/biquad.ts'
import type { StereoResponse } from './device-model.ts'

export interface Gains {
  readonly re: Float64Array
  readonly im: Float64Array
}

export const flat = (count: number, gain = 1): Gains => ({
  re: new Float64Array(count).fill(gain),
  im: new Float64Array(count),
})

export function timesReal({ re, im }: Gains, factor: number): Gains {
  const out = flat(re.length, 0)
  for (let k = 0; k < re.length; k++) {
    out.re[k] = re[k]! * factor
    out.im[k] = im[k]! * factor
  }
  return out
}

/** a · b, frequency by frequency. */
export function times(a: Gains, b: Gains): Gains {
  const out = flat(a.re.length, 0)
  for (let k = 0; k < a.re.length; k++) {
    out.re[k] = a.re[k]! * b.re[k]! - a.im[k]! * b.im[k]!
    out.im[k] = a.re[k]! * b.im[k]! + a.im[k]! * b.re[k]!
  }
  return out
}

export function plus(a: Gains, b: Gains): Gains {
  const out = flat(a.re.length, 0)
  for (let k = 0; k < a.re.length; k++) {
    out.re[k] = a.re[k]! + b.re[k]!
    out.im[k] = a.im[k]! + b.im[k]!
  }
  return out
}

/** Second-order sections in series. */
export function sectionGains(
  sections: readonly BiquadCoefficients[],
  sampleRate: number,
  hz: ArrayLike<number>,
): Gains {
  const { re, im } = flat(hz.length)
  for (const section of sections) {
    for (let k = 0; k < hz.length; k++) {
      const h = biquadResponse(section, hz[k]!, sampleRate)
      const r = re[k]! * h.re - im[k]! * h.im
      im[k] = re[k]! * h.im + im[k]! * h.re
      re[k] = r
    }
  }
  return { re, im }
}

/** Filters in series. */
export function filterGains(filters: readonly FilterSettings[], sampleRate: number, hz: ArrayLike<number>): Gains {
  const [first, ...rest] = filters.map(filter => oneFilter(filter, sampleRate, hz))
  return first ? rest.reduce(times, first) : flat(hz.length)
}

/** A search asks for the same filters on every track, at the same frequencies. */
const kept = new WeakMap<object, Map<string, Gains>>()
const mostKept = 20_000

function oneFilter(filter: FilterSettings, sampleRate: number, hz: ArrayLike<number>): Gains {
  const known = kept.get(hz) ?? new Map<string, Gains>()
  kept.set(hz, known)
  const name = `${filter.type} ${filter.hz} ${filter.q} ${filter.gainDb} ${sampleRate}`
  let gains = known.get(name)
  if (!gains) {
    gains = sectionGains([designBiquad(filter, sampleRate)], sampleRate, hz)
    if (known.size >= mostKept) known.clear()
    known.set(name, gains)
  }
  return gains
}

/** Cookbook band-pass with 0 dB at its centre. */
export function bandPass(hz: number, q: number, sampleRate: number): BiquadCoefficients {
  const w0 = 2 * Math.PI * Math.min(hz / sampleRate, 0.49)
  const alpha = Math.sin(w0) / (2 * q)
  return {
    b0: alpha / (1 + alpha),
    b1: 0,
    b2: -alpha / (1 + alpha),
    a1: (-2 * Math.cos(w0)) / (1 + alpha),
    a2: (1 - alpha) / (1 + alpha),
  }
}

/** dry · (1 − wet) + wet · processed, for a device whose dry path is not delayed. */
export const blend = (processed: Gains, wet: number): Gains =>
  plus(flat(processed.re.length, 1 - wet), timesReal(processed, wet))

/** The same on both channels. */
export const onBoth = ({ re, im }: Gains): StereoResponse => ({ mRe: re, mIm: im, sRe: re, sIm: im, left: 1, right: 1 })

/** Nothing happens. */
export const unchanged = (count: number): StereoResponse => onBoth(flat(count))
