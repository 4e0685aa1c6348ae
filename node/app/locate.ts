/**
 * Finds again what a path pointed at, after the user has moved things: by the names of track, device and parameter. Where
 * names repeat, by their order, as long as nothing of that name has been removed; where that is not certain, not at all.
 */
import {
  type ChainPath,
  type DevicePath,
  everyDevice,
  type LiveSet,
  type ParameterRef,
  type Track,
  type TrackPath,
  trackAt,
} from '../live/set.ts'
import type { LedgerChange, Twin } from './ledger-schema.ts'

export type Place = Pick<
  LedgerChange,
  'track' | 'trackName' | 'trackTwin' | 'device' | 'deviceName' | 'deviceClass' | 'deviceTwin' | 'parameter'
>

/** A device or a chain: what has parameters, under a name. The class of a chain is `null`. */
interface Owner {
  readonly path: DevicePath | ChainPath
  readonly name: string
  readonly className: string | null
}

/** How the ledger remembers what `ref` points at in this snapshot; null: it points at nothing. */
export function placeOf(set: LiveSet, ref: ParameterRef): Place | null {
  const track = trackAt(set, ref.track)
  if (!track) return null
  const place = {
    track: track.path,
    trackName: track.name,
    trackTwin: twinOf(tracksNamed(set, track.name), track),
    parameter: ref.parameter,
  }
  if (ref.device === null) return { ...place, device: null, deviceName: null, deviceClass: null, deviceTwin: null }
  const owner = ownersOn(track).find(({ path }) => path === ref.device)
  if (!owner) return null
  return {
    ...place,
    device: owner.path,
    deviceName: owner.name,
    deviceClass: owner.className,
    deviceTwin: twinOf(alike(ownersOn(track), owner), owner),
  }
}

export interface LocateOptions {
  /**
   * Of several alike, one of which has been removed, take the one at the old place: only where the value found there is then
   * compared with one that no other is likely to hold.
   */
  readonly lenient?: boolean
}

/** Where it is now. null: gone, renamed, or no longer to be told from others. */
export function locate(set: LiveSet, place: Place, { lenient = false }: LocateOptions = {}): ParameterRef | null {
  const track = locateTrack(set, place, lenient)
  if (!track) return null
  const ref = (device: ParameterRef['device']): ParameterRef => ({
    track: track.path as TrackPath,
    device,
    parameter: place.parameter,
  })
  if (place.device === null) return ref(null)
  const owners = ownersOn(track).filter(({ className }) => className === place.deviceClass)
  // Entries of older ledgers know no device names.
  const named = place.deviceName === null ? owners : alike(owners, { name: place.deviceName })
  const found =
    named.length > 0
      ? foundAgain(named, place.device, place.deviceTwin, lenient)
      : // Nothing of that name: one of its kind at its place is the same device under another name.
        owners.find(({ path }) => path === place.device)
  return found ? ref(found.path) : null
}

export const locateTrack = (
  set: LiveSet,
  { track, trackName, trackTwin }: Pick<Place, 'track' | 'trackName' | 'trackTwin'>,
  lenient = false,
): Track | undefined => foundAgain(tracksNamed(set, trackName), track, trackTwin, lenient)

function foundAgain<T extends { readonly path: string }>(
  candidates: readonly T[],
  path: string,
  twin: Twin,
  lenient: boolean,
): T | undefined {
  if (twin && candidates.length === twin.of) return candidates[twin.index]
  // One of them has been removed: which one, names cannot tell.
  if (twin && candidates.length < twin.of && !lenient) return undefined
  // Copies have been added (or were never counted): the one that stayed where it was.
  const stayed = candidates.find(candidate => candidate.path === path)
  return stayed ?? (twin === null && candidates.length === 1 ? candidates[0] : undefined)
}

const tracksNamed = (set: LiveSet, name: string): readonly Track[] => set.tracks.filter(track => track.name === name)

const alike = (owners: readonly Owner[], like: { readonly name: string; readonly className?: string | null }) =>
  owners.filter(
    ({ name, className }) => name === like.name && (like.className === undefined || className === like.className),
  )

const twinOf = <T>(all: readonly T[], one: T): Twin => ({ index: all.indexOf(one), of: all.length })

/** Racks, devices in them and their chains (which have a mixer), in signal order. */
function ownersOn(track: Track): readonly Owner[] {
  return everyDevice(track).flatMap(({ device }): Owner[] => [
    device,
    ...device.chains.map(({ path, name }) => ({ path, name, className: null })),
  ])
}
