/** Reference statistics: from the measured rows of references to a profile. */
import { deviation, median, quantileSorted } from 'd3-array'
import { type FeatureId, feature, featureIds, type Rows, type Scope, scopes } from '../features/catalogue.ts'
import type { Distribution, Profile } from './profile.ts'

/** Turns a median absolute deviation into a standard deviation for normal data. */
const madToSigma = 1.4826

/** Statistics of one feature over the references that have it. `values` must be finite and not empty. */
export function distributionOf(values: readonly number[]): Distribution {
  if (values.length === 0) throw new RangeError('a distribution needs at least one value, got 0')
  const sorted = [...values].sort((a, b) => a - b)
  const middle = quantileSorted(sorted, 0.5)!
  const mad = median(sorted, value => Math.abs(value - middle))!
  return {
    median: middle,
    // Half of few values can coincide; the standard deviation then says more than a MAD of 0.
    scale: mad > 0 ? madToSigma * mad : (deviation(sorted) ?? 0),
    low: quantileSorted(sorted, 0.1)!,
    high: quantileSorted(sorted, 0.9)!,
    count: values.length,
  }
}

/** A profile over references. A feature enters a scope when at least `minCount` references have it there. */
export function learnProfile(
  references: readonly Rows[],
  about: Pick<Profile, 'name' | 'kind' | 'description' | 'stage'>,
  minCount = 3,
): Profile {
  const rows: Partial<Record<Scope, Partial<Record<FeatureId, Distribution>>>> = {}
  for (const scope of scopes) {
    for (const id of featureIds) {
      const values = references.map(rows => rows[scope]?.values[id]).filter(value => typeof value === 'number')
      if (values.length >= minCount) (rows[scope] ??= {})[id] = distributionOf(values)
    }
  }
  return { version: 1, ...about, scopes: rows }
}

/** The target "exactly like this one": a zone of zero width around one track's own features (evaluation's twin target). */
export function twinProfile(rows: Rows, name: string, stage: Profile['stage']): Profile {
  return learnProfile([rows], { name, kind: 'twin', stage, description: 'Zero-width zones around one track.' }, 1)
}

/** σ of a deviation: never below the feature's smallest audible difference. */
export const scaleOf = (id: FeatureId, distribution: Distribution) => Math.max(distribution.scale, feature(id).floor)
