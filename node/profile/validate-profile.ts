/** Is a learned profile any good? Size, balance, outliers, and how it does on references that it has not seen. */
import { quantile } from 'd3-array'
import { type FeatureId, feature, featureIds, type Scope, scopes } from '../features/catalogue.ts'
import { learnProfile, scaleOf } from './learn.ts'
import type { Profile } from './profile.ts'
import { type Reference, rowsOf, teaches, weightFor } from './reference.ts'

export interface Coverage {
  /** Share of held-out values inside the zones that the others make. p10 to p90 holds 0.8 of a large library. */
  readonly share: number
  readonly values: number
  /** Per left-out part. */
  readonly parts: readonly number[]
}

export interface Outlier {
  readonly title: string
  readonly hash: string
  /** Mean distance outside the zones of the others, in σ. */
  readonly distance: number
  /** What it is far out in, farthest first; deviation in σ, with its sign. */
  readonly farthest: readonly { readonly scope: Scope; readonly feature: FeatureId; readonly sigmas: number }[]
}

export interface Validation {
  readonly references: number
  /** How many references have a section of each type. */
  readonly sections: Readonly<Partial<Record<Scope, number>>>
  /** null: fewer than five references. */
  readonly coverage: Coverage | null
  /** Median over features of how far a zone's middle moves when half of the references are left out, in σ. null: < 10. */
  readonly stability: number | null
  readonly outliers: readonly Outlier[]
  /** Figures that are the same in all references: they say nothing, or something is wrong with the files. */
  readonly constant: readonly { readonly scope: Scope; readonly feature: FeatureId }[]
  /** Sentences: what a user should do about it. */
  readonly advice: readonly string[]
}

const folds = 5
const scoredIds = featureIds.filter(id => feature(id).bad !== 'none')

/** Deterministic: the parts follow the content hashes. */
export function validateProfile(all: readonly Reference[]): Validation {
  const references = all.filter(teaches).sort((a, b) => (a.hash < b.hash ? -1 : 1))
  const sections = Object.fromEntries(
    scopes.flatMap(scope => {
      const count = references.filter(({ values }) => values[scope]).length
      return scope !== 'overall' ? [[scope, count]] : []
    }),
  )
  const coverage = references.length >= folds ? crossValidate(references) : null
  const stability = references.length >= 10 ? halves(references) : null
  const outliers = references.length >= folds ? outliersOf(references) : []
  const whole = learn(references)
  const constant = everyZone(whole).filter(
    ({ scope, id }) =>
      // Tracks of one tempo or tuning are no surprise; of one level to the last digit they are copies.
      feature(id).gap === 'mix' && whole.scopes[scope]![id]!.count >= 5 && whole.scopes[scope]![id]!.scale === 0,
  )
  return {
    references: references.length,
    sections,
    coverage,
    stability,
    outliers,
    constant: constant.map(({ scope, id }) => ({ scope, feature: id })),
    advice: advise(references.length, sections, coverage, stability, outliers),
  }
}

const learn = (references: readonly Reference[]) =>
  learnProfile(
    references.map(rowsOf),
    { name: '', kind: 'learned', stage: 'master', description: '' },
    { minCount: 3, weightOf: (i, id) => weightFor(references[i]!, id) },
  )

const everyZone = (profile: Profile) =>
  scopes.flatMap(scope => scoredIds.flatMap(id => (profile.scopes[scope]?.[id] ? [{ scope, id }] : [])))

function crossValidate(references: readonly Reference[]): Coverage {
  const parts: number[] = []
  let [inside, total] = [0, 0]
  for (let fold = 0; fold < folds; fold++) {
    const profile = learn(references.filter((_, i) => i % folds !== fold))
    let [here, of] = [0, 0]
    for (const reference of references.filter((_, i) => i % folds === fold)) {
      for (const { scope, id } of everyZone(profile)) {
        const value = reference.values[scope]?.[id]
        if (value === undefined || weightFor(reference, id) === 0) continue
        const { low, high } = profile.scopes[scope]![id]!
        of++
        if (value >= low && value <= high) here++
      }
    }
    if (of > 0) parts.push(here / of)
    inside += here
    total += of
  }
  return { share: total > 0 ? inside / total : 0, values: total, parts }
}

function halves(references: readonly Reference[]): number {
  const [one, other] = [0, 1].map(rest => learn(references.filter((_, i) => i % 2 === rest)))
  const whole = learn(references)
  const moves = everyZone(whole).flatMap(({ scope, id }) => {
    const [a, b] = [one!.scopes[scope]?.[id], other!.scopes[scope]?.[id]]
    const sigma = scaleOf(id, whole.scopes[scope]![id]!)
    return a && b && sigma > 0 ? [Math.abs(a.median - b.median) / sigma] : []
  })
  return quantile(moves, 0.5) ?? 0
}

/** Farther out than this, on average over all its figures, a reference is another kind of track. */
const outlierDistance = 1

function outliersOf(references: readonly Reference[]): Outlier[] {
  const whole = learn(references)
  const zones = everyZone(whole)
  return references
    .map(reference => {
      const excesses = zones.flatMap(({ scope, id }) => {
        const value = reference.values[scope]?.[id]
        if (value === undefined || weightFor(reference, id) === 0) return []
        const zone = whole.scopes[scope]![id]!
        const sigma = scaleOf(id, zone)
        const outside = value > zone.high ? value - zone.high : value < zone.low ? value - zone.low : 0
        return sigma > 0 ? [{ scope, feature: id, sigmas: outside / sigma }] : []
      })
      const distance = excesses.reduce((sum, { sigmas }) => sum + Math.min(4, Math.abs(sigmas)), 0) / excesses.length
      const farthest = excesses.sort((a, b) => Math.abs(b.sigmas) - Math.abs(a.sigmas)).slice(0, 3)
      return { title: reference.title, hash: reference.hash, distance, farthest }
    })
    .filter(({ distance }) => distance > outlierDistance)
    .sort((a, b) => b.distance - a.distance)
}

function advise(
  count: number,
  sections: Validation['sections'],
  coverage: Coverage | null,
  stability: number | null,
  outliers: readonly Outlier[],
): string[] {
  const advice: string[] = []
  if (count < 10) advice.push(`${count} references are few: the prior fills in. 30 make a profile of your own.`)
  else if (count < 30) advice.push(`${count} references give zones with blurred edges; 30 or more are better.`)
  for (const type of ['drop', 'breakdown'] as const) {
    const has = sections[type] ?? 0
    if (has < 3) advice.push(`Only ${has} of ${count} have a ${type}: what a ${type} should be like is not learned.`)
  }
  if (coverage && (coverage.share < 0.7 || coverage.share > 0.9)) {
    advice.push(
      `${Math.round(100 * coverage.share)} % of the figures of a reference lie inside the zones of the others; 70 to 90 % is sound. ${coverage.share < 0.7 ? 'The references are too few or too different: more of them, or one profile per style.' : 'The references are nearly alike: are there copies among them?'}`,
    )
  }
  if (stability !== null && stability > 0.5) {
    advice.push(`Half of the references would give other zones (${stability.toFixed(1)} σ apart): more of them help.`)
  }
  if (outliers.length > 0) {
    const names = outliers.slice(0, 3).map(({ title }) => `"${title}"`)
    advice.push(`${names.join(', ')}: far from the others. Leave out what you did not mean to teach.`)
  }
  return advice
}
