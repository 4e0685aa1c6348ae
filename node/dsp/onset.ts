/** Onset strength: how much louder each octave has just become, on a log scale (spectral flux). */
import type { Envelopes } from './envelope.ts'

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
  for (const power of octaves) addRise(full, compressed(power), 1, memoryFrames, 1 / octaves.length)
  const rise = new Float32Array(frames)
  addRise(rise, compressed(low.map(a => a * a)), lowRiseFrames, lowRiseFrames + lowMemoryFrames, 1)
  return { hopSeconds, full: advanced(full, fullDelayHops), low: advanced(rise, lowDelayHops) }
}

function compressed(power: Float32Array): Float32Array {
  let mean = 0
  for (let m = 0; m < power.length; m++) mean += power[m]!
  mean /= Math.max(1, power.length)
  return mean > 0 ? power.map(p => Math.log1p((compression * p) / mean)) : power
}

/** Adds by what each level exceeds the loudest of `nearest` to `farthest` frames before. Silence precedes the signal. */
function addRise(onto: Float32Array, level: Float32Array, nearest: number, farthest: number, gain: number): void {
  for (let m = 0; m < level.length; m++) {
    let before = 0
    for (let k = Math.max(0, m - farthest); k <= m - nearest; k++) if (level[k]! > before) before = level[k]!
    if (level[m]! > before) onto[m]! += gain * (level[m]! - before)
  }
}

/** The curve moved earlier by `hops` (linear interpolation). */
function advanced(curve: Float32Array, hops: number): Float32Array {
  const whole = Math.floor(hops)
  const share = hops - whole
  return curve.map((_, n) => (1 - share) * (curve[n + whole] ?? 0) + share * (curve[n + whole + 1] ?? 0))
}
