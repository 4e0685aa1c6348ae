/**
 * Analyses on disk, by content: the same audio under another name, or moved, is not measured again.
 *
 * An entry's name is made of the file's SHA-256, the options, and the analyzer's version; its bytes carry their own hash,
 * so that a damaged, foreign or half-written entry is simply not there. Because hashing a six-minute WAV takes 0.1 s, an
 * index remembers each path's hash together with size, inode, and the times of the last change in nanoseconds; `ctime`
 * moves with every write and cannot be set back, and a file touched within the last two seconds is always hashed.
 */
import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import type { Analysis } from '../features/analysis.ts'

const digest = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex')

/** Hash of all sources that an analysis depends on, put in by scripts/build.mjs; not defined when run from the sources. */
declare const ANALYZER_SOURCES: string

/** Another analyzer, another version: nobody has to remember to raise a number when a measure changes its values. */
export const analyzerVersion = typeof ANALYZER_SOURCES === 'string' ? ANALYZER_SOURCES : 'sources'

export interface CacheOptions {
  /** Default: `cacheFolder()`. */
  readonly folder?: string
  /** Oldest entries go when all together are larger than this. Default 512 MB. */
  readonly maximumBytes?: number
  readonly version?: string
}

/** Everything besides the audio that changes the result: declared section, sections, tempo … */
export type CacheKey = Readonly<Record<string, unknown>>

/** UPLIFT_CACHE, or the place the operating system keeps for such data. */
export function cacheFolder(
  env: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
  home = homedir(),
): string {
  if (env['UPLIFT_CACHE']) return resolve(env['UPLIFT_CACHE'])
  if (platform === 'win32') return join(env['LOCALAPPDATA'] || join(home, 'AppData', 'Local'), 'Uplift', 'Cache')
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'Uplift')
  return join(env['XDG_CACHE_HOME'] || join(home, '.cache'), 'uplift')
}

export class AnalysisCache {
  readonly folder: string
  readonly #maximumBytes: number
  readonly #version: string
  #writesUntilSweep = 0

  constructor({ folder = cacheFolder(), maximumBytes = 512e6, version = analyzerVersion }: CacheOptions = {}) {
    this.folder = folder
    this.#maximumBytes = maximumBytes
    this.#version = version
  }

  /** The stored analysis of an unchanged file that has been seen before; never reads the audio. */
  async readKnown(file: string, key: CacheKey): Promise<Analysis | null> {
    const hash = await this.#indexed(file)
    return hash === null ? null : this.#load(hash, file, key)
  }

  /** The stored analysis, found by content. Throws what the file system throws for an unreadable audio file. */
  async read(file: string, key: CacheKey): Promise<Analysis | null> {
    return this.#load(await this.#hashOf(file), file, key)
  }

  /** Keeps `analysis` for `file`. A cache that cannot be written (full disk, read-only folder) stays as it is. */
  async write(file: string, key: CacheKey, analysis: Analysis): Promise<void> {
    const entry = this.#entry(await this.#hashOf(file), key)
    try {
      await writeWhole(entry, sealed(analysis))
      if (this.#writesUntilSweep-- <= 0) {
        this.#writesUntilSweep = 16
        await this.#sweep()
      }
    } catch (error) {
      if (!isSystemError(error)) throw error
    }
  }

