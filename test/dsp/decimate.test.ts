import { expect, test } from 'vitest'
import { halo, splitHalves } from '../../node/dsp/decimate.ts'
import { noise } from '../support/beats.ts'

const split = (signal: Float32Array) => {
  const input = new Float32Array(signal.length + 2 * halo)
  input.set(signal, halo)
  const count = signal.length / 2
  const low = new Float32Array(count)
  const high = new Float32Array(count)
  splitHalves({ input, from: halo, count, low, lowFrom: 0, high })
  return { low, high }
}

const sine = (cyclesPerSample: number, length = 2048) =>
  Float32Array.from({ length }, (_, n) => Math.sin(2 * Math.PI * cyclesPerSample * n))

const inner = (x: Float32Array) => x.subarray(20, x.length - 20)
const meanSquare = (x: Float32Array) => x.reduce((sum, v) => sum + v * v, 0) / x.length

test('a constant goes to the low half only, with gain 1', () => {
  const { low, high } = split(new Float32Array(200).fill(1))
  for (const v of inner(low)) expect(v).toBeCloseTo(1, 6)
  for (const v of inner(high)) expect(v).toBeCloseTo(0, 6)
})

test('a slow sine comes out of the low half at the same times: no delay', () => {
  const { low } = split(sine(0.01))
  for (let n = 20; n < 1000; n++) expect(low[n]!).toBeCloseTo(Math.sin(2 * Math.PI * 0.01 * 2 * n), 2) // 45 dB: 0.006
})

test.each([0.02, 0.1, 0.16])('at %d of the rate the high half is at least 45 dB down', frequency => {
  const { low, high } = split(sine(frequency))
  expect(meanSquare(inner(low))).toBeCloseTo(0.5, 1)
  expect(meanSquare(inner(high))).toBeLessThan(0.5 * 10 ** -4.5)
})

test.each([0.34, 0.4, 0.48])('at %d of the rate the low half is at least 45 dB down', frequency => {
  const { low, high } = split(sine(frequency))
  expect(meanSquare(inner(high))).toBeCloseTo(0.5, 1)
  expect(meanSquare(inner(low))).toBeLessThan(0.5 * 10 ** -4.5)
})

test('low plus high is every second input sample', () => {
  const signal = noise(0.01, 44_100).subarray(0, 440)
  const { low, high } = split(signal)
  for (let n = 0; n < low.length; n++) expect(low[n]! + high[n]!).toBeCloseTo(signal[2 * n]!, 6)
})

test('two stretches give what one gives', () => {
  const signal = noise(0.02, 44_100).subarray(0, 800)
  const whole = split(signal)
  const input = new Float32Array(signal.length + 2 * halo)
  input.set(signal, halo)
  const low = new Float32Array(400)
  const high = new Float32Array(263)
  splitHalves({ input, from: halo, count: 137, low, lowFrom: 0, high })
  splitHalves({ input, from: halo + 274, count: 263, low, lowFrom: 137, high })
  expect(low).toEqual(whole.low)
  expect(high).toEqual(whole.high.subarray(137))
})
