/**
 * The style distance (DESIGN 3.2), compiled once per target so that the gap, the score and the planner use one formula:
 *
 *   D_s = Σ_f w_f · min(c, e_f / σ_f),   e_f = max(0, x_f − high_f, low_f − x_f) on the feature's bad side,   Σ w_f = 1
 *
 * and D = Σ_s W_s · D_s over the scopes (Σ W_s = 1). `deviation = measured − target`: positive, the mix has more.
 */
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
import { groupWeight, scopeWeight, scoring } from './scoring.ts'

export type Stage = 'premaster' | 'master'

/** One feature of one scope, ready to be evaluated. */
export interface Term {
  readonly scope: Scope
  readonly id: FeatureId
  readonly low: number
  readonly high: number
  readonly median: number
  readonly sigma: number
  /** Share of the scope's distance; sums to 1 over a scope. */
  readonly weight: number
  readonly highIsBad: boolean
  readonly lowIsBad: boolean
  /** Levels below this are not heard beside the rest: what lies there is neither too much nor too little. */
  readonly heardFrom: number
}

export interface Objective {
  readonly stage: Stage
  readonly terms: readonly Term[]
  /** Scopes with terms, and their weights; sum 1. */
  readonly scopeWeights: Readonly<Partial<Record<Scope, number>>>
}

/** Why a feature carries no weight at this stage, or null when it is scored. */
export function notScoredBecause(id: FeatureId, stage: Stage): string | null {
  const { gap, bad, group, survivesMastering } = feature(id)
  if (gap === 'material') return 'material: not ours to close'
  if (bad === 'none') return 'reported only'
  if (groupWeight(group) === 0) return 'shown, and not scored until a fix for it can be predicted'
  if (stage === 'premaster' && !survivesMastering) return 'mastering will change it: not scored on a premaster'
  return null
}

/**
 * Compiles the distance of `rows` from `profile`. Features defined on both sides only, so that a missing feature does not
 * flatter; `alsoDefined` are further rows the comparison must hold for (before and after use the same terms).
 */
export function compileObjective(
  profile: Profile,
  stage: Stage,
  rows: Rows,
  alsoDefined: readonly Rows[] = [],
): Objective {
  const isDefined = (scope: Scope, id: FeatureId) =>
    [rows, ...alsoDefined].every(each => typeof each[scope]?.values[id] === 'number') &&
    profile.scopes[scope]?.[id] !== undefined
  const sectionScopes = scopes.filter(
    scope => scope !== 'overall' && featureIds.some(id => notScoredBecause(id, stage) === null && isDefined(scope, id)),
  )
  const terms: Term[] = []
  const scopeWeights: Partial<Record<Scope, number>> = {}
  for (const scope of scopes) {
    const clips = (id: FeatureId) => isClipping(scope, id, stage, rows)
    const ids = featureIds.filter(id => {
      if (clips(id)) return true
      if (notScoredBecause(id, stage) !== null || !isDefined(scope, id)) return false
      // Over the whole track a sectioned feature counts only when no section can be compared.
      return scope !== 'overall' || feature(id).measuredIn === 'overall' || sectionScopes.length === 0
    })
    const members = new Map<string, number>()
    for (const id of ids) members.set(feature(id).group, (members.get(feature(id).group) ?? 0) + 1)
    const total = [...members.keys()].reduce((sum, group) => sum + groupWeight(group), 0)
    if (total <= 0) continue
    // On a premaster nothing else is scored over the whole track: clipping alone must not weigh as much as a section.
    scopeWeights[scope] = scopeWeight(scope) * (ids.every(clips) ? clippingShare : 1)
    for (const id of ids) {
      const distribution = clips(id) ? fullScale : profile.scopes[scope]![id]!
      const { group } = feature(id)
      terms.push({
        scope,
        id,
        low: distribution.low,
        high: distribution.high,
        median: distribution.median,
        sigma: scaleOf(id, distribution),
        weight: groupWeight(group) / members.get(group)! / total,
        ...sidesOf(id),
      })
    }
  }
  const sum = Object.values(scopeWeights).reduce((a, b) => a + b, 0)
  for (const scope of scopes) if (scopeWeights[scope] !== undefined) scopeWeights[scope]! /= sum
  return { stage, terms, scopeWeights }
}

