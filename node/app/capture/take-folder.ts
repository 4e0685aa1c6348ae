/**
 * Where a pass is recorded to: a folder of its own below the data folder, gone when the take is in memory. What says how to
 * read the files is written before the first sample, so that a pass outlives the process that ordered it.
 */
import { randomInt } from 'node:crypto'
import { mkdir, readdir, readFile, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { RecordArgs, Recorded, WireTap } from '../../../device/protocol.ts'
import { AppError } from '../../audio/app-error.ts'

/** Left, right, song position; 32 bits, the most that Max writes without being asked for more. */
const bytesPerFrame = 3 * 4
/** Recorders run a little before and behind the range. */
const overheadSeconds = 3
/** What is left to the system and to Live, bytes. */
const reserveBytes = 500e6
const dayMs = 24 * 3600 * 1000

const noteName = 'take.json'
const endName = 'recorded.json'
const note = z.strictObject({
  /** Name of the set. */
  set: z.string(),
  args: z.strictObject({
    take: z.number(),
    folder: z.string(),
    taps: z.array(z.number()),
    fromBeats: z.number(),
    toBeats: z.number(),
    prerollBeats: z.number(),
  }),
  taps: z.array(
    z.strictObject({
      key: z.number(),
      track: z.string().nullable(),
      trackName: z.string(),
      status: z.enum(['ready', 'stale', 'off', 'in-rack', 'not-last', 'frozen', 'muted', 'other-version']),
      place: z.enum(['last', 'first']),
      latency: z.number().nullable(),
    }),
  ),
})

const recorded = z.strictObject({
  take: z.number(),
  end: z.enum(['complete', 'cancelled', 'stopped', 'jumped', 'tempo-changed', 'edited', 'device-off']),
  detail: z.string(),
  startedAt: z.record(z.string(), z.number()),
  sampleRate: z.number(),
})

export interface TakeNote {
  readonly set: string
  readonly args: RecordArgs
  readonly taps: readonly WireTap[]
}

export interface TakeFolder {
  /** As Max wants it: absolute, "/" between folders. */
  readonly path: string
  /** Path by recorder, whether the file is there or not. */
  readonly files: ReadonlyMap<string, string>
  /** Writes down how it ended: from then on the take can be had from the folder alone. */
  keep(recorded: Recorded): Promise<void>
  /** Deletes it and all that is in it. */
  discard(): Promise<void>
}

export interface TakeSize {
  /** Taps and Main. */
  readonly recorders: number
  /** Of all ranges together, prerolls included. */
  readonly seconds: number
  readonly sampleRate: number
}

export const takeBytes = ({ recorders, seconds, sampleRate }: TakeSize) =>
  recorders * (seconds + overheadSeconds) * sampleRate * bytesPerFrame

const takesOf = (dataFolder: string) => join(dataFolder, 'takes')

/** Throws AppError DISK_FULL, before anything is played. `freeBytes` is asked of the disk. */
export async function requireRoom(
  dataFolder: string,
  size: TakeSize,
  freeBytes: (folder: string) => Promise<number> = freeBytesAt,
): Promise<void> {
  const needed = takeBytes(size)
  await mkdir(takesOf(dataFolder), { recursive: true })
  const free = await freeBytes(takesOf(dataFolder))
  if (free >= needed + reserveBytes) return
  const words = (bytes: number) => (bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.ceil(bytes / 1e6)} MB`)
  throw new AppError({
    code: 'DISK_FULL',
    message: `The take needs ${words(needed)} and ${words(reserveBytes)} to spare; ${words(free)} are free.`,
    action: 'Make room on the disk, capture a shorter range or fewer tracks.',
  })
}

async function freeBytesAt(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

/** Makes the folder of one pass and leaves the note in it. */
export async function openTakeFolder(
  dataFolder: string,
  {
    set,
    args,
    taps,
  }: { readonly set: string; readonly args: Omit<RecordArgs, 'folder'>; readonly taps: TakeNote['taps'] },
): Promise<TakeFolder> {
  const name = `${args.take}-${randomInt(2 ** 32).toString(36)}`
  const folder = join(takesOf(dataFolder), name)
  await mkdir(folder, { recursive: true })
  const path = folder.replaceAll('\\', '/')
  const written: TakeNote = { set, args: { ...args, folder: path }, taps }
  await writeFile(join(folder, noteName), JSON.stringify(written))
  return takeFolderOf(folder, args.taps)
}

function takeFolderOf(folder: string, taps: readonly number[]): TakeFolder {
  const path = folder.replaceAll('\\', '/')
  return {
    path,
    files: new Map(['main', ...taps.map(String)].map(recorder => [recorder, `${path}/${recorder}.wav`])),
    keep: end => writeFile(join(folder, endName), JSON.stringify(end)),
    // Max may hold a file open for a moment longer, which Windows answers with a refusal.
    discard: () => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
  }
}

export interface LeftTake {
  readonly folder: TakeFolder
  readonly note: TakeNote
  /** null: nobody learned how it ended, so it is no take. */
  readonly recorded: Recorded | null
}

/** Passes whose process is gone, youngest first. Folders older than a day are deleted. */
export async function leftTakes(dataFolder: string, now = Date.now()): Promise<LeftTake[]> {
  const root = takesOf(dataFolder)
  const names = await readdir(root).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return []
    throw cause
  })
  const found = await Promise.all(
    names.map(async name => {
      const folder = join(root, name)
      const { mtimeMs } = await stat(folder)
      if (now - mtimeMs >= dayMs) {
        await rm(folder, { recursive: true, force: true })
        return null
      }
      const written = await readJson(join(folder, noteName), note)
      if (!written) return null
      const end = await readJson(join(folder, endName), recorded)
      return { mtimeMs, left: { folder: takeFolderOf(folder, written.args.taps), note: written, recorded: end } }
    }),
  )
  return found
    .filter(each => each !== null)
    .sort((a, b) => b.mtimeMs - a.mtimeMs)
    .map(({ left }) => left)
}

/** null: there is none, or only half of one. */
async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
  try {
    return schema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : null
    // Of a file among the folders: it is no folder.
    const isMissing = code === 'ENOENT' || code === 'ENOTDIR'
    if (isMissing || cause instanceof SyntaxError || cause instanceof z.ZodError) return null
    throw cause
  }
}
