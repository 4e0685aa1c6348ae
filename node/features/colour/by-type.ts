/** What supersaw and acid line share: rows per section type from a few places spread over it, the clearest for the whole. */
import { type Audio, durationSeconds } from '../../audio/audio.ts'
import type { BeatGrid } from '../analysis.ts'
import type { KeyedRange } from '../bands.ts'
import type { FeatureRow, Scope, SectionType } from '../catalogue.ts'

export interface ColourOptions {
  readonly grid: BeatGrid | null
  /** Sections by type; without any, the whole audio is one range. */
  readonly ranges: readonly (KeyedRange & { readonly key: SectionType })[]
}

interface Reading {
  readonly rowOf: (ranges: readonly KeyedRange[]) => FeatureRow
  /** The larger, the better a row stands for the whole track. */
  readonly clarity: (row: FeatureRow) => number
}

/** Rows for every section type in `ranges` and for 'overall': the clearest of them, or everything when there are none. */
export function rowsByType(
  audio: Audio,
  ranges: ColourOptions['ranges'],
  { rowOf, clarity }: Reading,
): Map<Scope, FeatureRow> {
  const rows = new Map<Scope, FeatureRow>()
  if (ranges.length === 0)
    return rows.set('overall', rowOf([{ key: 'overall', startSeconds: 0, endSeconds: durationSeconds(audio) }]))
  for (const type of new Set(ranges.map(({ key }) => key))) rows.set(type, rowOf(ranges.filter(r => r.key === type)))
  return rows.set(
    'overall',
    [...rows.values()].reduce((best, row) => (clarity(row) > clarity(best) ? row : best)),
  )
}

/** Up to `most` of the items, evenly spread. */
export function evenly<T>(items: readonly T[], most: number): T[] {
  const count = Math.min(most, items.length)
  return Array.from({ length: count }, (_, i) => items[Math.floor(((i + 0.5) * items.length) / count)]!)
}
