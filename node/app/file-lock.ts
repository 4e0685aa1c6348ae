/**
 * One writer at a time: a lock file beside the file it guards, naming the process that holds it. A lock whose process has
 * died (crash, kill) is taken over. Advisory: it keeps two Uplifts apart, nobody else.
 */
import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename, resolve } from 'node:path'
import { z } from 'zod'
import { AppError } from '../audio/app-error.ts'

const holderSchema = z.object({ pid: z.int().positive(), host: z.string(), since: z.string() })
type Holder = z.infer<typeof holderSchema>

/** Locks of this very process: a pid alone cannot tell it from an earlier process that had the same one. */
const ours = new Set<string>()

/** A lock is written in one go; one that cannot be read after so long was never finished. */
const unfinishedMs = 2000
const attempts = 20
const pauseMs = 25
/** The same by our own watching: the clock may have been set back since, and its stamp lies in the future then. */
const mostLooks = 12

export class FileLock {
  readonly #path: string

  private constructor(path: string) {
    this.#path = path
  }

  /**
   * For a change that takes moments: waits while another makes one, then does it alone. Throws AppError FILE_IN_USE when the
   * other one takes longer than `patienceMs`, and what `act` throws.
   */
  static async during<T>(file: string, act: () => Promise<T>, patienceMs = 10_000): Promise<T> {
    const began = performance.now()
    let lock: FileLock | null = null
    while (lock === null) {
      lock = await FileLock.acquire(file).catch(async (error: unknown) => {
        const isHeld = error instanceof AppError && error.code === 'FILE_IN_USE'
        if (!isHeld || performance.now() - began > patienceMs) throw error
        await new Promise(done => setTimeout(done, pauseMs))
        return null
      })
    }
    try {
      return await act()
    } finally {
      await lock.release()
    }
  }

  /** Locks `file`. Throws AppError FILE_IN_USE when a living process holds it. */
  static acquire(file: string): Promise<FileLock> {
    const path = `${resolve(file)}.lock`
    return inTurn(path, () => FileLock.#acquire(file, path))
  }

  static async #acquire(file: string, path: string): Promise<FileLock> {
    let unfinished = { text: '', looks: 0 }
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (await create(path)) {
        if (ours.size === 0) process.on('exit', releaseAll)
        ours.add(path)
        return new FileLock(path)
      }
      const found = await readLock(path)
      if (found === null) continue
      if (found.holder !== null && isAlive(found.holder, path)) throw inUse(file, found.holder)
      const looks = unfinished.text === found.text ? unfinished.looks + 1 : 1
      unfinished = { text: found.text, looks }
      if (found.holder === null && !found.isOld && looks < mostLooks)
        await new Promise(done => setTimeout(done, pauseMs))
      else await takeAway(path, found.text)
    }
    throw inUse(file, null)
  }

  async release(): Promise<void> {
    await inTurn(this.#path, async () => {
      if (ours.delete(this.#path)) await rm(this.#path, { force: true })
      if (ours.size === 0) process.off('exit', releaseAll)
    })
  }
}

/** Who holds a lock, for telling: null: nobody, there is none. */
export async function lockHolder(
  lockPath: string,
): Promise<{ readonly isAlive: boolean; readonly pid: number | null; readonly since: string | null } | null> {
  const found = await readLock(lockPath)
  if (found === null) return null
  const { holder } = found
  return {
    isAlive: holder !== null && isAlive(holder, lockPath),
    pid: holder?.pid ?? null,
    since: holder?.since ?? null,
  }
}

/** What this process does to a lock, one after the other: what is half done looks like a dead one. */
function inTurn<T>(path: string, act: () => Promise<T>): Promise<T> {
  const done = (turns.get(path) ?? Promise.resolve()).then(act)
  const over = done.then(
    () => {},
    () => {},
  )
  turns.set(path, over)
  void over.then(() => {
    if (turns.get(path) === over) turns.delete(path)
  })
  return done
}
const turns = new Map<string, Promise<void>>()

function releaseAll(): void {
  for (const path of ours) rmSync(path, { force: true })
}

/** False: there is one already. */
async function create(path: string): Promise<boolean> {
  const holder: Holder = { pid: process.pid, host: hostname(), since: new Date().toISOString() }
  try {
    await writeFile(path, JSON.stringify(holder), { flag: 'wx' })
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  }
}

interface Found {
  readonly text: string
  /** null: not, or not yet, written whole. */
  readonly holder: Holder | null
  readonly isOld: boolean
}

async function readLock(path: string): Promise<Found | null> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)])
    return { text, holder: holderIn(text), isOld: Date.now() - mtimeMs > unfinishedMs }
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null
    throw error
  }
}

function holderIn(text: string): Holder | null {
  try {
    return holderSchema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

function isAlive({ pid, host }: Holder, path: string): boolean {
  // Whether a process of another computer (a shared folder) lives cannot be asked.
  if (host !== hostname()) return true
  if (pid === process.pid) return ours.has(path)
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return isCode(error, 'EPERM')
  }
}

/**
 * Removes a dead lock. Renamed first: of two that found it dead only one can, and what it renamed is looked at again, in
 * case the other has been quicker and this is already its new lock.
 */
async function takeAway(path: string, deadText: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`
  try {
    await rename(path, aside)
    if ((await readFile(aside, 'utf8')) === deadText) await rm(aside, { force: true })
    else await rename(aside, path)
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error
  }
}

const isCode = (error: unknown, code: string) => error instanceof Error && 'code' in error && error.code === code

function inUse(file: string, holder: Holder | null): AppError {
  const elsewhere = holder && holder.host !== hostname() ? ` on ${holder.host}` : ''
  const who = holder ? `process ${holder.pid}${elsewhere}, since ${holder.since}` : 'it is being opened'
  return new AppError({
    code: 'FILE_IN_USE',
    message: `${basename(file)} is in use by another Uplift (${who}).`,
    action: `Close that one and try again; if there is none, delete ${resolve(file)}.lock.`,
  })
}
