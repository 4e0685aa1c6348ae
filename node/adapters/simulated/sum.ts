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

export const isSilentSource = (source: Stereo) =>
  source.every(channel => soundingBlocks(channel).every(one => one === 0))

/** A channel with its gain into a sum. */
export interface Term {
  readonly channel: Float32Array
  readonly gain: number
}

/** Sums are made in double precision, in blocks that stay in the first-level cache. What is silent in a block costs nothing. */
const blockFrames = 1024

/** A term that is shorter than `frames` ends where it ends. */
export function sumOf(terms: readonly Term[], frames: number): Float32Array {
  const output = new Float32Array(frames)
  const sum = new Float64Array(blockFrames)
  const all = terms.map(term => ({ ...term, sounding: soundingBlocks(term.channel) }))
  for (let block = 0, from = 0; from < frames; block++, from += blockFrames) {
    const count = Math.min(blockFrames, frames - from)
    const heard = all.filter(({ sounding }) => sounding[block] === 1)
    if (heard.length === 0) continue
    sum.fill(0)
    // Four whole terms at once while there are four; they are added in their order either way.
    let next = 0
    for (; next + 4 <= heard.length; next += 4) {
      const [a, b, c, d] = [heard[next]!, heard[next + 1]!, heard[next + 2]!, heard[next + 3]!]
      if ([a, b, c, d].some(({ channel }) => channel.length < from + count)) break
      addFour(sum, from, count, a, b, c, d)
    }
    for (; next < heard.length; next++) addOne(sum, from, count, heard[next]!)
    for (let n = 0; n < count; n++) output[from + n] = sum[n]!
  }
  return output
}

function addFour(sum: Float64Array, from: number, count: number, a: Term, b: Term, c: Term, d: Term): void {
  const [A, B, C, D] = [a.channel, b.channel, c.channel, d.channel]
  const [ga, gb, gc, gd] = [a.gain, b.gain, c.gain, d.gain]
  for (let n = 0, m = from; n < count; n++, m++) {
    sum[n] = sum[n]! + ga * A[m]! + gb * B[m]! + gc * C[m]! + gd * D[m]!
  }
}

function addOne(sum: Float64Array, from: number, count: number, { channel, gain }: Term): void {
  const end = Math.min(count, channel.length - from)
  for (let n = 0, m = from; n < end; n++, m++) sum[n] = sum[n]! + gain * channel[m]!
}

/** Per block of a channel: 1 where anything sounds. A song's tracks are silent in much of it; found out once a channel. */
const known = new WeakMap<Float32Array, Uint8Array>()

function soundingBlocks(channel: Float32Array): Uint8Array {
  let sounding = known.get(channel)
  if (!sounding) {
    sounding = new Uint8Array(Math.ceil(channel.length / blockFrames))
    for (let block = 0; block < sounding.length; block++) {
      const end = Math.min(channel.length, (block + 1) * blockFrames)
      for (let n = block * blockFrames; n < end; n++) {
        if (channel[n] !== 0) {
          sounding[block] = 1
          break
        }
      }
    }
    known.set(channel, sounding)
  }
  return sounding
}
