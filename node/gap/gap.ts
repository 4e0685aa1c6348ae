/** The gap: what differs from the references, how much, where, and which track carries it. */
import {
  type Category,
  type FeatureId,
  feature,
  featureIds,
  type Rows,
  type Scope,
  scopes,
} from '../features/catalogue.ts'
import { scaleOf } from '../profile/learn.ts'
import type { Profile } from '../profile/profile.ts'
import {
  compileObjective,
  type Distance,
  distance,
  excess,
  notScoredBecause,
  type Objective,
  type Stage,
  scoreOf,
  sidesOf,
  type Term,
} from './objective.ts'
import { scoring } from './scoring.ts'

export type Severity = 'critical' | 'warning' | 'minor'

export interface Contribution {
  readonly track: string
  /** Share of the audible power in the feature's band, 0..1; of the side signal for stereo features. */
  readonly share: number
}

export interface Gap {
  readonly feature: FeatureId
  readonly scope: Scope
  readonly value: number
  readonly low: number
  readonly high: number
  readonly median: number
  /** value − median: positive, the mix has more than the references. */
  readonly deviation: number
  /** Signed distance outside the zone, in the feature's unit. */
  readonly excess: number
  /** |excess| / σ. */
  readonly sigmas: number
  readonly severity: Severity
  /** Largest first. Empty when no tracks were heard. */
  readonly contributors: readonly Contribution[]
}

export interface Comparison {
  readonly stage: Stage
  readonly objective: Objective
  readonly distance: Distance
  readonly score: number
  /** Score per category over its own features, 0..100. */
  readonly categories: Readonly<Partial<Record<Category, number>>>
  /** What levels, EQ, width and dynamics can change: worst first. */
  readonly gaps: readonly Gap[]
  /** Tempo, key, arrangement: reported, never scored. */
  readonly material: readonly Gap[]
  /** Measured here but defined in the profile for no comparable section, or not scored at this stage. */
  readonly notScored: readonly { readonly feature: FeatureId; readonly reason: string }[]
}

export const severityOf = (sigmas: number): Severity | null => {
  const { critical, warning, minor } = scoring.severity
  if (sigmas >= critical) return 'critical'
  if (sigmas >= warning) return 'warning'
  return sigmas >= minor ? 'minor' : null
}

/** Names the tracks behind a feature in a scope; provided by the mix model where tracks were heard. */
export type Attribution = (id: FeatureId, scope: Scope) => readonly Contribution[]

/** Compares measured rows with a profile. `comparableWith`: other rows (a later measurement) that must use the same terms. */
export function compare(
  rows: Rows,
  profile: Profile,
  stage: Stage,
  { attribute = () => [], comparableWith = [] }: { attribute?: Attribution; comparableWith?: readonly Rows[] } = {},
): Comparison {
  const objective = compileObjective(profile, stage, rows, comparableWith)
  const measured = distance(objective, rows)

  const gapOf = ({
    id,
    scope,
    low,
    high,
    median,
    sigma,
  }: Omit<Term, 'weight' | keyof ReturnType<typeof sidesOf>>): Gap | null => {
    const value = rows[scope]!.values[id]!
    const outside = excess({ low, high, ...sidesOf(id) }, value)
    const sigmas = Math.abs(outside) / sigma
    const severity = severityOf(sigmas)
    if (severity === null) return null
    const contributors = attribute(id, scope)
    return {
      feature: id,
      scope,
      value,
      low,
      high,
      median,
      deviation: value - median,
      excess: outside,
      sigmas,
      severity,
      contributors,
    }
  }

  const gaps = objective.terms.map(gapOf).filter(gap => gap !== null)
  const material = featureIds
    .filter(id => feature(id).gap === 'material' && feature(id).bad !== 'none')
    .flatMap(id => scopes.map(scope => ({ id, scope })))
    .filter(({ id, scope }) => typeof rows[scope]?.values[id] === 'number' && profile.scopes[scope]?.[id] !== undefined)
    .map(({ id, scope }) => {
      const distribution = profile.scopes[scope]![id]!
      return gapOf({ ...distribution, id, scope, sigma: scaleOf(id, distribution) })
    })
    .filter(gap => gap !== null)

  return {
    stage,
    objective,
    distance: measured,
    score: scoreOf(measured.total),
    categories: categoryScores(objective, rows),
    gaps: gaps.sort((a, b) => b.sigmas - a.sigmas),
    material,
    notScored: featureIds.flatMap(id => {
      const reason = notScoredBecause(id, stage)
      return reason !== null && feature(id).gap === 'mix' ? [{ feature: id, reason }] : []
    }),
  }
}

function categoryScores(objective: Objective, rows: Rows): Partial<Record<Category, number>> {
  const sums = new Map<Category, { weight: number; cost: number }>()
  for (const term of objective.terms) {
    const weight = term.weight * objective.scopeWeights[term.scope]!
    const sigmas = Math.abs(excess(term, rows[term.scope]!.values[term.id]!)) / term.sigma
    const sum = sums.get(feature(term.id).category) ?? { weight: 0, cost: 0 }
    sum.weight += weight
    sum.cost += weight * Math.min(scoring.cap.value, sigmas)
    sums.set(feature(term.id).category, sum)
  }
  return Object.fromEntries([...sums].map(([category, { weight, cost }]) => [category, scoreOf(cost / weight)]))
}
