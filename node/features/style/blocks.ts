/** Band statistics of short blocks: half a bar each where there is a beat grid, so that every block has the same beats in it. */
import type { BandStatistics } from '../../dsp/bands.ts'
import type { BeatGrid } from '../analysis.ts'
import type { KeyedRange } from '../bands.ts'

const blockBeats = 2
const secondsWithoutGrid = 1
const prefix = 'style '

export interface Block {
  readonly middleSeconds: number
  readonly bands: BandStatistics
}

/** Ranges for `measureBands`, beside those of others: one pass over the audio serves all. */
export function blockRanges(grid: BeatGrid | null, seconds: number): readonly KeyedRange[] {
  const length = grid ? (blockBeats * 60) / grid.tempo : secondsWithoutGrid
  const first = grid ? ((grid.firstBeatSeconds % length) + length) % length : 0
  const count = Math.max(1, Math.floor((seconds - first) / length))
  return Array.from({ length: count }, (_, i) => ({
    key: `${prefix}${i}`,
    startSeconds: first + i * length,
    endSeconds: Math.min(seconds, first + (i + 1) * length),
  }))
}

/** The blocks out of what `measureBands` gave for these ranges. */
export function blocksOf(ranges: readonly KeyedRange[], bands: ReadonlyMap<string, BandStatistics>): readonly Block[] {
  return ranges.map(({ key, startSeconds, endSeconds }) => {
    const found = bands.get(key)
    if (!found) throw new RangeError(`bands must hold the range "${key}"`)
    return { middleSeconds: (startSeconds + endSeconds) / 2, bands: found }
  })
}
