/** Gains over time: applied to a signal, read between their points, combined. */
import type { GainCurve, StereoSignal } from './device-model.ts'
import { stepSamples } from './level-steps.ts'

/** 1 all along: of a device that is off. */
export function noGain([left]: StereoSignal, sampleRate: number): GainCurve {
  const step = stepSamples(sampleRate)
  return { stepSeconds: step / sampleRate, gain: new Float32Array(Math.ceil(left.length / step)).fill(1) }
}

/** The signal × the curve, drawn straight between the middles of its steps. */
export const multipliedBy = (signal: StereoSignal, curve: GainCurve, sampleRate: number): StereoSignal =>
  mapped(signal, curve, sampleRate, (x, gain) => x * gain)

/** More than this is not made up for: what a curve closed is gone. */
const leastGain = 1e-3

/** The signal that the curve makes `signal` of. */
export const dividedBy = (signal: StereoSignal, curve: GainCurve, sampleRate: number): StereoSignal =>
  mapped(signal, curve, sampleRate, (x, gain) => x / Math.max(leastGain, gain))

function mapped(
  [left, right]: StereoSignal,
  { stepSeconds, gain }: GainCurve,
  sampleRate: number,
  change: (x: number, gain: number) => number,
): StereoSignal {
  const perSample = 1 / (stepSeconds * sampleRate)
  const last = gain.length - 1
  const first = new Float32Array(left.length)
  const second = right === left ? first : new Float32Array(right.length)
  for (let n = 0; n < left.length; n++) {
    const place = Math.min(last, Math.max(0, (n + 0.5) * perSample - 0.5))
    const k = Math.floor(place)
    const own = gain[k]! + (place - k) * (gain[k < last ? k + 1 : last]! - gain[k]!)
    first[n] = change(left[n]!, own)
    if (second !== first) second[n] = change(right[n]!, own)
  }
  return [first, second]
}

/** The product of curves and a factor, read in the middle of every one of `count` steps. */
export function productOf(curves: readonly GainCurve[], stepSeconds: number, count: number, factor = 1): Float32Array {
  const product = new Float32Array(count).fill(factor)
  for (const curve of curves) {
    const { gain } = curve
    if (Math.abs(curve.stepSeconds / stepSeconds - 1) < 1e-6) {
      for (let k = 0; k < count; k++) product[k] = product[k]! * (gain[k] ?? gain.at(-1) ?? 1)
      continue
    }
    const ratio = stepSeconds / curve.stepSeconds
    for (let k = 0; k < count; k++) {
      const place = Math.max(0, (k + 0.5) * ratio - 0.5)
      const i = Math.min(Math.floor(place), gain.length - 1)
      const next = Math.min(i + 1, gain.length - 1)
      product[k] = product[k]! * (gain[i]! + Math.min(1, place - i) * (gain[next]! - gain[i]!))
    }
  }
  return product
}
