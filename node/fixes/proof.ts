/** The proof of a loop as data: the gap before, as predicted, and as measured afterwards. */
import type { Analysis } from '../features/analysis.ts'
import type { FeatureId, Scope } from '../features/catalogue.ts'
import type { Comparison } from '../gap/gap.ts'
import type { Distance, Stage } from '../gap/objective.ts'
import type { LiveSet, ParameterRef } from '../live/set.ts'
import type { Profile } from '../profile/profile.ts'
import type { Fix, Plan } from './fix.ts'

export interface ReadBack {
  readonly ref: ParameterRef
  /** Live's text before, and read back afterwards. */
  readonly before: string
  readonly after: string
}

export type FixOutcome =
  | { readonly kind: 'applied'; readonly ledgerId: string; readonly readBack: readonly ReadBack[] }
  /** Nothing of this fix is in the set. */
  | { readonly kind: 'refused'; readonly reason: string; readonly rolledBack: boolean }

export interface AppliedFix {
  readonly fix: Fix
  readonly outcome: FixOutcome
  /** Capped distance measured right before and after this fix; null when not measured one by one. */
  readonly distance: { readonly before: number; readonly after: number } | null
}

export interface Pass {
  readonly plan: Plan
  /** The gap as it stood when this pass was planned. */
  readonly comparison: Comparison
  readonly applied: readonly AppliedFix[]
  /** Capped distances of this pass, one formula: before, predicted for what was applied, measured afterwards. */
  readonly before: number
  readonly predicted: number
  readonly after: number
  /** Every scored feature of this pass; empty when nothing was applied. */
  readonly features: readonly FeatureProof[]
}

export interface FeatureProof {
  readonly feature: FeatureId
  readonly scope: Scope
  readonly low: number
  readonly high: number
  readonly sigma: number
  readonly before: number
  /** As predicted by the pass (of the whole loop: by its last). null: this feature is not predicted. */
  readonly predicted: number | null
  readonly after: number
}

/** One end of the loop: what was measured, and how it compares. */
export interface Measurement {
  readonly set: LiveSet
  readonly analysis: Analysis
  readonly comparison: Comparison
  /** Share of Main's power that the heard tracks explain, and how many were heard. */
  readonly explained: number
  readonly heardTracks: number
  readonly audibleTracks: number
}

export interface Proof {
  readonly profile: Profile
  readonly stage: Stage
  readonly before: Measurement
  readonly after: Measurement
  readonly passes: readonly Pass[]
  /** Capped, with the same terms on both sides. */
  readonly distanceBefore: Distance
  readonly distanceAfter: Distance
  readonly scoreBefore: number
  readonly scoreAfter: number
  /** 1 − D_after / D_before; null when there was nothing to close. */
  readonly gapReduction: number | null
  readonly features: readonly FeatureProof[]
}
