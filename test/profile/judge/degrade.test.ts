/** Flaws do to the sound what they are called after, by as much as they say. */
import { expect, test } from 'vitest'
import { degraded, type Flaw, flawKinds, flawsOf } from '../../../node/profile/judge/degrade.ts'
import { sine, whiteNoise } from '../../support/signals.ts'

const power = (x: Float32Array) => x.reduce((sum, value) => sum + value * value, 0) / x.length
const changeDb = (before: Float32Array, after: Float32Array) => 10 * Math.log10(power(after) / power(before))
const stereoOf = (left: Float32Array, right: Float32Array) => ({ sampleRate: 44_100, channels: [left, right] })
const half = (gain: number, a: Float32Array, b: Float32Array) => a.map((value, n) => (value + gain * b[n]!) / 2)
const flaw = (kind: Flaw['kind'], severity = 1, place = 0.5): Flaw[] => [{ kind, severity, place }]

test('narrow and wide move the side by their decibels and leave the mid alone', () => {
  const [left, right] = [whiteNoise(20_000, 1), whiteNoise(20_000, 2)]
  for (const [kind, db] of [
    ['narrow', -14],
    ['wide', 7],
  ] as const) {
    const { channels } = degraded(stereoOf(left, right), flaw(kind))
    const [a, b] = [channels[0]!, channels[1]!]
    // float32 rounding of the sums
    expect(changeDb(half(-1, left, right), half(-1, a, b)), kind).toBeCloseTo(db, 3)
    expect(changeDb(half(1, left, right), half(1, a, b)), kind).toBeCloseTo(0, 3)
  }
})

test('lopsided takes 5 dB from one side, half of it at half the severity', () => {
  const x = whiteNoise(20_000, 3)
  expect(changeDb(x, degraded(stereoOf(x, x), flaw('lopsided', 0.5, 0.9)).channels[1]!)).toBeCloseTo(-2.5, 3)
})

test('a bell or shelf moves what lies in its middle', () => {
  // Geometric middles of the ranges of the kinds, at place 0.5; a shelf's own corner has half of its gain.
  const cases = [
    ['muddy', Math.sqrt(180 * 450), 9],
    ['harsh', Math.sqrt(2000 * 4500), 8],
    ['boomy', Math.sqrt(60 * 140), 4],
    ['dull', Math.sqrt(3000 * 8000), -5],
  ] as const
  for (const [kind, hz, db] of cases) {
    const x = sine({ hz, seconds: 2, sampleRate: 44_100 })
    // The filter's start-up is part of the two seconds.
    expect(Math.abs(changeDb(x, degraded(stereoOf(x, x), flaw(kind)).channels[0]!) - db), kind).toBeLessThan(0.2)
  }
})

test('squashing lowers the crest and not the peak', () => {
  const x = whiteNoise(20_000, 4).map((value, n) => value * (n % 2000 < 200 ? 1 : 0.2))
  const [after] = degraded(stereoOf(x, x), flaw('squashed')).channels
  const peak = (of: Float32Array) => of.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  expect(peak(after!)).toBeLessThanOrEqual(peak(x) * 1.0001)
  expect(changeDb(x, after!)).toBeGreaterThan(3)
})

test('the same recording gets the same flaws, all kinds are met, and the original is not touched', () => {
  expect(flawsOf('abc', 1)).toEqual(flawsOf('abc', 1))
  expect(flawsOf('abc', 1)).not.toEqual(flawsOf('abc', 2))
  const counts = new Map<string, number>()
  for (let i = 0; i < 400; i++) {
    const flaws = flawsOf(`track ${i}`, 0)
    expect(new Set(flaws.map(({ kind }) => kind)).size).toBe(flaws.length)
    for (const { kind, severity } of flaws) {
      counts.set(kind, (counts.get(kind) ?? 0) + 1)
      expect(severity).toBeGreaterThanOrEqual(0.3)
    }
  }
  // 1.5 flaws × 400 / 11 kinds = 55 each; five standard deviations are 35.
  for (const kind of flawKinds) expect(counts.get(kind), kind).toBeGreaterThan(20)
  const x = whiteNoise(2000, 5)
  const before = x.slice()
  for (const kind of flawKinds) degraded(stereoOf(x, x), flaw(kind))
  expect(x).toEqual(before)
})
