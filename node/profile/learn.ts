/** From the measured rows of references to a profile. */
import { type FeatureId, feature, featureIds, type Rows, type Scope, scopes } from '../features/catalogue.ts'
import { distributionOf, type Weighted } from './distribution.ts'
import type { Distribution, Profile } from './profile.ts'

export interface LearnOptions {
  /** A feature enters a scope when at least so many references have it there. Default 3. */
  readonly minCount?: number
  /** How much reference `index` counts for a feature; 0: not at all. Default 1. */
  readonly weightOf?: (index: number, id: FeatureId) => number
}

export function learnProfile(
  references: readonly Rows[],
  about: Pick<Profile, 'name' | 'kind' | 'description' | 'stage' | 'references'>,
  { minCount = 3, weightOf = () => 1 }: LearnOptions = {},
): Profile {
  const rows: Partial<Record<Scope, Partial<Record<FeatureId, Distribution>>>> = {}
  for (const scope of scopes) {
    for (const id of featureIds) {
      const values = references.flatMap((rows, index): Weighted[] => {
        const value = rows[scope]?.values[id]
        const weight = weightOf(index, id)
        return typeof value === 'number' && weight > 0 ? [{ value, weight }] : []
      })
      if (values.length >= minCount) (rows[scope] ??= {})[id] = distributionOf(values)
    }
  }
  return { version: 1, ...about, scopes: rows }
}

/** The target "exactly like this one": a zone of zero width around one track's own features (evaluation's twin target). */
export function twinProfile(rows: Rows, name: string, stage: Profile['stage']): Profile {
  const about = { name, kind: 'twin', stage, description: 'Zero-width zones around one track.' } as const
  return learnProfile([rows], about, { minCount: 1 })
}

/** Zones at least as wide as what nobody hears as a difference: for profiles of so few references that their spread says little. */
export function audiblyWide(profile: Profile): Profile {
  const widened = (id: FeatureId, each: Distribution): Distribution => ({
    ...each,
    low: Math.min(each.low, each.median - feature(id).floor),
    high: Math.max(each.high, each.median + feature(id).floor),
  })
  const scopes = Object.fromEntries(
    Object.entries(profile.scopes).map(([scope, row]) => [
      scope,
      Object.fromEntries(Object.entries(row).map(([id, each]) => [id, widened(id as FeatureId, each)])),
    ]),
  )
  return { ...profile, scopes }
}

/** σ of a deviation: never below the feature's smallest audible difference. */
export const scaleOf = (id: FeatureId, distribution: Distribution) => Math.max(distribution.scale, feature(id).floor)
