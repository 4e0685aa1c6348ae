/**
 * The main loop: measure → compare → plan → approve → apply (read back) → measure again. Its result is the proof: the gap
 * before, as predicted, and as measured afterwards, per fix and per feature.
 */
import type { Analysis } from '../features/analysis.ts'
import type { FeatureId } from '../features/catalogue.ts'
import type { Fix, Plan } from '../fixes/fix.ts'
import { type PlanInput, plan } from '../fixes/plan.ts'
import type { AppliedFix, Measurement, Pass, Proof } from '../fixes/proof.ts'
import { compare } from '../gap/gap.ts'
import { compileObjective, type Distance, distance, type Stage, scoreOf } from '../gap/objective.ts'
import type { LiveSession } from '../live/session.ts'
import { predictRows } from '../mix/predict.ts'
import type { Profile } from '../profile/profile.ts'
import { applyFix } from './apply.ts'
import type { Ledger } from './ledger.ts'
import { type Compared, compareMeasured, type Measured, measureSession } from './measure.ts'

export interface LoopOptions {
  readonly session: LiveSession
  readonly profile: Profile
  readonly stage: Stage
  readonly ledger: Ledger
  /** Plan, apply, measure: so many times at most. 1 to 3. */
  readonly passes: number
  /** Nothing is applied that this does not return. */
  readonly approve: (plan: Plan, compared: Compared, pass: number) => Promise<readonly Fix[]>
  /** Render and measure after every single fix, so that each has its own proof. Costs a capture a fix. */
  readonly proveEachFix?: boolean
  /** What was already measured on this session in its present state; otherwise it is measured first. */
  readonly measured?: Measured
  readonly planOptions?: Pick<PlanInput, 'locks' | 'rules' | 'strength'>
  readonly onProgress?: (step: string) => void
}

export async function closeTheLoop(options: LoopOptions): Promise<Proof> {
  const { session, profile, stage, onProgress = () => {} } = options
  onProgress('Measuring the mix')
  const first = compareMeasured(options.measured ?? (await measureSession(session)), profile, stage)
  // From here on the same bars are compared: sections and grid are those of the first measurement.
  const again = { sections: first.analysis.sections, grid: first.analysis.grid }
  const passes: Pass[] = []
  let current = first
  let predictedRows: Analysis['rows'] | null = null
  let unpredicted: readonly FeatureId[] = []

  for (let number = 1; number <= options.passes; number++) {
    onProgress(`Solving for the fixes (pass ${number})`)
    const planned = plan({ ...current, profileName: profile.name, ...options.planOptions })
    const approved = await options.approve(planned, current, number)
    if (approved.length === 0) {
      if (passes.length === 0) passes.push(emptyPass(planned, current))
      break
    }
    const applied: AppliedFix[] = []
    let measured: Measured = current
    for (const fix of approved) {
      onProgress(`Applying: ${fix.title}`)
      const outcome = await applyFix(session, current.set, fix, options.ledger)
      const proveNow = options.proveEachFix && outcome.kind === 'applied'
      const next = proveNow ? await measureSession(session, again) : measured
      const distances = proveNow
        ? distancesOf(profile, stage, [measured.analysis.rows, next.analysis.rows])
        : [null, null]
      applied.push({
        fix,
        outcome,
        distance: distances[0] && distances[1] ? { before: distances[0].total, after: distances[1].total } : null,
      })
      measured = next
    }
    const held = applied.filter(({ outcome }) => outcome.kind === 'applied').map(({ fix }) => fix.move)
    const prediction = predictRows(current.analysis, current.heard.model, held)
    onProgress('Measuring again')
    if (!options.proveEachFix) measured = await measureSession(session, again)
    const [before, predicted, after] = distancesOf(profile, stage, [
      current.analysis.rows,
      prediction.rows,
      measured.analysis.rows,
    ])
    passes.push({ plan: planned, applied, before: before!.total, predicted: predicted!.total, after: after!.total })
    predictedRows = prediction.rows
    unpredicted = prediction.unpredicted
    current = compareMeasured({ ...measured, set: await session.snapshot() }, profile, stage)
    if (held.length === 0) break
  }
  return proofOf(options, first, current, passes, predictedRows, unpredicted)
}

function emptyPass(planned: Plan, current: Compared): Pass {
  const { total } = current.comparison.distance
  return { plan: planned, applied: [], before: total, predicted: total, after: total }
}

/** Distances of several measurements with the same terms. */
function distancesOf(profile: Profile, stage: Stage, rows: readonly Analysis['rows'][]): Distance[] {
  const objective = compileObjective(profile, stage, rows[0]!, rows.slice(1))
  return rows.map(each => distance(objective, each))
}

function proofOf(
  { profile, stage }: LoopOptions,
  before: Compared,
  after: Compared,
  passes: readonly Pass[],
  predicted: Analysis['rows'] | null,
  unpredicted: readonly FeatureId[],
): Proof {
  const rows = [before.analysis.rows, after.analysis.rows] as const
  const objective = compileObjective(profile, stage, rows[0], [rows[1]])
  const distanceBefore = distance(objective, rows[0])
  const distanceAfter = distance(objective, rows[1])
  return {
    profile,
    stage,
    before: measurementOf(before),
    after: { ...measurementOf(after), comparison: compare(rows[1], profile, stage, { comparableWith: [rows[0]] }) },
    passes,
    distanceBefore,
    distanceAfter,
    scoreBefore: scoreOf(distanceBefore.total),
    scoreAfter: scoreOf(distanceAfter.total),
    gapReduction: distanceBefore.total > 0 ? 1 - distanceAfter.total / distanceBefore.total : null,
    features: objective.terms.map(({ id, scope, low, high, sigma }) => ({
      feature: id,
      scope,
      low,
      high,
      sigma,
      before: rows[0][scope]!.values[id]!,
      predicted: unpredicted.includes(id) ? null : (predicted?.[scope]?.values[id] ?? null),
      after: rows[1][scope]!.values[id]!,
    })),
  }
}

const measurementOf = ({ set, analysis, comparison, heard }: Compared): Measurement => ({
  set,
  analysis,
  comparison,
  explained: heard.explained,
  heardTracks: heard.heardTracks,
  audibleTracks: heard.audibleTracks,
})
