/**
 * A Live set that makes no sound here (a set file, or Live through AbletonOSC), heard through Live's export of its tracks:
 * measured, solved and written to. What the fixes bring is foretold; only another export can prove it.
 */
import { AlsSession } from '../adapters/als/als-session.ts'
import type { AnalyzeOptions } from '../features/analyze.ts'
import { analyze } from '../features/analyze.ts'
import type { Fix, Plan } from '../fixes/fix.ts'
import { type PlanOptions, plan } from '../fixes/plan.ts'
import type { AppliedFix } from '../fixes/proof.ts'
import type { LiveSession } from '../live/session.ts'
import type { LiveSet } from '../live/set.ts'
import { attributor } from '../mix/attribution.ts'
import { buildMixModel } from '../mix/contributions.ts'
import { predictRows } from '../mix/predict.ts'
import { rolesOf } from '../mix/roles/guess-roles.ts'
import { applyFix } from './apply.ts'
import type { ExportedFile } from './capture/export-match.ts'
import { openExport } from './capture/open-export.ts'
import { missingWords } from './capture/take-report.ts'
import type { Ledger } from './ledger.ts'
import { type Compared, compareMeasured, type Measured, type MeasuredStems, measureTracks } from './measure.ts'
import { distancesOf, type Target } from './proof-of.ts'
import { type RememberedSet, rememberedFiles, rememberedRoles } from './set-memory.ts'

export interface ExportedSet extends Measured {
  /** Which file was taken for which track, and how sure that is. */
  readonly files: readonly ExportedFile[]
  /** Sentences about files, and about tracks that were not heard. */
  readonly warnings: readonly string[]
}

export interface ExportedSetOptions extends Pick<AnalyzeOptions, 'declared'> {
  /** The user's word on files, from before. */
  readonly remembered?: RememberedSet
  /** Live's tempo says nothing about the beat where it is automated. */
  readonly isTempoAutomated?: boolean
  readonly onFile?: (name: string) => void
}

/** `folder`: Live's export of this set, or one bounce of Main. Throws AppError as `openExport` does. */
export async function measureExport(
  session: LiveSession,
  folder: string,
  { remembered, declared, isTempoAutomated = false, onFile }: ExportedSetOptions = {},
): Promise<ExportedSet> {
  const set = await session.snapshot()
  const opened = await openExport(folder, set, {
    ...(remembered ? { told: rememberedFiles(remembered) } : {}),
    ...(onFile ? { onFile } : {}),
  })
  const warnings = [...opened.warnings, ...missingWords(opened)]
  const analysis = analyze(opened.take.main, {
    name: set.name,
    warnings: opened.warnings,
    ...(isTempoAutomated ? {} : { tempo: set.tempo }),
    ...(declared === undefined ? (opened.sections ? { sections: opened.sections } : {}) : { declared }),
  })
  return { set, take: opened.take, analysis, files: opened.files, warnings }
}

export interface Offer {
  readonly plan: Plan
  readonly compared: Compared
}

/** The plan for what the session itself can be asked for: nothing is inserted where it cannot insert. */
export function offerFixes(
  session: LiveSession,
  measured: Measured,
  { profile, stage, remembered, planOptions }: Target & { remembered: RememberedSet; planOptions?: PlanOptions },
): Offer {
  const roles = rolesOf(measured.set, measured.take, measured.analysis, rememberedRoles(remembered))
  const compared = compareMeasured(measured, profile, stage, { roles })
  const insertable = session.capabilities.canInsert
  return { compared, plan: plan({ ...compared, profileName: profile.name, insertable, ...planOptions }) }
}

/** One fix after the other, each whole or not at all. */
export async function applyApproved(
  session: LiveSession,
  { set }: Measured,
  fixes: readonly Fix[],
  ledger: Ledger,
): Promise<AppliedFix[]> {
  const applied: AppliedFix[] = []
  for (const fix of fixes) applied.push({ fix, outcome: await applyFix(session, set, fix, ledger), distance: null })
  return applied
}

/** The distance that the model foretells with these fixes, as `distancesOf` counts it. */
export function foretoldDistance(target: Target, { analysis, heard }: Compared, fixes: readonly Fix[]): number {
  const moves = fixes.map(({ move }) => move)
  const [distance] = distancesOf(target, [predictRows(analysis, heard.model, moves).rows])
  return distance!.total
}

/** What `measureStems` tells, of a set file with Live's export of it: its tracks, groups and devices are known then. */
export async function measureSetFile(
  file: string,
  folder: string,
  options: Pick<ExportedSetOptions, 'declared' | 'onFile'> = {},
): Promise<MeasuredStems & { readonly set: LiveSet }> {
  const session = await AlsSession.open(file)
  const isTempoAutomated = session.als.tempoAutomation !== null
  const measured = await measureExport(session, folder, { ...options, isTempoAutomated })
  const { model } = buildMixModel(measured.set, measured.take, measured.analysis)
  const { set, analysis, warnings } = measured
  return {
    set,
    analysis: { ...analysis, warnings: [...new Set([...analysis.warnings, ...warnings])] },
    tracks: measureTracks(measured, model),
    attribute: attributor(set, model),
  }
}
