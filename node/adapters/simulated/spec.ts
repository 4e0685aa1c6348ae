/** How a simulated set is declared: by names and display units, as a producer would say it. */
import type { Audio } from '../../audio/audio.ts'
import type { Locator } from '../../live/set.ts'
import type { SimulatedEffectClass } from './devices/designs.ts'
import type { PluginEffect } from './devices/plugin.ts'

export type SimulatedRackClass = 'AudioEffectGroupDevice' | 'InstrumentGroupDevice' | 'DrumGroupDevice'

export interface SimulatedDeviceSpec {
  readonly className: SimulatedEffectClass | SimulatedRackClass | 'PluginDevice' | 'AuPluginDevice'
  /** A plug-in needs one. */
  readonly name?: string
  /** Parameter name (Live 12.4) → display value in base units (dB, Hz, ms, %, 1 or 0 for switches, index for lists). */
  readonly settings?: Readonly<Record<string, number>>
  /** Parameter name → raw value: for what has no known law, and for a plug-in's own parameters (0…1, made by naming them). */
  readonly rawSettings?: Readonly<Record<string, number>>
  /** Track name of an external side-chain source (heard after that track's devices, before its fader). */
  readonly sidechainSource?: string
  /** Of a rack. */
  readonly chains?: readonly SimulatedChainSpec[]
  readonly macros?: readonly SimulatedMacroSpec[]
  /** What a plug-in does to the signal; absent: nothing. */
  readonly effect?: PluginEffect
}

export interface SimulatedChainSpec {
  readonly name: string
  /** What the chain's instrument plays; in instrument and drum racks only. */
  readonly source?: Audio
  readonly volumeDb?: number
  /** −1 left … 1 right. */
  readonly pan?: number
  readonly mute?: boolean
  readonly solo?: boolean
  readonly devices?: readonly SimulatedDeviceSpec[]
}

export interface SimulatedMacroSpec {
  /** 1…16. */
  readonly macro: number
  /** Absent: the mapped parameter's name when exactly one is mapped, as in Live, else "Macro 3". */
  readonly name?: string
  /** 0…127. */
  readonly value?: number
  readonly mappings: readonly {
    /** Within the rack, e.g. "chains 0 devices 1". */
    readonly device: `chains ${string}`
    readonly parameter: string
    /** Display values with the macro at 0 and at 127. */
    readonly from: number
    readonly to: number
  }[]
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
  readonly solo?: boolean
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
