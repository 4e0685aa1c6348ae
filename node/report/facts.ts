/** What a report says that no other layer has counted yet: pure derivations over analysis, comparison and proof. */
import { median } from 'd3-array'
import type { Analysis, BeatGrid, Section } from '../features/analysis.ts'
import {
  type Category,
  type FeatureId,
  feature,
  featureIds,
  type Scope,
  scopes,
  sectionTypes,
} from '../features/catalogue.ts'
import type { AppliedFix, FeatureProof, Measurement, Proof } from '../fixes/proof.ts'
import type { Comparison, Gap } from '../gap/gap.ts'
import { excess, sidesOf } from '../gap/objective.ts'
import { scaleOf } from '../profile/learn.ts'
import type { Distribution, Profile } from '../profile/profile.ts'
import { formatShare, type Light } from './words.ts'

export const categories = [...new Set(featureIds.map(id => feature(id).category))] as readonly Category[]

/** Whole bars of a section in four-four, which trance is; null without a beat grid. */
export const barsOf = ({ startSeconds, endSeconds }: Section, grid: BeatGrid | null) =>
  grid && Math.round(((endSeconds - startSeconds) * grid.tempo) / 240)

/** Section types that were measured, in a track's order; the whole track where there are none. */
export function measuredScopes(analysis: Analysis): readonly Scope[] {
  const found = sectionTypes.filter(type => analysis.rows[type] !== undefined)
  return found.length > 0 ? found : scopes.filter(scope => analysis.rows[scope] !== undefined)
}

/** The section a page looks at first: the drop, where the track is judged. */
export const mainScope = (analysis: Analysis): Scope | undefined =>
  (['drop', 'build', 'breakdown', 'intro', 'outro', 'overall'] as const).find(scope => analysis.rows[scope])

export interface Zone {
  readonly low: number
  readonly high: number
  readonly median: number
  readonly sigma: number
}

export function zoneOf(profile: Profile | null, scope: Scope, id: FeatureId): Zone | null {
  const found: Distribution | undefined = profile?.scopes[scope]?.[id]
  return found ? { low: found.low, high: found.high, median: found.median, sigma: scaleOf(id, found) } : null
}

/** Signed distance outside the zone on the feature's bad side. */
export function outside(id: FeatureId, zone: { readonly low: number; readonly high: number }, value: number): number {
  return feature(id).bad === 'none' ? 0 : excess({ ...zone, ...sidesOf(id) }, value)
}

/** The worst of some gaps; gaps come worst first. */
export const lightOf = (gaps: readonly Gap[]): Light => gaps[0]?.severity ?? 'ok'

export const gapsIn = (comparison: Comparison, category: Category) =>
  comparison.gaps.filter(gap => feature(gap.feature).category === category)

/** Things grouped by a sentence they share, in order of first appearance. */
export function groupBy<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item])
  return groups
}

/** What has no value here, by reason. */
export function unmeasured(analysis: Analysis) {
  const missing = scopes.flatMap(scope =>
    featureIds
      .filter(id => analysis.rows[scope]?.values[id] === null)
      .map(id => ({ feature: id, scope, reason: analysis.rows[scope]?.reasons[id] ?? 'not defined for this audio' })),
  )
  return groupBy(missing, item => item.reason)
}

/** "12 of 12 tracks heard explain 99 % of Main." */
export const heardSentence = ({ explained, heardTracks, audibleTracks }: Measurement) =>
  heardTracks === 0
    ? 'Main was heard as one sound, no track by itself.'
    : `${heardTracks} of ${audibleTracks} tracks heard explain ${formatShare(explained)} of Main.`

export interface MadeMove extends AppliedFix {
  /** 1-based. */
  readonly pass: number
  readonly planDistance: number
  /** The gap as it stood when the move was planned. */
  readonly comparison: Comparison
}

export const movesOf = (proof: Proof): readonly MadeMove[] =>
  proof.passes.flatMap(({ applied, plan, comparison }, i) =>
    applied.map(each => ({ ...each, pass: i + 1, planDistance: plan.distanceBefore, comparison })),
  )

/** Offered, but not approved. */
export const declinedOf = ({ plan, applied }: Proof['passes'][number]) =>
  plan.fixes.filter(fix => !applied.some(each => each.fix.id === fix.id))

/** Below this a figure in dB counts as not moved: nobody hears it, and predicting it right is no feat. */
const movedDb = 0.25

export interface PredictionError {
  /** Median of |measured − predicted| over the dB figures that moved or were predicted to; null when none did. */
  readonly medianDb: number | null
  readonly count: number
}

/** How well the mix model foretold each pass: over all of them. */
export function predictionError({ passes }: Pick<Proof, 'passes'>): PredictionError {
  const features = passes.flatMap(pass => pass.features)
  const errors = features.flatMap(({ feature: id, before, predicted, after }) => {
    if (predicted === null || feature(id).unit !== 'dB') return []
    const moved = Math.max(Math.abs(predicted - before), Math.abs(after - before)) >= movedDb
    return moved ? [Math.abs(after - predicted)] : []
  })
  return { medianDb: median(errors) ?? null, count: errors.length }
}

/** What changed most, in σ. */
export function largestChanges(proof: Proof, count: number): readonly FeatureProof[] {
  const change = ({ before, after, sigma }: FeatureProof) => Math.abs(after - before) / sigma
  return proof.features
    .filter(each => change(each) >= 0.1)
    .sort((a, b) => change(b) - change(a))
    .slice(0, count)
}

export interface GapStory {
  /** As it was; null: it opened on the way. */
  readonly before: Gap | null
  /** As it is; null: closed. */
  readonly after: Gap | null
}

/** Every gap of both ends, worst first. The later comparison may know no contributors: those heard before stand in. */
export function gapStories({ before, after }: Proof): readonly GapStory[] {
  const key = ({ feature: id, scope }: Gap) => `${scope}/${id}`
  const later = new Map(after.comparison.gaps.map(gap => [key(gap), gap]))
  const known = new Set(before.comparison.gaps.map(key))
  const stories = before.comparison.gaps.map((gap): GapStory => {
    const now = later.get(key(gap))
    if (!now) return { before: gap, after: null }
    return { before: gap, after: now.contributors.length > 0 ? now : { ...now, contributors: gap.contributors } }
  })
  const opened = after.comparison.gaps.filter(gap => !known.has(key(gap))).map(gap => ({ before: null, after: gap }))
  const sigmas = ({ before, after }: GapStory) => Math.max(before?.sigmas ?? 0, after?.sigmas ?? 0)
  return [...stories, ...opened].sort((a, b) => sigmas(b) - sigmas(a))
}
