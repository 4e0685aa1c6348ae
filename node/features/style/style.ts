/**
 * What a piece of music sounds like, apart from how loud, how fast and in which key it is: one vector per segment of about
 * 30 s (section after section), in named parts (layout.ts). Made of what the analysis has measured already; only the harmony
 * is read anew from the audio. NaN where something is not measurable.
 */
import type { Audio } from '../../audio/audio.ts'
import type { BandStatistics } from '../../dsp/bands.ts'
import type { Envelopes } from '../../dsp/envelope.ts'
import type { BeatGrid, Section, StyleSegment } from '../analysis.ts'
import type { KeyedRange } from '../bands.ts'
import { gatedLoudness, type Loudness } from '../loudness.ts'
import { blocksOf } from './blocks.ts'
import { type Dynamics, writeDynamics } from './dynamics.ts'
import { grooveBands, writeGroove } from './groove.ts'
import { writeHarmony } from './harmony.ts'
import { partOf, styleSize } from './layout.ts'
import { segmentsOf } from './segments.ts'
import { writeTone } from './tone.ts'
import { writeWidth } from './width.ts'

export interface StyleSources extends Omit<Dynamics, 'shortTerm' | 'momentary'> {
  readonly sections: readonly Section[]
  readonly grid: BeatGrid | null
  readonly loudness: Loudness
  readonly envelopes: Envelopes
  /** As `blockRanges` asked for them, and what `measureBands` gave. */
  readonly ranges: readonly KeyedRange[]
  readonly bands: ReadonlyMap<string, BandStatistics>
}

/** Segments quieter than −70 LUFS have no style. */
export function measureStyle(audio: Audio, sources: StyleSources): readonly StyleSegment[] {
  const { sections, grid, loudness, envelopes, ranges, bands } = sources
  const { shortTerm, momentary } = loudness
  const { hopSeconds } = envelopes
  const blocks = blocksOf(ranges, bands)
  const powers = grooveBands(envelopes)
  return segmentsOf(sections).flatMap(segment => {
    const { startSeconds, endSeconds } = segment
    const here = blocks.filter(({ middleSeconds }) => middleSeconds >= startSeconds && middleSeconds < endSeconds)
    const level = gatedLoudness(loudness, [segment])
    if (level === null || here.length === 0) return []
    const vector = new Float32Array(styleSize).fill(Number.NaN)
    writeTone(here, level, { lowEnd: partOf(vector, 'low end'), tone: partOf(vector, 'tone') })
    writeGroove(powers, { hopSeconds, grid, range: segment }, partOf(vector, 'groove'))
    writeHarmony(audio, segment, partOf(vector, 'harmony'))
    writeDynamics({ ...sources, shortTerm, momentary }, segment, partOf(vector, 'dynamics'))
    writeWidth(here, partOf(vector, 'width'))
    return [{ ...segment, vector }]
  })
}
