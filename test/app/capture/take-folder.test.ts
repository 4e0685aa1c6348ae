import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Recorded, WireTap } from '../../../device/protocol.ts'
import { leftTakes, openTakeFolder, requireRoom, takeBytes } from '../../../node/app/capture/take-folder.ts'

let data: string
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'uplift-takes-'))
})
afterEach(() => rm(data, { recursive: true }))

const args = { take: 3, taps: [11, 12], fromBeats: 32, toBeats: 96, prerollBeats: 8 }
const tap: WireTap = { key: 11, track: 'tracks 0', trackName: 'Kick', status: 'ready', place: 'last', latency: null }
const open = () => openTakeFolder(data, { set: 'Song', args, taps: [tap] })

test('a folder for each pass, with the paths of the files that recorders write, and gone afterwards', async () => {
  const [one, two] = [await open(), await open()]
  expect(one.path).not.toBe(two.path)
  expect((await stat(one.path)).isDirectory()).toBe(true)
  expect([...one.files]).toEqual([
    ['main', `${one.path}/main.wav`],
    ['11', `${one.path}/11.wav`],
    ['12', `${one.path}/12.wav`],
  ])
  await writeFile(one.files.get('main')!, 'audio')
  await one.discard()
  await expect(stat(one.path)).rejects.toThrow('ENOENT')
  await one.discard()
})

test('what a process left behind when it died can be read again, youngest first, for a day', async () => {
  const older = await open()
  const younger = await open()
  const now = Date.now()
  const ago = (hours: number) => new Date(now - hours * 3_600_000)
  await utimes(older.path, ago(5), ago(5))
  const left = await leftTakes(data, now)
  expect(left.map(({ folder }) => folder.path)).toEqual([younger.path, older.path])
  expect(left[0]!.note).toEqual({ set: 'Song', args: { ...args, folder: younger.path }, taps: [tap] })
  expect([...left[0]!.folder.files]).toEqual([...younger.files])
  expect(left[0]!.recorded).toBeNull()

  await utimes(older.path, ago(25), ago(25))
  expect(await leftTakes(data, now)).toHaveLength(1)
  expect(await readdir(join(data, 'takes'))).toHaveLength(1)
})

test('a pass that ended before the process died is a take still', async () => {
  const folder = await open()
  const end: Recorded = {
    take: 3,
    end: 'complete',
    detail: '',
    startedAt: { main: 24, '11': 24 },
    sampleRate: 44_100,
  }
  await folder.keep(end)
  const [left] = await leftTakes(data)
  expect(left!.recorded).toEqual(end)
})

test('a folder that no note explains is not read, and not deleted while it is young', async () => {
  await mkdir(join(data, 'takes', 'half'), { recursive: true })
  await writeFile(join(data, 'takes', 'half', 'take.json'), '{"set": "So')
  await writeFile(join(data, 'takes', 'last-played.wav'), 'audio')
  expect(await leftTakes(data)).toEqual([])
  expect(await readdir(join(data, 'takes'))).toEqual(['half', 'last-played.wav'])
})

test('nothing was ever recorded: nothing is left', async () => {
  expect(await leftTakes(join(data, 'nowhere'))).toEqual([])
})

test('room is asked for before anything is played', async () => {
  // 25 recorders, 45 s of 32-bit samples in 3 channels at 48 kHz, 3 s beside it: 25 · 48 · 48 000 · 12 bytes.
  const size = { recorders: 25, seconds: 45, sampleRate: 48_000 }
  expect(takeBytes(size)).toBe(691_200_000)
  await requireRoom(data, size, async () => 1_191_200_000)
  await expect(requireRoom(data, size, async () => 1_191_199_999)).rejects.toMatchObject({
    code: 'DISK_FULL',
    message: 'The take needs 692 MB and 500 MB to spare; 1.2 GB are free.',
  })
  // And of this disk, whatever it holds.
  await expect(requireRoom(data, { ...size, seconds: 1e9 })).rejects.toMatchObject({ code: 'DISK_FULL' })
})
