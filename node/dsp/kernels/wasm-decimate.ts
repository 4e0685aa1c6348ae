/** Mixing and halving of the sample rate by the WebAssembly kernel; the twin is `decimate` in dsp/decimate.ts. */
import { copyAround } from '../copy-around.ts'
import { type Decimation, halfBandTaps, marginOf } from '../decimate.ts'
import { instantiate } from './wasm-module.ts'

/** Per call, so that what a call works on stays in the cache and V8 can change to its optimised code between calls. */
const inputsPerCall = 16_384
const fewestOutputs = 64

type Kernel = (decimation: Decimation, into: Float32Array) => void

/** By number of halvings. */
const decimators = new Map<number, Kernel>()

export function wasmDecimate(decimation: Decimation, into: Float32Array): void {
  let decimator = decimators.get(decimation.halvings)
  if (!decimator) {
    decimator = makeDecimator(decimation.halvings)
    decimators.set(decimation.halvings, decimator)
  }
  decimator(decimation, into)
}

function makeDecimator(halvings: number): Kernel {
  const step = 2 ** halvings
  const margin = marginOf(halvings)
  const outputsPerCall = Math.max(fewestOutputs, inputsPerCall / step)
  const length = outputsPerCall * step + 2 * margin
  const pitch = length / 2 + 32
  const { run, views } = instantiate({
    left: ['f32', length],
    right: ['f32', length],
    gains: ['f32', 2],
    taps: ['f32', 4],
    work: ['f32', 4 * pitch],
    output: ['f32', outputsPerCall],
  })
  const { left, right, gains, taps, work, output } = views
  taps.set(halfBandTaps)

  return (decimation, into) => {
    const isMono = decimation.left === decimation.right
    gains[0] = decimation.leftGain
    gains[1] = decimation.rightGain
    for (let at = 0; at < into.length; at += outputsPerCall) {
      const now = Math.min(outputsPerCall, into.length - at)
      const from = decimation.from + at * step - margin
      copyAround(decimation.left, from, left)
      if (!isMono) copyAround(decimation.right, from, right)
      run.decimate(
        left.byteOffset,
        isMono ? left.byteOffset : right.byteOffset,
        gains.byteOffset,
        halvings,
        now,
        taps.byteOffset,
        work.byteOffset,
        4 * pitch,
        output.byteOffset,
      )
      into.set(now === outputsPerCall ? output : output.subarray(0, now), at)
    }
  }
}
