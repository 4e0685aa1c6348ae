import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTakeFolder, requireRoom, sweepTakes, takeBytes } from '../../../node/app/capture/take-folder.ts'

let data: string
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'uplift-takes-'))
})
afterEach(() => rm(data, { recursive: true }))

const open = () => openTakeFolder(data, { take: 3, taps: [11, 12] })

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

test('what a process left behind when it died is deleted, whatever it is; nothing there is no fault', async () => {
  const left = await open()
  await writeFile(left.files.get('main')!, 'audio')
  await writeFile(join(data, 'takes', 'last-played.wav'), 'audio')
  const wanted = await open()
  await sweepTakes(data, [wanted])
  expect(await readdir(join(data, 'takes'))).toEqual([basename(wanted.path)])
  await sweepTakes(join(data, 'nowhere'))
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
