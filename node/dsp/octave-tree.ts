/** A tree of half-band splits: each upper half is an octave, the lower half goes on. */
import { halo, splitHalves } from './decimate.ts'

/** Samples per frame of the signal that is left at the bottom of the tree. */
export const lowestPerHop = 4

export interface OctaveTree {
  /** Mean square per frame of each split's upper half, from the top; the last is that of the signal at the bottom. */
  readonly powers: readonly Float32Array[]
  /** What the splits but the last leave over: `lowestPerHop` samples per frame. */
  readonly lowest: Float32Array
}

/**
 * Of the mean of one or two channels. Frame m stands for the samples from (m − ½) · hop to (m + ½) · hop; `hop` is a power of
 * two of at least 8. The reference for the kernel that `kernels()` hands out.
 */
export function octaveTree(channels: readonly Float32Array[], hop: number, frames: number): OctaveTree {
  const powers = Array.from({ length: Math.log2(hop) - 1 }, () => new Float32Array(frames))
  let source = mixed(channels, -hop / 2)
  let perHop = hop
  for (let stage = 0; perHop > lowestPerHop; stage++, perHop /= 2)
    source = shifted(split(source, perHop, frames, powers[stage]!))
  const lowest = new Float32Array(frames * lowestPerHop)
  source(lowest, 0)
  split(source, perHop, frames, powers.at(-1)!)
  return { powers, lowest }
}

/** Fills the buffer with the samples at and after `from`, zeros outside the signal. */
type Source = (buffer: Float32Array, from: number) => void

const shifted =
  (signal: Float32Array): Source =>
  (buffer, from) => {
    const start = Math.max(0, -from)
    const end = Math.max(start, Math.min(buffer.length, signal.length - from))
    buffer.fill(0, 0, start)
    buffer.set(signal.subarray(from + start, from + end), start)
    buffer.fill(0, end)
  }

function mixed(channels: readonly Float32Array[], offset: number): Source {
  const left = channels[0] ?? new Float32Array(0)
  const right = channels[1]
  const one = shifted(left)
  if (!right) return (buffer, from) => one(buffer, from + offset)
  return (buffer, from) => {
    const at = from + offset
    one(buffer, at)
    const end = Math.min(buffer.length, left.length - at)
    for (let n = Math.max(0, -at); n < end; n++) buffer[n] = 0.5 * (buffer[n]! + right[at + n]!)
  }
}

/** Samples handled at a time: a few cache-sized buffers instead of arrays as long as the song. */
const chunk = 8192

/** One stage: returns the lower half of the spectrum, writes the power of the upper half. */
function split(source: Source, perHop: number, frames: number, power: Float32Array): Float32Array {
  const half = perHop / 2
  const hops = chunk / perHop
  const input = new Float32Array(chunk + 2 * halo)
  const high = new Float32Array(chunk / 2)
  const low = new Float32Array(frames * half)
  for (let frame = 0; frame < frames; frame += hops) {
    source(input, frame * perHop - halo)
    const now = Math.min(hops, frames - frame)
    splitHalves({ input, from: halo, count: now * half, low, lowFrom: frame * half, high })
    for (let m = 0, n = 0; m < now; m++) {
      let sum = 0
      for (const end = n + half; n < end; n++) sum += high[n]! * high[n]!
      power[frame + m] = sum / half
    }
  }
  return low
}
