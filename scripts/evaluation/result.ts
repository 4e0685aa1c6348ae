/** What the evaluation keeps of every scenario: all of it JSON, so that tables can be printed again without a run. */
import type { Evidence } from '../../node/fixes/confidence.ts'
import type { HeldOutDistances } from './held-out.ts'

export type TargetName = 'twin' | 'profile'
export type Origin = 'generated' | 'stems'
export type StageName = 'premaster' | 'master'

export interface BeforeAfter<T> {
  readonly before: T
  readonly after: T
}

/** A fix of the first plan, applied alone on a fork of the spoiled set. */
export interface OfferedFix {
  readonly title: string
  readonly kind: string
  /** As stated: a probability, or a word. */
  readonly confidence: number | string
  /** What the confidence stands on: for fitting it. */
  readonly evidence?: Evidence
  /** Fall of the uncapped distance, as the plan predicts it. */
  readonly predictedReduction: number
  /** The set refused it: nothing changed. */
  readonly refused: boolean
  readonly heldOut: HeldOutDistances
}

export const controlNames = ['random', 'first', 'peer'] as const
export type ControlName = (typeof controlNames)[number]

export interface ControlResult {
  readonly before: number
  readonly after: number
  readonly moves: number
  readonly heldOut: HeldOutDistances
}

/** What is known of a scenario whether or not the fault can be seen against the target. */
interface Described {
  /** Key of the song: results of one song are resampled together. */
  readonly song: string
  readonly origin: Origin
  readonly stage: StageName
  readonly scenario: string
  readonly title: string
  readonly family: string
  /** Faults at once. */
  readonly faults: number
  readonly target: TargetName
  /** How far the faults raise D above the healthy original's own. */
  readonly raised: number
}

export interface Undetectable extends Described {
  readonly detectable: false
}

export interface ScenarioResult extends Described {
  readonly detectable: true
  readonly before: number
  readonly after: number
  readonly gapReduction: number
  /** Worst gap left, in words. */
  readonly gapLeft: string
  readonly topFix: string
  readonly cause: boolean
  /** Of the faults, how many a plan had a right fix for. */
  readonly found: number
  readonly wrongDirections: readonly string[]
  /** In the fault's own terms, dB (judge.ts); null where no such figure describes it. */
  readonly amountError: number | null
  readonly predictionDb: number | null
  readonly predictionSigma: number | null
  readonly passes: number
  /** Distinct moves: kind and track. */
  readonly moves: number
  /** Share of the fall of D that the first three moves alone bring; null without a fall. */
  readonly firstThree: number | null
  /** Fixes that a second run on the repaired set offers. */
  readonly offeredAgain: number
  readonly brokenGuards: readonly string[]
  readonly heldOut: BeforeAfter<HeldOutDistances>
  readonly offered: readonly OfferedFix[]
  /** null: not among the share that goes through the controls. */
  readonly controls: Readonly<Record<ControlName, ControlResult>> | null
}

export type AnyResult = ScenarioResult | Undetectable

export interface HealthyResult {
  readonly song: string
  readonly origin: Origin
  readonly stage: StageName
  readonly target: TargetName
  readonly distance: number
  readonly falseAlarms: readonly string[]
}

export type ControlledResult = ScenarioResult & { readonly controls: NonNullable<ScenarioResult['controls']> }

export const isDetectable = (result: AnyResult): result is ScenarioResult => result.detectable

export const isControlled = (result: ScenarioResult): result is ControlledResult => result.controls !== null
