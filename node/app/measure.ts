/** Measure: capture a session, analyze Main, tell what each track contributes. */

import type { Analysis } from '../features/analysis.ts'
import { type AnalyzeOptions, analyze } from '../features/analyze.ts'
import { sectionsFromLocators } from '../features/sections.ts'
import { type Comparison, compare } from '../gap/gap.ts'
import type { Stage } from '../gap/objective.ts'
import type { LiveSession, Take } from '../live/session.ts'
import type { LiveSet } from '../live/set.ts'
import { attributor } from '../mix/attribution.ts'
import { buildMixModel, type Heard } from '../mix/contributions.ts'
import type { Profile } from '../profile/profile.ts'

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

/** The gap, with the tracks that carry it. */
export function compareMeasured(measured: Measured, profile: Profile, stage: Stage): Compared {
  const heard = buildMixModel(measured.set, measured.take, measured.analysis)
  const attribute = attributor(measured.set, heard.model)
  return { ...measured, heard, comparison: compare(measured.analysis.rows, profile, stage, { attribute }) }
}
