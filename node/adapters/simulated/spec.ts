/** How a simulated set is declared: by names and display units, as a producer would say it. */
import type { Audio } from '../../audio/audio.ts'
import type { Locator } from '../../live/set.ts'

export interface SimulatedDeviceSpec {
  readonly className: 'StereoGain' | 'Eq8' | 'Compressor2' | 'GlueCompressor' | 'Limiter' | 'Saturator'
  readonly name?: string
  /** Parameter name (Live 12.4) → display value in base units (dB, Hz, ms, %, 1 or 0 for switches, index for lists). */
  readonly settings?: Readonly<Record<string, number>>
  /** Track name of an external side-chain source (heard after that track's devices, before its fader). */
  readonly sidechainSource?: string
}

export interface SimulatedTrackSpec {
  readonly name: string
  readonly kind: 'audio' | 'midi' | 'group' | 'return'
  /** Name of the group track it is in. */
  readonly group?: string
  readonly output?: 'main' | 'sends-only' | 'none'
  /** What the track plays before its devices; absent on groups and returns. */
  readonly source?: Audio
  readonly volumeDb?: number
  /** −1 left … 1 right. */
  readonly pan?: number
  /** Send levels in dB by return index; absent = −∞. */
  readonly sendsDb?: readonly (number | null)[]
  readonly mute?: boolean
  readonly devices?: readonly SimulatedDeviceSpec[]
}

export interface SimulatedSetSpec {
  readonly name: string
  readonly sampleRate: number
  readonly tempo: number
  readonly beatsPerBar: number
  readonly locators: readonly Locator[]
  /** Tracks and groups in order, then returns. */
  readonly tracks: readonly SimulatedTrackSpec[]
  readonly master: { readonly volumeDb?: number; readonly devices?: readonly SimulatedDeviceSpec[] }
}
