import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { rememberedFiles, rememberedRoles, SetMemory, setMemoryFile } from '../../node/app/set-memory.ts'

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uplift-memory-'))
  file = setMemoryFile(join(folder, 'made on the first write'))
})
afterEach(() => rm(folder, { recursive: true }))

test('what was said is there after a restart, per set', async () => {
  const memory = await SetMemory.open(file)
  await memory.setRole('Song A', 'Synth 3', 'lead')
  await memory.lockTrack('Song A', 'Kick', true)
  await memory.lockParameter('Song A', { track: 'Bass', deviceClass: 'Eq8', parameter: '1 Gain A' }, true)
  await memory.intend('Song A', { feature: 'widthSub', scope: 'drop', track: null }, true)
  await memory.choose('Song A', { stage: 'premaster', profile: 'prior' })
  await memory.lockTrack('Song B', 'Lead', true)
  await memory.lockTrack('Song A', 'Bass', true)

  const again = await SetMemory.open(file)
  expect(again.of('Song A')).toEqual({
    name: 'Song A',
    roles: [{ track: 'Synth 3', role: 'lead' }],
    lockedTracks: ['Kick', 'Bass'],
    lockedParameters: [{ track: 'Bass', deviceClass: 'Eq8', parameter: '1 Gain A' }],
    intended: [{ feature: 'widthSub', scope: 'drop', track: null }],
    stage: 'premaster',
    profile: 'prior',
  })
  expect(again.of('Song B').lockedTracks).toEqual(['Lead'])
  expect(again.of('Song C')).toMatchObject({ roles: [], lockedTracks: [], stage: null })
})

test('everything can be taken back, and said twice is said once', async () => {
  const memory = SetMemory.inMemory()
  const lock = { track: 'Bass', deviceClass: null, parameter: 'Track Volume' }
  const finding = { feature: 'bassMononess', scope: null, track: 'Sub' }
  for (const isOn of [true, true, false]) {
    await memory.setRole('S', 'Pad', isOn ? 'pad' : null)
    await memory.lockTrack('S', 'Pad', isOn)
    await memory.lockParameter('S', lock, isOn)
    await memory.intend('S', finding, isOn)
    const { roles, lockedTracks, lockedParameters, intended } = memory.of('S')
    const count = isOn ? 1 : 0
    expect([roles, lockedTracks, lockedParameters, intended].map(each => each.length)).toEqual(Array(4).fill(count))
  }
})

test('a lock or an intention is taken back alone: its neighbours stay', async () => {
  const memory = SetMemory.inMemory()
  const gain = { track: 'Bass', deviceClass: 'Eq8', parameter: '1 Gain A' }
  const others = [
    { ...gain, track: 'Sub' },
    { ...gain, deviceClass: 'ChannelEq' },
    { ...gain, parameter: '2 Gain A' },
  ]
  for (const lock of [gain, ...others]) await memory.lockParameter('S', lock, true)
  await memory.lockParameter('S', gain, false)
  expect(memory.of('S').lockedParameters).toEqual(others)

  const wide = { feature: 'widthSub', scope: 'drop', track: null }
  const alike = [
    { ...wide, scope: null },
    { ...wide, track: 'Sub' },
    { ...wide, feature: 'widthBass' },
  ]
  for (const finding of [wide, ...alike]) await memory.intend('S', finding, true)
  await memory.intend('S', wide, false)
  expect(memory.of('S').intended).toEqual(alike)
})

test('a corrected role replaces the former one; a track of any name has its own', async () => {
  const memory = await SetMemory.open(file)
  await memory.setRole('S', '__proto__', 'kick')
  await memory.setRole('S', 'Synth', 'pad')
  await memory.setRole('S', 'Synth', 'lead')
  const roles = rememberedRoles((await SetMemory.open(file)).of('S'))
  expect([...roles]).toEqual([
    ['__proto__', 'kick'],
    ['Synth', 'lead'],
  ])
})

