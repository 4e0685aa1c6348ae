/** The octave tree by the WebAssembly kernel, in single precision; the twin is dsp/octave-tree.ts. */
import { copyAround } from '../copy-around.ts'
import { halfBandTaps, halo } from '../decimate.ts'
import { lowestPerHop, type OctaveTree } from '../octave-tree.ts'
import { instantiate } from './wasm-module.ts'

/** Per call: 0.19 s. Longer calls would waste less on what overlaps (a ninth), but V8 changes to optimised code between calls. */
const framesPerCall = 64

type Kernel = (channels: readonly Float32Array[], frames: number) => OctaveTree

/** By hop: one per doubling of the sample rate. */
const trees = new Map<number, Kernel>()

export function wasmOctaveTree(channels: readonly Float32Array[], hop: number, frames: number): OctaveTree {
  let tree = trees.get(hop)
  if (!tree) {
    tree = makeTree(hop)
    trees.set(hop, tree)
  }
  return tree(channels, frames)
}

function makeTree(hop: number): Kernel {
  const stages = Math.log2(hop) - 1
  if (!(Number.isInteger(stages) && stages >= 2)) throw new RangeError(`hop must be a power of two ≥ 8, got ${hop}`)
  const margin = halo * (hop / 2 - 1)
  const length = framesPerCall * hop + 2 * margin
  const pitch = length / 2 + 16
  const { run, views } = instantiate({
    left: ['f32', length],
    right: ['f32', length],
    taps: ['f32', 4],
    work: ['f32', 5 * pitch],
    powers: ['f32', stages * framesPerCall],
    lowest: ['f32', lowestPerHop * framesPerCall],
  })
  const { left, right, taps, work } = views
  taps.set(halfBandTaps)

  return (channels, frames) => {
    const powers = Array.from({ length: stages }, () => new Float32Array(frames))
    const lowest = new Float32Array(lowestPerHop * frames)
    const [first = new Float32Array(0), second] = channels
    for (let frame = 0; frame < frames; frame += framesPerCall) {
      const now = Math.min(framesPerCall, frames - frame)
      const from = (frame - 0.5) * hop - margin
      copyAround(first, from, left)
      if (second) copyAround(second, from, right)
      run.octaveTree(
        left.byteOffset,
        second ? right.byteOffset : left.byteOffset,
        hop,
        now,
        frame,
        frames - frame,
        taps.byteOffset,
        work.byteOffset,
        4 * pitch,
        views.powers.byteOffset,
        4 * framesPerCall,
        views.lowest.byteOffset,
      )
      powers.forEach((power, stage) => {
        power.set(views.powers.subarray(stage * framesPerCall, stage * framesPerCall + now), frame)
      })
      lowest.set(views.lowest.subarray(0, lowestPerHop * now), lowestPerHop * frame)
    }
    return { powers, lowest }
  }
}
