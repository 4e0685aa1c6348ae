/** What is kept of an excerpt, by each of the methods that are compared. */
import { type Audio, frameCount } from '../../node/audio/audio.ts'
import type { StyleSegment } from '../../node/features/analysis.ts'
import { analyze } from '../../node/features/analyze.ts'
import type { Rows, SectionType } from '../../node/features/catalogue.ts'
import { degraded as degradedCopy, type Flaw, flawsOf } from '../../node/profile/judge/degrade.ts'
import { patchesOf } from '../../node/profile/network/patches.ts'
import { degradations } from './degrade.ts'
import { mfccStatistics } from './mfcc.ts'

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
  /** The figures of that excerpt with flaws in its mix: what the judge learns from, or is tried on. */
  readonly copies: readonly { readonly flaws: readonly Flaw[]; readonly rows: Rows }[]
}

/** Measured by itself, as a file of that length would be. null: too quiet to have a style. */
export function measureExcerpt(audio: Audio, section: SectionType): MeasuredExcerpt | null {
  const { style, rows } = analyze(audio, { name: section, declared: section })
  const [segment] = style ?? []
  return segment ? { section, style: segment, mfcc: mfccStatistics(audio), rows } : null
}

export interface Wanted {
  /** Asks with degraded copies of its query, too. */
  readonly degrade: boolean
  /** With flaws in their mix, for the judge. */
  readonly copies: number
  /** Also what a network listens to. */
  readonly patches: boolean
}

export interface Measured {
  readonly track: MeasuredTrack
  /** Of each of its excerpts; [] where they were not wanted. */
  readonly patches: readonly (readonly Float32Array[])[]
}

/** A third patch of an excerpt would hear the same loop again. */
const patchesEach = 2

export interface Labelled {
  readonly section: SectionType
  readonly audio: Audio
}

/** The first drop is its query. */
export function measureTrack(
  name: string,
  style: string | null,
  audios: readonly Labelled[],
  { degrade, copies, patches }: Wanted,
): Measured {
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
  if (found.length === 0) return { track: { name, style, excerpts, degraded, query, copies: [] }, patches: [] }
  for (const [kind, change] of Object.entries(degrade ? degradations : {})) {
    if (kind === 'clean') degraded[kind] = excerpts[query]!
    else {
      const changed = measureExcerpt(change(found[query]!.audio), excerpts[query]!.section)
      if (changed) degraded[kind] = changed
    }
  }
  const flawed = Array.from({ length: copies }, (_, copy) => {
    const flaws = flawsOf(name, copy)
    const { section, audio } = { section: excerpts[query]!.section, audio: found[query]!.audio }
    return { flaws, rows: analyze(degradedCopy(audio, flaws), { name: section, declared: section }).rows }
  })
  const heard = patches ? found.map(({ audio }) => patchesOf(audio, [wholeOf(audio)], patchesEach)[0]!) : []
  return { track: { name, style, excerpts, degraded, query, copies: flawed }, patches: heard }
}

const wholeOf = (audio: Audio) => ({ startSeconds: 0, endSeconds: frameCount(audio) / audio.sampleRate })
