/**
 * The main loop: measure → compare → plan → approve → apply (read back) → measure again. Its result is the proof: the gap
 * before, as predicted, and as measured afterwards, per fix and per feature.
 */
import type { FeatureId, Rows, Scope } from '../features/catalogue.ts'
import type { Fix, Plan } from '../fixes/fix.ts'
import { type PlanInput, plan } from '../fixes/plan.ts'
import type { AppliedFix, FeatureProof, Measurement, Pass, Proof } from '../fixes/proof.ts'
import { compare } from '../gap/gap.ts'
import { compileObjective, type Distance, distance, type Objective, type Stage, scoreOf } from '../gap/objective.ts'
import type { LiveSession } from '../live/session.ts'
import { attributor } from '../mix/attribution.ts'
import type { Heard } from '../mix/contributions.ts'
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
  readonly measured?: Measured & { readonly heard?: Heard }
  readonly planOptions?: Pick<PlanInput, 'locks' | 'rules' | 'strength'>
  readonly onProgress?: (step: string) => void
}

export async function closeTheLoop(options: LoopOptions): Promise<Proof> {
  const { session, profile, stage, onProgress = () => {} } = options
  onProgress('Measuring the mix')
  const first = compareMeasured(
    options.measured ?? (await measureSession(session)),
    profile,
    stage,
    options.measured?.heard,
  )
  // From here on the same bars are compared: sections and grid are those of the first measurement.
  const again = { sections: first.analysis.sections, grid: first.analysis.grid }
  const passes: Pass[] = []
  let current = first

  for (let number = 1; number <= options.passes; number++) {
    onProgress(`Solving for the fixes (pass ${number})`)
    const planned = plan({ ...current, profileName: profile.name, ...options.planOptions })
    const approved = await options.approve(planned, current, number)
    if (approved.length === 0) {
      if (passes.length === 0) passes.push(idlePass(planned, current))
      break
    }
    const applied: AppliedFix[] = []
    let measured: Measured = current
    for (const fix of approved) {
      onProgress(`Applying: ${fix.title}`)
      const outcome = await applyFix(session, current.set, fix, options.ledger)
      const proveNow = options.proveEachFix && outcome.kind === 'applied'
      const next = proveNow ? await measureSession(session, again) : measured
      const [before, after] = proveNow ? distancesOf(profile, stage, [measured.analysis.rows, next.analysis.rows]) : []
      applied.push({
        fix,
        outcome,
        distance: before && after ? { before: before.total, after: after.total } : null,
      })
      measured = next
    }
    const held = applied.filter(({ outcome }) => outcome.kind === 'applied').map(({ fix }) => fix.move)
    const prediction = predictRows(current.analysis, current.heard.model, held)
    onProgress('Measuring again')
    if (!options.proveEachFix) measured = await measureSession(session, again)
    passes.push(passOf(options, current, planned, applied, prediction, measured.analysis.rows))
    current = compareMeasured(measured, profile, stage)
    if (held.length === 0) break
  }
  return proofOf(options, first, current, passes)
}

function idlePass(planned: Plan, { comparison }: Compared): Pass {
  const { total } = comparison.distance
  return { plan: planned, comparison, applied: [], before: total, predicted: total, after: total, features: [] }
}

/** Distances of several measurements with the same terms. */
function distancesOf(profile: Profile, stage: Stage, rows: readonly Rows[]): Distance[] {
  const objective = compileObjective(profile, stage, rows[0]!, rows.slice(1))
  return rows.map(each => distance(objective, each))
}

function passOf(
  { profile, stage }: LoopOptions,
  { analysis, comparison }: Compared,
  planned: Plan,
  applied: readonly AppliedFix[],
  prediction: ReturnType<typeof predictRows>,
  after: Rows,
): Pass {
  const rows = [analysis.rows, prediction.rows, after]
  const distances = distancesOf(profile, stage, rows)
  const objective = compileObjective(profile, stage, analysis.rows, rows.slice(1))
  return {
    plan: planned,
    comparison,
    applied,
    before: distances[0]!.total,
    predicted: distances[1]!.total,
    after: distances[2]!.total,
    features: featureProofs(objective, analysis.rows, after, (id, scope) =>
      prediction.unpredicted.includes(id) ? null : (prediction.rows[scope]?.values[id] ?? null),
    ),
  }
}

const featureProofs = (
  objective: Objective,
  before: Rows,
  after: Rows,
  predicted: (id: FeatureId, scope: Scope) => number | null,
): FeatureProof[] =>
  objective.terms.map(({ id, scope, low, high, sigma }) => ({
    feature: id,
    scope,
    low,
    high,
    sigma,
    before: before[scope]!.values[id]!,
    predicted: predicted(id, scope),
    after: after[scope]!.values[id]!,
  }))

function proofOf({ profile, stage }: LoopOptions, before: Compared, after: Compared, passes: readonly Pass[]): Proof {
  const rows = [before.analysis.rows, after.analysis.rows] as const
  const objective = compileObjective(profile, stage, rows[0], [rows[1]])
  const distanceBefore = distance(objective, rows[0])
  const distanceAfter = distance(objective, rows[1])
  const lastPrediction = new Map(
    passes.at(-1)?.features.map(({ feature, scope, predicted }) => [`${scope} ${feature}`, predicted]),
  )
  const attribute = attributor(after.set, after.heard.model)
  return {
    profile,
    stage,
    before: measurementOf(before),
    after: {
      ...measurementOf(after),
      comparison: compare(rows[1], profile, stage, { attribute, comparableWith: [rows[0]] }),
    },
    passes,
    distanceBefore,
    distanceAfter,
    scoreBefore: scoreOf(distanceBefore.total),
    scoreAfter: scoreOf(distanceAfter.total),
    gapReduction: distanceBefore.total > 0 ? 1 - distanceAfter.total / distanceBefore.total : null,
    features: featureProofs(objective, rows[0], rows[1], (id, scope) => lastPrediction.get(`${scope} ${id}`) ?? null),
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
