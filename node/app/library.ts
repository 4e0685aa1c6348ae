/**
 * The user's references of one profile, on disk: what was measured, what the user said about them, which files they are.
 * Numbers only, never audio. One process writes at a time; a kill at any moment leaves the last whole state.
 */
import { mkdir, readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Low } from 'lowdb'
import { z } from 'zod'
import { AppError } from '../audio/app-error.ts'
import { type FeatureId, feature, featureIds, type Scope, scopes } from '../features/catalogue.ts'
import type { Profile } from '../profile/profile.ts'
import { type Overrule, profileOf } from '../profile/profile-of.ts'
import type { Choice, Reference } from '../profile/reference.ts'
import { shippedProfiles } from '../profile/shipped.ts'
import { analyzerVersion } from './analysis-cache.ts'
import { dataFolder } from './data-folder.ts'
import { DurableFile } from './durable-file.ts'
import { FileLock } from './file-lock.ts'

const text = z.string().min(1)
const categories = [...new Set(featureIds.map(id => feature(id).category))]

const choiceSchema = z.strictObject({
  weight: z.number().min(0).max(100),
  only: z.array(z.enum(categories)).nullable(),
  trusted: z.boolean(),
  tags: z.array(text),
})

const referenceSchema = z.strictObject({
  hash: text,
  /** Which version of the analyzer measured it: figures of two versions are never mixed. */
  analyzer: text,
  title: z.string(),
  seconds: z.number().positive(),
  tempo: z.number().nullable(),
  key: z.string().nullable(),
  // Sections and features are checked by name below: a library outlives features that are renamed.
  values: z.record(z.string(), z.record(z.string(), z.number())),
  findings: z.array(
    z.strictObject({
      kind: z.enum([
        'dj-mix',
        'excerpt',
        'radio-edit',
        'low-bitrate',
        'clipped',
        'mono',
        'unmastered',
        'silent',
        'duplicate',
      ]),
      words: z.string(),
      leavesOut: z.union([z.literal('all'), z.array(z.string())]),
    }),
  ),
  choice: choiceSchema,
})

const fileSchema = z.strictObject({
  path: text,
  /** Size and time of the last change: unchanged files are not looked into. */
  stamp: text,
  hash: text,
})
const failureSchema = z.strictObject({ path: text, stamp: text, message: z.string(), action: z.string() })

const librarySchema = z.strictObject({
  version: z.literal(1),
  name: text,
  stage: z.enum(['premaster', 'master']),
  folders: z.array(text),
  files: z.array(fileSchema),
  references: z.array(referenceSchema),
  failures: z.array(failureSchema),
  overrules: z.array(z.strictObject({ scope: z.string(), feature: z.string(), low: z.number(), high: z.number() })),
  updated: z.string(),
})
export type LibraryData = z.infer<typeof librarySchema>
export type KeptReference = Reference & { readonly analyzer: string }
export type LibraryFile = LibraryData['files'][number]
export type LibraryFailure = LibraryData['failures'][number]

/** Where the libraries of all profiles are. */
export const librariesFolder = (folder = dataFolder()) => join(folder, 'profiles')

/** The file of a profile's library. A name becomes a folder: letters, digits, spaces, "-" and "_" stay. */
export function libraryFile(name: string, folder = librariesFolder()): string {
  const safe = [...name.trim()]
    .map(c => (/[\p{L}\p{N} _-]/u.test(c) ? c : `%${c.codePointAt(0)!.toString(16)}`))
    .join('')
  if (safe === '') throw new RangeError('a profile must have a name, got ""')
  return join(folder, safe, 'library.json')
}

export class Library {
  readonly file: string
  readonly #db: Low<LibraryData>
  readonly #lock: FileLock | null

  private constructor(file: string, db: Low<LibraryData>, lock: FileLock | null) {
    this.file = file
    this.#db = db
    this.#lock = lock
  }

  /** Opens or creates a library for writing. Throws AppError FILE_IN_USE, LIBRARY_INVALID. */
  static async open(name: string, { folder }: { readonly folder?: string } = {}): Promise<Library> {
    const file = libraryFile(name, folder)
    await mkdir(dirname(file), { recursive: true })
    const lock = await FileLock.acquire(file)
    try {
      const data = (await load(file)) ?? emptyLibrary(name.trim())
      return new Library(file, new Low(new DurableFile<LibraryData>(file, 0), data), lock)
    } catch (error) {
      await lock.release()
      throw error
    }
  }

  /** A library to look at, without locking it. null: there is none of this name. Throws AppError LIBRARY_INVALID. */
  static async read(name: string, { folder }: { readonly folder?: string } = {}): Promise<Library | null> {
    const file = libraryFile(name, folder)
    const data = await load(file)
    return data && new Library(file, new Low(new DurableFile<LibraryData>(file, 0), data), null)
  }

  get data(): Readonly<LibraryData> {
    return this.#db.data
  }