test('choosing a stage leaves the profile, and the other way round', async () => {
  const memory = SetMemory.inMemory()
  await memory.choose('S', { profile: 'demo' })
  await memory.choose('S', { stage: 'master' })
  expect(memory.of('S')).toMatchObject({ stage: 'master', profile: 'demo' })
})

test('what another command has written meanwhile is kept', async () => {
  const [one, two] = [await SetMemory.open(file), await SetMemory.open(file)]
  await one.lockTrack('S', 'Kick', true)
  await two.lockTrack('S', 'Bass', true)
  await one.setRole('S', 'Synth', 'lead')
  const { lockedTracks, roles } = (await SetMemory.open(file)).of('S')
  expect(lockedTracks).toEqual(['Kick', 'Bass'])
  expect(roles).toHaveLength(1)
})

test('changes that are not waited for are all kept, by one memory and by two', async () => {
  const [one, two] = [await SetMemory.open(file), await SetMemory.open(file)]
  const tracks = Array.from({ length: 12 }, (_, i) => `Track ${i}`)
  await Promise.all(tracks.map((track, i) => (i % 3 === 0 ? two : one).lockTrack('S', track, true)))
  expect([...(await SetMemory.open(file)).of('S').lockedTracks].sort()).toEqual(tracks.sort())
  expect(await readdir(join(folder, 'made on the first write'))).toEqual(['set-memory.json'])
})

test('reading never writes, and writing leaves no drafts behind', async () => {
  const memory = await SetMemory.open(file)
  memory.of('S')
  expect(await readdir(folder)).toEqual([])
  await memory.lockTrack('S', 'Kick', true)
  expect(await readdir(join(folder, 'made on the first write'))).toEqual(['set-memory.json'])
})

describe('a file that is not a memory is refused with what to do, and left as it is', () => {
  test.each([
    ['cut off', '{"version":1,"sets":[{"na'],
    ['empty of meaning', 'null and void'],
    ['another version', '{"version":2,"sets":[]}'],
    ['an unknown role', '{"version":1,"sets":[{"name":"S","roles":[{"track":"T","role":"drummer"}]}]}'],
    ['something else', '[]'],
  ])('%s', async (_, text) => {
    const broken = join(folder, 'set-memory.json')
    await writeFile(broken, text)
    await expect(SetMemory.open(broken)).rejects.toMatchObject({
      name: 'AppError',
      code: 'SET_MEMORY_INVALID',
      message: expect.stringContaining(broken),
      action: expect.stringContaining('Move the file away'),
    })
    expect(await readFile(broken, 'utf8')).toBe(text)
  })

  test('a file that broke while it was open is not overwritten', async () => {
    const memory = await SetMemory.open(file)
    await memory.lockTrack('S', 'Kick', true)
    await writeFile(file, 'oops')
    await expect(memory.lockTrack('S', 'Bass', true)).rejects.toMatchObject({ code: 'SET_MEMORY_INVALID' })
    expect(await readFile(file, 'utf8')).toBe('oops')
  })
})

test('a set without a name has no memory', async () => {
  await expect(SetMemory.inMemory().lockTrack('', 'Kick', true)).rejects.toThrow(RangeError)
})

test('which track an exported file is: said, said otherwise, left out, taken back', async () => {
  const memory = await SetMemory.open(file)
  expect(rememberedFiles(memory.of('S'))).toEqual(new Map())
  await memory.setExportedFile('S', 'Song Bounce 3.wav', 'Vox')
  await memory.setExportedFile('S', 'Song Old.wav', null)
  await memory.setExportedFile('S', 'Song Bounce 3.wav', 'Choir')
  const again = await SetMemory.open(file)
  expect([...rememberedFiles(again.of('S'))]).toEqual([
    ['Song Old.wav', null],
    ['Song Bounce 3.wav', 'Choir'],
  ])
  await again.setExportedFile('S', 'Song Old.wav', undefined)
  expect([...rememberedFiles(again.of('S')).keys()]).toEqual(['Song Bounce 3.wav'])
})
