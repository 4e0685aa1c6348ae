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
import { stages } from '../profile/stage.ts'
import { analyzerVersion } from './analysis-cache.ts'
import { dataFolder } from './data-folder.ts'
import { DurableFile } from './durable-file.ts'
import { FileLock } from './file-lock.ts'

const text = z.string().min(1)
const categories = [...new Set(featureIds.map(id => feature(id).category))]

/** The user's word on a reference (profile/reference.ts). */
export const choiceSchema = z.strictObject({
  weight: z.number().min(0).max(100),
  only: z.array(z.enum(categories)).nullable(),
  trusted: z.boolean(),
  tags: z.array(text),
})

/** What is the matter with a reference (profile/reference-check.ts). */
export const findingSchema = z.strictObject({
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
})

const referenceSchema = z.strictObject({
  hash: text,
  /** Which version of the analyzer measured it: figures of two versions are never mixed. */
  analyzer: text,
  title: z.string(),
  seconds: z.number().positive(),
  tempo: z.number().nullable(),
  key: z.string().nullable(),
  /** In the order of the file's `columns`; null: not measured. */
  values: z.array(z.number().nullable()),
  /** As features/style/compact.ts writes it. */
  style: z.string().exactOptional(),
  findings: z.array(findingSchema),
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
  stage: z.enum(stages),
  folders: z.array(text),
  files: z.array(fileSchema),
  /** "drop.bandSub": what the values of the references are. Names that this version does not know are left out. */
  columns: z.array(z.string()),
  references: z.array(referenceSchema),
  failures: z.array(failureSchema),
  overrules: z.array(z.strictObject({ scope: z.string(), feature: z.string(), low: z.number(), high: z.number() })),
  /** Names that the user gave to styles, with the hashes of their members then. */
  styles: z.array(z.strictObject({ name: text, members: z.array(text) })).default([]),
  updated: z.string(),
})
type StoredLibrary = z.infer<typeof librarySchema>
export type KeptReference = Reference & { readonly analyzer: string }
export type LibraryFile = Readonly<StoredLibrary['files'][number]>
export type LibraryFailure = Readonly<StoredLibrary['failures'][number]>

