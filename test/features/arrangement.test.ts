import { describe, expect, test } from 'vitest'
import type { Section } from '../../node/features/analysis.ts'
import { barSecondsOf, buildSlope, dropImpact } from '../../node/features/arrangement.ts'
import { measureEnergy } from '../../node/features/energy.ts'
import { measureLoudness } from '../../node/features/loudness.ts'
import { onBoth, whiteNoise } from '../support/signals.ts'

const sampleRate = 44_100
const bar = barSecondsOf(120)
/** Noise whose level in dB is given bar by bar. */
function programme(barsDb: readonly number[], gain = 1) {
  const perBar = bar * sampleRate
  const x = whiteNoise(barsDb.length * perBar, 3, 0.1 * gain)
  return onBoth(
    x.map((value, n) => value * 10 ** (barsDb[Math.floor(n / perBar)]! / 20)),
    sampleRate,
  )
}
const section = (type: Section['type'], fromBar: number, toBar: number): Section => ({
  type,
  startSeconds: fromBar * bar,
  endSeconds: toBar * bar,
})
const sections = [section('build', 0, 8), section('drop', 8, 16)]

describe('drop impact', () => {
  const flat = (before: number, after: number) => [...Array<number>(8).fill(before), ...Array<number>(8).fill(after)]

  test.each([3, 0, -4])('a drop %d dB louder than the four bars before it has that impact', db => {
    expect(dropImpact(measureLoudness(programme(flat(0, db))), sections, bar)!).toBeCloseTo(db, 1)
  })

  test('gain changes nothing; the bars further away do not count', () => {
    const levels = flat(0, 6)
    levels[0] = 20
    levels[15] = 20
    expect(dropImpact(measureLoudness(programme(levels)), sections, bar)!).toBeCloseTo(6, 1)
    expect(dropImpact(measureLoudness(programme(levels, 0.1)), sections, bar)!).toBeCloseTo(6, 1)
  })

  test('is the median over the drops; one at the start or after another drop has nothing before it', () => {
    const loudness = measureLoudness(programme(flat(0, 6)))
    expect(dropImpact(loudness, [section('drop', 0, 8), section('drop', 8, 16)], bar)).toBeNull()
    expect(dropImpact(loudness, [], bar)).toBeNull()
  })
})

describe('build slope', () => {
  const grid = { tempo: 120, firstBeatSeconds: 0, confidence: 1 }
  const slopeOf = (barsDb: readonly number[], of = sections, gain = 1) =>
    buildSlope(measureEnergy(programme(barsDb, gain), grid), of)
  const rising = (db: number) => [...Array.from({ length: 8 }, (_, k) => k * db), ...Array<number>(8).fill(10)]

  test.each([1.5, 0.5, 0, -1])('a build that rises %d dB per bar has that slope', db => {
    // A tenth: medians of noise over a bar.
    expect(Math.abs(slopeOf(rising(db))! - db)).toBeLessThan(0.1)
  })

  test('gain changes nothing; a build of less than four bars has none, nor has a song without one', () => {
    expect(slopeOf(rising(1), sections, 0.25)!).toBeCloseTo(slopeOf(rising(1))!, 3)
    expect(slopeOf(rising(1), [section('build', 0, 3), section('drop', 3, 16)])).toBeNull()
    expect(slopeOf(rising(1), [section('drop', 0, 16)])).toBeNull()
  })
})
