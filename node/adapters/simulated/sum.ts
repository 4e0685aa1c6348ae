/** Sums of signals with gains, and telling sources apart. */
import type { Stereo } from './devices/effect.ts'

/** Numbers for sources: equal numbers mean equal samples. */
const sourceIds = new WeakMap<Float32Array, number>()
let lastId = 0

export function sourceId([left, right]: Stereo): string {
  const id = (channel: Float32Array) => {
    if (!sourceIds.has(channel)) sourceIds.set(channel, ++lastId)
    return sourceIds.get(channel)
  }
  return `${id(left)}/${id(right)}`
}

const isSilent = (channel: Float32Array) => channel.every(sample => sample === 0)
const silence = new WeakMap<Float32Array, boolean>()
export function isSilentSource(source: Stereo): boolean {
  return source.every(channel => {
    if (!silence.has(channel)) silence.set(channel, isSilent(channel))
    return silence.get(channel)
  })
}

/** A channel with its gain into a sum. */
export interface Term {
  readonly channel: Float32Array
  readonly gain: number
}

/** Sums are made in double precision, four terms at once, in blocks that stay in the first-level cache. */
const sumFrames = 1024
const nothing = new Float32Array(sumFrames)

function addFour(sum: Float64Array, [a, b, c, d]: readonly Float32Array[], [ga, gb, gc, gd]: readonly number[]): void {
  const A = a!
  const B = b!
  const C = c!
  const D = d!
  for (let n = 0; n < A.length; n++) sum[n] = sum[n]! + ga! * A[n]! + gb! * B[n]! + gc! * C[n]! + gd! * D[n]!
}

export function sumOf(terms: readonly Term[], frames: number): Float32Array {
  const output = new Float32Array(frames)
  const sum = new Float64Array(sumFrames)
  for (let from = 0; from < frames; from += sumFrames) {
    const count = Math.min(sumFrames, frames - from)
    // A shorter term ends where it ends: what it lacks is added as nothing.
    const block = ({ channel }: Term) => {
      if (from + count <= channel.length) return channel.subarray(from, from + count)
      const padded = nothing.slice(0, count)
      padded.set(channel.subarray(Math.min(from, channel.length)))
      return padded
    }
    sum.fill(0)
    for (let first = 0; first < terms.length; first += 4) {
      const four = terms.slice(first, first + 4)
      const blocks = four.map(block)
      const gains = four.map(term => term.gain)
      while (blocks.length < 4) {
        blocks.push(nothing.subarray(0, count))
        gains.push(0)
      }
      addFour(sum, blocks, gains)
    }
    output.set(count < sumFrames ? sum.subarray(0, count) : sum, from)
  }
  return output
}