  /** What is measured by this version of the analyzer; the others wait for the next `uplift learn`. */
  get references(): readonly KeptReference[] {
    return (this.#db.data.references as unknown as KeptReference[]).filter(each => each.analyzer === analyzerVersion)
  }

  get outdated(): number {
    return this.#db.data.references.length - this.references.length
  }

  get overrules(): readonly Overrule[] {
    return this.#db.data.overrules as unknown as Overrule[]
  }

  /** Puts `change` into the data; on disk with the next `save`. */
  change(change: Partial<Omit<LibraryData, 'version' | 'references' | 'overrules'>>): void {
    this.#db.data = { ...this.#db.data, ...change }
  }

  setReferences(references: readonly KeptReference[]): void {
    this.#db.data = { ...this.#db.data, references: references as unknown as LibraryData['references'] }
  }

  setOverrules(overrules: readonly Overrule[]): void {
    this.#db.data = { ...this.#db.data, overrules: [...overrules] }
  }

  /** The user's word on the references whose title (or hash) is named. Returns how many were meant. */
  choose(titleOrHash: string, choice: Partial<Choice>): number {
    const meant = (each: Reference) => each.hash === titleOrHash || each.title === titleOrHash
    const all = this.#db.data.references as unknown as KeptReference[]
    this.setReferences(all.map(each => (meant(each) ? { ...each, choice: { ...each.choice, ...choice } } : each)))
    return all.filter(meant).length
  }

  async save(now: () => Date = () => new Date()): Promise<void> {
    if (!this.#lock) throw new RangeError('a library must be opened for writing to be saved, it was only read')
    this.#db.data = { ...this.#db.data, updated: now().toISOString() }
    await this.#db.write()
  }

  async close(): Promise<void> {
    await this.#lock?.release()
  }

  /** The profile that these references teach. Throws AppError PROFILE_EMPTY. */
  profile(): Profile {
    return learnedProfile(this.data, this.references, this.overrules)
  }
}

/** Throws AppError PROFILE_EMPTY when none of the references teaches. */
export function learnedProfile(
  { name, stage }: Pick<LibraryData, 'name' | 'stage'>,
  references: readonly Reference[],
  overrules: readonly Overrule[] = [],
): Profile {
  try {
    return profileOf(
      references,
      { name, stage, description: `Learned from ${references.length} references.` },
      { prior: shippedProfiles.prior(), overrules },
    )
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new AppError({
      code: 'PROFILE_EMPTY',
      message: `Nothing in the profile "${name}" can teach.`,
      action: `Add references: uplift learn <folder> --name "${name}"; uplift profile show says what is left out and why.`,
      cause: error,
    })
  }
}

export async function listLibraries(folder = librariesFolder()): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries
    .filter(entry => entry.isDirectory())
    .map(({ name }) => name.replace(/%([0-9a-f]+)/g, (_, hex) => String.fromCodePoint(Number.parseInt(hex, 16))))
    .sort()
}

/** Deletes a profile with what it was learned from (numbers; the audio is not touched). */
export async function removeLibrary(name: string, folder?: string): Promise<void> {
  const file = libraryFile(name, folder)
  const lock = await FileLock.acquire(file)
  try {
    await rm(dirname(file), { recursive: true, force: true })
  } finally {
    await lock.release()
  }
}

export const emptyLibrary = (name: string): LibraryData => ({
  version: 1,
  name,
  stage: 'master',
  folders: [],
  files: [],
  references: [],
  failures: [],
  overrules: [],
  updated: new Date(0).toISOString(),
})

async function load(file: string): Promise<LibraryData | null> {
  try {
    const data = await new DurableFile<unknown>(file).read()
    return data === null ? null : known(librarySchema.parse(data))
  } catch (cause) {
    throw invalid(cause, file)
  }
}

/** Parses an exported library. Throws AppError LIBRARY_INVALID. */
export function libraryFrom(text: string, file: string): LibraryData {
  try {
    return known(librarySchema.parse(JSON.parse(text)))
  } catch (cause) {
    throw invalid(cause, file)
  }
}

function invalid(cause: unknown, file: string): unknown {
  if (!(cause instanceof SyntaxError || cause instanceof z.ZodError)) return cause
  return new AppError({
    code: 'LIBRARY_INVALID',
    message: `${file} is not a library that Uplift wrote, or it is damaged.`,
    action: 'Move the file away and run `uplift learn` again: what was measured is still in the cache.',
    cause,
  })
}

/** Without sections and features that this version does not know. */
function known(data: LibraryData): LibraryData {
  const isScope = (name: string) => scopes.includes(name as Scope)
  const isFeature = (name: string) => featureIds.includes(name as FeatureId)
  const values = (kept: LibraryData['references'][number]['values']) =>
    Object.fromEntries(
      Object.entries(kept)
        .filter(([scope]) => isScope(scope))
        .map(([scope, row]) => [scope, Object.fromEntries(Object.entries(row).filter(([id]) => isFeature(id)))]),
    )
  return {
    ...data,
    references: data.references.map(each => ({ ...each, values: values(each.values) })),
    overrules: data.overrules.filter(({ scope, feature: id }) => isScope(scope) && isFeature(id)),
  }
}

/** Two libraries as one: its profile is that of both together. A reference in both keeps the first one's choice. */
export function mergeLibraries(name: string, parts: readonly LibraryData[]): LibraryData {
  const unique = <T>(items: readonly T[], key: (item: T) => string) => [
    ...new Map([...items].reverse().map(item => [key(item), item])).values(),
  ]
  return {
    ...emptyLibrary(name),
    stage: parts[0]?.stage ?? 'master',
    folders: [...new Set(parts.flatMap(({ folders }) => folders))],
    files: unique(
      parts.flatMap(({ files }) => files),
      ({ path }) => path,
    ),
    references: unique(
      parts.flatMap(({ references }) => references),
      ({ hash }) => hash,
    ),
    failures: unique(
      parts.flatMap(({ failures }) => failures),
      ({ path }) => path,
    ),
    overrules: unique(
      parts.flatMap(({ overrules }) => overrules),
      ({ scope, feature: id }) => `${scope} ${id}`,
    ),
  }
}
