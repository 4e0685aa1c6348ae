/** The session port: what every door into a Live set can do. One contract test runs against every adapter. */
import type { Audio } from '../audio/audio.ts'
import type { ChainPath, DevicePath, LiveSet, Parameter, ParameterRef, TrackPath } from './set.ts'

export interface Capabilities {
  /** Writes reach the set. */
  readonly write: boolean
  /** `capture` hears Main and the tracks. */
  readonly capture: boolean
  readonly observe: boolean
  readonly transport: boolean
  /** Class names of the Live devices that `insertDevice` can put into a track (Live 12.3 and newer); [] none. */
  readonly canInsert: readonly string[]
  /** Class names of the devices whose side-chain source can be chosen. Live lets it be chosen on its Compressor only. */
  readonly canSetSidechainSource: readonly string[]
  /** `setSolo` works. */
  readonly solo: boolean
}

/** What was heard in one take. Same start, same length, same sample rate for all. */
export interface Take {
  readonly main: Audio
  /** Each track's signal after its devices, before fader and pan (where a tap sits). Tracks not heard are absent. */
  readonly taps: ReadonlyMap<TrackPath, Audio>
  /** What enters Main's devices, where a tap sits first on Main. Absent: not heard. */
  readonly beforeMain?: Audio
  /**
   * false: how the tracks lie against each other is not certain to the sample, so nothing may rest on their phase
   * (coherence of two tracks, polarity). Absent: certain.
   */
  readonly isAligned?: boolean
}

/** What a refusal is about. `parameter` null: the device or track itself. */
export type WriteTarget = Omit<ParameterRef, 'parameter'> & { readonly parameter: string | null }

/** A refusal by the set. What was to be changed is unchanged. */
export class WriteRefused extends Error {
  override name = 'WriteRefused'
  readonly ref: WriteTarget
  /** busy: Live is notifying or undoing and takes no writes just now; the same write may succeed a little later. */
  readonly reason: 'missing' | 'out-of-range' | 'disabled' | 'unsupported' | 'busy'
  constructor(ref: WriteTarget, reason: WriteRefused['reason'], message: string) {
    super(message)
    this.ref = ref
    this.reason = reason
  }
}

/** No answer, or not one that can be read: nothing is known about the value. Asking again may help. */
export class ReadFailed extends Error {
  override name = 'ReadFailed'
  readonly ref: ParameterRef
  constructor(ref: ParameterRef, message: string) {
    super(message)
    this.ref = ref
  }
}

export interface LiveSession {
  readonly capabilities: Capabilities
  snapshot(): Promise<LiveSet>
  /** undefined: no such parameter (any more). Throws ReadFailed. */
  read(ref: ParameterRef): Promise<Parameter | undefined>
  /** Writes a raw value and returns what the set holds afterwards. Throws WriteRefused. */
  write(ref: ParameterRef, value: number): Promise<Parameter>
  /** Live's text for a raw value of this parameter (str_for_value). */
  displayText(ref: ParameterRef, value: number): Promise<string>
  /** Solo is a property of a track in Live, not a parameter. Returns what the set holds afterwards. Throws WriteRefused. */
  setSolo(track: TrackPath, on: boolean): Promise<boolean>
  /**
   * Puts one of Live's own devices, with the user's default preset, in front of the device that is at `index` (the number
   * of devices: last). `chain`: into a rack's chain. The devices behind it move to the next path. Returns where it is.
   * Throws WriteRefused.
   */
  insertDevice(track: TrackPath, className: string, index: number, chain?: ChainPath): Promise<DevicePath>
  /** Takes a device away: the undo of an insertion. Throws WriteRefused. */
  removeDevice(track: TrackPath, device: DevicePath): Promise<void>
  /**
   * Chooses what a device's side-chain hears: the track after its devices, before its fader; null: nothing. The switch
   * (S/C On) is a parameter of its own. Throws WriteRefused.
   */
  setSidechainSource(
    ref: Pick<ParameterRef, 'track'> & { readonly device: DevicePath },
    source: TrackPath | null,
  ): Promise<void>
  /** Records the whole song, or the given range in seconds. */
  capture(range?: { readonly startSeconds: number; readonly endSeconds: number }): Promise<Take>
  /** Calls back after any parameter's value changed; returns the function that stops it. */
  observe(ref: ParameterRef, onChange: (parameter: Parameter) => void): () => void
  close(): Promise<void>
}