  async #load(hash: string, file: string, key: CacheKey): Promise<Analysis | null> {
    const entry = this.#entry(hash, key)
    const bytes = await readIfThere(entry)
    const analysis = bytes && unsealed<Analysis>(bytes)
    if (!analysis) return null
    // Used now: the last to be evicted. Somebody else may have removed it meanwhile.
    const now = new Date()
    await utimes(entry, now, now).catch(() => {})
    return { ...analysis, name: basename(file) }
  }

  /** From the index when the file has not changed, otherwise from its bytes. */
  async #hashOf(file: string): Promise<string> {
    const known = await this.#indexed(file)
    if (known !== null) return known
    const before = await stampOf(file)
    const hash = await contentHash(file)
    const record: IndexRecord = { stamp: before.stamp, hash }
    // Written to while it was being read, or so lately that a change could hide in the clock's grain: not remembered.
    if (before.settled && (await stampOf(file)).stamp === before.stamp) {
      await writeWhole(this.#indexFile(file), Buffer.from(JSON.stringify(record))).catch(ignoreSystemError)
    }
    return hash
  }

  async #indexed(file: string): Promise<string | null> {
    const bytes = await readIfThere(this.#indexFile(file))
    if (!bytes) return null
    try {
      const { stamp, hash } = (JSON.parse(bytes.toString()) ?? {}) as Partial<IndexRecord>
      return typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash) && stamp === (await stampOf(file)).stamp
        ? hash
        : null
    } catch (error) {
      if (error instanceof SyntaxError || isSystemError(error)) return null
      throw error
    }
  }

  #indexFile(file: string): string {
    return join(this.folder, 'files', `${digest(resolve(file)).slice(0, 32)}.json`)
  }

  #entry(hash: string, key: CacheKey): string {
    const options = digest(JSON.stringify([this.#version, sortedKey(key)])).slice(0, 16)
    return join(this.folder, 'analyses', `${hash}-${options}.bin`)
  }

  /** Removes what was used longest ago until nine tenths of the limit are left; so one sweep serves many writes. */
  async #sweep(): Promise<void> {
    const folder = join(this.folder, 'analyses')
    const files = await Promise.all(
      (await readdir(folder)).map(async name => {
        const path = join(folder, name)
        const found = await stat(path).catch(() => null)
        return found ? [{ path, bytes: found.size, used: found.mtimeMs }] : []
      }),
    )
    const all = files.flat().sort((a, b) => a.used - b.used)
    let total = all.reduce((sum, { bytes }) => sum + bytes, 0)
    if (total <= this.#maximumBytes) return
    for (const { path, bytes } of all) {
      if (total <= 0.9 * this.#maximumBytes) return
      await rm(path, { force: true })
      total -= bytes
    }
  }
}

interface IndexRecord {
  readonly stamp: string
  readonly hash: string
}

/** Changes when the file changes. `settled`: the last change lies two seconds back, more than any file system's grain. */
async function stampOf(file: string): Promise<{ readonly stamp: string; readonly settled: boolean }> {
  const { size, ino, mtimeNs, ctimeNs } = await stat(file, { bigint: true })
  const latest = Math.max(Number(mtimeNs), Number(ctimeNs)) / 1e6
  return { stamp: [size, ino, mtimeNs, ctimeNs].join('-'), settled: Date.now() - latest > 2000 }
}

/** SHA-256 of a file's bytes. Throws what the file system throws. */
export async function contentHash(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

/** Same options in another order are the same options. */
const sortedKey = (key: CacheKey) =>
  Object.entries(key)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))

const checksumBytes = 32

/** Structured clone keeps typed arrays and NaN-free numbers as they are; the checksum comes first. */
function sealed(value: unknown): Buffer {
  const payload = serialize(value)
  return Buffer.concat([createHash('sha256').update(payload).digest(), payload])
}

/** null for anything that `sealed` did not write, whole. */
function unsealed<T>(bytes: Buffer): T | null {
  const payload = bytes.subarray(checksumBytes)
  if (!createHash('sha256').update(payload).digest().equals(bytes.subarray(0, checksumBytes))) return null
  try {
    return deserialize(payload) as T
  } catch {
    // Written by a Node that knows a later format.
    return null
  }
}

/** A reader sees the old file or the new one, never half of one. */
async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`
  await mkdir(join(path, '..'), { recursive: true })
  try {
    await writeFile(temporary, bytes)
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

const readIfThere = (path: string): Promise<Buffer | null> =>
  readFile(path).catch(error => {
    if (isSystemError(error)) return null
    throw error
  })

const isSystemError = (error: unknown): boolean => error instanceof Error && 'syscall' in error

function ignoreSystemError(error: unknown): void {
  if (!isSystemError(error)) throw error
}
