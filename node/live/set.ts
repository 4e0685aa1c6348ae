/**
 * The Live set as plain data, in Live's words. A snapshot is what adapters read and what the planner works on.
 *
 * Paths are Live's own, without `live_set`: "tracks 3", "return_tracks 0", "master_track"; devices "devices 1".
 * They identify within one snapshot only: the ledger also keeps names, since paths move when the user edits the set.
 */
export type TrackPath = `tracks ${number}` | `return_tracks ${number}` | 'master_track'
/** Below the track; in racks "devices 0 chains 1 devices 2". */
export type DevicePath = `devices ${string}`
/** A chain of a rack, e.g. "devices 0 chains 1". */
export type ChainPath = `devices ${string} chains ${number}`

/** Names of the mixer's parameters (`device: null` in a ParameterRef). Sends are "Send A", "Send B", … */
export const mixerNames = { volume: 'Track Volume', panning: 'Track Panning', activator: 'Track Activator' } as const
/** Names of a chain's mixer parameters, made like the track's. Adapters find them as children of `mixer_device`. */
export const chainMixerNames = {
  volume: 'Chain Volume',
  panning: 'Chain Panning',
  activator: 'Chain Activator',
} as const
export const sendName = (index: number) => `Send ${String.fromCharCode(65 + index)}`

/** Where a parameter is. `parameter` is the name used by Live 12.4 (device tables translate older names). */
export interface ParameterRef {
  readonly track: TrackPath
  /** null: the track's mixer. A chain's path: the chain's mixer. */
  readonly device: DevicePath | ChainPath | null
  readonly parameter: string
}

/** The rack's parameter that moves a mapped one. */
export interface MacroMapping {
  readonly device: DevicePath
  readonly parameter: string
  /** Raw values of the mapped parameter with the macro at its minimum and maximum; straight between, in raw values. */
  readonly from: number
  readonly to: number
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
  /** What moves a disabled parameter. null or absent: not known (Live's API does not say it, an .als file does). */
  readonly macro?: MacroMapping | null
}

/**
 * rack: holds chains. plugin: VST or Audio Unit, whose parameters are listed but never written by Uplift. max: a Max
 * device.
 */
export type DeviceKind = 'device' | 'rack' | 'plugin' | 'max'

/** Live's class_name tells the kind. */
export function deviceKind(className: string): DeviceKind {
  if (className.endsWith('GroupDevice')) return 'rack'
  if (className === 'PluginDevice' || className === 'AuPluginDevice') return 'plugin'
  return className.startsWith('MxDevice') ? 'max' : 'device'
}

export interface Device {
  readonly path: DevicePath
  readonly kind: DeviceKind
  /** Live's class_name, e.g. "Eq8", "StereoGain", "Compressor2". */
  readonly className: string
  readonly name: string
  readonly parameters: readonly Parameter[]
  /** A rack's chains side by side: each hears what enters the rack, the rack puts out their sum. [] for other devices. */
  readonly chains: readonly Chain[]
  /** Source of an external side-chain (Compressor, Glue): a property in Live, not a parameter. null: none. */
  readonly sidechainSource: TrackPath | null
}

/** Uplift's own devices let the sound pass to the bit. One that was renamed is a Max device like any other. */
export const isTransparent = ({ kind, name }: Pick<Device, 'kind' | 'name'>): boolean =>
  kind === 'max' && (name === 'Uplift' || name === 'Uplift Tap')

/** Where a device is put that is to act last: a Tap, or the hub, stays behind it and goes on hearing all. */
export function endOfChain({ devices }: Pick<Track, 'devices'>): number {
  return devices.findLastIndex(device => !isTransparent(device)) + 1
}

export interface Chain {
  readonly path: ChainPath
  readonly name: string
  /** drum: sounds on its own pads' notes. */
  readonly kind: 'chain' | 'drum'
  readonly solo: boolean
  /** Chain Volume, Chain Panning, Chain Activator (off = mute), sends to the rack's own returns. */
  readonly mixer: readonly Parameter[]
  readonly devices: readonly Device[]
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

/** Main where nothing is known of it: there, so that the set has one, and empty. */
export const emptyMain: Track = {
  path: 'master_track',
  name: 'Main',
  kind: 'master',
  group: null,
  output: 'main',
  solo: false,
  mixer: [],
  devices: [],
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

/** A device with the racks around it, outermost first. */
export interface PlacedDevice {
  readonly device: Device
  readonly within: readonly { readonly rack: Device; readonly chain: Chain }[]
}

/** All devices of a track in signal order, those in racks right after their rack. */
export function everyDevice(track: Pick<Track, 'devices'>): readonly PlacedDevice[] {
  const visit = (devices: readonly Device[], within: PlacedDevice['within']): PlacedDevice[] =>
    devices.flatMap(device => [
      { device, within },
      ...device.chains.flatMap(chain => visit(chain.devices, [...within, { rack: device, chain }])),
    ])
  return visit(track.devices, [])
}

/** Whether all of the track's signal runs through the device: a rack of one chain is transparent, parallel chains are not. */
export const isInSeries = ({ within }: PlacedDevice) => within.every(({ rack }) => rack.chains.length === 1)

type Place = Pick<ParameterRef, 'track' | 'device'>

/** undefined: no such device, or the place is a mixer. */
export function deviceAt(set: LiveSet, { track: path, device }: Place): Device | undefined {
  const track = trackAt(set, path)
  return track && everyDevice(track).find(placed => placed.device.path === device)?.device
}

export function chainAt(set: LiveSet, { track: path, device }: Place): Chain | undefined {
  const track = trackAt(set, path)
  return (
    track &&
    everyDevice(track)
      .flatMap(placed => placed.device.chains)
      .find(chain => chain.path === device)
  )
}

export function parameterAt(set: LiveSet, ref: ParameterRef): Parameter | undefined {
  const owner =
    ref.device === null ? trackAt(set, ref.track)?.mixer : (deviceAt(set, ref)?.parameters ?? chainAt(set, ref)?.mixer)
  return owner?.find(parameter => parameter.name === ref.parameter)
}
