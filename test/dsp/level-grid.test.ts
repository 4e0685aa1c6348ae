import { describe, expect, test } from 'vitest'
import { meanSquare, measureLevelGrid, peakOver, stepsBetween } from '../../node/dsp/level-grid.ts'
import { sine, uglyInputs, whiteNoise } from '../support/signals.ts'

test('a sine has its peak and half its square in every step', () => {
  const levels = measureLevelGrid([sine({ hz: 1000, seconds: 1, sampleRate: 48_000, gain: 0.5 })], 48_000)
  expect(levels.peaks[0]).toHaveLength(100)
  for (const peak of levels.peaks[0]!) expect(peak).toBeCloseTo(0.5, 6)
  // Samples are single precision.
  expect(meanSquare(levels, 0, 0, 100)).toBeCloseTo(0.125, 7)
})

test.each([44_100, 48_000, 11_025, 8000])(
  'at %i Hz steps tile the audio: the slow sum over the samples is the same',
  sampleRate => {
    const x = whiteNoise(sampleRate * 2 + 37, 4, 0.7)
    const levels = measureLevelGrid([x], sampleRate)
    const count = levels.boundaries.length - 1
    const energy = x.reduce((sum, value) => sum + value * value, 0)
    expect(meanSquare(levels, 0, 0, count)).toBeCloseTo(energy / x.length, 9)
    const { from, to } = stepsBetween(levels, 0.5, 1.25)
    const slice = x.subarray(levels.boundaries[from]!, levels.boundaries[to]!)
    expect(Math.abs(slice.length - 0.75 * sampleRate)).toBeLessThan(2)
    expect(peakOver(levels, 0, from, to)).toBe(slice.reduce((most, value) => Math.max(most, Math.abs(value)), 0))
  },
)

test('stretches outside of the audio are empty, and an endless one is all of it', () => {
  const levels = measureLevelGrid([whiteNoise(44_100, 1)], 44_100)
  expect(stepsBetween(levels, 5, 9)).toEqual({ from: 100, to: 100 })
  expect(stepsBetween(levels, -3, Number.POSITIVE_INFINITY)).toEqual({ from: 0, to: 100 })
  expect(meanSquare(levels, 0, 100, 100)).toBe(0)
})

describe('clipped runs', () => {
  const clipped = (from: number, length: number, value = 1) => {
    const x = whiteNoise(4410, 2, 0.5)
    x.fill(value, from, from + length)
    return measureLevelGrid([x], 44_100).clippedRuns[0]
  }
  test.each([
    [1000, 4, 1],
    [1000, 3, 0],
    [1000, 50, 1],
    [0, 4, 1],
    // Across the boundary of two steps, at 441.
    [439, 4, 1],
    [438, 4, 1],
    [437, 4, 1],
    [4406, 4, 1],
  ])('from sample %i, %i samples long: %i', (from, length, runs) => {
    expect(clipped(from, length)).toBe(runs)
    expect(clipped(from, length, -1)).toBe(runs)
    expect(clipped(from, length, 0.97)).toBe(0)
  })
})

test('ugly audio gives finite levels', () => {
  for (const { channels, sampleRate } of Object.values(uglyInputs())) {
    const { peaks, energies } = measureLevelGrid(channels, sampleRate)
    for (const values of [...peaks, ...energies]) expect(values.every(Number.isFinite)).toBe(true)
  }
})
