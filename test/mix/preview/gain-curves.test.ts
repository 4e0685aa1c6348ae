import { expect, test } from 'vitest'
import type { BandGainCurve } from '../../../node/mix/devices/device-model.ts'
import { multipliedBy } from '../../../node/mix/devices/gain-curve.ts'
import { applyCurves } from '../../../node/mix/preview/gain-curves.ts'
import { sine, whiteNoise } from '../../support/signals.ts'

const sampleRate = 44_100
const flat = (gain: number, steps = 100) => ({ stepSeconds: 0.01, gain: new Float32Array(steps).fill(gain) })
const parts = (low: number, middle: number, high: number): BandGainCurve[] => [
  { fromHz: 0, toHz: 200, curve: flat(low) },
  { fromHz: 200, toHz: 2500, curve: flat(middle) },
  { fromHz: 2500, toHz: Number.POSITIVE_INFINITY, curve: flat(high) },
]
const rms = (x: Float32Array) =>
  Math.sqrt(x.subarray(8000, -8000).reduce((sum, v) => sum + v * v, 0) / (x.length - 16_000))

test('the parts of a signal add up to it', () => {
  const noise = whiteNoise(sampleRate, 5, 0.5)
  const [left] = applyCurves([noise, noise], parts(1, 1, 1), sampleRate)
  const error = left.map((x, n) => x - noise[n]!)
  // Impulses are cut off 90 dB down.
  expect(rms(error) / rms(noise)).toBeLessThan(1e-4)
})

test.each([
  [50, 0.5],
  [700, 0.25],
  [9000, 2],
])('a tone of %d Hz gets the gain of its own part: %d', (hz, gain) => {
  const tone = sine({ hz, seconds: 1, sampleRate })
  const [left] = applyCurves([tone, tone], parts(0.5, 0.25, 2), sampleRate)
  // Two octaves from a corner the neighbour still holds 1/256 of it.
  expect(rms(left) / rms(tone)).toBeCloseTo(gain, 1)
})

test('a gain runs straight between the middles of its steps and holds at the ends', () => {
  const curve = { stepSeconds: 10 / sampleRate, gain: Float32Array.of(0, 1, 1) }
  const ones = new Float32Array(40).fill(1)
  const [left, right] = multipliedBy([ones, ones], curve, sampleRate)
  expect(left[0]).toBe(0)
  expect(left[9]).toBeCloseTo(0.45, 6)
  expect(left[10]).toBeCloseTo(0.55, 6)
  expect(right.at(-1)).toBe(1)
})
