/** What a simulated set consists of, and finding things in it by Live's paths. */
import type { Chain, ChainPath, DeviceKind, DevicePath, Locator, Track, TrackPath } from '../../live/set.ts'
import type { Control } from './control.ts'
import type { Stereo } from './devices/effect.ts'
import type { PluginEffect } from './devices/plugin.ts'
import type { SimulatedDeviceSpec } from './spec.ts'

export interface SimulatedDevice {
  readonly kind: DeviceKind
  readonly className: SimulatedDeviceSpec['className']
  readonly name: string
  readonly controls: readonly Control[]
  /** Id of the track that the side-chain hears. */
  sidechain: number | null
  readonly chains: readonly SimulatedChain[]
  readonly effect: PluginEffect | null
}

export interface SimulatedChain {
  readonly name: string
  readonly kind: Chain['kind']
  readonly solo: boolean
  readonly source: Stereo | null
  readonly mixer: readonly Control[]
  readonly devices: SimulatedDevice[]
}

export interface SimulatedTrack {
  /** Never changes, while paths do. */
  readonly id: number
  name: string
  readonly kind: Track['kind']
  /** Id of the group. */
  readonly group: number | null
  readonly output: Track['output']
  solo: boolean
  readonly source: Stereo | null
  /** Track Volume, Track Panning, Track Activator (not on Main), sends. */
  readonly mixer: readonly Control[]
  readonly devices: SimulatedDevice[]
}

export interface SetFacts {
  readonly name: string
  readonly sampleRate: number
  readonly tempo: number
  readonly beatsPerBar: number
  readonly locators: readonly Locator[]
}

/** Paths of the tracks, which stand in Live's order: tracks, returns, Main. */
export function pathsOf(tracks: readonly SimulatedTrack[]): readonly TrackPath[] {
  const firstReturn = tracks.findIndex(track => track.kind === 'return')
  return tracks.map((track, index): TrackPath => {
    if (track.kind === 'master') return 'master_track'
    return track.kind === 'return' ? `return_tracks ${index - firstReturn}` : `tracks ${index}`
  })
}

export type Place =
  | {
      readonly kind: 'device'
      readonly device: SimulatedDevice
      readonly siblings: SimulatedDevice[]
      readonly index: number
    }
  | { readonly kind: 'chain'; readonly chain: SimulatedChain }

/** What is at a path like "devices 0 chains 1 devices 2"; undefined: nothing. */
export function placeAt({ devices }: Pick<SimulatedTrack, 'devices'>, path: DevicePath | ChainPath): Place | undefined {
  let siblings = devices
  let place: Place | undefined
  const words = path.split(' ')
  for (let i = 0; i < words.length; i += 2) {
    const index = Number(words[i + 1])
    if (words[i] === 'devices') {
      const device = siblings[index]
      if (!device || place?.kind === 'device') return undefined
      place = { kind: 'device', device, siblings, index }
    } else {
      const chain = words[i] === 'chains' && place?.kind === 'device' ? place.device.chains[index] : undefined
      if (!chain) return undefined
      place = { kind: 'chain', chain }
      siblings = chain.devices
    }
  }
  return place
}

/** Devices of a track and all that their racks hold. */
export const allDevices = (devices: readonly SimulatedDevice[]): readonly SimulatedDevice[] =>
  devices.flatMap(device => [device, ...device.chains.flatMap(chain => allDevices(chain.devices))])

/** An independent copy; sources are shared. */
export function copyTracks(tracks: readonly SimulatedTrack[]): SimulatedTrack[] {
  const copies = new Map<Control, Control>()
  const copyControl = (one: Control) => {
    const copy: Control = { ...one, mappings: [] }
    copies.set(one, copy)
    return copy
  }
  const copyDevice = (device: SimulatedDevice): SimulatedDevice => ({
    ...device,
    controls: device.controls.map(copyControl),
    chains: device.chains.map(chain => ({
      ...chain,
      mixer: chain.mixer.map(copyControl),
      devices: chain.devices.map(copyDevice),
    })),
  })
  const copied = tracks.map(track => ({
    ...track,
    mixer: track.mixer.map(copyControl),
    devices: track.devices.map(copyDevice),
  }))
  for (const [one, copy] of copies) {
    for (const { target, from, to } of one.mappings) {
      // What was removed from the set is no longer moved.
      const moved = copies.get(target)
      if (moved) copy.mappings.push({ target: moved, from, to })
    }
  }
  return copied
}
