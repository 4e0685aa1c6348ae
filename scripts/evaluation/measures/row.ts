/** What every family of measures reports in `npm run evaluate -- --measures` (EVALUATION 2). */

/** One row of the table: what was measured, against which truth, the bar, and what came out. */
export interface MeasureRow {
  readonly what: string
  /** Where the truth comes from. */
  readonly against: string
  readonly bar: string
  /** The figure that the bar speaks of, in words: "61 of 63 within 0.1 dB". */
  readonly result: string
  /** null: could not be run here; `result` says why. */
  readonly met: boolean | null
  /** Single cases, worst first or all, for `--verbose`: one line each. */
  readonly cases: readonly string[]
}

export interface MeasureContext {
  /** Folder with files whose truth comes from their makers, in the layout of truth.json's paths; null: generated signals only. */
  readonly corpus: string | null
}

/** Generates or reads its material, measures it with the shipped code, and compares. */
export type MeasureFamily = (context: MeasureContext) => Promise<readonly MeasureRow[]>
