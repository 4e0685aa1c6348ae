/** What is kept of an excerpt, by each of the methods that are compared. */
import type { Audio } from '../../node/audio/audio.ts'
import type { StyleSegment } from '../../node/features/analysis.ts'
import { analyze } from '../../node/features/analyze.ts'
import type { Rows, SectionType } from '../../node/features/catalogue.ts'
import { degradations } from './degrade.ts'
import { mfccStatistics } from './mfcc.ts'
import { sampleRate, styleTrack } from './styles.ts'

export interface MeasuredExcerpt {
  readonly section: SectionType
  readonly style: StyleSegment
  readonly mfcc: Float32Array
  readonly rows: Rows
}

export interface MeasuredTrack {
  readonly name: string
  /** The label; null where there is none (real music). */
  readonly style: string | null
  readonly excerpts: readonly MeasuredExcerpt[]
  /** One of the excerpts (`query`), by degradation; `clean` is the excerpt itself. */
  readonly degraded: Readonly<Record<string, MeasuredExcerpt>>
  readonly query: number
}

/** Measured by itself, as a file of that length would be. null: too quiet to have a style. */
export function measureExcerpt(audio: Audio, section: SectionType): MeasuredExcerpt | null {
  const { style, rows } = analyze(audio, { name: section, declared: section })
  const [segment] = style ?? []
  return segment ? { section, style: segment, mfcc: mfccStatistics(audio), rows } : null
}

/** The first drop of a generated track is its query; without `degrade`, it is only measured clean. */
export function measureStyleTrack(name: string, seed: number, producer: number, degrade: boolean): MeasuredTrack {
  const track = styleTrack(name, seed, producer)
  const audios = track.excerpts.map(({ section, channels }) => ({ section, audio: { sampleRate, channels } }))
  return measureTrack(`${name} ${seed}`, name, audios, degrade)
}

export function measureTrack(
  name: string,
  style: string | null,
  audios: readonly { readonly section: SectionType; readonly audio: Audio }[],
  degrade: boolean,
): MeasuredTrack {
  const found = audios.flatMap(({ section, audio }) => {
    const measured = measureExcerpt(audio, section)
    return measured ? [{ measured, audio }] : []
  })
  const excerpts = found.map(({ measured }) => measured)
  const query = Math.max(
    0,
    excerpts.findIndex(({ section }) => section === 'drop'),
  )
  const degraded: Record<string, MeasuredExcerpt> = {}
  for (const [kind, change] of Object.entries(degrade ? degradations : {})) {
    if (kind === 'clean') degraded[kind] = excerpts[query]!
    else {
      const changed = measureExcerpt(change(found[query]!.audio), excerpts[query]!.section)
      if (changed) degraded[kind] = changed
    }
  }
  return { name, style, excerpts, degraded, query }
}
