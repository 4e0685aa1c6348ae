/**
 * What was changed in a set, on disk before it happens. Written atomically (lowdb), so a crash at any moment leaves a ledger
 * that says what may have been written. Entries are matched by names and last written value, never by Live's object ids.
 */
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Low, Memory } from 'lowdb'
import { JSONFile } from 'lowdb/node'
import { z } from 'zod'
import { AppError } from '../audio/app-error.ts'
import type { TrackPath } from '../live/set.ts'

const changeSchema = z.strictObject({
  track: z.string(),
  trackName: z.string(),
  device: z.string().nullable(),
  deviceClass: z.string().nullable(),
  parameter: z.string(),
  fromRaw: z.number(),
  toRaw: z.number(),
  fromText: z.string(),
  toText: z.string(),
})

const entrySchema = z.strictObject({
  id: z.string(),
  time: z.string(),
  set: z.string(),
  title: z.string(),
  /** `pending`: being written; found at the next start, it may have been written in part. */
  state: z.enum(['pending', 'applied', 'undone', 'rolled-back']),
  changes: z.array(changeSchema),
})

const ledgerSchema = z.strictObject({ version: z.literal(1), entries: z.array(entrySchema) })

export type LedgerChange = z.infer<typeof changeSchema> & { track: TrackPath | string }
export type LedgerEntry = z.infer<typeof entrySchema>

export class Ledger {
  readonly #db: Low<z.infer<typeof ledgerSchema>>
  readonly #now: () => Date

  private constructor(db: Low<z.infer<typeof ledgerSchema>>, now: () => Date) {
    this.#db = db
    this.#now = now
  }

  /** Opens or creates the ledger. Throws AppError LEDGER_INVALID for a file that is not one (it is left untouched). */
  static async open(file: string, now: () => Date = () => new Date()): Promise<Ledger> {
    await mkdir(dirname(file), { recursive: true })
    const db = new Low<z.infer<typeof ledgerSchema>>(new JSONFile(file), { version: 1, entries: [] })
    try {
      await db.read()
      ledgerSchema.parse(db.data)
    } catch (cause) {
      if (cause instanceof SyntaxError || cause instanceof z.ZodError) {
        throw new AppError({
          code: 'LEDGER_INVALID',
          message: `${file} is not a ledger of Uplift.`,
          action: 'Move the file away; changes recorded in it can no longer be undone by Uplift.',
        })
      }
      throw cause
    }
    return new Ledger(db, now)
  }

  /** A ledger for sets that vanish with the process (demo, evaluation, stems). */
  static inMemory(now: () => Date = () => new Date()): Ledger {
    return new Ledger(new Low<z.infer<typeof ledgerSchema>>(new Memory(), { version: 1, entries: [] }), now)
  }

  get entries(): readonly LedgerEntry[] {
    return this.#db.data.entries
  }

  /** Entries that a crash left half-written. */
  get pending(): readonly LedgerEntry[] {
    return this.entries.filter(entry => entry.state === 'pending')
  }

  async add(entry: Omit<LedgerEntry, 'id' | 'time' | 'state'>): Promise<LedgerEntry> {
    const added: LedgerEntry = {
      ...entry,
      id: `${this.entries.length + 1}`,
      time: this.#now().toISOString(),
      state: 'pending',
    }
    this.#db.data.entries.push(added)
    await this.#db.write()
    return added
  }

  async setState(id: string, state: LedgerEntry['state']): Promise<void> {
    const entry = this.#db.data.entries.find(candidate => candidate.id === id)
    if (!entry) throw new RangeError(`ledger entry must exist, got ${id}`)
    entry.state = state
    await this.#db.write()
  }
}
