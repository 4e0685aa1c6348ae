/** Gains over time by parts of the spectrum, and power over time. */
import type { BandGainCurve, StereoSignal } from '../devices/device-model.ts'
import { multipliedBy } from '../devices/gain-curve.ts'
import { applyFilter, stereoFilter } from './stereo-filter.ts'
import { designHz, onBoth, type StereoMatrix } from './stereo-response.ts'

/** What leaves a device that answers with these curves: each part of the spectrum with its own gain. */
export function applyCurves(signal: StereoSignal, curves: readonly BandGainCurve[], sampleRate: number): StereoSignal {
  const only = curves.length === 1 ? curves[0]! : null
  if (only) return multipliedBy(signal, only.curve, sampleRate)
  const out: [Float32Array, Float32Array] = [new Float32Array(signal[0].length), new Float32Array(signal[0].length)]
  for (const { fromHz, toHz, curve } of curves) {
    const part = applyFilter(stereoFilter(bandMatrix(fromHz, toHz, sampleRate)), signal)
    const [left, right] = multipliedBy(part, curve, sampleRate)
    for (let n = 0; n < left.length; n++) {
      out[0][n]! += left[n]!
      out[1][n]! += right[n]!
    }
  }
  return out
}

/**
 * A part of the spectrum, without phase. The parts of a signal add up to it exactly: an edge is the fourth-order curve
 * 1 / (1 + (f / corner)⁴), and what one part lacks there the next one has.
 */
function bandMatrix(fromHz: number, toHz: number, sampleRate: number): StereoMatrix {
  const below = (hz: number, corner: number) => (corner >= sampleRate / 2 ? 1 : 1 / (1 + (hz / corner) ** 4))
  return onBoth(designHz(sampleRate).map(hz => below(hz, toHz) - (fromHz > 0 ? below(hz, fromHz) : 0)))
}

/** Power of a stereo signal on stretches of `stepSeconds`, after an exponential average over `holdSeconds`. */
export function smoothedPower(
  [left, right]: StereoSignal,
  sampleRate: number,
  { stepSeconds, holdSeconds }: { readonly stepSeconds: number; readonly holdSeconds: number },
): Float64Array {
  const step = Math.max(1, Math.round(stepSeconds * sampleRate))
  const powers = new Float64Array(Math.ceil(left.length / step))
  const keep = Math.exp(-stepSeconds / holdSeconds)
  let held = 0
  for (let k = 0; k < powers.length; k++) {
    const to = Math.min((k + 1) * step, left.length)
    let sum = 0
    for (let n = k * step; n < to; n++) sum += left[n]! * left[n]! + right[n]! * right[n]!
    const power = sum / (to - k * step)
    held = k === 0 ? power : keep * held + (1 - keep) * power
    powers[k] = held
  }
  return powers
}
