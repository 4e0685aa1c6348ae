/** The signal on a grid of four points per sample: where a true peak can be. 24 taps per phase (Kaiser-windowed sinc). */
import { copyAround } from './copy-around.ts'
import { interpolationTaps } from './window.ts'

export const gridTaps = 24
const beta = 5
/** Samples whose grid points share one reading: 0.36 ms at 44.1 kHz. */
export const groupSize = 16
/** Grid points of a group, with one more on either side. */
export const groupPoints = 4 * groupSize + 2

export const quarter = interpolationTaps(gridTaps, 0.25, beta)
export const half = interpolationTaps(gridTaps, 0.5, beta)
const threeQuarters = interpolationTaps(gridTaps, 0.75, beta)

export interface PeakGrid {
  /** Largest magnitude at the grid points of each group: its samples, and what lies between them and the next. */
  groupPeaks(channel: Float32Array): Float32Array
  /** Magnitudes at the grid points of one group: `points[1 + 4·i + j]` is that j quarters after the group's sample i. */
  readGroup(channel: Float32Array, group: number, points: Float32Array): void
}

/** In double precision. The reference for the kernel that `kernels()` hands out. */
export function peakGrid(): PeakGrid {
  const x = new Float64Array(groupSize + 2 * gridTaps)
  const points = new Float32Array(groupPoints)
  return { groupPeaks, readGroup }

  function groupPeaks(channel: Float32Array): Float32Array {
    return Float32Array.from({ length: Math.ceil(channel.length / groupSize) }, (_, group) => {
      readGroup(channel, group, points)
      let peak = 0
      for (let i = 1; i < groupPoints - 1; i++) peak = Math.max(peak, points[i]!)
      return peak
    })
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
