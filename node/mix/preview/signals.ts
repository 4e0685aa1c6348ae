/** Sums and differences of stereo signals. */
import type { StereoSignal } from '../devices/device-model.ts'
import type { Gains } from './routing.ts'

export const plus = (a: StereoSignal, b: StereoSignal | null): StereoSignal =>
  b ? [added(a[0], b[0]), added(a[1], b[1])] : a

export const minus = (a: StereoSignal, b: StereoSignal): StereoSignal => [
  subtracted(a[0], b[0]),
  subtracted(a[1], b[1]),
]

/** Adds up signals at their gains; `result` is null when nothing was added. */
export function summer(length: number) {
  let sum: [Float32Array, Float32Array] | null = null
  return {
    add([left, right]: StereoSignal, gains: Gains): void {
      sum ??= [new Float32Array(length), new Float32Array(length)]
      accumulate(sum[0], left, gains.left)
      accumulate(sum[1], right, gains.right)
    },
    result: (): StereoSignal | null => sum,
  }
}

export function accumulate(into: Float32Array, x: Float32Array, gain: number): void {
  for (let n = 0; n < into.length; n++) into[n]! += gain * x[n]!
}

/** Each channel × its gain. */
export const scaled = ([left, right]: StereoSignal, gains: Gains): StereoSignal => {
  const out: StereoSignal = [new Float32Array(left.length), new Float32Array(left.length)]
  accumulate(out[0], left, gains.left)
  accumulate(out[1], right, gains.right)
  return out
}

function added(a: Float32Array, b: Float32Array): Float32Array {
  const out = a.slice()
  accumulate(out, b, 1)
  return out
}

function subtracted(a: Float32Array, b: Float32Array): Float32Array {
  const out = a.slice()
  accumulate(out, b, -1)
  return out
}
