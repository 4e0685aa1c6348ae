/**
 * After a crash: what the ledger calls unfinished is compared with the set, parameter by parameter. What holds only values
 * that Uplift found or wrote is put back; where somebody has moved something since, the user is asked (`undoEntry` with
 * choices). Running it again changes nothing more, and nothing is ever applied by it.
 */
import type { LiveSession } from '../live/session.ts'
import { findInserted } from './inserted-device.ts'
import type { Ledger, LedgerEntry } from './ledger.ts'
import { isKnown, isUnfinished, restoreEntries, type Trail, trailsOf } from './restore.ts'
import type { WriteOptions } from './retry.ts'
import { isNear } from './target.ts'

export interface RecoveredParameter {
  readonly trackName: string
  readonly parameter: string
  /** old: as before the entry; new: as it was to be; other: neither; gone: not found by its names. */
  readonly holds: 'old' | 'new' | 'other' | 'gone'
  readonly now: string | null
}

export interface RecoveredEntry {
  readonly id: string
  readonly title: string
  /** `interrupted`: left as it is, for the user to decide. */
  readonly outcome: 'rolled-back' | 'undone' | 'interrupted'
  /** The device it was to put on a track. isThere null: cannot be told. */
  readonly inserted: {
    readonly trackName: string
    readonly device: string
    readonly isThere: boolean | null
  } | null
  /** As found, before anything was put back; those of an inserted device go with it. */
  readonly parameters: readonly RecoveredParameter[]
}

export interface Recovery {
  readonly entries: readonly RecoveredEntry[]
  /** Unfinished entries of sets that are not open: they wait for theirs. */
  readonly elsewhere: number
}

/** Call when a session is opened, before anything is written. */
export async function recover(session: LiveSession, ledger: Ledger, options: WriteOptions = {}): Promise<Recovery> {
  const all = ledger.entries.filter(isUnfinished)
  if (all.length === 0) return { entries: [], elsewhere: 0 }
  const set = await session.snapshot()
  const unfinished = all.filter(entry => entry.set === set.name)
  const elsewhere = all.length - unfinished.length
  const trails = await trailsOf(session, set, unfinished, options)
  const placeOfInserted = ({ inserted }: LedgerEntry) =>
    inserted && !inserted.released ? findInserted(set, inserted) : null
  const isTroubled = (entry: LedgerEntry) =>
    placeOfInserted(entry) === 'unclear' ||
    trails.some(trail => trail.entries.includes(entry) && (!trail.now || !isKnown(trail, trail.now)))

  const clear = unfinished.filter(entry => !isTroubled(entry))
  const restored = clear.length > 0 ? await restoreEntries(session, ledger, clear, options) : null
  const isDone = (entry: LedgerEntry) => clear.includes(entry) && restored?.kind === 'undone'
  const waiting = unfinished.filter(entry => !isDone(entry)).map(({ id }) => ledger.entry(id))
  await ledger.update(
    waiting.filter(({ state }) => state !== 'interrupted').map(entry => ({ ...entry, state: 'interrupted' })),
  )
  return {
    elsewhere,
    entries: unfinished.map(entry => ({
      id: entry.id,
      title: entry.title,
      outcome: !isDone(entry) ? 'interrupted' : entry.state === 'pending' ? 'rolled-back' : 'undone',
      inserted: entry.inserted && {
        trackName: entry.inserted.trackName,
        device: entry.inserted.deviceName ?? entry.inserted.deviceClass,
        isThere: placeOfInserted(entry) === 'unclear' ? null : placeOfInserted(entry) !== null,
      },
      parameters: trails.filter(trail => trail.entries.includes(entry)).map(trail => found(trail, entry)),
    })),
  }
}

function found({ now, changes, entries, first }: Trail, entry: LedgerEntry): RecoveredParameter {
  const { fromRaw, toRaw } = changes[entries.indexOf(entry)]!
  const holds = !now ? 'gone' : isNear(now, toRaw) ? 'new' : isNear(now, fromRaw) ? 'old' : 'other'
  return { trackName: first.trackName, parameter: first.parameter, holds, now: now?.display ?? null }
}
