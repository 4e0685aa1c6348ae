/**
 * Named places in the ledger to come back to. A checkpoint holds no values: what every parameter was is in the entries after
 * it, so it costs nothing and knows every parameter that Uplift has touched since, and no other.
 */
import type { LiveSession } from '../live/session.ts'
import type { Checkpoint, Ledger, LedgerEntry } from './ledger.ts'
import { type RestoreOptions, type RestoreOutcome, restoreEntries } from './restore.ts'
import { undoable } from './undo.ts'

/** What is in the set and came after the checkpoint, newest first. */
export const entriesSince = (
  ledger: Pick<Ledger, 'entries'>,
  { set, position }: Pick<Checkpoint, 'set' | 'position'>,
): readonly LedgerEntry[] => {
  const later = new Set(ledger.entries.slice(position))
  return undoable(ledger, set).filter(entry => later.has(entry))
}

/** Makes one now, for the open set. Throws RangeError for an empty name. */
export async function makeCheckpoint(session: LiveSession, ledger: Ledger, name: string): Promise<Checkpoint> {
  if (name.trim() === '') throw new RangeError('name of a checkpoint must not be empty')
  return ledger.addCheckpoint({ set: (await session.snapshot()).name, name: name.trim() })
}

/** By id, or by name: of several with one name the newest. undefined: there is none. */
export const findCheckpoint = (
  ledger: Pick<Ledger, 'checkpoints'>,
  set: string,
  wanted: string,
): Checkpoint | undefined => {
  const own = ledger.checkpoints.filter(checkpoint => checkpoint.set === set)
  return own.find(({ id }) => id === wanted) ?? own.findLast(({ name }) => name === wanted)
}

/**
 * Everything that Uplift has written since goes back, each parameter in one write; what the user has moved since is asked
 * for (`conflict`), and may be kept in part.
 */
export const restoreCheckpoint = (
  session: LiveSession,
  ledger: Ledger,
  checkpoint: Checkpoint,
  options: RestoreOptions = {},
): Promise<RestoreOutcome> => restoreEntries(session, ledger, entriesSince(ledger, checkpoint), options)
