/**
 * `uplift fix` on what sounds by itself: a folder of stems, a bounce alone, or the simulated set. The loop is closed: measured
 * again, proved.
 */
import { basename, join } from 'node:path'
import { confirm, isCancel } from '@clack/prompts'
import { openBounce } from '../app/bounce.ts'
import { Ledger } from '../app/ledger.ts'
import { closeTheLoop, type LoopOptions, type Worse } from '../app/loop.ts'
import { measureSession } from '../app/measure.ts'
import { writeReceipt } from '../app/receipts.ts'
import { recover } from '../app/recover.ts'
import { rememberedRoles, SetMemory, setMemoryFile } from '../app/set-memory.ts'
import { writeWav } from '../audio/write-wav.ts'
import type { Plan } from '../fixes/fix.ts'
import type { Comparison } from '../gap/gap.ts'
import { rolesOf } from '../mix/roles/guess-roles.ts'
import { proofHtml } from '../report/html.ts'
import { planDocument, proofDocument } from '../report/json.ts'
import { planText, proofText } from '../report/text.ts'
import { approve, canAsk } from './approve.ts'
import type { FixOptions, FixSettings } from './fix-settings.ts'
import { planOptionsOf, rememberIntended, stageOf, targetOf, tasteOf, tasteText } from './fix-target.ts'
import { openSession } from './open-session.ts'
import { progress, useColor } from './options.ts'
import { printJson, printText, today, writeWhole } from './output.ts'

/** `bounce`: the file of a whole song, in place of stems. */
export async function fixSession(options: FixOptions, settings: FixSettings, bounce?: string): Promise<void> {
  const { json } = options
  const out = options.out ?? 'out/fix'
  const { step, done } = progress(json)
  const { session, warnings, name } = await (bounce === undefined ? openSession(options, step) : openMix(bounce, step))
  const memory = await SetMemory.open(setMemoryFile(out))
  const ledgerFile = join(out, 'ledger.json')
  const ledger = await Ledger.open(ledgerFile)
  try {
    const { entries } = await recover(session, ledger)
    step('Measuring the mix')
    const { declared } = settings
    const measured = await measureSession(session, { warnings, ...(declared === undefined ? {} : { declared }) })
    const remembered = await rememberIntended(memory, measured.set, settings)
    const taste = await tasteOf(measured.set, remembered, options, out)
    const decision = stageOf(settings.stage, measured.analysis.rows, measured.set)
    const profile = await targetOf(options, measured.analysis, decision.stage, step)
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
      passes: options.dryRun ? 1 : settings.passes,
      measured: {
        ...measured,
        roles: rolesOf(measured.set, measured.take, measured.analysis, rememberedRoles(remembered)),
      },
      proveEachFix: true,
      planOptions: planOptionsOf(measured.set, remembered, settings, { lock: options.lock, habits: taste.habits() }),
      approve: async (plan, { comparison }) => {
        done()
        shown ??= { plan, comparison }
        if (!json) printText(`\n${planText(plan, comparison, { color: useColor(), kind: profile.kind })}`)
        const liked = tasteText(taste, plan.fixes)
        if (!json && liked !== '') printText(liked)
        if (options.dryRun || plan.fixes.length === 0) return []
        if (options.apply) return plan.fixes
        const approved = await approve(plan, json)
        await taste.chosen(plan.fixes, approved)
        return approved
      },
      onWorse: onWorse(options, done),
      onProgress: step,
    })
    done()

    if (proof.passes.every(pass => pass.applied.length === 0)) {
      if (json) printJson(planDocument(shown!.plan, shown!.comparison))
      return
    }
    for (const { applied, ...figures } of proof.passes) {
      await taste.proven(applied, { ...figures, spread: proof.spread ?? 0 })
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
    if (options.sim) await session.close()
  }
}

async function openMix(file: string, step: (text: string) => void) {
  step(`Reading ${basename(file)}`)
  return openBounce(file)
}

function onWorse({ apply, json }: FixOptions, done: () => void): NonNullable<LoopOptions['onWorse']> {
  return async ({ fixes, before, after }: Worse) => {
    if (apply || !canAsk(json)) return 'roll-back'
    done()
    const titles = fixes.map(({ title }) => `"${title}"`).join(', ')
    const rollBack = await confirm({
      message: `${titles}: the gap grew from ${before.toFixed(3)} to ${after.toFixed(3)}. Roll back?`,
    })
    return isCancel(rollBack) || rollBack ? 'roll-back' : 'keep'
  }
}
