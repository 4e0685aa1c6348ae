/**
 * Where a pass is recorded to: a folder of its own below the data folder, gone when the next take is in memory or the process
 * that ordered it has ended. Recordings are never kept: figures are.
 */
import { randomInt } from 'node:crypto'
import { mkdir, readdir, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { RecordArgs } from '../../../device/protocol.ts'
import { AppError } from '../../audio/app-error.ts'

/** Left, right, song position; 32 bits, the most that Max writes without being asked for more. */
const bytesPerFrame = 3 * 4
/** Recorders run a little before and behind the range. */
const overheadSeconds = 3
/** What is left to the system and to Live, bytes. */
const reserveBytes = 500e6

export interface TakeFolder {
  /** As Max wants it: absolute, "/" between folders. */
  readonly path: string
  /** Path by recorder, whether the file is there or not. */
  readonly files: ReadonlyMap<string, string>
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

/** Makes the folder of one pass. */
export async function openTakeFolder(
  dataFolder: string,
  { take, taps }: Pick<RecordArgs, 'take' | 'taps'>,
): Promise<TakeFolder> {
  const folder = join(takesOf(dataFolder), `${take}-${randomInt(2 ** 32).toString(36)}`)
  await mkdir(folder, { recursive: true })
  const path = folder.replaceAll('\\', '/')
  return {
    path,
    files: new Map(['main', ...taps.map(String)].map(recorder => [recorder, `${path}/${recorder}.wav`])),
    discard: () => remove(folder),
  }
}

/** Deletes what a process that has ended left behind: nobody knows any more what it was to be compared with. */
export async function sweepTakes(dataFolder: string, inUse: readonly Pick<TakeFolder, 'path'>[] = []): Promise<void> {
  const names = await readdir(takesOf(dataFolder)).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return []
    throw cause
  })
  const isLeft = (name: string) => !inUse.some(({ path }) => path.split(/[\\/]/).at(-1) === name)
  await Promise.all(names.filter(isLeft).map(name => remove(join(takesOf(dataFolder), name))))
}

/** Max may hold a file open for a moment longer, which Windows answers with a refusal. */
const remove = (path: string) => rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
