/** Changing what a simulated set consists of, under Live's rules. Throws WriteRefused, with the set as it was. */
import { WriteRefused, type WriteTarget } from '../../live/session.ts'
import type { DevicePath } from '../../live/set.ts'
import { type DeclaredSet, declareDevice } from './declare-device.ts'
import { insertable, isSimulatedEffect } from './devices/designs.ts'
import { placeAt, type SimulatedTrack } from './model.ts'
import { refuseCircles } from './render.ts'
import { renderTracks } from './routing.ts'

/** LOM: only CompressorDevice has an input_routing_type that can be set. */
export const sidechainClasses: readonly string[] = ['Compressor2']

/** `target.device` is a chain, or null for the track itself. */
export function insertDevice(
  track: SimulatedTrack,
  target: WriteTarget,
  { className, index, set }: { readonly className: string; readonly index: number; readonly set: DeclaredSet },
): DevicePath {
  if (!insertable.includes(className) || !isSimulatedEffect(className)) {
    throw new WriteRefused(target, 'unsupported', `A ${className} cannot be inserted into this set.`)
  }
  const { device: chain } = target
  const place = chain === null ? undefined : placeAt(track, chain)
  if (chain !== null && place?.kind !== 'chain') {
    throw new WriteRefused(target, 'missing', `The set has no chain at ${target.track}, ${chain}.`)
  }
  const devices = place?.kind === 'chain' ? place.chain.devices : track.devices
  if (!(Number.isInteger(index) && index >= 0 && index <= devices.length)) {
    throw new WriteRefused(target, 'out-of-range', `A device goes to one of 0 to ${devices.length}, got ${index}.`)
  }
  devices.splice(index, 0, declareDevice({ className }, `"${track.name}"`, set))
  return chain === null ? `devices ${index}` : `${chain} devices ${index}`
}

/** Devices behind it move up by one path. */
export function removeDevice(track: SimulatedTrack, target: WriteTarget): void {
  const { siblings, index } = requireDevice(track, target)
  siblings.splice(index, 1)
}

export function setSidechainSource(
  tracks: readonly SimulatedTrack[],
  track: SimulatedTrack,
  target: WriteTarget,
  source: SimulatedTrack | null,
): void {
  const { device } = requireDevice(track, target)
  if (!sidechainClasses.includes(device.className)) {
    const message = `Live does not let the side-chain source of ${device.name} be chosen from outside.`
    throw new WriteRefused(target, 'unsupported', message)
  }
  const before = device.sidechain
  device.sidechain = source?.id ?? null
  try {
    refuseCircles(renderTracks(tracks))
  } catch (error) {
    device.sidechain = before
    if (!(error instanceof RangeError)) throw error
    throw new WriteRefused(target, 'unsupported', error.message)
  }
}

function requireDevice(track: SimulatedTrack, target: WriteTarget) {
  const place = target.device === null ? undefined : placeAt(track, target.device)
  if (place?.kind === 'device') return place
  throw new WriteRefused(target, 'missing', `The set has no device at ${target.track}, ${target.device}.`)
}
