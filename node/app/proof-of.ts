/** The loop's measurements as its proof: distances and features before, as predicted, and as measured afterwards. */
import type { FeatureId, Rows, Scope } from '../features/catalogue.ts'
import type { Plan } from '../fixes/fix.ts'
import type { AppliedFix, FeatureProof, Measurement, Pass, Proof } from '../fixes/proof.ts'
import { compare } from '../gap/gap.ts'
import { compileObjective, type Distance, distance, type Objective, type Stage, scoreOf } from '../gap/objective.ts'
import { attributor } from '../mix/attribution.ts'
import type { predictRows } from '../mix/predict.ts'
import type { Profile } from '../profile/profile.ts'
import type { Compared } from './measure.ts'

export interface Target {
  readonly profile: Profile
  readonly stage: Stage
}

export function idlePass(planned: Plan, { comparison }: Compared): Pass {
  const { total } = comparison.distance
  return { plan: planned, comparison, applied: [], before: total, predicted: total, after: total, features: [] }
}

/** Distances of several measurements with the same terms. */
export function distancesOf({ profile, stage }: Target, rows: readonly Rows[]): Distance[] {
  const objective = compileObjective(profile, stage, rows[0]!, rows.slice(1))
  return rows.map(each => distance(objective, each))
}

export function passOf(
  { profile, stage }: Target,
  { analysis, comparison }: Compared,
  planned: Plan,
  applied: readonly AppliedFix[],
  prediction: ReturnType<typeof predictRows>,
  after: Rows,
): Pass {
  const rows = [analysis.rows, prediction.rows, after]
  const distances = distancesOf({ profile, stage }, rows)
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

export function proofOf(
  { profile, stage }: Target,
  before: Compared,
  after: Compared,
  passes: readonly Pass[],
  rest: Pick<Proof, 'spread' | 'settled'>,
): Proof {
  const rows = [before.analysis.rows, after.analysis.rows] as const
  const objective = compileObjective(profile, stage, rows[0], [rows[1]])
  const distanceBefore = distance(objective, rows[0])
  const distanceAfter = distance(objective, rows[1])
  const lastPrediction = new Map(
    passes.at(-1)?.features.map(({ feature, scope, predicted }) => [`${scope} ${feature}`, predicted]),
  )
  const attribute = attributor(after.set, after.heard.model)
  return {
    ...rest,
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
