/** `uplift fix`: solve, show, approve, apply, measure again. On a folder of stems or on the simulated set. */

import { join } from 'node:path'
import { confirm, isCancel, multiselect } from '@clack/prompts'
import { Ledger } from '../app/ledger.ts'
import { closeTheLoop, type LoopOptions, type Worse } from '../app/loop.ts'
import { measureSession } from '../app/measure.ts'
import { findTarget, usualProfile } from '../app/profiles.ts'
import { writeReceipt } from '../app/receipts.ts'
import { recover } from '../app/recover.ts'
import { targetLike } from '../app/reference-target.ts'
import { rememberedRoles, SetMemory, setMemoryFile } from '../app/set-memory.ts'
import { wishesFor } from '../app/wishes.ts'
import { writeWav } from '../audio/write-wav.ts'
import type { Rows } from '../features/catalogue.ts'
import type { Fix, Plan } from '../fixes/fix.ts'
import type { Comparison } from '../gap/gap.ts'
import type { Stage } from '../gap/objective.ts'
import { decideStage } from '../gap/stage.ts'
import type { LiveSet } from '../live/set.ts'
import { rolesOf } from '../mix/roles/guess-roles.ts'
import type { Profile } from '../profile/profile.ts'
import { proofHtml } from '../report/html.ts'
import { planDocument, proofDocument } from '../report/json.ts'
import { neighboursText } from '../report/style-text.ts'
import { planText, proofText } from '../report/text.ts'
import { openSession } from './open-session.ts'
import {
  categoriesOption,
  intentionOption,
  numberOption,
  parameterLockOption,
  progress,
  sectionOption,
  stageOption,
  useColor,
  wrongUsage,
} from './options.ts'
import { printJson, printText, today, writeWhole } from './output.ts'

export interface FixOptions {
  readonly stems?: string
  readonly sim?: boolean
  readonly seed: number
  readonly profile?: string
  readonly target?: string
  readonly like?: string[]
  readonly stage: string
  readonly section?: string
  readonly apply?: boolean
  readonly dryRun?: boolean
  readonly passes: number
  readonly strength: number
  readonly only?: string[]
  readonly without?: string[]
  readonly lock?: string[]
  readonly lockParameter?: string[]
  readonly intended?: string[]
  readonly out: string
  readonly json?: boolean
}

export async function fix(options: FixOptions): Promise<void> {
  const { sim, json, out } = options
  if (options.apply && options.dryRun) wrongUsage('--apply and --dry-run exclude each other')
  if (options.like && options.profile !== undefined) wrongUsage('--like and --profile exclude each other')
  if (options.like && options.target !== undefined) wrongUsage('--like and --target exclude each other')
  const passes = numberOption('passes', options.passes, 1, 3)
  const strength = numberOption('strength', options.strength, 0, 100) / 100
  const declared = sectionOption(options.section)
  const wanted = stageOption(options.stage)
  const only = categoriesOption('only', options.only)
  const without = categoriesOption('without', options.without)
  const lockedParameters = (options.lockParameter ?? []).map(parameterLockOption)
  const intended = (options.intended ?? []).map(intentionOption)
  const { step, done } = progress(json)

  const { session, warnings, name } = await openSession(options, step)
  const memory = await SetMemory.open(setMemoryFile(out))
  const ledgerFile = join(out, 'ledger.json')
  const ledger = await Ledger.open(ledgerFile)
  try {
    const { entries } = await recover(session, ledger)
    step('Measuring the mix')
    const measured = await measureSession(session, { warnings, ...(declared === undefined ? {} : { declared }) })
    for (const finding of intended) await memory.intend(measured.set.name, finding, true)
    const remembered = memory.of(measured.set.name)
    const decision =
      wanted === 'auto'
        ? decideStage(measured.analysis.rows, measured.set)
        : { stage: wanted, reason: `Treated as a ${wanted}, as asked.` }
    const profile = await targetOf(options, measured.analysis.rows, decision.stage, step)
    done()
    const unfinished = entries.map(({ title, outcome }) =>
      outcome === 'interrupted'
        ? `"${title}" was interrupted last time, and you have moved something since: uplift undo lists it.`
        : `"${title}" was interrupted last time: it has been put back.`,
    )
    if (!json) printText([...unfinished, ...warnings, decision.reason].join('\n'))

    let shown: { plan: Plan; comparison: Comparison } | null = null
    const proof = await closeTheLoop({
      session,
      profile,
      stage: decision.stage,
      ledger,
      passes: options.dryRun ? 1 : passes,
      measured: {
        ...measured,
        roles: rolesOf(measured.set, measured.take, measured.analysis, rememberedRoles(remembered)),
      },
      proveEachFix: true,
      planOptions: {
        strength,
        ...wishesFor(measured.set, remembered, {
          ...(only ? { only } : {}),
          ...(without ? { without } : {}),
          lockedTracks: (options.lock ?? []).map(track => existing(measured.set, track)),
          lockedParameters,
        }),
      },
      approve: async (plan, { comparison }) => {
        done()
        shown ??= { plan, comparison }
        if (!json) printText(`\n${planText(plan, comparison, { color: useColor(), kind: profile.kind })}`)
        if (options.dryRun || plan.fixes.length === 0) return []
        return options.apply ? plan.fixes : ask(plan, json)
      },
      onWorse: onWorse(options, done),
      onProgress: step,
    })
    done()

    if (proof.passes.every(pass => pass.applied.length === 0)) {
      if (json) printJson(planDocument(shown!.plan, shown!.comparison))
      return
    }
    const receipt = await writeReceipt(proof, ledger, ledgerFile)
    const report = await writeWhole(
      join(out, 'report.html'),
      proofHtml(proof, { title: `Uplift: ${name}`, generatedAt: today() }),
    )
    const mix = join(out, `${name} (Uplift).wav`)
    await writeWav(mix, (await session.capture()).main, { format: 'float32' })
    if (json) return void printJson(proofDocument(proof, 'fix'))
    printText(`\n${proofText(proof, { color: useColor() })}\nMix: ${mix}\nReport: ${report}\nReceipt: ${receipt.file}`)
  } finally {
    await ledger.close()
    if (sim) await session.close()
  }
}

