/**
 * The main loop: measure → compare → plan → approve → apply (read back) → measure again. Its result is the proof: the gap
 * before, as predicted, and as measured afterwards, per fix and per feature. What made the mix worse is offered to be rolled
 * back; the loop ends when a plan has nothing more to offer.
 */
import type { Rows } from '../features/catalogue.ts'
import type { Fix, Plan } from '../fixes/fix.ts'
import type { SessionStart } from '../fixes/loudness-guard.ts'
import { type PlanOptions, plan } from '../fixes/plan.ts'
import type { AppliedFix, Pass, Proof, Verdict } from '../fixes/proof.ts'
import type { LiveSession } from '../live/session.ts'
import { solvedOn } from '../mix/main-alone.ts'
import { predictRows } from '../mix/predict.ts'
import { applyFix } from './apply.ts'
import type { Ledger } from './ledger.ts'
import { type Compared, type CompareOptions, compareMeasured, type Measured, measureSession } from './measure.ts'
import { distancesOf, idlePass, passOf, proofOf, type Target } from './proof-of.ts'
import { restoreEntries } from './restore.ts'
import type { WriteOptions } from './retry.ts'
import { takeSpread } from './take-spread.ts'

/** A fix, or all fixes of a pass together, after which the measured gap is larger than before. */
export interface Worse {
  readonly kind: 'fix' | 'pass'
  readonly fixes: readonly Fix[]
  /** Capped distances, and by how much two takes of one mix differ. */
  readonly before: number
  readonly after: number
  readonly spread: number
}

export interface LoopOptions extends Target {
  readonly session: LiveSession
  readonly ledger: Ledger
  /** Plan, apply, measure: so many times at most. 1 to 3. */
  readonly passes: number
  /** Nothing is applied that this does not return. */
  readonly approve: (plan: Plan, compared: Compared, pass: number) => Promise<readonly Fix[]>
  /** Asked when the measurement says that something made it worse. Default: keep it, and say so. */
  readonly onWorse?: (worse: Worse) => Promise<'keep' | 'roll-back'>
  /** Render and measure after every single fix, so that each has its own proof. Costs a capture a fix. */
  readonly proveEachFix?: boolean
  /** What was already measured on this session in its present state; otherwise it is measured first. */
  readonly measured?: Measured & CompareOptions
  /** More takes of the same bars in the same state: how much takes differ. None: every take counts as the same. */
  readonly otherTakes?: readonly Rows[]
  readonly planOptions?: PlanOptions
  readonly writeOptions?: WriteOptions
  readonly onProgress?: (step: string) => void
}

export async function closeTheLoop(options: LoopOptions): Promise<Proof> {
  const { session, profile, stage, onProgress = () => {} } = options
  onProgress('Measuring the mix')
  const first = compareMeasured(options.measured ?? (await measureSession(session)), profile, stage, options.measured)
  const spread = takeSpread(options, [first.analysis.rows, ...(options.otherTakes ?? [])])
  const insertable = session.capabilities.canInsert
  const passes: Pass[] = []
  let current = first
  let settled = false
  let since: SessionStart | null = null

  for (let number = 1; number <= options.passes; number++) {
    onProgress(`Solving for the fixes (pass ${number})`)
    const planned = plan({
      insertable,
      begun: begun(passes),
      ...(since ? { since } : {}),
      ...current,
      profileName: profile.name,
      ...options.planOptions,
    })
    since ??= first.heard.loudness
    settled = planned.fixes.length === 0
    const approved = await options.approve(planned, current, number)
    if (approved.length === 0) {
      if (passes.length === 0) passes.push(idlePass(planned, current))
      break
    }
    const done = await runPass(options, first, current, approved, spread)
    const held = done.applied.flatMap(({ fix, outcome }) => (outcome.kind === 'applied' ? [fix] : []))
    const prediction = predictRows(
      current.analysis,
      solvedOn(current.heard),
      held.map(({ move }) => move),
    )
    const pass = passOf(options, current, planned, done.applied, prediction, done.measured.analysis.rows)
    const judged = held.length > 0 ? await judgePass(options, pass, held, spread) : pass
    passes.push(judged)
    // Rolled back: the set is as it was measured before this pass, and a new plan would be the same one.
    if (held.length === 0 || judged.verdict?.kind === 'rolled-back') break
    current = compareMeasured(done.measured, profile, stage, { roles: first.heard.roles })
  }
  return proofOf(options, first, current, passes, { spread, settled })
}

/** What earlier passes applied and their limits cut short: the last of each kind on a track says how far it still is. */
function begun(passes: readonly Pass[]): Fix[] {
  const applied = passes
    .flatMap(pass => pass.applied)
    .flatMap(({ fix, outcome }) => (outcome.kind === 'applied' ? [fix] : []))
  const last = new Map(applied.map(fix => [`${fix.track} ${fix.kind}`, fix]))
  return [...last.values()].filter(fix => Math.abs(fix.wanted) > Math.abs(fix.amount))
}

