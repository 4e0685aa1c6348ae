/**
 * When Uplift itself puts a device on a track or takes one away, the places that the ledger knows there move with it, in the
 * same write of the file. So names have to tell only what the user has done.
 */
import type { LedgerEntry, LedgerInserted, Twin } from './ledger-schema.ts'
import type { Place } from './locate.ts'

/** The entries to update once the device of `entry` stands on its track. */
export const arrived = (entries: readonly LedgerEntry[], entry: LedgerEntry): readonly LedgerEntry[] => [
  ...shifted(entries, entry, 1),
  withPresence(entry, 'there'),
]

/** The entries to update once Uplift has taken the device of `entry` away. */
export const departed = (entries: readonly LedgerEntry[], entry: LedgerEntry): readonly LedgerEntry[] => [
  // Nothing had made room for one that was still coming.
  ...(entry.inserted?.presence === 'there' || entry.inserted?.presence === 'going' ? shifted(entries, entry, -1) : []),
  withPresence(entry, 'gone'),
]

const withPresence = (entry: LedgerEntry, presence: LedgerInserted['presence']): LedgerEntry => ({
  ...entry,
  inserted: entry.inserted && { ...entry.inserted, presence },
})

/** Every other entry, with its places after a device has come (1) or gone (−1). */
function shifted(entries: readonly LedgerEntry[], { id, set, inserted }: LedgerEntry, by: 1 | -1): LedgerEntry[] {
  if (!inserted) return []
  return entries
    .filter(entry => entry.set === set && entry.id !== id)
    .map(entry => ({
      ...entry,
      inserted: entry.inserted && shiftedInserted(entry.inserted, inserted, by),
      // What is on a device of Uplift's own is found by that device's entry.
      changes: entry.changes.map(change => (change.insertedBy === null ? shiftedPlace(change, inserted, by) : change)),
    }))
}

function shiftedInserted(one: LedgerInserted, moved: LedgerInserted, by: 1 | -1): LedgerInserted {
  if (one.presence === 'gone' || !isSameTrack(one, moved)) return one
  const others = Math.max(0, one.others + (one.deviceClass === moved.deviceClass ? by : 0))
  return one.presence === 'coming' ? { ...one, others } : { ...shiftedPlace(one, moved, by), others }
}

function shiftedPlace<T extends Omit<Place, 'parameter' | 'insertedBy'>>(
  place: T,
  moved: LedgerInserted,
  by: 1 | -1,
): T {
  if (place.device === null || !isSameTrack(place, moved)) return place
  const at = indexOf(moved.device)
  const index = indexOf(place.device)
  const isBehind = by > 0 ? index >= at : index > at
  const isAlike = place.deviceName === moved.deviceName && place.deviceClass === moved.deviceClass
  return {
    ...place,
    device: isBehind ? place.device.replace(/\d+/, `${index + by}`) : place.device,
    deviceTwin: isAlike ? shiftedTwin(place.deviceTwin, moved.deviceTwin, by) : place.deviceTwin,
  }
}

/** null: the two cannot both be right, since the user has moved something; so nothing is counted on. */
function shiftedTwin(twin: Twin, moved: Twin, by: 1 | -1): Twin {
  if (!twin || !moved) return null
  if (by > 0) return { index: twin.index + (twin.index >= moved.index ? 1 : 0), of: twin.of + 1 }
  if (twin.index === moved.index || twin.of === 1) return null
  return { index: twin.index - (twin.index > moved.index ? 1 : 0), of: twin.of - 1 }
}

/** By name and order: paths of tracks are those of different days. */
const isSameTrack = (a: Pick<Place, 'trackName' | 'trackTwin'>, b: Pick<Place, 'trackName' | 'trackTwin'>) =>
  a.trackName === b.trackName && (a.trackTwin?.index ?? 0) === (b.trackTwin?.index ?? 0)

/** Of the device on the track, for what is in a rack: of the rack. */
const indexOf = (path: string) => Number(path.split(' ')[1])
