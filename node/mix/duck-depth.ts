/** How deep a track ducks, measured once for the plan and for the report. */
import { type Audio, stereoOf } from '../audio/audio.ts'
import type { Analysis } from '../features/analysis.ts'
import { type DuckDepth, measureDuckDepth } from '../features/sidechain/sidechain.ts'
import { KeptBySignal } from './kept-by-signal.ts'

/** In the drops where there are any: the kick is silent elsewhere. null: no beat grid. Kept as long as the track's buffers live. */
export function duckDepthInDrops(
  track: Audio,
  { grid, sections }: Pick<Analysis, 'grid' | 'sections'>,
): DuckDepth | null {
  if (!grid) return null
  const drops = sections.filter(({ type }) => type === 'drop')
  const key = JSON.stringify([track.sampleRate, grid, drops])
  return kept.get(stereoOf(track), key, () => measureDuckDepth(track, grid, drops.length > 0 ? drops : undefined))
}

const kept = new KeptBySignal<DuckDepth>()
