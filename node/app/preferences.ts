/**
 * What the user did with what was offered, on disk: events are only added (lowdb, written whole), taste is what follows from
 * them. One file for all sets; every change reads anew under a lock, because the command line may have reset it meanwhile.
 */
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Low, Memory } from 'lowdb'
import { z } from 'zod'
import { AppError } from '../audio/app-error.ts'
import {
  type AnswerEvent,
  type MeasuredEvent,
  type PreferenceEvent,
  preferenceEventSchema,
} from '../guide/preferences/event.ts'
import { standing } from '../guide/preferences/standing.ts'
import { Taste } from '../guide/preferences/taste.ts'
import { DurableFile } from './durable-file.ts'
import { FileLock } from './file-lock.ts'

const fileSchema = z.strictObject({ version: z.literal(1), events: z.array(preferenceEventSchema) })
type PreferencesFile = z.infer<typeof fileSchema>

/** Older ones have faded to less than a ten-thousandth (preferences/taste.ts): they say nothing any more. */
const mostEvents = 5000

/** Where a folder's preferences are. */
export const preferencesFile = (folder: string) => join(folder, 'preferences.json')

export class Preferences {
  readonly #db: Low<PreferencesFile>
  /** "": in memory. */
  readonly #file: string
  readonly #now: () => Date
  #taste: Taste | null = null
  /** One change after the other. */
  #last: Promise<void> = Promise.resolve()

  private constructor(db: Low<PreferencesFile>, file: string, now: () => Date) {
    this.#db = db
    this.#file = file
    this.#now = now
  }

  /** Without a file nothing is known. Throws AppError PREFERENCES_INVALID for anything else (left untouched). */
  static async open(file: string, now: () => Date = () => new Date()): Promise<Preferences> {
    const preferences = new Preferences(new Low(new DurableFile<PreferencesFile>(file, 0), empty()), file, now)
    await preferences.#read()
    return preferences
  }

  static inMemory(now: () => Date = () => new Date()): Preferences {
    return new Preferences(new Low<PreferencesFile>(new Memory(), empty()), '', now)
  }

  /** Oldest first. */
  get events(): readonly PreferenceEvent[] {
    return this.#db.data.events
  }

  /** Without what was taken back. */
  get standing(): readonly PreferenceEvent[] {
    return standing(this.events)
  }

  /** What the events say; worked out when it is first asked for after a change. */
  get taste(): Taste {
    this.#taste ??= Taste.of(this.events)
    return this.#taste
  }

  /** On disk when it resolves. Throws AppError FILE_IN_USE, PREFERENCES_INVALID. */
  async add(events: readonly (Omit<AnswerEvent, 'time'> | Omit<MeasuredEvent, 'time'>)[]): Promise<void> {
    if (events.length === 0) return
    const time = this.#now().toISOString()
    const added = events.map(event => preferenceEventSchema.parse({ ...event, time }))
    await this.#change(before => [...before, ...added].slice(-mostEvents))
  }

  /** When everything that was added is on disk. */
  async idle(): Promise<void> {
    await this.#last
  }

  /** Forgets everything that was learned. */
  async reset(): Promise<void> {
    await this.#change(() => [])
  }

  #change(change: (before: PreferencesFile['events']) => PreferencesFile['events']): Promise<void> {
    const changing = this.#last.then(() => this.#write(change))
    this.#last = changing.catch(() => {})
    return changing
  }

  async #write(change: (before: PreferencesFile['events']) => PreferencesFile['events']): Promise<void> {
    const write = async () => {
      await this.#read()
      this.#db.data = { version: 1, events: change(this.#db.data.events) }
      this.#taste = null
      await this.#db.write()
    }
    if (this.#file === '') return write()
    await mkdir(dirname(this.#file), { recursive: true })
    await FileLock.during(this.#file, write)
  }

  async #read(): Promise<void> {
    try {
      this.#db.data = empty()
      await this.#db.read()
      this.#db.data = fileSchema.parse(this.#db.data)
    } catch (cause) {
      if (!(cause instanceof SyntaxError || cause instanceof z.ZodError)) throw cause
      throw new AppError({
        code: 'PREFERENCES_INVALID',
        message: `${this.#file} does not hold preferences that this Uplift can read.`,
        action: 'Move it away to begin anew, or restore it from a backup.',
        cause,
      })
    }
  }
}

const empty = (): PreferencesFile => ({ version: 1, events: [] })
