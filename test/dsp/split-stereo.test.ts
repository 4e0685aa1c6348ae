import { describe, expect, test } from 'vitest'
import { typescriptKernels, wasmKernels } from '../../node/dsp/kernels/kernels.ts'
import type { SplitStereo } from '../../node/dsp/split-stereo.ts'
import { random } from '../support/beats.ts'

/** Frames of two little-endian integers of `width` bytes, written one by one. */
function interleaved(left: readonly number[], right: readonly number[], width: 2 | 3): Uint8Array {
  const bytes = Buffer.alloc(2 * width * left.length)
  left.forEach((value, i) => {
    bytes.writeIntLE(value, 2 * width * i, width)
    bytes.writeIntLE(right[i]!, 2 * width * i + width, width)
  })
  return new Uint8Array(bytes)
}

function splitBy(split: SplitStereo, bytes: Uint8Array, frames: number): [Float32Array, Float32Array] {
  const channels: [Float32Array, Float32Array] = [new Float32Array(frames), new Float32Array(frames)]
  split(bytes, ...channels)
  return channels
}

describe.each([typescriptKernels, wasmKernels])('$name', kernels => {
  test.each([
    { width: 2, split: kernels.splitStereo16 },
    { width: 3, split: kernels.splitStereo24 },
  ] as const)('$width bytes: full scale, the last bit and both signs come out exactly', ({ width, split }) => {
    const scale = 2 ** (8 * width - 1)
    const left = [0, scale - 1, -scale, 1, -1, 0x1234, -0x1234]
    const right = [-1, 1, 0x4321, -scale, scale - 1, 0, -0x4321]
    const [outLeft, outRight] = splitBy(split, interleaved(left, right, width), left.length)
    expect([...outLeft]).toEqual(left.map(value => value / scale))
    expect([...outRight]).toEqual(right.map(value => value / scale))
  })

  // Vectors are four frames, calls 4096: lengths around both.
  test.each([0, 1, 3, 4, 5, 4095, 4096, 4097, 9001])('%i frames of noise, as read one by one', frames => {
    const next = random(frames)
    const bytes = Uint8Array.from({ length: 6 * frames }, () => Math.floor(256 * next()))
    const buffer = Buffer.from(bytes)
    for (const [width, split] of [
      [2, kernels.splitStereo16],
      [3, kernels.splitStereo24],
    ] as const) {
      const [left, right] = splitBy(split, bytes.subarray(0, 2 * width * frames), frames)
      for (let i = 0; i < frames; i++) {
        const [l, r] = [buffer.readIntLE(2 * width * i, width), buffer.readIntLE(2 * width * i + width, width)]
        if (left[i] !== l / 2 ** (8 * width - 1) || right[i] !== r / 2 ** (8 * width - 1))
          expect.fail(`frame ${i} of ${frames}, ${width} bytes, is ${left[i]}, ${right[i]}`)
      }
    }
  })
})
