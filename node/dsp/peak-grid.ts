/** The signal on a grid of four points per sample: where a true peak can be. 24 taps per phase (Kaiser-windowed sinc). */
import { copyAround } from './copy-around.ts'
import { interpolationTaps } from './window.ts'

export const gridTaps = 24
const beta = 5
/** Samples whose grid points share one reading: 0.36 ms at 44.1 kHz. */
export const groupSize = 16
/** Grid points of a group, with one more on either side. */
export const groupPoints = 4 * groupSize + 2

const quarter = interpolationTaps(gridTaps, 0.25, beta)
const half = interpolationTaps(gridTaps, 0.5, beta)
const threeQuarters = interpolationTaps(gridTaps, 0.75, beta)

const pairs = Array.from({ length: gridTaps / 2 }, (_, k) => [gridTaps / 2 - 1 - k, gridTaps / 2 + k] as const)
/** Weights of the pairs of samples around a grid point, nearest first: the quarter is even plus odd, three quarters even less odd. */
export const evenTaps = Float64Array.from(pairs, ([before, after]) => (quarter[before]! + quarter[after]!) / 2)
export const oddTaps = Float64Array.from(pairs, ([before, after]) => (quarter[before]! - quarter[after]!) / 2)
export const halfTaps = Float64Array.from(pairs, ([, after]) => half[after]!)

export interface PeakGrid {
  /** Largest magnitude at the grid points of each group: its samples, and what lies between them and the next. */
  groupPeaks(channel: Float32Array): Float32Array
  /** Magnitudes at the grid points of one group: `points[1 + 4·i + j]` is that j quarters after the group's sample i. */
  readGroup(channel: Float32Array, group: number, points: Float32Array): void
}

/** In double precision. The reference for the kernel that `kernels()` hands out. */
export function peakGrid(): PeakGrid {
  const x = new Float64Array(groupSize + 2 * gridTaps)
  return { groupPeaks, readGroup }

  function groupPeaks(channel: Float32Array): Float32Array {
    const peaks = new Float32Array(Math.ceil(channel.length / groupSize))
    for (let group = 0; group < peaks.length; group++) {
      copyAround(channel, group * groupSize - gridTaps, x)
      let peak = 0
      for (let at = gridTaps; at < gridTaps + groupSize; at++) {
        let even = 0
        let odd = 0
        let middle = 0
        for (let k = 0; k < gridTaps / 2; k++) {
          const before = x[at - k]!
          const after = x[at + 1 + k]!
          even += evenTaps[k]! * (before + after)
          odd += oddTaps[k]! * (before - after)
          middle += halfTaps[k]! * (before + after)
        }
        // The quarters are even + odd and even − odd.
        peak = Math.max(peak, Math.abs(x[at]!), Math.abs(even) + Math.abs(odd), Math.abs(middle))
      }
      peaks[group] = peak
    }
    return peaks
  }

  function readGroup(channel: Float32Array, group: number, into: Float32Array): void {
    copyAround(channel, group * groupSize - gridTaps, x)
    for (let i = -1; i <= groupSize; i++) {
      const at = gridTaps + i
      if (i >= 0) into[1 + 4 * i] = Math.abs(x[at]!)
      if (i >= 0 && i < groupSize) {
        into[2 + 4 * i] = Math.abs(dot(quarter, x, at - gridTaps / 2 + 1))
        into[3 + 4 * i] = Math.abs(dot(half, x, at - gridTaps / 2 + 1))
      }
      if (i < groupSize) into[4 + 4 * i] = Math.abs(dot(threeQuarters, x, at - gridTaps / 2 + 1))
    }
  }
}

/** Σ taps[i] · x[at + i] */
export function dot(taps: Float64Array, x: Float64Array, at: number): number {
  let sum = 0
  for (let i = 0; i < taps.length; i++) sum += taps[i]! * x[at + i]!
  return sum
}
