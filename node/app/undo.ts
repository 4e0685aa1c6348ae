/** Undo and redo of what the ledger holds. Both are transactions, and ask where the user has moved something since. */

import type { FixOutcome } from '../fixes/proof.ts'
import type { LiveSession } from '../live/session.ts'
import type { Parameter, ParameterRef } from '../live/set.ts'
import { carryOut, type Transaction } from './apply.ts'
import { insertionAgain } from './inserted-device.ts'
import type { Ledger, LedgerChange, LedgerEntry } from './ledger.ts'
import {
  type Conflict,
  type RestoreOptions,
  type RestoreOutcome,
  restoreEntries,
  type Trail,
  trailsOf,
} from './restore.ts'
import { readSoon } from './retry.ts'
import { isNear, nameOf, type Write } from './target.ts'

/** Entries whose changes are in the set, as far as the ledger knows; newest first. */
export const undoable = (ledger: Pick<Ledger, 'entries'>, set?: string): readonly LedgerEntry[] =>
  ledger.entries
    .filter(({ state }) => state === 'applied' || state === 'interrupted' || state === 'pending' || state === 'undoing')
    .filter(entry => set === undefined || entry.set === set)
    .toReversed()

/** Undoes one entry. Throws RangeError for one that is not in the set. */
export async function undoEntry(
  session: LiveSession,
  ledger: Ledger,
  id: string,
  options: RestoreOptions = {},
): Promise<RestoreOutcome> {
  const entry = ledger.entry(id)
  if (!undoable(ledger).includes(entry))
    throw new RangeError(`entry to undo must be in the set, "${id}" is ${entry.state}`)
  return restoreEntries(session, ledger, [entry], options)
}

export type RedoOutcome =
  | FixOutcome
  /** Nothing was touched: ask, then call again with choices; what is gone or disabled cannot be written at all. */
  | { readonly kind: 'conflict'; readonly conflicts: readonly Conflict[] }

/**
 * Entries that `redoEntry` can write again; the one that was undone last cannot be told, so newest first. Not those that
 * ended before what they were to set on a device of theirs was known.
 */
export const redoable = (ledger: Pick<Ledger, 'entries'>, set?: string): readonly LedgerEntry[] =>
  ledger.entries
    .filter(({ state }) => state === 'undone' || state === 'rolled-back')
    .filter(({ id, inserted, changes }) => inserted === null || changes.some(({ insertedBy }) => insertedBy === id))
    .filter(entry => set === undefined || entry.set === set)
    .toReversed()

/**
 * Writes an undone entry again, as a new one: what is in the set stays in the order of the ids. Throws RangeError for one that was not undone. A conflict when a parameter does not hold what
 * it was restored to; `choices` and `otherwise` answer it: restore means the fix's value, keep leaves it.
 */
export async function redoEntry(
  session: LiveSession,
  ledger: Ledger,
  id: string,
  { choices = new Map(), otherwise, ...options }: RestoreOptions = {},
): Promise<RedoOutcome> {
  const entry = ledger.entry(id)
  if (!redoable(ledger).includes(entry)) throw new RangeError(`entry to redo must be undone, "${id}" is ${entry.state}`)
  const refused = (reason: string): RedoOutcome => ({ kind: 'refused', reason, rolledBack: false })
  if (!session.capabilities.write) return refused('This session cannot be written to.')
  const set = await session.snapshot()
  if (entry.set !== set.name) return refused(`"${set.name}" is open, the fix is of "${entry.set}".`)

  const trails = await trailsOf(session, ledger, set, [entry], options)
  const judged = trails.map(trail => ({ trail, conflict: obstacleTo(trail) }))
  const choiceOf = ({ trail, conflict }: (typeof judged)[number]) =>
    choices.get(trail.key) ?? (conflict ? otherwise : 'restore')
  // What is gone cannot be written, and half a fix is none.
  const isBarred = ({ conflict }: (typeof judged)[number]) => conflict?.why === 'gone' || conflict?.why === 'disabled'
  const open = judged.filter(each => each.conflict && (choiceOf(each) === undefined || isBarred(each)))
  if (open.length > 0) return { kind: 'conflict', conflicts: open.map(({ conflict }) => conflict!) }

  const insertion = entry.inserted && insertionAgain(session, set, entry.inserted)
  if (typeof insertion === 'string') return refused(insertion)
  const writeOf = (ref: ParameterRef, before: Parameter, { parameter, trackName, toRaw, toText }: LedgerChange) => ({
    ref,
    name: nameOf(parameter, trackName),
    raw: toRaw,
    text: toText,
    before,
  })
  const transaction: Transaction = {
    title: entry.title,
    insertion,
    writes: judged
      .filter(each => choiceOf(each) === 'restore')
      .map(({ trail: { ref, now, first } }) => writeOf(ref!, now!, first)),
    writesOnNew: async device => {
      const writes: Write[] = []
      for (const change of entry.changes.filter(({ insertedBy }) => insertedBy === entry.id)) {
        const ref = { ...device, parameter: change.parameter }
        const before = await readSoon(session, ref, options)
        if (!before) return `${nameOf(change.parameter, change.trackName)} is not on the device that was put there.`
        writes.push(writeOf(ref, before, change))
      }
      return writes
    },
  }
  return carryOut(session, set, ledger, options, transaction, entry)
}

function obstacleTo({ key, entries, now, first }: Trail): Conflict | null {
  const why = !now ? 'gone' : !now.isEnabled ? 'disabled' : now.automation === 'playing' ? 'automated' : 'moved'
  if (now && why === 'moved' && isNear(now, first.fromRaw)) return null
  return {
    key,
    entries: entries.map(({ id }) => id),
    trackName: first.trackName,
    deviceName: first.deviceName ?? first.deviceClass,
    parameter: first.parameter,
    why,
    by: null,
    written: first.fromText,
    now: now?.display ?? null,
    before: first.toText,
  }
}
