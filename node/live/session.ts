/** The session port: what every door into a Live set can do. One contract test runs against every adapter. */
import type { Audio } from '../audio/audio.ts'
import type { LiveSet, Parameter, ParameterRef, TrackPath } from './set.ts'

export interface Capabilities {
  /** Writes reach the set. */
  readonly write: boolean
  /** `capture` hears Main and the tracks. */
  readonly capture: boolean
  readonly observe: boolean
  readonly transport: boolean
}

/** What was heard in one take. Same start, same length, same sample rate for all. */
export interface Take {
  readonly main: Audio
  /** Each track's signal after its devices, before fader and pan (where a tap sits). Tracks not heard are absent. */
  readonly taps: ReadonlyMap<TrackPath, Audio>
}

/** A refusal by the set. The value in the set is unchanged. */
export class WriteRefused extends Error {
  override name = 'WriteRefused'
  readonly ref: ParameterRef
  readonly reason: 'missing' | 'out-of-range' | 'disabled' | 'unsupported'
  constructor(ref: ParameterRef, reason: WriteRefused['reason'], message: string) {
    super(message)
    this.ref = ref
    this.reason = reason
  }
}

export interface LiveSession {
  readonly capabilities: Capabilities
  snapshot(): Promise<LiveSet>
  /** undefined: no such parameter (any more). */
  read(ref: ParameterRef): Promise<Parameter | undefined>
  /** Writes a raw value and returns what the set holds afterwards. Throws WriteRefused. */
  write(ref: ParameterRef, value: number): Promise<Parameter>
  /** Live's text for a raw value of this parameter (str_for_value). */
  displayText(ref: ParameterRef, value: number): Promise<string>
  /** Records the whole song, or the given range in seconds. */
  capture(range?: { readonly startSeconds: number; readonly endSeconds: number }): Promise<Take>
  /** Calls back after any parameter's value changed; returns the function that stops it. */
  observe(ref: ParameterRef, onChange: (parameter: Parameter) => void): () => void
  close(): Promise<void>
}
