/**
 * After a crash: what the ledger calls unfinished is compared with the set, parameter by parameter. What holds only values
 * that Uplift found or wrote is put back; where somebody has moved something since, the user is asked (`undoEntry` with
 * choices). Running it again changes nothing more, and nothing is ever applied by it.
 */
import type { LiveSession } from '../live/session.ts'
import { findInserted } from './inserted-device.ts'
import type { Ledger, LedgerEntry } from './ledger.ts'
import { isUnfinished, restoreEntries, type Trail, trailsOf } from './restore.ts'
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
  const trails = await trailsOf(session, ledger, set, unfinished, options)
  const found = unfinished.map(({ inserted }) => inserted && !inserted.released && findInserted(set, inserted))

  // Whatever the user must decide on is left alone, and the rest put back without it.
  let clear: readonly LedgerEntry[] = unfinished
  let restored = await restoreEntries(session, ledger, clear, options)
  while (restored.kind === 'conflict') {
    const troubled = new Set(restored.conflicts.flatMap(({ entries }) => entries))
    clear = clear.filter(({ id }) => !troubled.has(id))
    restored = await restoreEntries(session, ledger, clear, options)
  }
  const isDone = (entry: LedgerEntry) => clear.includes(entry) && restored.kind === 'undone'
  const waiting = unfinished.filter(entry => !isDone(entry)).map(({ id }) => ledger.entry(id))
  await ledger.update(
    waiting.filter(({ state }) => state !== 'interrupted').map(entry => ({ ...entry, state: 'interrupted' })),
  )
  return {
    elsewhere,
    entries: unfinished.map((entry, i) => ({
      id: entry.id,
      title: entry.title,
      outcome: !isDone(entry) ? 'interrupted' : entry.state === 'pending' ? 'rolled-back' : 'undone',
      inserted: entry.inserted && {
        trackName: entry.inserted.trackName,
        device: entry.inserted.deviceName ?? entry.inserted.deviceClass,
        isThere: found[i] === 'unclear' ? null : Boolean(found[i]),
      },
      parameters: trails.filter(trail => trail.entries.includes(entry)).map(trail => asFound(trail, entry)),
    })),
  }
}

function asFound({ now, changes, entries, first }: Trail, entry: LedgerEntry): RecoveredParameter {
  const { fromRaw, toRaw } = changes[entries.indexOf(entry)]!
  const holds = !now ? 'gone' : isNear(now, toRaw) ? 'new' : isNear(now, fromRaw) ? 'old' : 'other'
  return { trackName: first.trackName, parameter: first.parameter, holds, now: now?.display ?? null }
}
