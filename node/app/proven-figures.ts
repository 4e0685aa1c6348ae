/** What applied fixes brought, as plain figures: the worker tells them, the page shows them. */

/** Distances are of one formula: before, foretold, measured. `spread`: by how much two takes of one mix differ. */
export interface ProvenFigures {
  readonly scoreBefore: number
  readonly scoreAfter: number
  readonly before: number
  readonly predicted: number
  readonly after: number
  readonly spread: number
  /** Beyond the spread, worse than before. */
  readonly isWorse: boolean
}
