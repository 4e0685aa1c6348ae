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

/**
 * The sum of magnitudes by which the grid points depend on second differences: a point between two samples is a weighted mean
 * of the two (of weights 0 to 1) and at most this times the largest |x(n−1) − 2x(n) + x(n+1)| within 11 samples.
 */
export const gridBend = Math.max(...[quarter, half, threeQuarters].map(bendOf))

/** What the peaks of groups are read for: the others need not be exact. */
export interface PeakNeeds {
  /** Highest peak of each step; raised by what is found. */
  readonly steps: Float32Array
  /** A group counts for the step in which it begins. */
  readonly stepsPerGroup: number
  /** Highest peak of all; raised by what is found. */
  highest: number
  /** Groups below this share of the highest of all, and below the highest of their step, are of no use. */
  readonly share: number
}

export interface PeakGrid {
  /**
   * Largest magnitude at the grid points of each group: its samples, and what lies between them and the next. Where that is
   * of no use to `needs` it may be as low as the largest sample.
   */
  groupPeaks(channel: Float32Array, needs?: PeakNeeds): Float32Array
  /** Magnitudes at the grid points of one group: `points[1 + 4·i + j]` is that j quarters after the group's sample i. */
  readGroup(channel: Float32Array, group: number, points: Float32Array): void
}

/** In double precision. The reference for the kernel that `kernels()` hands out. */
export function peakGrid(): PeakGrid {
  const x = new Float64Array(groupSize + 2 * gridTaps)
  return { groupPeaks, readGroup }

  function groupPeaks(channel: Float32Array, needs = everything()): Float32Array {
    const { steps, stepsPerGroup } = needs
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
      const step = Math.floor(group * stepsPerGroup)
      if (peaks[group]! > steps[step]!) steps[step] = peaks[group]!
      if (peaks[group]! > needs.highest) needs.highest = peaks[group]!
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

/** All groups are read exactly. */
export const everything = (): PeakNeeds => ({ steps: new Float32Array(1), stepsPerGroup: 0, highest: 0, share: 0 })

/** Σ |q| with taps = weights of the two nearest samples + q convolved with (1, −2, 1). */
function bendOf(taps: Float64Array): number {
  const rest = taps.slice()
  const nearest = gridTaps / 2 - 1
  // The two nearest take all of the gain and of the first moment: what is left has none.
  const moment = taps.reduce((sum, tap, i) => sum + tap * (i - nearest), 0)
  rest[nearest] = rest[nearest]! - (1 - moment)
  rest[nearest + 1] = rest[nearest + 1]! - moment
  let slope = 0
  let value = 0
  let sum = 0
  for (const tap of rest) {
    slope += tap
    value += slope
    sum += Math.abs(value)
  }
  return sum
}

/** Σ taps[i] · x[at + i] */
export function dot(taps: Float64Array, x: Float64Array, at: number): number {
  let sum = 0
  for (let i = 0; i < taps.length; i++) sum += taps[i]! * x[at + i]!
  return sum
}
