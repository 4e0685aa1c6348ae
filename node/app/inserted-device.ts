/** Devices of Live that a fix puts on a track, and takes away again: found by name and order, as every other device. */
import type { InsertedDevice } from '../fixes/fix.ts'
import { type LiveSession, WriteRefused } from '../live/session.ts'
import {
  type Device,
  type DevicePath,
  deviceAt,
  endOfChain,
  everyDevice,
  type LiveSet,
  type ParameterRef,
  type Track,
  type TrackPath,
  trackAt,
} from '../live/set.ts'
import type { Ledger, LedgerEntry, LedgerInserted } from './ledger.ts'
import { locateTrack, placeOf } from './locate.ts'
import { soon, type WriteOptions } from './retry.ts'

export interface DevicePlace {
  readonly track: TrackPath
  readonly device: DevicePath
}

export type Insertion =
  | { readonly kind: 'new'; readonly inserted: LedgerInserted; readonly source: TrackPath | null }
  /** Another fix of the same plan has put it there. */
  | { readonly kind: 'there'; readonly device: DevicePlace }

/** How to get the device that a fix needs; or why that is not possible. `planned`, `now`: the set then and now. */
export function insertionOf(
  { capabilities }: LiveSession,
  planned: LiveSet,
  now: LiveSet,
  wanted: InsertedDevice,
  { entries }: Pick<Ledger, 'entries'>,
): Insertion | string {
  const { className, name } = wanted
  const trackNow = (path: TrackPath) => {
    const place = placeOf(planned, { track: path, device: null, parameter: '' })
    return place && locateTrack(now, place)
  }
  const track = trackNow(wanted.track)
  if (!track) return `The track for ${name} is no longer in the set, or no longer to be told from others of its name.`
  const ownPlan = entries.findLast(
    ({ set, state, inserted }) =>
      state === 'applied' && set === now.name && inserted?.deviceClass === className && inserted.device === wanted.path,
  )
  const there = ownPlan?.inserted && findInserted(now, ownPlan.inserted)
  if (there && there !== 'unclear' && there.track === track.path) return { kind: 'there', device: there }

  if (!capabilities.canInsert.includes(className)) return `${name} cannot be put on a track from here.`
  if (wanted.sidechain && !capabilities.canSetSidechainSource.includes(className)) {
    return `The side-chain of ${name} cannot be set from here.`
  }
  const source = wanted.sidechain ? trackNow(wanted.sidechain.track) : null
  if (source === undefined || (wanted.sidechain && !source)) {
    return `"${wanted.sidechain?.trackName}", which ${name} is to listen to, is no longer in the set.`
  }
  return { kind: 'new', source: source?.path ?? null, inserted: recordOf(now, track, className, source?.name ?? null) }
}

/** The same device on the same track again, after it was undone. */
export function insertionAgain(
  { capabilities }: LiveSession,
  now: LiveSet,
  undone: LedgerInserted,
): Insertion | string {
  const { deviceClass: className, deviceName, sidechain } = undone
  const track = locateTrack(now, undone)
  const name = `${deviceName ?? className} on ${undone.trackName}`
  if (!track) return `${name}: the track is no longer in the set, or no longer to be told from others of its name.`
  if (!capabilities.canInsert.includes(className)) return `${name} cannot be put on a track from here.`
  const sources = sidechain === null ? [] : now.tracks.filter(each => each.name === sidechain)
  if (sidechain !== null && sources.length !== 1) return `"${sidechain}", which ${name} is to listen to, is not there.`
  return { kind: 'new', source: sources[0]?.path ?? null, inserted: recordOf(now, track, className, sidechain) }
}

function recordOf(set: LiveSet, track: Track, className: string, sidechain: string | null): LedgerInserted {
  const { trackName, trackTwin } = placeOf(set, { track: track.path, device: null, parameter: '' })!
  return {
    track: track.path,
    trackName,
    trackTwin,
    device: `devices ${endOfChain(track)}`,
    deviceName: null,
    deviceClass: className,
    deviceTwin: null,
    sidechain,
    presence: 'coming',
    others: ofClass(set, track.path, className).length,
    settings: null,
    released: false,
  }
}

