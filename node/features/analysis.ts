import type { BandStatistics } from '../dsp/bands.ts'
import type { FeatureRow, Scope, SectionType } from './catalogue.ts'

/** A stretch of the song, on bar lines where a beat grid was found. */
export interface Section {
  readonly type: SectionType
  readonly startSeconds: number
  readonly endSeconds: number
}

/** What a stretch of about 30 s inside one section sounds like, at equal loudness (features/style/style.ts). */
export interface StyleSegment extends Omit<Section, 'type'> {
  readonly section: SectionType
  /** In the parts of features/style/layout.ts; NaN where something is not measurable. */
  readonly vector: Float32Array
}

export interface BeatGrid {
  readonly tempo: number
  /** Time of one beat; beats are firstBeatSeconds + n · 60 / tempo. */
  readonly firstBeatSeconds: number
  /** 0 to 1: how much better the grid explains the onsets than its own half-beat shift, half and double tempo. */
  readonly confidence: number
  /** Which beat starts a bar, 0 to 3 counted from firstBeatSeconds; null or absent: not known, taken as 0. */
  readonly downbeat?: number | null
  /** 0 to 1: share of songs as clear as this one whose downbeat is right, over that of guessing; 0 or absent: unknown. */
  readonly downbeatConfidence?: number
}

/** A curve sampled at a constant rate; NaN-free, −Infinity is stored as −120. */
export interface Curve {
  readonly startSeconds: number
  readonly stepSeconds: number
  readonly values: Float32Array
}

/** A key that was found. Names use sharps: "G# minor". */
export interface KnownKey {
  readonly key: string
  /** Pitch class, 0 = C. */
  readonly tonic: number
  readonly mode: 'minor' | 'major'
  /** Position on the Camelot wheel, such as "4A". */
  readonly camelot: string
  /** 0 to 1: how probable the key is, as measured on songs with known keys. */
  readonly confidence: number
  /** The next best key and its probability. */
  readonly second: { readonly key: string; readonly camelot: string; readonly confidence: number }
  /** What essentia's key extractor says on the same audio; null: it was not asked, or gave no answer. */
  readonly secondOpinion: string | null
  /** −50 to 50: the song's A against 440 Hz. */
  readonly tuningCents: number
  /** 0 to 1: how well the notes agree on that tuning. */
  readonly tuningConfidence: number
}

/** No key: `reason` says why, in words. */
export interface NoKey {
  readonly key: null
  readonly reason: string
}

export type Harmony = KnownKey | NoKey

/** Everything measured on one piece of audio. Rows per scope; curves for display; band statistics for the mix model. */
export interface Analysis {
  readonly name: string
  readonly sampleRate: number
  readonly channels: number
  readonly seconds: number
  /** Sentences a user should read: truncated file, clipped, one channel silent … */
  readonly warnings: readonly string[]
  /** Stretches of flat tops at the highest level, both channels together. */
  readonly clippedPassages: number
  readonly grid: BeatGrid | null
  readonly sections: readonly Section[]
  /** Where the sections come from: Live's locators, the user's word, or our guess. */
  readonly sectionSource: 'locators' | 'declared' | 'detected'
  readonly rows: Readonly<Partial<Record<Scope, FeatureRow>>>
  readonly bands: Readonly<Partial<Record<Scope, BandStatistics>>>
  /** Loudness over time, LUFS: windows of 3 s and of 0.4 s, every 0.1 s. */
  readonly shortTerm: Curve
  readonly momentary: Curve
  /** RMS level per bar (or per 2 s without a grid), dBFS. */
  readonly energy: Curve
  /**
   * Level over one beat from the kick on, dB relative to the sustained level, where side-chain ducking could be measured on
   * the mix (features/sidechain/mix-ducking.ts).
   */
  readonly ducking: Readonly<Partial<Record<Scope, Curve>>>
  /** Segment by segment, in the order of time; absent in an analysis that was put together without audio. */
  readonly style?: readonly StyleSegment[]
  /** essentia's opinion is in it where it was asked (app/analyze-with-key.ts). */
  readonly harmony: Harmony
}

/** How a track gives way to the kick. */
export interface TrackDucking {
  readonly track: string
  /** null: not measurable; `reason` says why. */
  readonly depthDb: number | null
  readonly reason: string | null
  readonly delayMs: number | null
  readonly recoveryMs: number | null
  /** 0 to 1: how alike the dips of the bar's beats and of the part's halves are. */
  readonly regularity: number | null
  /** Level over one beat, dB relative to the sustained level; null: too short. */
  readonly curve: Curve | null
}
