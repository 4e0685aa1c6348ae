/** Fixes and plans as data: what is shown, approved, applied and proven. */
import type { FeatureId, Scope } from '../features/catalogue.ts'
import type { Stage } from '../gap/objective.ts'
import type { DevicePath, ParameterRef, TrackPath } from '../live/set.ts'
import type { Move } from '../mix/moves.ts'
import type { Confidence, Evidence } from './confidence.ts'
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

/** A device of Live that a fix needs and that is not on the track yet. */
export interface InsertedDevice {
  readonly track: TrackPath
  readonly className: string
  readonly name: string
  /** Where it will be: the end of the track's chain. */
  readonly path: DevicePath
  /** Whose signal keys it. */
  readonly sidechain: { readonly track: TrackPath; readonly trackName: string } | null
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
  /** Signed amount in `unit`: + is more level, gain, width, ducking or dynamics. */
  readonly amount: number
  readonly unit: string
  /** What the solution asks for altogether, when the limit of one pass is smaller. */
  readonly wanted: number
  /** What it does to the sound: the planner's own terms. */
  readonly move: Move
  readonly changes: readonly ParameterChange[]
  /** To be put on the track before the changes; null: every device is there. */
  readonly inserts: InsertedDevice | null
  /** Solo is no parameter in Live: the track whose solo is switched; null: none. */
  readonly solo: { readonly track: TrackPath; readonly on: boolean } | null
  /** The finding it answers, and why this kind of move does. */
  readonly finding: { readonly id: string; readonly says: string; readonly why: string }
  /** The gaps it closes, worst first: the reason. */
  readonly closes: readonly { readonly feature: FeatureId; readonly scope: Scope; readonly sigmas: number }[]
  /** Fall of the distance that would be lost if this fix were left out of the plan. */
  readonly predictedReduction: number
  /** Features that move by more than a tenth of their σ. */
  readonly predicted: readonly PredictedFeature[]
  readonly confidence: Confidence
  /** What the confidence is made of: what it is fitted on. Absent: not solved by the planner. */
  readonly evidence?: Evidence
  readonly risk: string
  /** Other single moves that would close part of the same gap, best first: by what they bring less what they cost. */
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
