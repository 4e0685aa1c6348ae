import { expect, test } from 'vitest'
import type { Analysis, Section } from '../../node/features/analysis.ts'
import { digestOf } from '../../node/mix/digest.ts'

const sampleRate = 1000
const beat = 0.5
const bar = 4 * beat
const section = (type: Section['type'], from: number, to: number) =>
  ({ type, startSeconds: from * bar, endSeconds: to * bar }) as Section
/** Loudest at one bar. */
const song = (sections: readonly Section[], bars: number, loudest = 0) =>
  ({
    seconds: bars * bar,
    sections,
    grid: { tempo: 120, firstBeatSeconds: 0, downbeat: 0 },
    shortTerm: {
      startSeconds: 0,
      stepSeconds: bar,
      values: Float32Array.from({ length: bars }, (_, b) => (b === loudest ? -6 : -12)),
    },
  }) as unknown as Analysis
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
  expect(beats).toEqual({ firstBeatSeconds: 0, secondsPerBeat: beat })
})

test('the same signal gives the same arrays: what is known of them is kept', () => {
  const { cut } = digestOf(song([section('drop', 0, 256)], 256), ['drop', 'overall'], sampleRate)
  const signal = ramp(256 * bar)
  const [first, again] = [cut(signal)[0], cut(signal)[0]]
  expect(first === again).toBe(true)
})

test('a short song is heard whole', () => {
  const sections = [section('breakdown', 0, 4), section('drop', 4, 8)]
  const { cut, ranges } = digestOf(song(sections, 8), ['breakdown', 'drop', 'overall'], sampleRate)
  const signal = ramp(8 * bar)
  expect(cut(signal) === signal).toBe(true)
  expect(ranges[1]).toEqual([sections[1]])
})

test('for the whole song a section counts as long as it lasts, not as long as it is heard', () => {
  const lengths = { intro: 32, breakdown: 64, drop: 160 } as const
  const sections = [section('intro', 0, 32), section('breakdown', 32, 96), section('drop', 96, 256)]
  const { whole, ranges } = digestOf(song(sections, 256), ['intro', 'breakdown', 'drop', 'overall'], sampleRate)
  expect(ranges[3]).toBe(whole)
  const seconds = (startSeconds: number) =>
    whole
      .filter(range => range.startSeconds === startSeconds)
      .reduce((sum, range) => sum + range.endSeconds - range.startSeconds, 0)
  const all = whole.reduce((sum, range) => sum + range.endSeconds - range.startSeconds, 0)
  for (const [s, length] of Object.values(lengths).entries()) {
    // Repeats are whole numbers: a section is off by a part of one at most.
    expect(seconds(ranges[s]![0]!.startSeconds) / all).toBeCloseTo(length / 256, 1)
  }
})

test('pieces of a type come from all its sections, and the loudest moment is among them', () => {
  const sections = [section('drop', 0, 32), section('breakdown', 32, 64), section('drop', 64, 128)]
  const { cut } = digestOf(song(sections, 128, 101), ['breakdown', 'drop', 'overall'], sampleRate)
  const bars = new Set(Array.from(cut(ramp(128 * bar))[0], n => Math.floor(n / (bar * sampleRate))))
  expect(bars).toContain(101)
  expect([...bars].some(b => b < 32)).toBe(true)
  expect([...bars].some(b => b >= 103)).toBe(true)
})
