/**
 * What the user has told about their sets: roles, locks, findings that are intended, stage and profile. One file for all sets
 * of a folder, written whole; every change reads anew under a lock, because the command line and the device share it.
 *
 * Sets are known by name and tracks by name within them: paths move and Live's object ids do not outlive the session. Two
 * sets of one name therefore share one memory, and so do two tracks of one name. What is remembered of a track that is not
 * in the set right now is kept: it may come back with the next undo.
 */
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Low, Memory } from 'lowdb'
import { z } from 'zod'
import { AppError } from '../audio/app-error.ts'
import { roles } from '../mix/roles/role.ts'
import { stages } from '../profile/stage.ts'
import { DurableFile } from './durable-file.ts'
import { FileLock } from './file-lock.ts'

const name = z.string().min(1)

const parameterLock = z.strictObject({
  track: name,
  /** Live's class name of the device; null: the track's mixer. */
  deviceClass: z.string().nullable(),
  parameter: name,
})

/** "Stay silent about this": a feature in a scope, or about one track, or both; null: everywhere, whichever track. */
const intention = z.strictObject({ feature: name, scope: z.string().nullable(), track: z.string().nullable() })

/** An exported file's track by its name; null: the file is to be left out. */
const exportedFile = z.strictObject({ file: name, track: z.string().nullable() })

const setSchema = z.strictObject({
  name,
  // Rows rather than records: a track may be called "__proto__".
  roles: z.array(z.strictObject({ track: name, role: z.enum(roles) })),
  lockedTracks: z.array(name),
  lockedParameters: z.array(parameterLock),
  intended: z.array(intention),
  /** null: never chosen. */
  stage: z.enum(['auto', ...stages]).nullable(),
  profile: z.string().nullable(),
  /** Absent in memories from before there were any. */
  exportedFiles: z.array(exportedFile).optional(),
})

const fileSchema = z.strictObject({ version: z.literal(1), sets: z.array(setSchema) })
type MemoryFile = z.infer<typeof fileSchema>

export type RememberedSet = Readonly<z.infer<typeof setSchema>>
export type ParameterLock = z.infer<typeof parameterLock>
export type Intention = z.infer<typeof intention>
type Role = RememberedSet['roles'][number]['role']

/** Where a folder's memory is. */
export const setMemoryFile = (folder: string) => join(folder, 'set-memory.json')

export class SetMemory {
  readonly #db: Low<MemoryFile>
  /** "": in memory. */
  readonly #file: string
  /** One change after the other. */
  #last: Promise<void> = Promise.resolve()

  private constructor(db: Low<MemoryFile>, file: string) {
    this.#db = db
    this.#file = file
  }

  /** Opens the memory; without a file it is empty. Throws AppError SET_MEMORY_INVALID for anything else (left untouched). */
  static async open(file: string): Promise<SetMemory> {
    const memory = new SetMemory(new Low<MemoryFile>(new DurableFile(file), empty()), file)
    await memory.#read()
    return memory
  }

  /** For sets that vanish with the process. */
  static inMemory(): SetMemory {
    return new SetMemory(new Low<MemoryFile>(new Memory(), empty()), '')
  }

  /** What is remembered of a set; nothing for one that was never seen. */
  of(set: string): RememberedSet {
    return this.#db.data.sets.find(each => each.name === set) ?? unknownSet(set)
  }

