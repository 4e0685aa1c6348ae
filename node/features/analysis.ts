import type { BandStatistics } from '../dsp/bands.ts'
import type { FeatureRow, Scope, SectionType } from './catalogue.ts'

/** A stretch of the song, on bar lines where a beat grid was found. */
export interface Section {
  readonly type: SectionType
  readonly startSeconds: number
  readonly endSeconds: number
}

export interface BeatGrid {
  readonly tempo: number
  /** Time of one beat; beats are firstBeatSeconds + n · 60 / tempo. */
  readonly firstBeatSeconds: number
  /** 0 to 1: how much better the grid explains the onsets than its own half-beat shift. */
  readonly confidence: number
}

/** A curve sampled at a constant rate; NaN-free, −Infinity is stored as −120. */
export interface Curve {
  readonly startSeconds: number
  readonly stepSeconds: number
  readonly values: Float32Array
}

/** Everything measured on one piece of audio. Rows per scope; curves for display; band statistics for the mix model. */
export interface Analysis {
  readonly name: string
  readonly sampleRate: number
  readonly channels: number
  readonly seconds: number
  /** Sentences a user should read: truncated file, clipped, one channel silent … */
  readonly warnings: readonly string[]
  readonly grid: BeatGrid | null
  readonly sections: readonly Section[]
  /** Where the sections come from: Live's locators, the user's word, or our guess. */
  readonly sectionSource: 'locators' | 'declared' | 'detected'
  readonly rows: Readonly<Partial<Record<Scope, FeatureRow>>>
  readonly bands: Readonly<Partial<Record<Scope, BandStatistics>>>
  /** Loudness over time, LUFS. */
  readonly shortTerm: Curve
  /** RMS level per bar (or per 2 s without a grid), dBFS. */
  readonly energy: Curve
}

/** How a track gives way to the kick. */
export interface TrackDucking {
  readonly track: string
  /** null: not measurable; `reason` says why. */
  readonly depthDb: number | null
  readonly reason: string | null
  readonly delayMs: number | null
  readonly recoveryMs: number | null
}
