/**
 * How much later one recording sounds in another: the smoothed coherence transform (Carter, Nuttall & Cable 1973) of what
 * both have in common. In a mix the other tracks are noise to it, and a steady tone has no single answer: `clarity` tells.
 */

import type { Audio } from '../../audio/audio.ts'
import { stereoOf } from '../../audio/audio.ts'
import { Fft, hann } from '../../dsp/fft.ts'

export interface Lag {
  /** Positive: `whole` is later than `part`. With a fraction. */
  readonly samples: number
  /** Height of the peak over the next highest elsewhere in the window; below `clear` it may be another one. */
  readonly clarity: number
}

/**
 * Measured on the tracks of five generated songs, drops and breakdowns, mixed and mastered: wrong answers reach 1.48; those
 * above this lie within 0.4 samples.
 */
export const clearLag = 1.7

/** A track 70 dB below the mix is not heard in it: what is found would be somebody else's. */
const leastShare = 1e-7
const size = 1 << 14
/** Evenly spread over the recording: more say the same, and a long take costs no more than a short one. */
const mostFrames = 12
/** Cross-spectra are trusted where either spectrum is within this of its strongest: 50 dB. */
const floorShare = 1e-5
/** A peak is this wide on each side: a track without treble has a broad one. Milliseconds. */
const peakMs = 0.25

/**
 * Lag of `part` in `whole` within ± `windowMs`. null: `part` is silent or far below `whole`, or it is less than 0.4 s.
 * Both must have the same rate and start.
 */
export function lagBetween(part: Audio, whole: Audio, windowMs = 20): Lag | null {
  const { sampleRate } = whole
  if (part.sampleRate !== sampleRate) throw new RangeError(`rates must agree, got ${part.sampleRate} and ${sampleRate}`)
  const length = Math.min(part.channels[0]!.length, whole.channels[0]!.length)
  if (length < size) return null
  const spectrum = crossSpectrum(part, whole, length)
  if (!spectrum) return null
  const { re, im } = spectrum
  new Fft(size).transform(re, im)

  // A forward transform of the conjugate spectrum is the inverse one: index n is a lag of n samples.
  const reach = Math.round((windowMs / 1000) * sampleRate)
  const at = (lag: number) => re[(lag + size) % size]!
  const heightAt = (lag: number) => Math.abs(at(lag))
  let best = 0
  for (let lag = -reach; lag <= reach; lag++) if (heightAt(lag) > heightAt(best)) best = lag
  const width = Math.ceil((peakMs / 1000) * sampleRate)
  let next = 0
  for (let lag = -reach; lag <= reach; lag++) {
    if (Math.abs(lag - best) > width) next = Math.max(next, heightAt(lag))
  }
  const [before, peak, after] = [heightAt(best - 1), heightAt(best), heightAt(best + 1)]
  const curvature = before - 2 * peak + after
  return {
    samples: best + (curvature < 0 ? (0.5 * (before - after)) / curvature : 0),
    clarity: next > 0 ? peak / next : 0,
  }
}

/** Conjugate cross-spectrum over the square root of both power spectra; both channels together. */
function crossSpectrum(part: Audio, whole: Audio, length: number): { re: Float64Array; im: Float64Array } | null {
  const fft = new Fft(size)
  const window = hann(size)
  const sums = { re: new Float64Array(size), im: new Float64Array(size) }
  const partPower = new Float64Array(size)
  const wholePower = new Float64Array(size)
  const frames = Math.min(mostFrames, 1 + Math.floor((length - size) / (size / 2)))
  const a = new Float64Array(size)
  const b = new Float64Array(size)
  const parts = stereoOf(part)
  const wholes = stereoOf(whole)
  for (let frame = 0; frame < frames; frame++) {
    const from = frames > 1 ? Math.round((frame * (length - size)) / (frames - 1)) : 0
    for (let channel = 0; channel < 2; channel++) {
      const x = parts[channel as 0 | 1]
      const y = wholes[channel as 0 | 1]
      for (let n = 0; n < size; n++) {
        a[n] = window[n]! * x[from + n]!
        b[n] = window[n]! * y[from + n]!
      }
      fft.transform(a, b)
      // Two real signals in one transform: X(k) = (Z(k) + Z*(−k)) / 2, Y(k) = (Z(k) − Z*(−k)) / 2i.
      for (let k = 0; k < size; k++) {
        const m = (size - k) % size
        const xRe = (a[k]! + a[m]!) / 2
        const xIm = (b[k]! - b[m]!) / 2
        const yRe = (b[k]! + b[m]!) / 2
        const yIm = (a[m]! - a[k]!) / 2
        sums.re[k]! += xRe * yRe + xIm * yIm
        sums.im[k]! += xRe * yIm - xIm * yRe
        partPower[k]! += xRe * xRe + xIm * xIm
        wholePower[k]! += yRe * yRe + yIm * yIm
      }
    }
  }
  if (!(total(partPower) > leastShare * total(wholePower))) return null
  const floors = [highest(partPower) * floorShare, highest(wholePower) * floorShare] as const
  for (let k = 0; k < size; k++) {
    const scale = Math.sqrt((partPower[k]! + floors[0]) * (wholePower[k]! + floors[1]))
    sums.re[k]! /= scale
    // Conjugate, for the transform back.
    sums.im[k]! /= -scale
  }
  return sums
}

const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0)

function highest(values: Float64Array): number {
  let most = 0
  for (const value of values) most = Math.max(most, value)
  return most
}
