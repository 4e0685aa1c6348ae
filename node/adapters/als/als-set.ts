/** What a Live set file says, beyond what a snapshot of an open set can. */
import type { LiveSet, TrackPath } from '../../live/set.ts'
import type { AlsPlace } from './parameters.ts'
import type { AlsSample } from './samples.ts'

export interface AlsTrack {
  readonly path: TrackPath
  readonly name: string
  /** As Live's choosers show them: "Ext. In", "Master", "No Output". */
  readonly input: string
  readonly output: string
  readonly isFrozen: boolean
  /** Audio and MIDI clips. */
  readonly clips: { readonly session: number; readonly arrangement: number }
}

export interface AlsDeviceCount {
  readonly className: string
  readonly count: number
}

export interface AlsSet {
  readonly file: string
  readonly set: LiveSet
  /** "Ableton Live 12.4.5b10". */
  readonly creator: string
  readonly signature: { readonly numerator: number; readonly denominator: number }
  /** Lowest and highest tempo of the automation, and its number of points. null: not automated. */
  readonly tempoAutomation: { readonly min: number; readonly max: number; readonly points: number } | null
  readonly tracks: readonly AlsTrack[]
  readonly samples: readonly AlsSample[]
  /** VST and Audio Unit plug-ins by name, each once. */
  readonly plugins: readonly string[]
  /** Every device in the file, also those in a Drum Rack's return chains, which the snapshot leaves out. */
  readonly devices: readonly AlsDeviceCount[]
  /** Parameters whose value the device table cannot tell: "tracks 3, devices 1: LFO Time (0.5)". They are left out of the snapshot. */
  readonly unread: readonly string[]
  /** Where each parameter's value stands in the XML, by `refKey`. */
  readonly places: ReadonlyMap<string, AlsPlace>
}
