/** Measure: capture a session, analyze Main, tell what each track contributes. */

import { basename } from 'node:path'
import { padTo, toStereo } from '../audio/align.ts'
import { frameCount } from '../audio/audio.ts'
import { decodeAudioFile } from '../audio/decode.ts'
import { requireMeasurable } from '../audio/limits.ts'
import { resample } from '../audio/resample.ts'
import type { Analysis, TrackDucking } from '../features/analysis.ts'
import { type AnalyzeOptions, analyze } from '../features/analyze.ts'
import type { Rows, Scope, SectionType } from '../features/catalogue.ts'
import { mergeRows } from '../features/feature-rows.ts'
import { type Masking, measureMasking, mixClarityRows } from '../features/masking/masking.ts'
import { sectionsFromLocators } from '../features/sections.ts'
import { type Attribution, type Comparison, compare } from '../gap/gap.ts'
import type { Stage } from '../gap/objective.ts'
import type { LiveSession, Take } from '../live/session.ts'
import type { LiveSet } from '../live/set.ts'
import { attributor } from '../mix/attribution.ts'
import { buildMixModel, type Heard, isAudible } from '../mix/contributions.ts'
import { duckDepthInDrops } from '../mix/duck-depth.ts'
import { heardTracks } from '../mix/heard-tracks.ts'
import type { MixModel } from '../mix/model.ts'
import type { TrackFindings } from '../mix/track-findings.ts'
import { trackShares } from '../mix/track-shares.ts'
import type { Profile } from '../profile/profile.ts'
import { analyzeWithKey } from './analyze-with-key.ts'
import { KeyFinder, opinionOf } from './key-finder.ts'
import { openStems } from './stems/stems.ts'

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

/** Side-chain depth of every track that is heard. */
export function measureDucking({ set, take, analysis }: Measured): TrackDucking[] {
  const tracks = set.tracks.filter(track => track.kind === 'audio' || track.kind === 'midi')
  return tracks.flatMap((track): TrackDucking[] => {
    const tap = take.taps.get(track.path)
    if (!tap || !isAudible(set, track)) return []
    const none = { track: track.name, depthDb: null, delayMs: null, recoveryMs: null, regularity: null, curve: null }
    const found = duckDepthInDrops(tap, analysis)
    if (!found) return [{ ...none, reason: 'No beat grid.' }]
    const { reason, ...depth } = found
    return [{ track: track.name, reason: reason ?? null, ...depth }]
  })
}

/** What the tracks add to the analysis of Main. `model`: the mix model of this measurement. */
export function measureTracks(measured: Measured, model: MixModel): TrackFindings {
  return {
    ducking: measureDucking(measured),
    masking: measureTrackMasking(measured),
    shares: trackShares(measured.set, model),
  }
}

/** Who masks whom, among the tracks as they reach Main. */
export function measureTrackMasking({ set, take, analysis }: Measured): Masking {
  return measureMasking(heardTracks(set, take), { sections: analysis.sections })
}

export interface MeasuredStems {
  readonly analysis: Analysis
  readonly tracks: TrackFindings
  /** Names the tracks behind a feature. */
  readonly attribute: Attribution
}

/** Measures a bounced mix together with its stems, in this thread. Throws AppError for unreadable files. */
export async function measureStems(
  file: string,
  stems: string,
  { declared }: { readonly declared?: SectionType } = {},
): Promise<MeasuredStems> {
  const decoded = await decodeAudioFile(file)
  requireMeasurable(basename(file), decoded)
  const opened = await openStems(stems)
  const [set, heardTake] = [await opened.session.snapshot(), await opened.session.capture()]
  const main = toStereo(padTo(resample(decoded, heardTake.main.sampleRate), frameCount(heardTake.main)))
  const finder = new KeyFinder()
  const { analysis: mix } = await analyzeWithKey(
    main,
    {
      name: basename(file),
      warnings: [...decoded.warnings, ...opened.warnings],
      ...(declared === undefined ? {} : { declared }),
    },
    frames => opinionOf(finder, frames),
  ).finally(() => finder.close())
  const take = { ...heardTake, main }
  const measured = { set, take, analysis: mix }
  const heard = buildMixModel(set, take, mix)
  const tracks = measureTracks(measured, heard.model)
  return {
    analysis: { ...mix, rows: withClarity(mix.rows, tracks.masking) },
    tracks,
    attribute: attributor(set, heard.model),
  }
}

function withClarity(rows: Rows, masking: Masking): Rows {
  const clarity = mixClarityRows(masking)
  return Object.fromEntries(
    Object.entries(rows).map(([scope, row]) => [
      scope,
      mergeRows(scope === 'overall' ? 'overall' : 'sections', [row, clarity[scope as Scope]]),
    ]),
  )
}

export interface CompareOptions {
  /** The mix model of this measurement, when it has been built before. */
  readonly heard?: Heard | undefined
  /** What the tracks are for, when that is known; guessed otherwise. */
  readonly roles?: Heard['roles'] | undefined
}

/** The gap, with the tracks that carry it. */
export function compareMeasured(
  measured: Measured,
  profile: Profile,
  stage: Stage,
  { heard: known, roles }: CompareOptions = {},
): Compared {
  const heard = known ?? buildMixModel(measured.set, measured.take, measured.analysis, roles)
  const attribute = attributor(measured.set, heard.model)
  return { ...measured, heard, comparison: compare(measured.analysis.rows, profile, stage, { attribute }) }
}
