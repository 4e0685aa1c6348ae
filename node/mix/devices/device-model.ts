/**
 * What a device of Live does to a signal, as the mix model needs it: from its parameters' display values to complex gains
 * (filters, width, balance) or to a gain over time (compressors, limiters). One file each. Live's own algorithms are not
 * published: every assumption is a row in device/FACTS.md. None of this is shared with the simulated set's renderer.
 */

import type { LevelSteps } from './level-steps.ts'

/** Display values in base units (dB, Hz, ms, %, switches 0/1, lists by index) by Live 12.4 parameter name. */
export type Settings = Readonly<Record<string, number>>

export type StereoSignal = readonly [left: Float32Array, right: Float32Array]

/** Complex gains on mid and side, one per frequency asked for; then real gains on left and right (balance, one-sided polarity). */
export interface StereoResponse {
  readonly mRe: Float64Array
  readonly mIm: Float64Array
  readonly sRe: Float64Array
  readonly sIm: Float64Array
  readonly left: number
  readonly right: number
}

/** Linear and stationary. */
export interface LinearModel {
  readonly kind: 'linear'
  readonly className: string
  /**
   * At the frequencies `hz`. A device that is off (Device On 0) is all ones. Throws UntoldSetting where a parameter that is
   * needed is missing.
   */
  response(settings: Settings, sampleRate: number, hz: ArrayLike<number>): StereoResponse
  /**
   * A sentence where these settings do something that `response` cannot say, so that no amount follows from it; else null. Of the
   * models in index.ts also where a parameter that is needed is missing.
   */
  unpredictable(settings: Settings): string | null
}

/**
 * A gain over time, linear amplitude, all make-up and Dry/Wet included: `gain[k]` holds from k · stepSeconds to
 * (k + 1) · stepSeconds after the signal's start.
 */
export interface GainCurve {
  readonly stepSeconds: number
  readonly gain: Float32Array
}

/** The gain of the part of the spectrum between two corners; a compressor has one part, Multiband Dynamics three. */
export interface BandGainCurve {
  readonly fromHz: number
  readonly toHz: number
  readonly curve: GainCurve
}

/** Answers to level. */
export interface DynamicModel {
  readonly kind: 'dynamic'
  readonly className: string
  /**
   * What the device does to `input` (what enters it) with these settings; `key` is the external side-chain's signal (after its
   * track's devices, before its fader), null without one.
   */
  curves(
    settings: Settings,
    input: StereoSignal,
    key: StereoSignal | null,
    sampleRate: number,
  ): readonly BandGainCurve[]
  /** `curves` of a device that needs no more of its input than this. Absent: it needs the signal. */
  readonly curvesOfLevels?: (settings: Settings, input: LevelSteps, sampleRate: number) => readonly BandGainCurve[]
  /**
   * What entered the device when `output` came out of it: a track is heard behind its devices. null where that cannot be told
   * (a limiter that works, an ∞ : 1 ratio, several bands).
   */
  inputOf(settings: Settings, output: StereoSignal, key: StereoSignal | null, sampleRate: number): StereoSignal | null
  /** As of a linear model. */
  unpredictable(settings: Settings): string | null
}

/** Only the direction of an effect is known: more of a parameter gives more (+1) or less (−1) of what `says` names. */
export interface TendencyModel {
  readonly kind: 'tendency'
  readonly className: string
  readonly tendencies: readonly {
    readonly parameter: string
    readonly says: string
    readonly sign: 1 | -1
  }[]
}

export type DeviceModel = LinearModel | DynamicModel | TendencyModel
