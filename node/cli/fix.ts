/** `uplift fix`: solve, show, approve, apply, measure again. On a folder of stems or on the simulated set. */
import { basename, join } from 'node:path'
import { isCancel, multiselect } from '@clack/prompts'
import { makeDemo } from '../app/demo.ts'
import { Ledger } from '../app/ledger.ts'
import { closeTheLoop } from '../app/loop.ts'
import { measureSession } from '../app/measure.ts'
import { openStems } from '../app/stems.ts'
import { writeWav } from '../audio/write-wav.ts'
import type { Fix, Plan } from '../fixes/fix.ts'
import type { Comparison } from '../gap/gap.ts'
import { decideStage } from '../gap/stage.ts'
import type { LiveSession } from '../live/session.ts'
import { loadProfile } from '../profile/shipped.ts'
import { proofHtml } from '../report/html.ts'
import { planDocument, proofDocument } from '../report/json.ts'
import { planText, proofText } from '../report/text.ts'
import { numberOption, progress, sectionOption, stageOption, useColor, wrongUsage } from './options.ts'
import { printJson, printText, today, writeWhole } from './output.ts'

export interface FixOptions {
  readonly stems?: string
  readonly sim?: boolean
  readonly seed: number
  readonly profile?: string
  readonly stage: string
  readonly section?: string
  readonly apply?: boolean
  readonly dryRun?: boolean
  readonly passes: number
  readonly strength: number
  readonly lock?: string[]
  readonly out: string
  readonly json?: boolean
}

export async function fix(options: FixOptions): Promise<void> {
  const { stems, sim, json, out } = options
  if ((stems === undefined) === (sim === undefined)) wrongUsage('name what to fix: --stems <folder> or --sim')
  if (options.apply && options.dryRun) wrongUsage('--apply and --dry-run exclude each other')
  const passes = numberOption('passes', options.passes, 1, 3)
  const strength = numberOption('strength', options.strength, 0, 100) / 100
  const declared = sectionOption(options.section)
  const wanted = stageOption(options.stage)
  const profile = await loadProfile(options.profile ?? (sim ? 'demo' : 'prior'))
  const { step, done } = progress(json)

  const { session, warnings, name } = await open(options, step)
  step('Measuring the mix')
  const measured = await measureSession(session, { warnings, ...(declared === undefined ? {} : { declared }) })
  const decision =
    wanted === 'auto'
      ? decideStage(measured.analysis.rows, measured.set)
      : { stage: wanted, reason: `Treated as a ${wanted}, as asked.` }
  done()
  if (!json) printText([...warnings, decision.reason].join('\n'))

  let shown: { plan: Plan; comparison: Comparison } | null = null
  const proof = await closeTheLoop({
    session,
    profile,
    stage: decision.stage,
    ledger: await Ledger.open(join(out, 'ledger.json')),
    passes: options.dryRun ? 1 : passes,
    measured,
    proveEachFix: true,
    planOptions: { strength, ...(options.lock ? { locks: { tracks: options.lock } } : {}) },
    approve: async (plan, { comparison }) => {
      done()
      shown ??= { plan, comparison }
      if (!json) printText(`\n${planText(plan, comparison, { color: useColor(), kind: profile.kind })}`)
      if (options.dryRun || plan.fixes.length === 0) return []
      return options.apply ? plan.fixes : ask(plan, json)
    },
    onProgress: step,
  })
  done()

  const applied = proof.passes.flatMap(pass => pass.applied)
  if (applied.length === 0) {
    if (json) printJson(planDocument(shown!.plan, shown!.comparison))
    return
  }
  const report = await writeWhole(
    join(out, 'report.html'),
    proofHtml(proof, { title: `Uplift: ${name}`, generatedAt: today() }),
  )
  const mix = join(out, `${name} (Uplift).wav`)
  await writeWav(mix, (await session.capture()).main, { format: 'float32' })
  if (json) return void printJson(proofDocument(proof, 'fix'))
  printText(`\n${proofText(proof, { color: useColor() })}\nMix: ${mix}\nReport: ${report}`)
}

async function open(
  { stems, seed }: FixOptions,
  step: (text: string) => void,
): Promise<{ session: LiveSession; warnings: readonly string[]; name: string }> {
  if (stems !== undefined) {
    const { session, warnings } = await openStems(stems, file => step(`Reading ${file}`))
    return { session, warnings, name: basename(join(stems, '.')) }
  }
  step('Producing a song and spoiling its mix')
  const { session, song } = makeDemo({ seed, length: 'short' })
  return { session, warnings: [], name: song.spec.name }
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
