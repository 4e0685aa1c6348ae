/** A snapshot over the wire becomes the set that the rest of Uplift knows. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { WireChain, WireDevice, WireParameter, WireSet, WireTrack } from '../../../device/protocol.ts'
import {
  type Chain,
  type ChainPath,
  type Device,
  type DevicePath,
  deviceKind,
  type LiveSet,
  type Parameter,
  type Track,
  type TrackPath,
} from '../../live/set.ts'
import type { ParameterNames } from './names.ts'
import { isNamed, outputOf, trackCalled } from './routing.ts'

export interface Described {
  readonly set: LiveSet
  /** Class name of every device, by `placeKey`. */
  readonly classes: ReadonlyMap<string, string>
}

export const placeKey = (track: string, device: string) => `${track} ${device}`

/**
 * `name`: what the set is known by. `chosen`: side-chain sources that were set from here, by `placeKey`: of several tracks of
 * one name it is that one.
 */
export async function describeSet(
  wire: WireSet,
  name: string,
  names: ParameterNames,
  chosen: ReadonlyMap<string, TrackPath> = new Map(),
): Promise<Described> {
  const classes = new Map<string, string>()
  const sourceOf = (track: string, { path, sidechain }: WireDevice): TrackPath | null => {
    if (sidechain === null) return null
    const own = wire.tracks.find(each => each.path === chosen.get(placeKey(track, path)))
    return own && isNamed(sidechain, own.name) ? (own.path as TrackPath) : trackCalled(sidechain, wire)
  }
  const tracks: Track[] = []
  for (const track of wire.tracks) {
    const describe = (device: WireDevice): Device => {
      classes.set(placeKey(track.path, device.path), device.className)
      const own = names.inside(
        device.className,
        device.parameters.map(([parameter]) => parameter),
      )
      return {
        path: device.path as DevicePath,
        kind: deviceKind(device.className),
        className: device.className,
        name: device.name,
        parameters: device.parameters.map((each, i) => parameterOf(each, own[i])),
        chains: device.chains.map(chain => chainOf(chain, describe)),
        sidechainSource: sourceOf(track.path, device),
      }
    }
    tracks.push(trackOf(track, wire, describe))
    // A hundred tracks of ten devices are more than one turn of the event loop should take.
    await nextTurn()
  }
  const { liveVersion, tempo, beatsPerBar, lengthBeats, locators } = wire
  return {
    classes,
    set: { name, liveVersion, tempo, beatsPerBar, lengthSeconds: (lengthBeats * 60) / tempo, locators, tracks },
  }
}

function trackOf(track: WireTrack, wire: WireSet, describe: (device: WireDevice) => Device): Track {
  const { path, name, kind, group, solo, mixer, devices } = track
  return {
    path: path as TrackPath,
    name,
    kind,
    group: group as TrackPath | null,
    output: kind === 'master' ? 'main' : outputOf(track, wire),
    solo,
    mixer: mixer.map(each => parameterOf(each)),
    devices: devices.map(describe),
  }
}

const chainOf = (chain: WireChain, describe: (device: WireDevice) => Device): Chain => ({
  path: chain.path as ChainPath,
  name: chain.name,
  kind: chain.isDrum ? 'drum' : 'chain',
  solo: chain.solo,
  mixer: chain.mixer.map(each => parameterOf(each)),
  devices: chain.devices.map(describe),
})

const automations = ['none', 'playing', 'overridden'] as const

/** `name`: that of Live 12.4, where it differs from what this Live says. */
export const parameterOf = (
  [own, value, min, max, state, display, items]: WireParameter,
  name: string = own,
): Parameter => ({
  name,
  value,
  min,
  max,
  isQuantized: (state & 1) !== 0,
  valueItems: items ?? [],
  isEnabled: (state & 2) !== 0,
  automation: automations[(state >> 2) & 3] ?? 'none',
  display,
})
