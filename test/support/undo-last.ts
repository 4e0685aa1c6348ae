import type { Ledger } from '../../node/app/ledger.ts'
import type { RestoreOptions, RestoreOutcome } from '../../node/app/restore.ts'
import { undoable, undoEntry } from '../../node/app/undo.ts'
import type { LiveSession } from '../../node/live/session.ts'

/** Undoes the newest entry of the open set. null: there is none. */
export async function undoLast(
  session: LiveSession,
  ledger: Ledger,
  options: RestoreOptions = {},
): Promise<RestoreOutcome | null> {
  const [last] = undoable(ledger, (await session.snapshot()).name)
  return last ? undoEntry(session, ledger, last.id, options) : null
}
