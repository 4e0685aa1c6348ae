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

/** What became of one write of a fix that was not completed. */
export interface WriteReport {
  readonly ref: ParameterRef
  /** `"Track Volume" on Lead`. */
  readonly name: string
  /** Live's texts: before, what was written, and what it holds now; null: gone, or no answer. */
  readonly before: string
  readonly wrote: string
  readonly now: string | null
  /** It holds its old value. */
  readonly putBack: boolean
}

export type FixOutcome =
  | { readonly kind: 'applied'; readonly ledgerId: string; readonly readBack: readonly ReadBack[] }
  /** Nothing of this fix is in the set, but for what `writes` says could not be put back. */
  | {
      readonly kind: 'refused'
      readonly reason: string
      readonly rolledBack: boolean
      /** Every parameter that was touched on the way. Absent: none was. */
      readonly writes?: readonly WriteReport[]
    }

/** What the measurement afterwards said, and what was decided. Worse means: by more than two takes of one mix differ. */
export type Verdict =
  | { readonly kind: 'kept' }
  /** Worse, and in the set: so decided, or it could not be rolled back. */
  | { readonly kind: 'worse'; readonly reason: string }
  /** Worse, and no longer in the set. The ledger's entries can be redone. */
  | { readonly kind: 'rolled-back'; readonly reason: string; readonly ledgerIds: readonly string[] }

export interface AppliedFix {
  readonly fix: Fix
  /** Of a fix that was rolled back: `refused`, with the measurement as the reason. */
  readonly outcome: FixOutcome
  /** Capped distance measured right before and after this fix; null when not measured one by one. */
  readonly distance: { readonly before: number; readonly after: number } | null
  /** Absent: not measured one by one, or not applied. */
  readonly verdict?: Verdict
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
  /** Of the pass as a whole; absent when nothing was applied. */
  readonly verdict?: Verdict
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
  /** What two takes of the same mix differ by in D: 0 where every take is the same. */
  readonly spread?: number
  /** The last plan asked for nothing more. false: the passes were used up, or not everything was approved. */
  readonly settled?: boolean
  readonly features: readonly FeatureProof[]
}
