import { expect, test } from 'vitest'
import { faceChoices } from '../../../device/protocol.ts'
import { chooseRange, prerollBeats, rangeKinds } from '../../../node/app/capture/choose-range.ts'
import type { LiveSet, Locator } from '../../../node/live/set.ts'

const bar = (number: number) => 4 * (number - 1)
const setOf = (locators: readonly Locator[], bars = 128): LiveSet => ({
  name: 'Song',
  liveVersion: '12.4',
  tempo: 138,
  beatsPerBar: 4,
  lengthSeconds: (bars * 4 * 60) / 138,
  locators,
  tracks: [],
})
const noLoop = { loop: { on: false, startBeats: 0, lengthBeats: 16 } }
const loopOn = { loop: { on: true, startBeats: bar(9), lengthBeats: 64 } }

/** Unsorted, as Live's are. */
const song = setOf([
  { name: 'Drop 2', beats: bar(97) },
  { name: 'Intro', beats: bar(1) },
  { name: 'Break', beats: bar(41) },
  { name: 'Drop', beats: bar(57) },
  { name: 'Build', beats: bar(49) },
  { name: 'Breakdown 2', beats: bar(73) },
])

test('16 bars of the longest drop and 8 of the longest breakdown, on bar lines', () => {
  expect(chooseRange(song, noLoop, 'excerpts')).toEqual({
    ranges: [
      { fromBeats: bar(97), toBeats: bar(113), type: 'drop' },
      { fromBeats: bar(73), toBeats: bar(81), type: 'breakdown' },
    ],
    words: '16 bars of the drop from bar 97 and 8 bars of the breakdown from bar 73.',
  })
})

test('a section that is shorter is taken as it is, one of a bar or two not at all', () => {
  const short = setOf([
    { name: 'Drop', beats: bar(1) },
    { name: 'Break', beats: bar(13) },
    { name: 'Outro', beats: bar(15) },
  ])
  expect(chooseRange(short, noLoop, 'excerpts').ranges).toEqual([{ fromBeats: 0, toBeats: bar(13), type: 'drop' }])
})

test('locators beside the bar lines: the excerpt begins on the next one', () => {
  const crooked = setOf([{ name: 'Drop', beats: bar(9) + 1.5 }])
  expect(chooseRange(crooked, noLoop, 'excerpts').ranges[0]).toMatchObject({ fromBeats: bar(10), toBeats: bar(26) })
})

test('without a locator that says it: the loop, else the whole song, and the words say so', () => {
  const nameless = setOf([{ name: 'A', beats: 0 }])
  expect(chooseRange(nameless, loopOn, 'excerpts')).toEqual({
    ranges: [{ fromBeats: bar(9), toBeats: bar(25), type: null }],
    words: 'No locator names a drop or a breakdown. The loop: 16 bars from bar 9.',
  })
  const { ranges, words } = chooseRange(nameless, noLoop, 'excerpts')
  expect(ranges).toEqual([{ fromBeats: 0, toBeats: expect.closeTo(512, 6), type: null }])
  expect(words).toBe('No locator names a drop or a breakdown. The whole song, 3:43 min.')
})

test('a loop inside one section is that section; across two it is neither', () => {
  const inDrop = { loop: { on: false, startBeats: bar(57), lengthBeats: 64 } }
  expect(chooseRange(song, inDrop, 'loop').ranges[0]!.type).toBe('drop')
  const across = { loop: { on: false, startBeats: bar(56), lengthBeats: 64 } }
  expect(chooseRange(song, across, 'loop').ranges[0]!.type).toBeNull()
})

test('nothing to record is said before anything is played', () => {
  const empty = { loop: { on: true, startBeats: 0, lengthBeats: 0 } }
  expect(() => chooseRange(song, empty, 'loop')).toThrow(expect.objectContaining({ code: 'LOOP_MISSING' }))
  expect(() => chooseRange(setOf([], 0), noLoop, 'song')).toThrow(expect.objectContaining({ code: 'SONG_EMPTY' }))
})

test('the kinds are those of the switch on the face, and two bars are played before', () => {
  expect(rangeKinds).toHaveLength(faceChoices.range.length)
  expect(prerollBeats(song)).toBe(8)
})
