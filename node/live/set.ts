/**
 * The Live set as plain data, in Live's words. A snapshot is what adapters read and what the planner works on.
 *
 * Paths are Live's own, without `live_set`: "tracks 3", "return_tracks 0", "master_track"; devices "devices 1".
 * They identify within one snapshot only: the ledger also keeps names, since paths move when the user edits the set.
 */
export type TrackPath = `tracks ${number}` | `return_tracks ${number}` | 'master_track'
export type DevicePath = `devices ${number}`

/** Names of the mixer's parameters (`device: null` in a ParameterRef). Sends are "Send A", "Send B", … */
export const mixerNames = { volume: 'Track Volume', panning: 'Track Panning', activator: 'Track Activator' } as const
export const sendName = (index: number) => `Send ${String.fromCharCode(65 + index)}`

/** Where a parameter is. `parameter` is the name used by Live 12.4 (device tables translate older names). */
export interface ParameterRef {
  readonly track: TrackPath
  /** null: the track's mixer. */
  readonly device: DevicePath | null
  readonly parameter: string
}

export interface Parameter {
  readonly name: string
  /** Raw value, min..max, as Live's DeviceParameter.value. */
  readonly value: number
  readonly min: number
  readonly max: number
  readonly isQuantized: boolean
  readonly valueItems: readonly string[]
  /** false: macro-mapped or remote-controlled; writes are refused. */
  readonly isEnabled: boolean
  readonly automation: 'none' | 'playing' | 'overridden'
  /** Live's own text of the value, e.g. "-2.8 dB". */
  readonly display: string
}

export interface Device {
  readonly path: DevicePath
  /** Live's class_name, e.g. "Eq8", "StereoGain", "Compressor2". */
  readonly className: string
  readonly name: string
  readonly parameters: readonly Parameter[]
  /** Source of an external side-chain (Compressor, Glue): a property in Live, not a parameter. null: none. */
  readonly sidechainSource: TrackPath | null
}

export interface Track {
  readonly path: TrackPath
  readonly name: string
  readonly kind: 'audio' | 'midi' | 'group' | 'return' | 'master'
  /** Path of the group the track is in. */
  readonly group: TrackPath | null
  /** Where its output goes: to its group or Main, only to sends, or nowhere (a ghost trigger). */
  readonly output: 'main' | 'group' | 'sends-only' | 'none'
  readonly solo: boolean
  /** Track Volume, Track Panning, Track Activator, sends. */
  readonly mixer: readonly Parameter[]
  readonly devices: readonly Device[]
}

export interface Locator {
  readonly name: string
  readonly beats: number
}

export interface LiveSet {
  readonly name: string
  /** "12.4" etc.: decides parameter names. */
  readonly liveVersion: string
  readonly tempo: number
  readonly beatsPerBar: number
  readonly lengthSeconds: number
  readonly locators: readonly Locator[]
  /** tracks, then returns, then master: in Live's order. */
  readonly tracks: readonly Track[]
}

export const trackAt = (set: LiveSet, path: TrackPath) => set.tracks.find(track => track.path === path)
export const masterOf = (set: LiveSet) => set.tracks.find(track => track.kind === 'master')!

export function parameterAt(set: LiveSet, ref: ParameterRef): Parameter | undefined {
  const track = trackAt(set, ref.track)
  const owner = ref.device === null ? track?.mixer : track?.devices.find(d => d.path === ref.device)?.parameters
  return owner?.find(parameter => parameter.name === ref.parameter)
}
