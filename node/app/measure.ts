/** Measure: capture a session, analyze Main, tell what each track contributes. */

import { basename } from 'node:path'
import { padTo, toStereo } from '../audio/align.ts'
import { frameCount } from '../audio/audio.ts'
import { decodeAudioFile } from '../audio/decode.ts'
import { resample } from '../audio/resample.ts'
import type { Analysis, TrackDucking } from '../features/analysis.ts'
import { type AnalyzeOptions, analyze } from '../features/analyze.ts'
import type { SectionType } from '../features/catalogue.ts'
import { sectionsFromLocators } from '../features/sections.ts'
import { measureDuckDepth } from '../features/sidechain.ts'
import { type Attribution, type Comparison, compare } from '../gap/gap.ts'
import type { Stage } from '../gap/objective.ts'
import type { LiveSession, Take } from '../live/session.ts'
import type { LiveSet } from '../live/set.ts'
import { attributor } from '../mix/attribution.ts'
import { buildMixModel, type Heard, isAudible } from '../mix/contributions.ts'
import type { Profile } from '../profile/profile.ts'
import { openStems } from './stems.ts'

export interface Measured {
  readonly set: LiveSet
  readonly take: Take
  readonly analysis: Analysis
}

/** Captures and analyzes Main. Live's locators give the sections where their names say so. */
export async function measureSession(
  session: LiveSession,
  options: Omit<AnalyzeOptions, 'name'> = {},
): Promise<Measured> {
  const set = await session.snapshot()
  const take = await session.capture()
  const located = sectionsFromLocators(
    set.locators.map(({ name, beats }) => ({ name, seconds: (60 / set.tempo) * beats })),
    set.lengthSeconds,
  )
  const analysis = analyze(take.main, {
    name: set.name,
    ...(located && options.sections === undefined && options.declared === undefined ? { sections: located } : {}),
    ...options,
  })
  return { set, take, analysis }
}

export interface Compared extends Measured {
  readonly heard: Heard
  readonly comparison: Comparison
}

/** Side-chain depth of every track that is heard, in the drops where there are any: the kick is silent elsewhere. */
export function measureDucking({ set, take, analysis }: Measured): TrackDucking[] {
  const tracks = set.tracks.filter(track => track.kind === 'audio' || track.kind === 'midi')
  const drops = analysis.sections.filter(({ type }) => type === 'drop')
  return tracks.flatMap(track => {
    const tap = take.taps.get(track.path)
    if (!tap || !isAudible(set, track)) return []
    const none = { track: track.name, depthDb: null, delayMs: null, recoveryMs: null }
    if (!analysis.grid) return [{ ...none, reason: 'No beat grid.' }]
    const { depthDb, reason, delayMs, recoveryMs } = measureDuckDepth(
      tap,
      analysis.grid,
      drops.length > 0 ? drops : undefined,
    )
    return [{ track: track.name, depthDb, reason: reason ?? null, delayMs, recoveryMs }]
  })
}

export interface MeasuredFile {
  readonly analysis: Analysis
  /** null without stems. */
  readonly ducking: readonly TrackDucking[] | null
  /** Names the tracks behind a feature where stems were given; otherwise nobody. */
  readonly attribute: Attribution
}

/** Measures a bounced mix; its stems, when given, tell which track carries what. Throws AppError for unreadable files. */
export async function measureFile(
  file: string,
  { stems, declared }: { readonly stems?: string; readonly declared?: SectionType } = {},
): Promise<MeasuredFile> {
  const decoded = await decodeAudioFile(file)
  const options = { name: basename(file), ...(declared === undefined ? {} : { declared }) }
  if (stems === undefined) {
    return {
      analysis: analyze(decoded, { ...options, warnings: decoded.warnings }),
      ducking: null,
      attribute: () => [],
    }
  }
  const opened = await openStems(stems)
  const [set, heardTake] = [await opened.session.snapshot(), await opened.session.capture()]
  const main = toStereo(padTo(resample(decoded, heardTake.main.sampleRate), frameCount(heardTake.main)))
  const analysis = analyze(main, { ...options, warnings: [...decoded.warnings, ...opened.warnings] })
  const take = { ...heardTake, main }
  const heard = buildMixModel(set, take, analysis)
  return { analysis, ducking: measureDucking({ set, take, analysis }), attribute: attributor(set, heard.model) }
}

/** The gap, with the tracks that carry it. `known`: the mix model of this measurement, when it has been built before. */
export function compareMeasured(measured: Measured, profile: Profile, stage: Stage, known?: Heard): Compared {
  const heard = known ?? buildMixModel(measured.set, measured.take, measured.analysis)
  const attribute = attributor(measured.set, heard.model)
  return { ...measured, heard, comparison: compare(measured.analysis.rows, profile, stage, { attribute }) }
}
