/** The library on disk and the learning of folders, with a worker that answers at once: what is measured is not the point. */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type LearnOptions, type LearnProgress, learn } from '../../node/app/learn.ts'
import { Library, libraryFile, listLibraries, mergeLibraries } from '../../node/app/library.ts'
import { AnalysisPool } from '../../node/app/pool.ts'
import { findProfile, usualProfile } from '../../node/app/profiles.ts'
import { noChoice } from '../../node/profile/reference.ts'
import { countingWorker as worker } from './counting-worker.ts'

let home: string
let music: string
let pool: AnalysisPool
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'uplift-library-'))
  music = join(home, 'music')
  await mkdir(join(music, 'more'), { recursive: true })
  pool = new AnalysisPool({ size: 2, cache: null, worker })
})
afterEach(async () => {
  await pool.close()
  await rm(home, { recursive: true })
})

const folder = () => join(home, 'profiles')
const song = (name: string, text: string) => writeFile(join(music, name), text)

async function learned(name = 'mine', options: Partial<LearnOptions> = {}) {
  const library = await Library.open(name, { folder: folder() })
  try {
    return await learn(library, music, { pool, ...options })
  } finally {
    await library.close()
  }
}
const read = async (name = 'mine') => (await Library.read(name, { folder: folder() }))!
const titles = async (name = 'mine') => (await read(name)).references.map(({ title }) => title).sort()

describe('learning a folder', () => {
  test('takes audio of all its folders, records what cannot be read, counts copies once', async () => {
    await song('a.wav', '1')
    await song('more/b.mp3', '2')
    await song('copy of a.wav', '1')
    await song('broken.flac', 'bad')
    await song('notes.txt', '3')
    const result = await learned()
    expect(result).toMatchObject({ found: 4, measured: 2, unchanged: 0 })
    expect(result.failures).toMatchObject([{ path: join(music, 'broken.flac'), message: 'It is broken.' }])
    expect(result.copies).toMatchObject([{ of: join(music, 'a.wav') }])
    expect(await titles()).toEqual(['a', 'b'])
  })

  test('a second run measures only what is new or changed, and takes out what is gone', async () => {
    for (const i of [1, 2, 3]) await song(`${i}.wav`, `${i}`)
    await song('broken.wav', 'bad')
    await learned()
    await song('4.wav', '4')
    await song('2.wav', 'again 20')
    await rm(join(music, '3.wav'))
    expect(await learned()).toMatchObject({ found: 4, measured: 2, unchanged: 2, removed: 2 })
    expect(await titles()).toEqual(['1', '2', '4'])
    expect((await read()).references.find(({ title }) => title === '2')!.values.drop!.bandBass).toBe(20)
    expect(await learned()).toMatchObject({ measured: 0, unchanged: 4, removed: 0 })
  })

  test('a file under a new name keeps its measurement and the user’s word', async () => {
    await song('1.wav', '1')
    await learned()
    const library = await Library.open('mine', { folder: folder() })
    expect(library.choose('1', { weight: 3, tags: ['uplifting'] })).toBe(1)
    await library.save()
    await library.close()
    await cp(join(music, '1.wav'), join(music, 'renamed.wav'))
    await rm(join(music, '1.wav'))
    await learned()
    const [only] = (await read()).references
    expect(only!.choice).toMatchObject({ weight: 3, tags: ['uplifting'] })
  })

  test('stopped in the middle, it keeps what it has, and the next run does the rest', async () => {
    for (let i = 0; i < 12; i++) await song(`${i}.wav`, `slow ${i}`)
    const stop = new AbortController()
    const onProgress = ({ done }: LearnProgress) => done === 3 && stop.abort()
    await expect(learned('mine', { signal: stop.signal, onProgress })).rejects.toThrow()
    const first = (await titles()).length
    expect(first).toBeGreaterThanOrEqual(3)
    expect(first).toBeLessThan(12)
    expect(await learned()).toMatchObject({ unchanged: first, measured: 12 - first })
    expect(await titles()).toHaveLength(12)
  })

  test('two of them at once cannot write the same profile', async () => {
    const library = await Library.open('mine', { folder: folder() })
    await expect(Library.open('mine', { folder: folder() })).rejects.toMatchObject({ code: 'FILE_IN_USE' })
    await library.close()
  })

  test('the same recording in two formats teaches once', async () => {
    await song('1.wav', '1')
    await song('1.mp3', 'mp3 1')
    await learned()
    const findings = (await read()).references.flatMap(each => each.findings)
    expect(findings).toMatchObject([{ kind: 'duplicate', leavesOut: 'all' }])
  })
})

test('the profile of two folders together is the profile of both merged', async () => {
  for (let i = 0; i < 9; i++) await song(`${i}.wav`, `${i}`)
  await learned('one')
  for (let i = 0; i < 9; i++) await rm(join(music, `${i}.wav`))
  for (let i = 9; i < 20; i++) await song(`${i}.wav`, `${(7 * i) % 20}`)
  await learned('two')
  const parts = [(await read('one')).data, (await read('two')).data]
  const merged = await Library.open('both', { folder: folder() })
  merged.change(mergeLibraries('both', parts))
  for (let i = 0; i < 9; i++) await song(`${i}.wav`, `${i}`)
  await learned('all')
  const { name: _, ...expected } = (await read('all')).profile()
  const { name: __, ...got } = merged.profile()
  expect(got).toEqual(expected)
  await merged.close()
})

test('names: any the user likes, each its own; what was learned last is the usual profile', async () => {
  expect(await usualProfile(folder())).toBe('prior')
  for (const name of ['my taste', 'A/B: 50 %', 'ÄÖ']) {
    await song('1.wav', '1')
    await learned(name)
  }
  expect(await listLibraries(folder())).toEqual(['A/B: 50 %', 'my taste', 'ÄÖ'])
  expect(await usualProfile(folder())).toBe('ÄÖ')
  expect((await findProfile('A/B: 50 %', folder())).name).toBe('A/B: 50 %')
  expect((await findProfile('prior', folder())).kind).toBe('prior')
  await expect(findProfile('nothing', folder())).rejects.toMatchObject({ code: 'PROFILE_MISSING' })
})

test('a damaged library is said, and left as it is', async () => {
  const file = libraryFile('mine', folder())
  await mkdir(join(file, '..'), { recursive: true })
  await writeFile(file, '{"version":1,')
  await expect(Library.read('mine', { folder: folder() })).rejects.toMatchObject({ code: 'LIBRARY_INVALID' })
  await expect(Library.open('mine', { folder: folder() })).rejects.toMatchObject({ code: 'LIBRARY_INVALID' })
  expect(await readFile(file, 'utf8')).toBe('{"version":1,')
})

test('figures of an older analyzer are not mixed with new ones, and keep the user’s word until measured again', async () => {
  await song('1.wav', '1')
  await learned()
  const file = libraryFile('mine', folder())
  const data = JSON.parse(await readFile(file, 'utf8'))
  data.references[0].analyzer = 'older'
  data.references[0].choice = { ...noChoice, weight: 2 }
  await writeFile(file, JSON.stringify(data))
  const old = await read()
  expect(old.references).toEqual([])
  expect(old.outdated).toBe(1)
  expect(() => old.profile()).toThrow('Nothing in the profile')
  expect(await learned()).toMatchObject({ measured: 1 })
  expect((await read()).references[0]!.choice.weight).toBe(2)
})