async function targetOf(
  { like, profile, target, sim, json }: FixOptions,
  rows: Rows,
  stage: Stage,
  step: (text: string) => void,
): Promise<Profile> {
  if (!like) {
    const found = await findTarget(profile ?? (sim ? 'demo' : await usualProfile()), target, rows)
    if (found.neighbours.length > 0 && !json) printText(neighboursText('The mix', found.neighbours))
    return found.profile
  }
  step(`Measuring ${like.length === 1 ? 'the track' : `${like.length} tracks`} to come near to`)
  return targetLike(like, { stage, cache: {} })
}

/** The track's own name; wrong usage, with those that there are, otherwise. */
function existing({ tracks }: LiveSet, wanted: string): string {
  const found = tracks.find(({ name }) => name.toLowerCase() === wanted.toLowerCase())
  return (
    found?.name ?? wrongUsage(`no track is called "${wanted}"; there are ${tracks.map(({ name }) => name).join(', ')}`)
  )
}

function onWorse({ apply, json }: FixOptions, done: () => void): NonNullable<LoopOptions['onWorse']> {
  return async ({ fixes, before, after }: Worse) => {
    if (apply || json || !process.stdin.isTTY || !process.stdout.isTTY) return 'roll-back'
    done()
    const titles = fixes.map(({ title }) => `"${title}"`).join(', ')
    const rollBack = await confirm({
      message: `${titles}: the gap grew from ${before.toFixed(3)} to ${after.toFixed(3)}. Roll back?`,
    })
    return isCancel(rollBack) || rollBack ? 'roll-back' : 'keep'
  }
}

/** The user's choice; without a terminal to ask on, nothing is applied. */
async function ask(plan: Plan, json: boolean | undefined): Promise<readonly Fix[]> {
  if (json || !process.stdin.isTTY || !process.stdout.isTTY) {
    if (!json) printText('Nothing was applied: there is no terminal to ask on. Approve with --apply.')
    return []
  }
  const chosen = await multiselect({
    message: 'Apply which fixes? (space selects, enter applies, Ctrl-C leaves everything as it is)',
    options: plan.fixes.map(({ id, title }) => ({ value: id, label: title })),
    initialValues: plan.fixes.map(({ id }) => id),
    required: false,
  })
  return isCancel(chosen) ? [] : plan.fixes.filter(({ id }) => chosen.includes(id))
}
