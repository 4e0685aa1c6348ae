/** Onset strength: how much louder each octave has just become, on a log scale (spectral flux). */
import type { Envelopes } from './envelope.ts'
import { sumOf, writeSquares } from './loops.ts'

/** Value n of both curves belongs to the time n · hopSeconds. Scaling the audio changes neither. */
export interface OnsetCurves {
  readonly hopSeconds: number
  /** Mean rise of the octaves from 340 Hz up. */
  readonly full: Float32Array
  /** Rise of the band below 150 Hz: kicks and basses. */
  readonly low: Float32Array
}

/** Compression: what lies 20 dB below a band's mean power counts as silence. */
const compression = 100
/** A rise counts against the loudest of this many frames before (20 ms): the edges of a 55 Hz saw are not onsets. */
const memoryFrames = 7
/** The low band rises over about four frames (12 ms) and has no ripple to forget. */
const lowRiseFrames = 4
const lowMemoryFrames = 3
/** How late a click's peak would be, in hops: measured with clicks between the hops, see the test. */
const fullDelayHops = -0.3
const lowDelayHops = 1.4

export function onsetCurves({ hopSeconds, frames, octaves, low }: Envelopes): OnsetCurves {
  const full = new Float32Array(frames)
  const level = new Float32Array(frames)
  for (const power of octaves) {
    compress(power, level)
    addRise(full, level, { nearest: 1, farthest: memoryFrames, gain: 1 / octaves.length })
  }
  const rise = new Float32Array(frames)
  writeSquares(low, 1, level)
  compress(level, level)
  addRise(rise, level, { nearest: lowRiseFrames, farthest: lowRiseFrames + lowMemoryFrames, gain: 1 })
  return { hopSeconds, full: advanced(full, fullDelayHops), low: advanced(rise, lowDelayHops) }
}

/** Writes log(1 + compression · power / mean power); zeros for silence. */
function compress(power: Float32Array, level: Float32Array): void {
  const sum = sumOf(power)
  writeLogs(power, sum > 0 ? (compression * power.length) / sum : 0, level)
}

function writeLogs(power: Float32Array, gain: number, level: Float32Array): void {
  for (let m = 0; m < power.length; m++) level[m] = Math.log(1 + gain * power[m]!)
}

/** Adds by what each level exceeds the loudest of `nearest` to `farthest` frames before. Silence precedes the signal. */
function addRise(
  onto: Float32Array,
  level: Float32Array,
  { nearest, farthest, gain }: { readonly nearest: number; readonly farthest: number; readonly gain: number },
): void {
  for (let m = 0; m < level.length; m++) {
    const now = level[m]!
    let before = 0
    // From the nearest on: what falls is settled by the first look.
    for (let k = m - nearest; k >= m - farthest && k >= 0 && before < now; k--)
      if (level[k]! > before) before = level[k]!
    if (now > before) onto[m]! += gain * (now - before)
  }
}

/** The curve moved earlier by `hops` (linear interpolation), zeros beyond its ends. */
function advanced(curve: Float32Array, hops: number): Float32Array {
  const whole = Math.floor(hops)
  const share = hops - whole
  const moved = new Float32Array(curve.length)
  const to = Math.min(curve.length, curve.length - whole)
  for (let n = Math.max(0, -whole - 1); n < to; n++) {
    const early = n + whole >= 0 ? curve[n + whole]! : 0
    const late = n + whole + 1 < curve.length ? curve[n + whole + 1]! : 0
    moved[n] = (1 - share) * early + share * late
  }
  return moved
}
