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
    if (Math.abs(curve.stepSeconds / stepSeconds - 1) < 1e-6) multiplyBySteps(product, curve.gain)
    else multiplyBetweenSteps(product, curve.gain, stepSeconds / curve.stepSeconds)
  }
  return product
}

/** Beyond its end a curve stays where it ended. */
function multiplyBySteps(product: Float32Array, gain: Float32Array): void {
  const shared = Math.min(product.length, gain.length)
  for (let k = 0; k < shared; k++) product[k] = product[k]! * gain[k]!
  const end = gain.at(-1) ?? 1
  for (let k = shared; k < product.length; k++) product[k] = product[k]! * end
}

/** `ratio`: steps of the curve per step of the product. */
function multiplyBetweenSteps(product: Float32Array, gain: Float32Array, ratio: number): void {
  const last = gain.length - 1
  for (let k = 0; k < product.length; k++) {
    const place = Math.max(0, (k + 0.5) * ratio - 0.5)
    const i = Math.min(Math.floor(place), last)
    const own = gain[i]!
    product[k] = product[k]! * (own + Math.min(1, place - i) * (gain[i < last ? i + 1 : last]! - own))
  }
}
