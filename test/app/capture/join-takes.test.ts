import { expect, test } from 'vitest'
import { joinTakes } from '../../../node/app/capture/join-takes.ts'
import type { Audio } from '../../../node/audio/audio.ts'
import type { Take } from '../../../node/live/session.ts'
import type { TrackPath } from '../../../node/live/set.ts'

const sampleRate = 1_000
const constant = (value: number, frames: number): Audio => ({
  sampleRate,
  channels: [new Float32Array(frames).fill(value), new Float32Array(frames).fill(-value)],
})
const takeOf = (frames: number, ...paths: readonly TrackPath[]): Take => ({
  main: constant(1, frames),
  taps: new Map(paths.map(path => [path, constant(0.5, frames)])),
})

test('parts follow each other, with the sections that they are and a seam between them', () => {
  const { take, sections, seams } = joinTakes([
    { take: takeOf(2_000, 'tracks 0'), type: 'drop' },
    { take: takeOf(1_000, 'tracks 0'), type: 'breakdown' },
  ])
  expect(take.main.channels[0]).toHaveLength(3_000)
  expect(sections).toEqual([
    { type: 'drop', startSeconds: 0, endSeconds: 2 },
    { type: 'breakdown', startSeconds: 2, endSeconds: 3 },
  ])
  expect(seams).toEqual([2])
})

test('nothing clicks at the seam, Main and tracks fade alike, and nothing else is touched', () => {
  const { take } = joinTakes([
    { take: takeOf(100, 'tracks 0'), type: null },
    { take: takeOf(100, 'tracks 0'), type: null },
  ])
  const [left] = take.main.channels
  expect([...left!.slice(94, 106)].map(x => Math.round(10 * x))).toEqual([10, 8, 6, 4, 2, 0, 0, 2, 4, 6, 8, 10])
  expect(left!.slice(0, 95).every(x => x === 1)).toBe(true)
  expect(left!.slice(105).every(x => x === 1)).toBe(true)
  expect([...take.taps.get('tracks 0')!.channels[0]!]).toEqual([...left!].map(x => Math.fround(x / 2)))
})

test('a track that is missing in one part is missing in the whole', () => {
  const { take } = joinTakes([
    { take: takeOf(100, 'tracks 0', 'tracks 1'), type: 'drop' },
    { take: takeOf(100, 'tracks 1', 'tracks 2'), type: 'breakdown' },
  ])
  expect([...take.taps.keys()]).toEqual(['tracks 1'])
})

test('one doubtful part makes the whole doubtful; one nameless part leaves the sections open', () => {
  const parts = [
    { take: takeOf(100), type: 'drop' as const },
    { take: { ...takeOf(100), isAligned: false }, type: null },
  ]
  expect(joinTakes(parts)).toMatchObject({ sections: null, take: { isAligned: false } })
  expect(joinTakes(parts.slice(0, 1)).take.isAligned).toBeUndefined()
})

test('one part is itself', () => {
  const take = takeOf(100, 'tracks 0')
  expect(joinTakes([{ take, type: 'drop' }])).toEqual({
    take,
    sections: [{ type: 'drop', startSeconds: 0, endSeconds: 0.1 }],
    seams: [],
  })
  expect(joinTakes([{ take, type: 'drop' }]).take).toBe(take)
})

test('what enters Main’s devices is there when every part has it', () => {
  const parts = [takeOf(100), takeOf(50)].map(take => ({ take: { ...take, beforeMain: take.main }, type: null }))
  expect(joinTakes(parts).take.beforeMain!.channels[0]).toHaveLength(150)
  const [one, other] = parts as [(typeof parts)[number], (typeof parts)[number]]
  expect(joinTakes([one, { ...other, take: takeOf(50) }]).take.beforeMain).toBeUndefined()
})