/** Inserts and keys it. Where it is; or why it is not there (or not keyed: `takeAway` then). */
export async function putIn(
  session: LiveSession,
  { inserted, source }: Extract<Insertion, { kind: 'new' }>,
  options: WriteOptions,
): Promise<DevicePlace | string> {
  const track = inserted.track as TrackPath
  const index = Number(inserted.device.split(' ')[1])
  try {
    const device = await soon(() => session.insertDevice(track, inserted.deviceClass, index), options)
    if (source) await soon(() => session.setSidechainSource({ track, device }, source), options)
    const seen = deviceAt(await session.snapshot(), { track, device })
    if (seen?.className !== inserted.deviceClass)
      return `${inserted.deviceClass} did not appear on ${inserted.trackName}.`
    if (seen.sidechainSource !== source)
      return `${seen.name} on ${inserted.trackName} does not hear ${inserted.sidechain}.`
    return { track, device }
  } catch (error) {
    if (!(error instanceof WriteRefused)) throw error
    return `${inserted.deviceClass} on ${inserted.trackName} was refused by Live: ${error.message}`
  }
}

/** Removes it if it is there. null: it is not there (any more); otherwise what is wrong, in a sentence. */
export async function takeAway(
  session: LiveSession,
  inserted: LedgerInserted,
  options: WriteOptions,
): Promise<string | null> {
  const name = `${inserted.deviceName ?? inserted.deviceClass} on ${inserted.trackName}`
  const before = await session.snapshot()
  const found = findInserted(before, inserted)
  if (found === null) return null
  if (found === 'unclear') return `Which ${name} Uplift put there cannot be told: remove it by hand.`
  const countIn = (set: LiveSet) => ofClass(set, found.track, inserted.deviceClass).length
  try {
    await soon(() => session.removeDevice(found.track, found.device), options)
  } catch (error) {
    if (!(error instanceof WriteRefused)) throw error
    return `${name} could not be removed: ${error.message}`
  }
  return countIn(await session.snapshot()) < countIn(before) ? null : `${name} is still there: remove it by hand.`
}

/** Where it is now; null: not on the track; unclear: the track, or which of several it is, cannot be told. */
export function findInserted(set: LiveSet, inserted: LedgerInserted): DevicePlace | 'unclear' | null {
  const { presence, deviceName, deviceTwin, others, settings } = inserted
  if (presence === 'gone') return null
  const track = locateTrack(set, inserted)
  if (!track) return 'unclear'
  const all = ofClass(set, track.path, inserted.deviceClass)
  const at = ({ path }: Device): DevicePlace => ({ track: track.path, device: path })
  if (presence === 'coming') {
    // There is one more than before, at the end, or there is not.
    if (all.length === others) return null
    const last = all.at(-1)
    return all.length === others + 1 && last?.path === inserted.device ? at(last) : 'unclear'
  }
  const named = all.filter(({ name }) => name === deviceName)
  if (deviceTwin && named.length === deviceTwin.of) return at(named[deviceTwin.index]!)
  const stayed = all.find(({ path }) => path === inserted.device)
  // Renamed, and still where it was put; or gone.
  if (named.length === 0) return all.length <= others ? null : stayed ? at(stayed) : 'unclear'
  if (deviceTwin && named.length < deviceTwin.of) {
    // One of several alike has gone: ours, unless it was not being taken away and one that is left holds what ours held.
    const isOurs = ({ parameters }: Device) => parameters.every(({ name, value }) => settings?.[name] === value)
    return presence === 'there' && named.some(isOurs) ? 'unclear' : null
  }
  // Copies have been made: ours is the one that stayed.
  return stayed && named.includes(stayed) ? at(stayed) : 'unclear'
}

/** The entry whose device this is. null: it is the user's, or a mixer. */
export const inserterOf = (
  { entries }: Pick<Ledger, 'entries'>,
  set: LiveSet,
  { track, device }: ParameterRef,
): LedgerEntry | null =>
  entries.find(entry => {
    if (entry.set !== set.name || !entry.inserted || entry.inserted.released) return false
    const found = findInserted(set, entry.inserted)
    return found !== null && found !== 'unclear' && found.track === track && found.device === device
  }) ?? null

/** With the name and place it got. */
export function asSeen(set: LiveSet, inserted: LedgerInserted, { track, device }: DevicePlace): LedgerInserted {
  const { trackName, trackTwin, deviceName, deviceTwin } = placeOf(set, { track, device, parameter: '' })!
  const others = ofClass(set, track, inserted.deviceClass).length - 1
  return { ...inserted, track, trackName, trackTwin, device, deviceName, deviceTwin, others }
}

/** Raw values of all its parameters. */
export async function settingsAt(session: LiveSession, device: DevicePlace): Promise<Record<string, number>> {
  return settingsOf(deviceAt(await session.snapshot(), device))
}

export const settingsOf = (device: Device | undefined): Record<string, number> =>
  Object.fromEntries((device?.parameters ?? []).map(({ name, value }) => [name, value]))

const ofClass = (set: LiveSet, path: TrackPath, className: string): readonly Device[] => {
  const track = trackAt(set, path)
  return track ? everyDevice(track).flatMap(({ device }) => (device.className === className ? [device] : [])) : []
}