/** Applies fix after fix; with `proveEachFix` each is measured and judged by itself. `measured`: the set as it is then. */
async function runPass(
  options: LoopOptions,
  first: Compared,
  current: Compared,
  approved: readonly Fix[],
  spread: number,
): Promise<{ readonly applied: readonly AppliedFix[]; readonly measured: Measured }> {
  const { session, ledger, proveEachFix = false, onProgress = () => {} } = options
  // The same bars are compared throughout: sections and grid are those of the first measurement.
  const measure = () => measureSession(session, { sections: first.analysis.sections, grid: first.analysis.grid })
  const applied: AppliedFix[] = []
  let measured: Measured = current
  let isCurrent = true
  for (const fix of approved) {
    onProgress(`Applying: ${fix.title}`)
    const outcome = await applyFix(session, current.set, fix, ledger, options.writeOptions)
    if (outcome.kind === 'refused' || !proveEachFix) {
      if (outcome.kind === 'applied') isCurrent = false
      applied.push({ fix, outcome, distance: null })
      continue
    }
    const next = await measure()
    const [before, after] = distancesOf(options, [measured.analysis.rows, next.analysis.rows]).map(({ total }) => total)
    const distance = { before: before!, after: after! }
    const earlier = applied.flatMap(each => (each.outcome.kind === 'applied' ? [each.fix] : []))
    // A step that the plan itself foretold to go up is part of a joint solution: the pass is judged as a whole.
    const isWorse = after! > before! + spread + rounding && !isForetold(options, current, earlier, fix)
    const verdict = isWorse
      ? await decide(options, { kind: 'fix', fixes: [fix], ...distance, spread }, [outcome.ledgerId])
      : ({ kind: 'kept' } as const)
    if (verdict.kind === 'rolled-back') {
      // The same state has the same measurement: the one before this fix stands.
      const { reason } = verdict
      applied.push({ fix, outcome: { kind: 'refused', reason, rolledBack: true }, distance, verdict })
    } else {
      applied.push({ fix, outcome, distance, verdict })
      measured = next
    }
  }
  if (!isCurrent) {
    onProgress('Measuring again')
    measured = await measure()
  }
  return { applied, measured }
}

/** Whether the model, too, says that the gap grows with this fix after the earlier ones. */
function isForetold(target: Target, { analysis, heard }: Compared, earlier: readonly Fix[], fix: Fix): boolean {
  const rows = [earlier, [...earlier, fix]].map(
    fixes =>
      predictRows(
        analysis,
        solvedOn(heard),
        fixes.map(({ move }) => move),
      ).rows,
  )
  const [before, after] = distancesOf(target, rows)
  return after!.total > before!.total + rounding
}

async function judgePass(options: LoopOptions, pass: Pass, held: readonly Fix[], spread: number): Promise<Pass> {
  const { before, after, applied } = pass
  if (!(after > before + spread + rounding)) return { ...pass, verdict: { kind: 'kept' } }
  const ids = applied.flatMap(({ outcome }) => (outcome.kind === 'applied' ? [outcome.ledgerId] : []))
  const verdict = await decide(options, { kind: 'pass', fixes: held, before, after, spread }, ids)
  if (verdict.kind !== 'rolled-back') return { ...pass, verdict }
  return {
    ...pass,
    verdict,
    applied: applied.map(
      (each): AppliedFix =>
        each.outcome.kind === 'applied'
          ? { ...each, outcome: { kind: 'refused', reason: verdict.reason, rolledBack: true }, verdict }
          : each,
    ),
  }
}

async function decide(
  { session, ledger, onWorse, writeOptions = {} }: LoopOptions,
  worse: Worse,
  ledgerIds: readonly string[],
): Promise<Verdict> {
  const { kind, before, after } = worse
  const what = kind === 'fix' ? 'With it the gap' : 'With this pass the gap'
  const grew = `${what} grew from ${before.toFixed(3)} to ${after.toFixed(3)}, as measured`
  if (((await onWorse?.(worse)) ?? 'keep') === 'keep') return { kind: 'worse', reason: `${grew}; it was kept.` }
  const entries = ledgerIds.map(id => ledger.entry(id))
  const outcome = await restoreEntries(session, ledger, entries, writeOptions)
  if (outcome.kind === 'undone') return { kind: 'rolled-back', reason: `${grew}: rolled back.`, ledgerIds }
  const obstacle =
    outcome.kind === 'refused' ? outcome.reason : 'somebody has moved it since. Undo asks what is to be kept.'
  return { kind: 'worse', reason: `${grew}, and it could not be rolled back: ${obstacle}` }
}

/** Of distances that are one. */
const rounding = 1e-9
