/** What tells two profiles apart, feature by feature. */
import { type FeatureId, feature, featureIds, type Scope, scopes } from '../features/catalogue.ts'
import { scaleOf } from './learn.ts'
import type { Distribution, Profile } from './profile.ts'

export interface ProfileDifference {
  readonly scope: Scope
  readonly feature: FeatureId
  readonly from: Distribution
  readonly to: Distribution
  /** `to` minus `from`: medians, in the feature's unit. */
  readonly difference: number
  /** The same in σ (the larger of the two scales). */
  readonly sigmas: number
}

/** Features that both have, farthest apart first. */
export function diffProfiles(from: Profile, to: Profile): readonly ProfileDifference[] {
  const differences = scopes.flatMap(scope =>
    featureIds.flatMap((id): ProfileDifference[] => {
      const [a, b] = [from.scopes[scope]?.[id], to.scopes[scope]?.[id]]
      if (!a || !b || feature(id).bad === 'none') return []
      const difference = b.median - a.median
      const sigma = Math.max(scaleOf(id, a), scaleOf(id, b))
      return [{ scope, feature: id, from: a, to: b, difference, sigmas: sigma > 0 ? difference / sigma : 0 }]
    }),
  )
  return differences.sort((a, b) => Math.abs(b.sigmas) - Math.abs(a.sigmas))
}
