import { expect, test } from 'vitest'
import { filterCount } from '../../node/dsp/erb.ts'
import {
  loudnessOf,
  partialLoudnessOf,
  specificLoudness,
  specificPartialLoudness,
} from '../../node/dsp/partial-loudness.ts'
import { levelWhere, loudness, noiseBand, patternOf, standard1k, type Tone } from '../support/hearing.ts'

test('a 1 kHz tone at 40 dB SPL is 1 sone, and 10 dB double it', () => {
  expect(loudness([1000, 40])).toBeGreaterThan(0.9)
  expect(loudness([1000, 40])).toBeLessThan(1.1)
  for (const db of [40, 50, 60, 70]) {
    const ratio = loudness([1000, db + 10]) / loudness([1000, db])
    // The standard itself gives 2.10, 1.99, 1.94 and 1.97.
    expect(ratio).toBeGreaterThan(1.85)
    expect(ratio).toBeLessThan(2.15)
  }
})

test('tones have the loudness that ANSI S3.4-2007 tabulates', () => {
  // Filters five times as far apart as the standard's: 2 % there, at 10 dB the table's own rounding.
  for (const [db, sones] of standard1k) expect(Math.abs(loudness([1000, db]) / sones - 1)).toBeLessThan(0.02)
  for (const [db, sones] of [
    [20, 0.35],
    [40, 1.8],
    [60, 7.1],
    [80, 27.5],
  ] as const) {
    expect(Math.abs(loudness([3000, db]) / sones - 1)).toBeLessThan(0.02)
  }
  // 100 Hz: the ear's weighting falls by 1 dB within a component.
  expect(Math.abs(loudness([100, 50]) / 0.345 - 1)).toBeLessThan(0.06)
})

test('noises and chords have the loudness of the examples in ANSI S3.4-2007', () => {
  const pink = (db: number): Tone[] =>
    Array.from({ length: 14_950 }, (_, n) => [50.5 + n, db - 10 * Math.log10((50.5 + n) / 1000)])
  const examples: readonly (readonly [readonly Tone[], number])[] = [
    [noiseBand(950, 1050, 40), 4.25],
    [noiseBand(500, 1500, 40), 14.29],
    [noiseBand(500, 1500, 30), 8.02],
    [pink(0), 3.62],
    [pink(20), 16],
    [pink(40), 49.28],
    [[1500, 1600, 1700].map(hz => [hz, 60]), 6.35],
    [[1000, 1600, 2400].map(hz => [hz, 60]), 12.62],
    [Array.from({ length: 10 }, (_, n) => [100 * (n + 1), 30]), 1.99],
    [[...noiseBand(950, 1050, 40), [1000, 60]], 5.14],
  ]
  for (const [tones, sones] of examples) expect(Math.abs(loudness(...tones) / sones - 1)).toBeLessThan(0.02)
})

test('thresholds in quiet are those of ISO 389-7', () => {
  // At threshold a sound has 0.0031 sones (loudness of the reference threshold, 2.4 dB at 1 kHz).
  for (const [hz, db] of [
    [50, 44],
    [100, 26.5],
    [200, 14.4],
    [500, 4.4],
    [1000, 2.4],
    [2000, -1.3],
    [4000, -5.4],
    [8000, 12.6],
  ] as const) {
    expect(Math.abs(levelWhere(level => loudness([hz, level]), 0.0031) - db)).toBeLessThan(1.5)
  }
})

test('beside silence partial loudness is loudness alone; beside anything it is never more', () => {
  for (let i = 0; i < filterCount; i += 9) {
    for (const e of [0.1, 1, 100, 1e5, 1e9]) {
      expect(specificPartialLoudness(e, 0, i)).toBe(specificLoudness(e, i))
      expect(specificPartialLoudness(e, 1e-9, i) / specificLoudness(e, i)).toBeCloseTo(1, 6)
      let before = specificLoudness(e, i)
      for (const noise of [1, 10, 1e3, 1e6, 1e9]) {
        const partial = specificPartialLoudness(e, noise, i)
        expect(partial).toBeLessThanOrEqual(before)
        before = partial
      }
    }
  }
})

test('partial loudness is continuous at the masked threshold, where it equals that of a sound at the threshold in quiet', () => {
  // At 1 kHz and above: K = −3 dB, E_THRQ = 3.73 dB.
  const i = 40
  const noise = 1e4
  const masked = 10 ** -0.3 * noise + 10 ** 0.373
  const quiet = specificLoudness(10 ** 0.373, i)
  expect(specificPartialLoudness(masked * (1 + 1e-9), noise, i) / quiet).toBeCloseTo(1, 6)
  expect(specificPartialLoudness(masked * (1 - 1e-9), noise, i) / quiet).toBeCloseTo(1, 6)
})

test('a tone far below another in the same filter is masked; one two octaves away is not', () => {
  const masker = patternOf([[1000, 70]])
  const share = (hz: number, db: number) => {
    const tone = patternOf([[hz, db]])
    return partialLoudnessOf(tone, masker) / loudnessOf(tone)
  }
  expect(share(1040, 45)).toBeLessThan(0.02)
  expect(share(4000, 45)).toBeGreaterThan(0.9)
  expect(share(250, 45)).toBeGreaterThan(0.9)
  // Upward spread: above the masker more is lost than equally far below.
  expect(share(1500, 45)).toBeLessThan(share(667, 45) - 0.1)
})

test('a tone in white noise is at threshold near the critical ratio', () => {
  // Hawkins & Stevens 1950, read from their figure: 16.5, 18 and 23 dB at 0.5, 1 and 4 kHz. ±3 dB.
  const noise = patternOf(noiseBand(50, 15_000, 40))
  for (const [hz, ratio] of [
    [500, 16.5],
    [1000, 18],
    [4000, 23],
  ] as const) {
    const level = levelWhere(db => partialLoudnessOf(patternOf([[hz, db]]), noise), 0.0031)
    expect(Math.abs(level - 40 - ratio)).toBeLessThan(3)
  }
})

test('nothing has no loudness', () => {
  expect(loudness()).toBe(0)
  expect(specificLoudness(0, 3)).toBe(0)
  expect(specificLoudness(Number.NaN, 3)).toBe(0)
  expect(specificPartialLoudness(0, 5, 3)).toBe(0)
})
