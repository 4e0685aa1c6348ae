/** Interleaved integer samples to two channels by the WebAssembly kernels; the twin is dsp/split-stereo.ts. */
import type { SplitStereo } from '../split-stereo.ts'
import { instantiate, once } from './wasm-module.ts'

/** Per call: 0.09 s at 44.1 kHz, so that V8 can change to its optimised code between calls, and what a core keeps at hand. */
const framesPerCall = 4096
const widestFrameBytes = 6

const kernel = once(() =>
  instantiate({
    // Bytes have no view of their own among the kernels' types: four of them make one u32.
    input: ['u32', (framesPerCall * widestFrameBytes) / 4],
    left: ['f32', framesPerCall],
    right: ['f32', framesPerCall],
  }),
)

export const wasmSplitStereo16: SplitStereo = (bytes, left, right) => split('splitStereo16', 4, bytes, { left, right })
export const wasmSplitStereo24: SplitStereo = (bytes, left, right) => split('splitStereo24', 6, bytes, { left, right })

function split(
  name: 'splitStereo16' | 'splitStereo24',
  frameBytes: number,
  bytes: Uint8Array,
  into: { left: Float32Array; right: Float32Array },
): void {
  const { run, views } = kernel()
  const { input, left, right } = views
  const room = new Uint8Array(input.buffer, input.byteOffset, input.byteLength)
  const frames = into.left.length
  for (let from = 0; from < frames; from += framesPerCall) {
    const now = Math.min(framesPerCall, frames - from)
    room.set(bytes.subarray(from * frameBytes, (from + now) * frameBytes))
    run[name](input.byteOffset, now, left.byteOffset, right.byteOffset)
    into.left.set(now === framesPerCall ? left : left.subarray(0, now), from)
    into.right.set(now === framesPerCall ? right : right.subarray(0, now), from)
  }
}
