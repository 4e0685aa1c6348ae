/**
 * What was changed in a set, on disk before it happens. Written atomically by one process at a time, so a crash or a power cut
 * at any moment leaves a ledger that says what may have been written. Entries are matched by names and last written value,
 * never by Live's object ids.
 */
import { copyFile, mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Low, Memory } from 'lowdb'
import { z } from 'zod'
import { AppError } from '../audio/app-error.ts'
import { DurableFile } from './durable-file.ts'
import { FileLock } from './file-lock.ts'
import { type Checkpoint, type LedgerData, type LedgerEntry, parseLedger } from './ledger-schema.ts'

export type { Checkpoint, LedgerChange, LedgerEntry, LedgerInserted } from './ledger-schema.ts'

const empty: LedgerData = { version: 2, entries: [], checkpoints: [] }

export class Ledger {
  readonly #db: Low<LedgerData>
  readonly #lock: FileLock | null
  readonly #now: () => Date
  /** Sets that have had their automatic checkpoint since this ledger was opened. */
  readonly #checkpointed = new Set<string>()

  private constructor(db: Low<LedgerData>, lock: FileLock | null, now: () => Date) {
    this.#db = db
    this.#lock = lock
    this.#now = now
  }

  /**
   * Opens or creates the ledger for writing, until `close` or the end of the process. Throws AppError FILE_IN_USE while
   * another process writes it, LEDGER_INVALID for a file that is not one (it is left untouched).
   */
  static async open(file: string, now: () => Date = () => new Date()): Promise<Ledger> {
    await mkdir(dirname(file), { recursive: true })
    const lock = await FileLock.acquire(file)
    try {
      const { data, isOlder } = await load(file)
      // An older Uplift cannot read what is written from here on: its file is kept for it.
      if (isOlder) await copyFile(file, `${file}.v1`)
      return new Ledger(new Low(new DurableFile<LedgerData>(file), data), lock, now)
    } catch (error) {
      await lock.release()
      throw error
    }
  }

  /** What a ledger on disk says, without locking it. null: there is none. Throws AppError LEDGER_INVALID. */
  static async read(file: string): Promise<Pick<Ledger, 'entries' | 'checkpoints'> | null> {
    const { data, isMissing } = await load(file)
    return isMissing ? null : data
  }

  /** A ledger for sets that vanish with the process (demo, evaluation, stems). */
  static inMemory(now: () => Date = () => new Date()): Ledger {
    return new Ledger(new Low(new Memory<LedgerData>(), empty), null, now)
  }

  get entries(): readonly LedgerEntry[] {
    return this.#db.data.entries
  }

  get checkpoints(): readonly Checkpoint[] {
    return this.#db.data.checkpoints
  }

  /** Throws RangeError for an unknown id. */
  entry(id: string): LedgerEntry {
    const found = this.entries.find(candidate => candidate.id === id)
    if (!found) throw new RangeError(`ledger entry must exist, got ${id}`)
    return found
  }

  /** The id that the next entry gets. Ids count up: a higher one was written later. */
  get nextId(): string {
    return `${this.entries.length + 1}`
  }

  /**
   * Records what is about to be written: on disk when this returns. Before the first of a set, a checkpoint. `redone`: an
   * undone entry that this one takes the place of; it becomes history, so that the order of entries stays that of writing.
   */
  async add(entry: Omit<LedgerEntry, 'id' | 'time' | 'state'>, redone?: LedgerEntry): Promise<LedgerEntry> {
    const { data } = this.#db
    const now = this.#now()
    const added: LedgerEntry = {
      ...entry,
      id: this.nextId,
      time: now.toISOString(),
      state: 'pending',
    }
    const isFirst = !this.#checkpointed.has(entry.set)
    const checkpoint = isFirst
      ? [this.#checkpoint({ set: entry.set, name: `before Uplift, ${clock(now)}`, isAutomatic: true })]
      : []
    await this.#commit({
      ...data,
      entries: [...(redone ? data.entries.map(each => passedOn(each, redone, added)) : data.entries), added],
      checkpoints: [...data.checkpoints, ...checkpoint],
    })
    this.#checkpointed.add(entry.set)
    return added
  }

  /** Replaces entries, all in one write of the file. Throws RangeError for an unknown id. */
  async update(changed: readonly LedgerEntry[]): Promise<void> {
    if (changed.length === 0) return
    const byId = new Map(changed.map(entry => [this.entry(entry.id).id, entry]))
    const { data } = this.#db
    await this.#commit({ ...data, entries: data.entries.map(entry => byId.get(entry.id) ?? entry) })
  }

  /** A place to come back to: everything written from here on can be undone together. */
  async addCheckpoint({ set, name }: { readonly set: string; readonly name: string }): Promise<Checkpoint> {
    const { data } = this.#db
    const added = this.#checkpoint({ set, name, isAutomatic: false })
    await this.#commit({ ...data, checkpoints: [...data.checkpoints, added] })
    return added
  }

  /** Lets others write it. The entries stay readable here. */
  async close(): Promise<void> {
    await this.#lock?.release()
  }

  #checkpoint(about: Pick<Checkpoint, 'set' | 'name' | 'isAutomatic'>): Checkpoint {
    const { entries, checkpoints } = this.#db.data
    return { id: `${checkpoints.length + 1}`, time: this.#now().toISOString(), position: entries.length, ...about }
  }

  /** What cannot be written to disk has not happened: the memory must not know more than the file. */
  async #commit(next: LedgerData): Promise<void> {
    const before = this.#db.data
    this.#db.data = next
    try {
      await this.#db.write()
    } catch (cause) {
      this.#db.data = before
      throw new AppError({
        code: 'LEDGER_NOT_WRITTEN',
        message: `The ledger could not be written (${cause instanceof Error ? cause.message : String(cause)}).`,
        action: 'Nothing is changed without it: make room on the disk or choose another folder.',
        cause,
      })
    }
  }
}

/** The redone entry is closed, and what was done on its device is done on the new one's. */
function passedOn(entry: LedgerEntry, redone: LedgerEntry, { id }: LedgerEntry): LedgerEntry {
  if (entry.id === redone.id) return { ...entry, state: 'closed' }
  const isOnIt = entry.changes.some(({ insertedBy }) => insertedBy === redone.id)
  if (!isOnIt) return entry
  const changes = entry.changes.map(each => (each.insertedBy === redone.id ? { ...each, insertedBy: id } : each))
  return { ...entry, changes }
}

/** "14:32", as the clock on the wall shows it. */
const clock = (time: Date) => [time.getHours(), time.getMinutes()].map(part => String(part).padStart(2, '0')).join(':')

async function load(
  file: string,
): Promise<{ readonly data: LedgerData; readonly isMissing: boolean; readonly isOlder: boolean }> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return { data: empty, isMissing: true, isOlder: false }
    }
    throw error
  }
  try {
    const found: unknown = JSON.parse(text)
    const data = parseLedger(found)
    return { data, isMissing: false, isOlder: (found as { version: number }).version < data.version }
  } catch (cause) {
    if (!(cause instanceof SyntaxError || cause instanceof z.ZodError)) throw cause
    throw new AppError({
      code: 'LEDGER_INVALID',
      message: `${file} is not a ledger that this Uplift can read.`,
      action:
        'Move the file away (changes recorded in it can then no longer be undone by Uplift), or use a newer Uplift.',
    })
  }
}
