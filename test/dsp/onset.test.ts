import { describe, expect, test } from 'vitest'
import { envelopesOf } from '../../node/dsp/envelope.ts'
import { onsetCurves } from '../../node/dsp/onset.ts'
import { add, click, kick, noise, random, saw, silence } from '../support/beats.ts'

const curvesOf = (signal: Float32Array, sampleRate = 44_100) => onsetCurves(envelopesOf([signal], sampleRate))

/** Time of the highest point near a time, between the hops. */
function peakNear(curve: Float32Array, hopSeconds: number, seconds: number): number {
  let best = Math.round((seconds - 0.03) / hopSeconds)
  for (let m = best; m < (seconds + 0.05) / hopSeconds; m++) if (curve[m]! > curve[best]!) best = m
  const left = curve[best - 1]!
  const right = curve[best + 1]!
  return (best + (0.5 * (left - right)) / (left - 2 * curve[best]! + right)) * hopSeconds
}

describe.each([44_100, 48_000, 96_000])('at %d Hz', sampleRate => {
  const next = random(5)
  const times = Array.from(
    { length: 20 },
    (_, k) => Math.round((0.5 + 0.5 * k + 0.1 * next()) * sampleRate) / sampleRate,
  )

  test.each([
    ['click', () => click()],
    ['kick', () => kick(sampleRate)],
  ] as const)('a %s peaks within 2 ms of its start in both curves, wherever it falls between the hops', (_, make) => {
    const signal = silence(11, sampleRate)
    for (const time of times) add(signal, make(), Math.round(time * sampleRate), 0.5)
    const { full, low, hopSeconds } = curvesOf(signal, sampleRate)
    for (const time of times) {
      expect(Math.abs(peakNear(full, hopSeconds, time) - time)).toBeLessThan(0.002)
      expect(Math.abs(peakNear(low, hopSeconds, time) - time)).toBeLessThan(0.002)
    }
  })
})

test('20 dB less level change neither curve', () => {
  const signal = noise(3, 44_100, 2, 0.1)
  for (let k = 0; k < 5; k++) add(signal, kick(44_100), 20_000 * k + 9000, 0.8)
  const loud = curvesOf(signal)
  const soft = curvesOf(signal.map(v => 0.1 * v))
  for (let m = 0; m < loud.full.length; m++) {
    expect(soft.full[m]!).toBeCloseTo(loud.full[m]!, 4)
    expect(soft.low[m]!).toBeCloseTo(loud.low[m]!, 4)
  }
})

test('a held low note has no onsets after its first: ripple is not rhythm', () => {
  const { full, low, hopSeconds } = curvesOf(saw(44_100, { hz: 55, seconds: 4 }))
  const after = Math.round(0.1 / hopSeconds)
  const until = Math.round(3.9 / hopSeconds)
  const largest = (curve: Float32Array) => Math.max(...curve.subarray(after, until))
  expect(largest(full)).toBeLessThan(0.25 * Math.max(...full.subarray(0, after)))
  expect(largest(low)).toBeLessThan(0.05 * Math.max(...low.subarray(0, after)))
})

test('silence has no onsets, and no NaN', () => {
  const { full, low } = curvesOf(silence(1, 44_100))
  for (const curve of [full, low]) for (const v of curve) expect(v).toBe(0)
})
