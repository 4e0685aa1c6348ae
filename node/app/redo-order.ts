/**
 * What Undo has taken out since the last fix went in, in the order in which Redo puts it back: the ledger cannot tell which
 * was undone last. It lives as long as the process; whether an entry can still be redone is the ledger's word.
 */
import type { Fix } from '../fixes/fix.ts'
import type { Ledger } from './ledger.ts'
import { redoable } from './undo.ts'

export interface UndoneEntry {
  /** The ledger's. */
  readonly id: string
  readonly title: string
  /** As it was offered; null: it is of an earlier plan. */
  readonly fix: Fix | null
}

export class RedoOrder {
  #undone: readonly UndoneEntry[] = []

  /** In the order in which they were taken out. */
  undone(entries: readonly UndoneEntry[]): void {
    const ids = new Set(entries.map(({ id }) => id))
    this.#undone = [...this.#undone.filter(({ id }) => !ids.has(id)), ...entries]
  }

  /** null: there is nothing to redo. */
  next(ledger: Pick<Ledger, 'entries'>, set: string): UndoneEntry | null {
    const possible = new Set(redoable(ledger, set).map(({ id }) => id))
    return this.#undone.findLast(({ id }) => possible.has(id)) ?? null
  }

  /** It is in the set again, under another id. */
  redone({ id }: UndoneEntry): void {
    this.#undone = this.#undone.filter(each => each.id !== id)
  }

  /** Something else went in: what was undone before is no step of this way any more. */
  clear(): void {
    this.#undone = []
  }
}
