import { expect, test } from 'vitest'
import type { Analysis, Section } from '../../node/features/analysis.ts'
import { digestOf } from '../../node/mix/digest.ts'

const sampleRate = 1000
const beat = 0.5
const bar = 4 * beat
const section = (type: Section['type'], from: number, to: number) =>
  ({ type, startSeconds: from * bar, endSeconds: to * bar }) as Section
const song = (sections: readonly Section[], bars: number) =>
  ({ seconds: bars * bar, sections, grid: { tempo: 120, firstBeatSeconds: 0, downbeat: 0 } }) as unknown as Analysis
/** A ramp: a sample's value is its place. */
const ramp = (seconds: number) => {
  const channel = Float32Array.from({ length: seconds * sampleRate }, (_, n) => n)
  return [channel, channel] as const
}

test('a long song is heard in whole bars of each section, where that section is', () => {
  const sections = [section('intro', 0, 64), section('breakdown', 64, 128), section('drop', 128, 256)]
  const analysis = song(sections, 256)
  const { cut, ranges, beats } = digestOf(analysis, ['intro', 'breakdown', 'drop', 'overall'], sampleRate)
  const [left, right] = cut(ramp(256 * bar))
  expect(right === left).toBe(true)
  expect(left.length).toBeLessThan(0.2 * 256 * bar * sampleRate)
  for (const [s, { startSeconds, endSeconds }] of sections.entries()) {
    const [range] = ranges[s]!
    const first = left[Math.round(range!.startSeconds * sampleRate)]!
    const last = left[Math.round(range!.endSeconds * sampleRate) - 1]!
    expect(first).toBeGreaterThanOrEqual(startSeconds * sampleRate)
    expect(last).toBeLessThanOrEqual(endSeconds * sampleRate)
    // The beat goes on: every piece starts on a bar line.
    expect(first % (bar * sampleRate)).toBe(0)
    expect(Math.round(range!.startSeconds * sampleRate) % (bar * sampleRate)).toBe(0)
  }
  expect(ranges[3]).toEqual([{ startSeconds: 0, endSeconds: Number.POSITIVE_INFINITY }])
  expect(beats).toEqual({ firstBeatSeconds: 0, secondsPerBeat: beat })
})

test('the same signal gives the same arrays: what is known of them is kept', () => {
  const { cut } = digestOf(song([section('drop', 0, 256)], 256), ['drop', 'overall'], sampleRate)
  const signal = ramp(256 * bar)
  const [first, again] = [cut(signal)[0], cut(signal)[0]]
  expect(first === again).toBe(true)
})

test('a short song is heard whole', () => {
  const sections = [section('breakdown', 0, 6), section('drop', 6, 12)]
  const { cut, ranges } = digestOf(song(sections, 12), ['breakdown', 'drop', 'overall'], sampleRate)
  const signal = ramp(12 * bar)
  expect(cut(signal) === signal).toBe(true)
  expect(ranges[1]).toEqual([sections[1]])
})