  /** The user's word on a track's role; null takes it back. */
  async setRole(set: string, track: string, role: Role | null): Promise<void> {
    await this.#change(set, entry => ({
      ...entry,
      roles: [...entry.roles.filter(each => each.track !== track), ...(role === null ? [] : [{ track, role }])],
    }))
  }

  async lockTrack(set: string, track: string, isLocked: boolean): Promise<void> {
    await this.#change(set, entry => ({
      ...entry,
      lockedTracks: [...entry.lockedTracks.filter(each => each !== track), ...(isLocked ? [track] : [])],
    }))
  }

  async lockParameter(set: string, lock: ParameterLock, isLocked: boolean): Promise<void> {
    await this.#change(set, entry => ({
      ...entry,
      lockedParameters: [
        ...entry.lockedParameters.filter(each => !isSameLock(each, lock)),
        ...(isLocked ? [lock] : []),
      ],
    }))
  }

  /** Says that a finding is meant to be so; `isIntended` false lets it speak again. */
  async intend(set: string, finding: Intention, isIntended: boolean): Promise<void> {
    await this.#change(set, entry => ({
      ...entry,
      intended: [...entry.intended.filter(each => !isSameIntention(each, finding)), ...(isIntended ? [finding] : [])],
    }))
  }

  /** Says which track an exported file is; null: none; undefined takes it back. */
  async setExportedFile(set: string, file: string, track: string | null | undefined): Promise<void> {
    await this.#change(set, entry => ({
      ...entry,
      exportedFiles: [
        ...(entry.exportedFiles ?? []).filter(each => each.file !== file),
        ...(track === undefined ? [] : [{ file, track }]),
      ],
    }))
  }

  /** What is left out stays as it was. */
  async choose(set: string, choice: Partial<Pick<RememberedSet, 'stage' | 'profile'>>): Promise<void> {
    await this.#change(set, entry => ({ ...entry, ...choice }))
  }

  /** On disk when it resolves. Throws AppError FILE_IN_USE, SET_MEMORY_INVALID. */
  async #change(set: string, change: (entry: RememberedSet) => RememberedSet): Promise<void> {
    if (set === '') throw new RangeError('set must have a name, got ""')
    const changing = this.#last.then(async () => {
      if (this.#file === '') return this.#write(set, change)
      await mkdir(dirname(this.#file), { recursive: true })
      await FileLock.during(this.#file, () => this.#write(set, change))
    })
    this.#last = changing.catch(() => {})
    return changing
  }

  /** Reads anew first: another command may have written since. */
  async #write(set: string, change: (entry: RememberedSet) => RememberedSet): Promise<void> {
    await this.#read()
    const changed = setSchema.parse(change(this.of(set)))
    const { sets } = this.#db.data
    const at = sets.findIndex(each => each.name === set)
    this.#db.data.sets = at < 0 ? [...sets, changed] : sets.with(at, changed)
    await this.#db.write()
  }

  async #read(): Promise<void> {
    try {
      await this.#db.read()
      this.#db.data = fileSchema.parse(this.#db.data)
    } catch (cause) {
      if (!(cause instanceof SyntaxError || cause instanceof z.ZodError)) throw cause
      throw new AppError({
        code: 'SET_MEMORY_INVALID',
        message: `${this.#file} does not hold what Uplift remembers of sets.`,
        action: 'Move the file away, and tell Uplift roles and locks again; or restore it from a backup.',
        cause,
      })
    }
  }
}

const empty = (): MemoryFile => ({ version: 1, sets: [] })

const unknownSet = (set: string): RememberedSet => ({
  name: set,
  roles: [],
  lockedTracks: [],
  lockedParameters: [],
  intended: [],
  stage: null,
  profile: null,
})

/** The remembered files as `openExport` takes them. */
export const rememberedFiles = ({ exportedFiles = [] }: RememberedSet): ReadonlyMap<string, string | null> =>
  new Map(exportedFiles.map(({ file, track }) => [file, track]))

const isSameLock = (a: ParameterLock, b: ParameterLock) =>
  a.track === b.track && a.deviceClass === b.deviceClass && a.parameter === b.parameter
const isSameIntention = (a: Intention, b: Intention) =>
  a.feature === b.feature && a.scope === b.scope && a.track === b.track

/** The remembered roles as `rolesOf` takes them. */
export const rememberedRoles = ({ roles }: RememberedSet): ReadonlyMap<string, Role> =>
  new Map(roles.map(({ track, role }) => [track, role]))
