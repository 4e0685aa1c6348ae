import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const happened = vi.hoisted((): string[] => [])
vi.mock('node:fs/promises', async original => {
  const real = await original<typeof import('node:fs/promises')>()
  return {
    ...real,
    open: async (...args: Parameters<typeof real.open>) => {
      const file = await real.open(...args)
      const sync = file.sync.bind(file)
      file.sync = async () => {
        happened.push(
          args[1] === 'r' ? 'sync folder' : `sync ${(await real.readFile(args[0] as string, 'utf8')).length}`,
        )
        return sync()
      }
      return file
    },
    rename: async (from: string, to: string) => {
      happened.push('rename')
      return real.rename(from, to)
    },
  }
})
const { DurableFile } = await import('../../node/app/durable-file.ts')

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uplift-durable-'))
  file = join(folder, 'ledger.json')
  happened.length = 0
})
afterEach(() => rm(folder, { recursive: true }))

test('the whole contents are on the disk before they get their name, and the name before the write is done', async () => {
  await new DurableFile<number[]>(file).write([1, 2])
  const length = (await readFile(file, 'utf8')).length
  expect(happened).toEqual([`sync ${length}`, 'rename', ...(process.platform === 'win32' ? [] : ['sync folder'])])
  expect(await new DurableFile(file).read()).toEqual([1, 2])
})

test('a hundred writes at once: the last one stands, whole, and nothing is left beside it', async () => {
  const durable = new DurableFile<{ readonly n: number; readonly filler: string }>(file)
  await Promise.all(Array.from({ length: 100 }, (_, n) => durable.write({ n, filler: 'x'.repeat(7919 % (n + 1)) })))
  expect(await durable.read()).toMatchObject({ n: 99 })
  expect(await readdir(folder)).toEqual(['ledger.json'])
})

test('a write that fails is thrown, and the next one goes through', async () => {
  const durable = new DurableFile<number>(join(folder, 'later', 'ledger.json'))
  await expect(durable.write(1)).rejects.toThrow('ENOENT')
  const { mkdir } = await import('node:fs/promises')
  await mkdir(join(folder, 'later'))
  await durable.write(2)
  expect(await durable.read()).toBe(2)
})