export interface LibraryData extends Pick<StoredLibrary, 'name' | 'stage' | 'updated'> {
  readonly folders: readonly string[]
  readonly files: readonly LibraryFile[]
  readonly references: readonly KeptReference[]
  readonly failures: readonly LibraryFailure[]
  readonly overrules: readonly Overrule[]
  readonly styles: readonly { readonly name: string; readonly members: readonly string[] }[]
}

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
  readonly #store: DurableFile<StoredLibrary>
  readonly #lock: FileLock | null
  #data: LibraryData

  private constructor(file: string, data: LibraryData, lock: FileLock | null) {
    this.file = file
    this.#data = data
    this.#lock = lock
    this.#store = new DurableFile(file, 0)
  }

  /** Opens or creates a library for writing. Throws AppError FILE_IN_USE, LIBRARY_INVALID. */
  static async open(name: string, { folder }: { readonly folder?: string } = {}): Promise<Library> {
    const file = libraryFile(name, folder)
    await mkdir(dirname(file), { recursive: true })
    const lock = await FileLock.acquire(file)
    try {
      return new Library(file, (await load(file)) ?? emptyLibrary(name.trim()), lock)
    } catch (error) {
      await lock.release()
      throw error
    }
  }

  /** A library to look at, without locking it. null: there is none of this name. Throws AppError LIBRARY_INVALID. */
  static async read(name: string, { folder }: { readonly folder?: string } = {}): Promise<Library | null> {
    const file = libraryFile(name, folder)
    const data = await load(file)
    return data && new Library(file, data, null)
  }

  get data(): LibraryData {
    return this.#data
  }

  /** What is measured by this version of the analyzer; the others wait for the next `uplift learn`. */
  get references(): readonly KeptReference[] {
    return this.#data.references.filter(({ analyzer }) => analyzer === analyzerVersion)
  }

  get outdated(): number {
    return this.#data.references.length - this.references.length
  }

  /** Puts `change` into the data; on disk with the next `save`. */
  change(change: Partial<LibraryData>): void {
    this.#data = { ...this.#data, ...change }
  }

  /** The user's word on the references whose title (or hash) is named. Returns how many were meant. */
  choose(titleOrHash: string, choice: Partial<Choice>): number {
    const { references } = this.#data
    const meant = (each: Reference) => each.hash === titleOrHash || each.title === titleOrHash
    this.change({
      references: references.map(each => (meant(each) ? { ...each, choice: { ...each.choice, ...choice } } : each)),
    })
    return references.filter(meant).length
  }

  async save(now: () => Date = () => new Date()): Promise<void> {
    if (!this.#lock) throw new RangeError('a library must be opened for writing to be saved, it was only read')
    this.change({ updated: now().toISOString() })
    await new Low<StoredLibrary>(this.#store, stored(this.#data)).write()
  }

  async close(): Promise<void> {
    await this.#lock?.release()
  }

  /** The profile that these references teach. Throws AppError PROFILE_EMPTY. */
  profile(): Profile {
    return learnedProfile(this.#data, this.references, this.#data.overrules)
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
  name,
  stage: 'master',
  folders: [],
  files: [],
  references: [],
  failures: [],
  overrules: [],
  styles: [],
  updated: new Date(0).toISOString(),
})

async function load(file: string): Promise<LibraryData | null> {
  try {
    const data = await new DurableFile<unknown>(file).read()
    return data === null ? null : restored(librarySchema.parse(data))
  } catch (cause) {
    throw invalid(cause, file)
  }
}

/** Parses an exported library. Throws AppError LIBRARY_INVALID. */
export function libraryFrom(text: string, file: string): LibraryData {
  try {
    return restored(librarySchema.parse(JSON.parse(text)))
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

/** As an export, for people and `libraryFrom`. */
export const libraryText = (data: LibraryData) => `${JSON.stringify(stored(data))}\n`

/** Column by column what the references have: a third of the size of names beside every number, and read in a fifth of the time. */
function stored(data: LibraryData): StoredLibrary {
  const columns = scopes.flatMap(scope =>
    featureIds.flatMap(id =>
      data.references.some(({ values }) => values[scope]?.[id] !== undefined) ? [{ scope, id }] : [],
    ),
  )
  return {
    ...data,
    version: 1,
    columns: columns.map(({ scope, id }) => `${scope}.${id}`),
    folders: [...data.folders],
    files: [...data.files],
    failures: [...data.failures],
    overrules: [...data.overrules],
    styles: data.styles.map(({ name, members }) => ({ name, members: [...members] })),
    references: data.references.map(each => ({
      ...each,
      values: columns.map(({ scope, id }) => each.values[scope]?.[id] ?? null),
      findings: each.findings.map(({ leavesOut, ...rest }) => ({
        ...rest,
        leavesOut: leavesOut === 'all' ? leavesOut : [...leavesOut],
      })),
      choice: { ...each.choice, only: each.choice.only && [...each.choice.only], tags: [...each.choice.tags] },
    })),
  }
}

const isScope = (name: string | undefined): name is Scope => scopes.includes(name as Scope)
const isFeature = (name: string | undefined): name is FeatureId => featureIds.includes(name as FeatureId)

function restored({ version: _, columns, references, overrules, ...rest }: StoredLibrary): LibraryData {
  const places = columns.map(column => {
    const dot = column.indexOf('.')
    const [scope, id] = [column.slice(0, dot), column.slice(dot + 1)]
    return isScope(scope) && isFeature(id) ? { scope, id } : null
  })
  const valuesOf = (row: readonly (number | null)[]) => {
    const values: Partial<Record<Scope, Partial<Record<FeatureId, number>>>> = {}
    row.forEach((value, i) => {
      const place = places[i]
      if (value !== null && place) (values[place.scope] ??= {})[place.id] = value
    })
    return values
  }
  return {
    ...rest,
    references: references.map(each => ({
      ...each,
      values: valuesOf(each.values),
      findings: each.findings.map(finding => ({
        ...finding,
        leavesOut: finding.leavesOut === 'all' ? finding.leavesOut : finding.leavesOut.filter(isFeature),
      })),
    })),
    overrules: overrules.flatMap(({ scope, feature: id, low, high }) =>
      isScope(scope) && isFeature(id) ? [{ scope, feature: id, low, high }] : [],
    ),
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
    styles: unique(
      parts.flatMap(({ styles }) => styles),
      ({ name: style }) => style,
    ),
  }
}
