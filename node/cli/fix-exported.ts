/**
 * `uplift fix` on a set that makes no sound here, heard through Live's export of it: a set file, whose fixes go into a copy,
 * or Live through AbletonOSC, where they go into the open set.
 */
import { dirname, join, resolve } from 'node:path'
import { AlsSession } from '../adapters/als/als-session.ts'
import { OscSession } from '../adapters/osc/osc-session.ts'
import { applyApproved, foretoldDistance, measureExport, offerFixes } from '../app/exported-set.ts'
import { Ledger } from '../app/ledger.ts'
import { keepPromise, keptPromise, promisedOf, promiseOf } from '../app/promises.ts'
import { recover } from '../app/recover.ts'
import { SetMemory, setMemoryFile } from '../app/set-memory.ts'
import type { AppliedFix } from '../fixes/proof.ts'
import type { LiveSession } from '../live/session.ts'
import { appliedText } from '../report/applied-text.ts'
import { appliedDocument, planDocument } from '../report/json.ts'
import { keptPromiseText } from '../report/kept-promise.ts'
import { printable } from '../report/layout.ts'
import { planText } from '../report/text.ts'
import { approve } from './approve.ts'
import type { FixOptions, FixSettings } from './fix-settings.ts'
import { planOptionsOf, rememberIntended, stageOf, targetOf, tasteOf, tasteText } from './fix-target.ts'
import { matchesText } from './matches-text.ts'
import { oscPorts, progress, useColor } from './options.ts'
import { printJson, printText } from './output.ts'

/** `folder`: Live's export of this set, or one bounce of Main. */
export async function fixExported(options: FixOptions, settings: FixSettings, folder: string): Promise<void> {
  const door = options.als === undefined ? await oscDoor(options) : await alsDoor(options.als, options)
  try {
    await fixThrough(door, options, settings, folder)
  } finally {
    await door.ledger.close()
    await door.session.close()
  }
}

interface Door {
  readonly session: LiveSession
  readonly ledger: Ledger
  /** For what is remembered of the set. */
  readonly folder: string
  readonly isTempoAutomated: boolean
  /** After the fixes: the copy of a set file. */
  keep(): Promise<{ readonly path: string; readonly backup: string | null } | null>
}

async function alsDoor(file: string, { out, writeAutomated = false }: FixOptions): Promise<Door> {
  const session = await AlsSession.open(resolve(file), { writeAutomated })
  const isCopyName = out?.toLowerCase().endsWith('.als') ?? false
  // Beside the original: the samples' relative paths hold there.
  const copy = isCopyName ? out! : join(out ?? dirname(file), `${session.als.set.name} (Uplift).als`)
  return {
    session,
    // The set is never written to, so there is nothing that a ledger on disk could undo.
    ledger: Ledger.inMemory(),
    folder: out === undefined || isCopyName ? 'out/fix' : out,
    isTempoAutomated: session.als.tempoAutomation !== null,
    keep: async () => {
      const { path, backup } = await session.save(copy)
      return { path, backup }
    },
  }
}

async function oscDoor(options: FixOptions): Promise<Door> {
  const folder = options.out ?? 'out/fix'
  const session = await OscSession.open(oscPorts(options))
  const ledger = await Ledger.open(join(folder, 'ledger.json')).catch(async error => {
    await session.close()
    throw error
  })
  return { session, ledger, folder, isTempoAutomated: false, keep: async () => null }
}

async function fixThrough(door: Door, options: FixOptions, settings: FixSettings, folder: string): Promise<void> {
  const { session, ledger } = door
  const { json } = options
  const { step, done } = progress(json)
  step('Reading the set')
  const { name } = await session.snapshot()
  const memory = await SetMemory.open(setMemoryFile(door.folder))
  for (const { file, track } of settings.matches) await memory.setExportedFile(name, file, track)
  const { entries } = await recover(session, ledger)
  const measured = await measureExport(session, folder, {
    remembered: memory.of(name),
    isTempoAutomated: door.isTempoAutomated,
    onFile: file => step(`Reading ${file}`),
    ...(settings.declared === undefined ? {} : { declared: settings.declared }),
  })
  const remembered = await rememberIntended(memory, measured.set, settings)
  const { stage, reason } = stageOf(settings.stage, measured.analysis.rows, measured.set)
  const profile = await targetOf(options, measured.analysis, stage, step)
  step('Solving for the fixes')
  const taste = await tasteOf(measured.set, remembered, options, door.folder)
  const planOptions = planOptionsOf(measured.set, remembered, settings, { lock: options.lock, habits: taste.habits() })
  const { plan, compared } = offerFixes(session, measured, { profile, stage, remembered, planOptions })
  const { comparison } = compared
  done()
  if (!json) {
    const before = entries.map(({ title }) => `"${title}" was interrupted last time: uplift undo --osc shows it.`)
    const said = [...before, ...measured.warnings, reason].map(printable)
    printText([matchesText(measured.files), ...said, ''].join('\n'))
    const promised = options.als === undefined ? null : await promisedOf(options.als)
    if (promised) printText(keptPromiseText(keptPromise(promised, { profile, stage }, compared, measured.set)))
    printText(planText(plan, comparison, { color: useColor(), kind: profile.kind }))
  }
  const liked = tasteText(taste, plan.fixes)
  if (!json && liked !== '') printText(liked)
  const isShownOnly = options.dryRun || plan.fixes.length === 0
  const approved = isShownOnly ? [] : options.apply ? plan.fixes : await approve(plan, json)
  if (!isShownOnly && !options.apply) await taste.chosen(plan.fixes, approved)
  if (approved.length === 0) {
    if (json) printJson(planDocument(plan, comparison))
    return
  }
  const applied = await applyApproved(session, measured, approved, ledger)
  const held = applied.filter(isHeld)
  const distanceForetold = foretoldDistance(
    { profile, stage },
    compared,
    held.map(({ fix }) => fix),
  )
  const copy = held.length > 0 ? await door.keep() : null
  if (copy) await keepPromise(copy.path, promiseOf({ profile, stage }, compared, applied))
  if (json) return void printJson(appliedDocument({ plan, comparison }, { applied, distanceForetold, copy }))
  const distanceBefore = comparison.distance.total
  printText(`\n${appliedText({ applied, distanceBefore, distanceForetold, copy }, { color: useColor() })}`)
}

const isHeld = ({ outcome }: AppliedFix) => outcome.kind === 'applied'
