/** Fixes and plans as data: what is shown, approved, applied and proven. */
import type { FeatureId, Scope } from '../features/catalogue.ts'
import type { Stage } from '../gap/objective.ts'
import type { ParameterRef, TrackPath } from '../live/set.ts'
import type { Move } from '../mix/moves.ts'
import type { MoveKind } from './rules.ts'

export interface ParameterChange {
  readonly ref: ParameterRef
  /** Names as the user sees them, and as the ledger matches them after paths have moved. */
  readonly trackName: string
  readonly deviceName: string | null
  readonly deviceClass: string | null
  /** Display values in base units (dB, Hz, ms, %, switch 0/1, list index). */
  readonly from: number
  readonly to: number
  readonly unit: string
  /** Live's own text of the value before. */
  readonly fromText: string
  readonly fromRaw: number
}

export interface PredictedFeature {
  readonly feature: FeatureId
  readonly scope: Scope
  readonly before: number
  readonly after: number
}

export interface Fix {
  readonly id: string
  /** "Cut 2.8 dB at 240 Hz on Pads". */
  readonly title: string
  readonly kind: MoveKind
  readonly track: TrackPath
  readonly trackName: string
  /** Signed amount in `unit`: dB for level and EQ, dB of side gain for width. */
  readonly amount: number
  readonly unit: string
  /** What the solution asks for altogether, when the limit of one pass is smaller. */
  readonly wanted: number
  /** What it does to the sound: the planner's own terms. */
  readonly move: Move
  readonly changes: readonly ParameterChange[]
  /** The gaps it closes, worst first: the reason. */
  readonly closes: readonly { readonly feature: FeatureId; readonly scope: Scope; readonly sigmas: number }[]
  /** Fall of the distance that would be lost if this fix were left out of the plan. */
  readonly predictedReduction: number
  /** Features that move by more than a tenth of their σ. */
  readonly predicted: readonly PredictedFeature[]
  readonly confidence: { readonly value: 'high' | 'medium' | 'low'; readonly reason: string }
  readonly risk: string
  /** Other single moves that would close part of the same gap, best first. */
  readonly alternatives: readonly { readonly title: string; readonly predictedReduction: number }[]
  /** How to do it without Uplift. */
  readonly byHand: string
}

export interface Plan {
  readonly stage: Stage
  readonly profile: string
  /** Uncapped distances, as the planner sees them. */
  readonly distanceBefore: number
  readonly distancePredicted: number
  /** In order of what they bring. */
  readonly fixes: readonly Fix[]
  /** What was left alone and why, in sentences. */
  readonly refused: readonly string[]
  /** Share of Main's power that the heard tracks explain. */
  readonly explained: number
}
