import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serialize } from 'node:v8'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AnalysisCache, analyzerVersion, cacheFolder } from '../../node/app/analysis-cache.ts'
import type { Analysis } from '../../node/features/analysis.ts'
import { analyze } from '../../node/features/analyze.ts'
import { chordSong, minorSong } from '../support/chords.ts'

const analysis: Analysis = analyze(chordSong({ chords: minorSong(57), secondsPerChord: 1, repeats: 1 }), {
  name: 'mix.wav',
})

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'uplift-cache-'))
  file = join(folder, 'mix.wav')
  writeFileSync(file, 'any bytes: the cache does not look into them')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A change within the last two seconds could go unseen, so the index waits that long. */
const settle = () => new Promise(resolve => setTimeout(resolve, 2200))

const cache = (options = {}) => new AnalysisCache({ folder: join(folder, 'cache'), ...options })
const entries = () => readdirSync(join(folder, 'cache', 'analyses'))
const entry = () => join(folder, 'cache', 'analyses', entries()[0]!)

test('what was stored comes back deeply equal, typed arrays and all, in another process’s cache too', async () => {
  await cache().write(file, {}, analysis)
  expect(await cache().read(file, {})).toEqual(analysis)
})

test('nothing is found that was not stored: other options, other content, other version, other file', async () => {
  await cache().write(file, { declared: 'drop' }, analysis)
  expect(await cache().read(file, { declared: 'drop', tempo: undefined })).toEqual(analysis)
  expect(await cache().read(file, {})).toBeNull()
  expect(await cache().read(file, { declared: 'build' })).toBeNull()
  expect(await cache({ version: 'next' }).read(file, { declared: 'drop' })).toBeNull()
  writeFileSync(file, 'any bytes: the cache does not look into thex')
  expect(await cache().read(file, { declared: 'drop' })).toBeNull()
  await expect(cache().read(join(folder, 'missing.wav'), {})).rejects.toMatchObject({ code: 'ENOENT' })
})

test('the order of options does not matter', async () => {
  await cache().write(file, { a: 1, b: 2 }, analysis)
  expect(await cache().read(file, { b: 2, a: 1 })).toEqual(analysis)
})

test('a copy under another name is found by content, with its own name', async () => {
  await cache().write(file, {}, analysis)
  const copy = join(folder, 'copy.wav')
  cpSync(file, copy)
  expect(await cache().read(copy, {})).toEqual({ ...analysis, name: 'copy.wav' })
  expect(await cache().readKnown(copy, {})).toBeNull()
})

test('a known file is found without reading its audio; any touch makes it unknown, equal content is still found', async () => {
  // A whole second, so that it can be set again to the nanosecond.
  utimesSync(file, 1e9, 1e9)
  await settle()
  await cache().write(file, {}, analysis)
  expect(await cache().readKnown(file, {})).toEqual(analysis)
  // Same size and an mtime set back, as some tools do: only ctime tells.
  writeFileSync(file, 'ANY bytes: the cache does not look into them')
  utimesSync(file, 1e9, 1e9)
  expect(await cache().readKnown(file, {})).toBeNull()
  expect(await cache().read(file, {})).toBeNull()
  // Another file moved to its place.
  writeFileSync(`${file}2`, 'any bytes: the cache does not look into them')
  renameSync(`${file}2`, file)
  expect(await cache().readKnown(file, {})).toBeNull()
  expect(await cache().read(file, {})).toEqual(analysis)
})

test('a file changed within the last two seconds is hashed every time', async () => {
  await cache().write(file, {}, analysis)
  expect(await cache().readKnown(file, {})).toBeNull()
  expect(await cache().read(file, {})).toEqual(analysis)
})

test.each<[string, (path: string) => void]>([
  ['cut off', path => writeFileSync(path, readFileSync(path).subarray(0, 500))],
  ['empty', path => writeFileSync(path, '')],
  ['one bit off', path => writeFileSync(path, flipped(readFileSync(path)))],
  ['foreign', path => writeFileSync(path, '{"name":"something else"}')],
  ['without checksum', path => writeFileSync(path, serialize(analysis))],
])('an entry that is %s is not there, and is written anew', async (_, damage) => {
  await cache().write(file, {}, analysis)
  damage(entry())
  expect(await cache().read(file, {})).toBeNull()
  await cache().write(file, {}, analysis)
  expect(await cache().read(file, {})).toEqual(analysis)
})

