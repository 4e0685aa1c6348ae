import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

/** What a rival does right before the next rename. */
const rival = vi.hoisted(() => ({ acts: async () => {} }))
vi.mock('node:fs/promises', async original => {
  const real = await original<typeof import('node:fs/promises')>()
  return {
    ...real,
    rename: async (from: string, to: string) => {
      const acts = rival.acts
      rival.acts = async () => {}
      await acts()
      return real.rename(from, to)
    },
  }
})
const { FileLock } = await import('../../node/app/file-lock.ts')

let folder: string
let lock: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uplift-lock-'))
  lock = join(folder, 'ledger.json.lock')
})
afterEach(() => rm(folder, { recursive: true }))

const since = '2026-11-22T14:32:00.000Z'
const dead = JSON.stringify({ pid: 2 ** 22 + 1, host: hostname(), since })
const living = JSON.stringify({ pid: process.ppid, host: hostname(), since })

test('a rival that took the dead lock over a moment earlier keeps its new one', async () => {
  await writeFile(lock, dead)
  rival.acts = () => writeFile(lock, living)
  await expect(FileLock.acquire(join(folder, 'ledger.json'))).rejects.toMatchObject({ code: 'FILE_IN_USE' })
  expect(await readFile(lock, 'utf8')).toBe(living)
  expect(await readdir(folder)).toEqual(['ledger.json.lock'])
})

test('a dead lock that a rival has just taken away is nobody’s: it can be had', async () => {
  await writeFile(lock, dead)
  rival.acts = () => rm(lock)
  const own = await FileLock.acquire(join(folder, 'ledger.json'))
  expect(JSON.parse(await readFile(lock, 'utf8'))).toMatchObject({ pid: process.pid })
  await own.release()
  expect(await readdir(folder)).toEqual([])
})
