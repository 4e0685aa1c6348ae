/** Where what was measured lies in the song: what a playhead, and a look at Live's own time line, need. */
import type { PanelPlayhead } from '../panel/source.ts'
import type { BeatRange } from './choose-range.ts'

/** A stretch of the song, and where it is in what was measured. Its tempo is steady: others cannot be captured. */
export interface SongSpan extends BeatRange {
  readonly startSeconds: number
  readonly endSeconds: number
}

/** Ranges that were recorded one behind the other. `tempo`: beats a minute. */
export function spansOf(ranges: readonly BeatRange[], tempo: number): readonly SongSpan[] {
  let at = 0
  return ranges.map(({ fromBeats, toBeats }) => {
    const startSeconds = at
    at += ((toBeats - fromBeats) * 60) / tempo
    return { fromBeats, toBeats, startSeconds, endSeconds: at }
  })
}

/** null: the song is elsewhere, in nothing that was measured. */
export function playheadAt(spans: readonly SongSpan[], beats: number): PanelPlayhead | null {
  const span = spans.find(({ fromBeats, toBeats }) => beats >= fromBeats && beats < toBeats)
  if (!span) return null
  const { fromBeats, toBeats, startSeconds, endSeconds } = span
  const seconds = startSeconds + ((beats - fromBeats) / (toBeats - fromBeats)) * (endSeconds - startSeconds)
  return { seconds, endSeconds }
}