function flipped(bytes: Buffer): Buffer {
  bytes[bytes.length >> 1]! ^= 4
  return bytes
}

test('a damaged index only costs a hash', async () => {
  await settle()
  await cache().write(file, {}, analysis)
  const index = join(folder, 'cache', 'files', readdirSync(join(folder, 'cache', 'files'))[0]!)
  for (const bad of ['', '{', '{"stamp":1}', '[]', 'null', '{"stamp":"x","hash":"../../etc"}']) {
    writeFileSync(index, bad)
    expect(await cache().readKnown(file, {})).toBeNull()
    expect(await cache().read(file, {})).toEqual(analysis)
  }
})

test('many writers of one entry at once leave one whole entry and no scraps', async () => {
  const seen = await Promise.all(
    Array.from({ length: 20 }, async (_, i) => {
      const mine = cache()
      await mine.write(file, {}, analysis)
      return i % 2 === 0 ? mine.read(file, {}) : null
    }),
  )
  seen.forEach((found, i) => {
    if (i % 2 === 0) expect(found).toEqual(analysis)
  })
  expect(entries()).toHaveLength(1)
})

test('above the size limit what was used longest ago goes first', async () => {
  const store = cache()
  const paths = ['a', 'b', 'c'].map(name => join(folder, name))
  for (const [i, path] of paths.entries()) {
    writeFileSync(path, path)
    await store.write(path, {}, analysis)
    for (const name of entries()) {
      const at = join(folder, 'cache', 'analyses', name)
      const age = 1000 * (10 - i)
      if (statSync(at).mtimeMs > Date.now() - 1000) utimesSync(at, Date.now() / 1000 - age, Date.now() / 1000 - age)
    }
  }
  // Read: now the most recently used one.
  expect(await store.read(paths[0]!, {})).not.toBeNull()
  const size = statSync(entry()).size
  const last = join(folder, 'd')
  writeFileSync(last, last)
  await cache({ maximumBytes: 3 * size }).write(last, {}, analysis)
  const left = await Promise.all([...paths, last].map(async path => (await store.read(path, {})) !== null))
  expect(left).toEqual([true, false, false, true])
})

test('a folder that cannot be written is no error', async () => {
  writeFileSync(join(folder, 'cache'), 'a file where the folder should be')
  await cache().write(file, {}, analysis)
  expect(await cache().read(file, {})).toBeNull()
})

test('the folder is where each system keeps such data, UPLIFT_CACHE above all', () => {
  expect(cacheFolder({ UPLIFT_CACHE: '/x/y', XDG_CACHE_HOME: '/z' }, 'linux', '/home/me')).toBe('/x/y')
  expect(cacheFolder({}, 'linux', '/home/me')).toBe(join('/home/me', '.cache', 'uplift'))
  expect(cacheFolder({ XDG_CACHE_HOME: '/z' }, 'linux', '/home/me')).toBe(join('/z', 'uplift'))
  expect(cacheFolder({}, 'darwin', '/Users/me')).toBe(join('/Users/me', 'Library', 'Caches', 'Uplift'))
  expect(cacheFolder({ LOCALAPPDATA: 'L' }, 'win32', 'H')).toBe(join('L', 'Uplift', 'Cache'))
})

test('the built program carries the hash of its analyzer’s sources as the version', () => {
  expect(analyzerVersion).toBe('sources')
  const folder = new URL('../../dist/', import.meta.url)
  const programs = readdirSync(folder).filter(name => name.endsWith('.mjs'))
  const texts = programs.map(name => readFileSync(new URL(name, folder), 'utf8'))
  expect(texts.some(text => /analyzerVersion = .*"[0-9a-f]{16}"/.test(text))).toBe(true)
})
