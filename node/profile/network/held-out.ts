/** Whether a way of comparing helps, on tracks that it has not learned from: paired, track by track. */
import { VectorIndex } from '../vector-index.ts'

/** One track's segments, each as every way of comparing sees it. */
export interface HeldOutTrack {
  readonly before: readonly Float32Array[]
  readonly after: readonly Float32Array[]
}

export interface HeldOut {
  readonly tracks: number
  /** Mean reciprocal rank of another segment of the same track among all segments of the others: 1 is first, always. */
  readonly before: number
  readonly after: number
  /** 95 % interval of the mean difference, by drawing tracks again. */
  readonly low: number
  readonly high: number
}

/** Fewer tell nothing. */
export const fewestHeldOut = 10
const draws = 2000

/** null: fewer than ten tracks with two segments. `uniform`: numbers from 0 to 1 for the draws. */
export function heldOutGain(all: readonly HeldOutTrack[], uniform: () => number): HeldOut | null {
  const tracks = all.filter(({ before }) => before.length > 1)
  if (tracks.length < fewestHeldOut) return null
  const [before, after] = [ranksOf(tracks.map(track => track.before)), ranksOf(tracks.map(track => track.after))]
  const gains = after.map((value, i) => value - before[i]!)
  const means = Array.from({ length: draws }, () =>
    mean(gains.map(() => gains[Math.floor(uniform() * gains.length)]!)),
  ).sort((a, b) => a - b)
  return {
    tracks: tracks.length,
    before: mean(before),
    after: mean(after),
    low: means[Math.floor(0.025 * draws)]!,
    high: means[Math.ceil(0.975 * draws) - 1]!,
  }
}

/** Of each track, the mean over its segments as queries. */
function ranksOf(tracks: readonly (readonly Float32Array[])[]): number[] {
  const owner = tracks.flatMap((segments, track) => segments.map(() => track))
  const index = VectorIndex.of(tracks.flat())
  return tracks.map((segments, track) => {
    const first = owner.indexOf(track)
    return mean(
      segments.map((query, i) => {
        const likeness = index.similarities(query)
        let own = Number.NEGATIVE_INFINITY
        likeness.forEach((value, at) => {
          if (owner[at] === track && at !== first + i) own = Math.max(own, value)
        })
        // The first of its own, after every foreign one that is as near.
        return 1 / (1 + likeness.filter((value, at) => owner[at] !== track && value >= own).length)
      }),
    )
  })
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