export interface Wishes {
  /** Only these categories are to be improved; absent: all. */
  readonly only?: readonly Category[]
  readonly without?: readonly Category[]
  /** Findings that are meant to be so; `scope` null: in every section. */
  readonly intended?: readonly { readonly feature: FeatureId; readonly scope: Scope | null }[]
}

/**
 * The objective as the user wants it: what is left out or meant to be so costs nothing as it is, and counts only where it would
 * get worse still. Weights stay, so that a part of the wishes is never worth more than it was in the whole.
 */
export function asWished(objective: Objective, rows: Rows, { only, without = [], intended = [] }: Wishes): Objective {
  const isSilent = ({ id, scope }: Term) => {
    const { category } = feature(id)
    if ((only && !only.includes(category)) || without.includes(category)) return true
    return intended.some(each => each.feature === id && (each.scope === null || each.scope === scope))
  }
  return {
    ...objective,
    terms: objective.terms.map(term => {
      const value = rows[term.scope]?.values[term.id]
      if (typeof value !== 'number' || !isSilent(term)) return term
      return { ...term, low: Math.min(term.low, value), high: Math.max(term.high, value) }
    }),
  }
}

/** Main above full scale is a fault of every mix, whatever the references: it clips in every file but a float one. */
const isClipping = (scope: Scope, id: FeatureId, stage: Stage, rows: Rows) =>
  stage === 'premaster' && scope === 'overall' && id === 'truePeak' && (rows.overall?.values.truePeak ?? -1) > 0
const clippingShare = 0.25
const fullScale = { median: -1, low: -100, high: 0, scale: 1, count: 1 }

/** Signed distance outside the zone on the bad side, in the feature's unit; 0 inside. The one place the sign is made. */
export function excess({ low, high, highIsBad, lowIsBad, heardFrom }: Zone, measured: number): number {
  const value = Math.max(measured, heardFrom)
  if (value > high) return highIsBad ? value - Math.max(high, heardFrom) : 0
  if (value < low) return lowIsBad ? value - low : 0
  return 0
}

export type Zone = Pick<Term, 'low' | 'high' | 'highIsBad' | 'lowIsBad' | 'heardFrom'>

/** Which sides of a feature are bad, and from which level on it is heard. */
export const sidesOf = (id: FeatureId): Pick<Term, 'highIsBad' | 'lowIsBad' | 'heardFrom'> => {
  const { bad } = feature(id)
  return { highIsBad: bad !== 'low', lowIsBad: bad !== 'high', heardFrom: heardFrom(id) }
}

/**
 * A band this far below the mid range is masked by it: the upward spread of masking falls by some 10 dB an octave at these
 * levels, the downward by more (Zwicker and Fastl, Psychoacoustics), so that 30 dB below leaves nothing to hear.
 */
const leastBandDb = -30
const heardFrom = (id: FeatureId) => (/^(band|third)|^mud$/.test(id) ? leastBandDb : Number.NEGATIVE_INFINITY)

export interface Distance {
  /** Σ_s W_s · D_s. */
  readonly total: number
  readonly byScope: Readonly<Partial<Record<Scope, number>>>
}

/** The distance of rows; capped for reports, uncapped for the planner. A term missing in `rows` throws RangeError. */
export function distance(objective: Objective, rows: Rows, cap: number = scoring.cap.value): Distance {
  const byScope: Partial<Record<Scope, number>> = {}
  for (const term of objective.terms) {
    const value = rows[term.scope]?.values[term.id]
    if (typeof value !== 'number') throw new RangeError(`${term.scope} ${term.id} must be defined, got ${value}`)
    const sigmas = Math.abs(excess(term, value)) / term.sigma
    byScope[term.scope] = (byScope[term.scope] ?? 0) + term.weight * Math.min(cap, sigmas)
  }
  let total = 0
  for (const scope of scopes) total += (objective.scopeWeights[scope] ?? 0) * (byScope[scope] ?? 0)
  return { total, byScope }
}

/** 100 inside every zone, falling exponentially with the distance. */
export const scoreOf = (totalDistance: number) => 100 * Math.exp(-totalDistance / scoring.scoreScale.value)
