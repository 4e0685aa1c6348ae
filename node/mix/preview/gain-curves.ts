/** Gains over time, laid on a signal. */
import type { BandGainCurve, GainCurve, StereoSignal } from '../devices/device-model.ts'
import { applyFilter, stereoFilter } from './stereo-filter.ts'
import { designHz, onBoth, type StereoMatrix } from './stereo-response.ts'

/** What leaves a device that answers with these curves: each part of the spectrum with its own gain. */
export function applyCurves(
  signal: StereoSignal,
  curves: readonly BandGainCurve[],
  sampleRate: number,
): [Float32Array, Float32Array] {
  const only = curves.length === 1 ? curves[0]! : null
  if (only) return withGain(signal, only.curve, sampleRate)
  const out: [Float32Array, Float32Array] = [new Float32Array(signal[0].length), new Float32Array(signal[0].length)]
  for (const { fromHz, toHz, curve } of curves) {
    const part = applyFilter(stereoFilter(bandMatrix(fromHz, toHz, sampleRate)), signal)
    const [left, right] = withGain(part, curve, sampleRate)
    for (let n = 0; n < left.length; n++) {
      out[0][n]! += left[n]!
      out[1][n]! += right[n]!
    }
  }
  return out
}

/** A stretch holds its gain; between the middles of two stretches the gain runs straight, so that no steps are heard. */
export function withGain(
  [left, right]: StereoSignal,
  { stepSeconds, gain }: GainCurve,
  sampleRate: number,
): [Float32Array, Float32Array] {
  const outLeft = new Float32Array(left.length)
  const outRight = new Float32Array(left.length)
  const perSample = 1 / (stepSeconds * sampleRate)
  const last = gain.length - 1
  for (let n = 0; n < left.length; n++) {
    const at = Math.min(last, Math.max(0, (n + 0.5) * perSample - 0.5))
    const k = Math.min(last, Math.floor(at))
    const g = gain[k]! + (at - k) * (gain[Math.min(last, k + 1)]! - gain[k]!)
    outLeft[n] = g * left[n]!
    outRight[n] = g * right[n]!
  }
  return [outLeft, outRight]
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
