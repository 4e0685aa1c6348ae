import type { TrackDucking } from '../features/analysis.ts'
import type { Masking } from '../features/masking/masking.ts'
import type { TrackShares } from './track-shares.ts'

/** What the tracks of a set, or stems, add to the analysis of the mix. */
export interface TrackFindings {
  /** How each track gives way to the kick. */
  readonly ducking: readonly TrackDucking[]
  /** Who masks whom. */
  readonly masking: Masking
  /** Whose power fills each band. */
  readonly shares: TrackShares
}
