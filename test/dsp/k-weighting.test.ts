import { describe, expect, test } from 'vitest'
import { biquadResponse } from '../../node/dsp/biquad.ts'
import { kWeighting, kWeightPower } from '../../node/dsp/k-weighting.ts'
import { typescriptKernels, wasmKernels } from '../../node/dsp/kernels/kernels.ts'
import { sine, whiteNoise } from '../support/signals.ts'

const gainDb = (sampleRate: number, hz: number) => {
  const { shelf, highpass } = kWeighting(sampleRate)
  const a = biquadResponse(shelf, hz, sampleRate)
  const b = biquadResponse(highpass, hz, sampleRate)
  return 20 * Math.log10(Math.hypot(a.re, a.im) * Math.hypot(b.re, b.im))
}

test('gives the coefficients that BS.1770-4 tabulates for 48 kHz (tables 1 and 2)', () => {
  const { shelf, highpass } = kWeighting(48_000)
  const table = [1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585]
  for (const [i, value] of [shelf.b0, shelf.b1, shelf.b2, shelf.a1, shelf.a2].entries())
    expect(Math.abs(value - table[i]!)).toBeLessThan(1e-6)
  expect([highpass.b0, highpass.b1, highpass.b2]).toEqual([1, -2, 1])
  expect(Math.abs(highpass.a1 - -1.99004745483398)).toBeLessThan(1e-6)
  expect(Math.abs(highpass.a2 - 0.99007225036621)).toBeLessThan(1e-6)
})

test.each([8000, 22_050, 32_000, 44_100, 88_200, 96_000, 176_400, 192_000])('weighs alike at %d Hz', sampleRate => {
  // The bilinear transform bends the shelf near a low Nyquist frequency.
  for (const hz of [20, 40, 60, 100, 300, 997, 1500])
    expect(Math.abs(gainDb(sampleRate, hz) - gainDb(48_000, hz))).toBeLessThan(sampleRate < 32_000 ? 0.25 : 0.01)
  if (sampleRate >= 44_100)
    for (const hz of [3000, 6000, 10_000]) expect(gainDb(sampleRate, hz)).toBeCloseTo(gainDb(48_000, hz), 1)
})

test('kWeightPower is the power response at 48 kHz: +0.69 dB at 997 Hz, +4 dB in the treble, a steep fall below 40 Hz', () => {
  expect(10 * Math.log10(kWeightPower(997))).toBeCloseTo(0.691, 2)
  expect(10 * Math.log10(kWeightPower(15_000))).toBeCloseTo(4.04, 1)
  // 0.04 dB of pass band, −6 dB at the corner of a filter with Q 0.5
  expect(10 * Math.log10(kWeightPower(38.1355))).toBeCloseTo(-6, 0)
  expect(10 * Math.log10(kWeightPower(5) / kWeightPower(10))).toBeCloseTo(-12, 0)
  expect(kWeightPower(0)).toBe(0)
})

describe.each([typescriptKernels, wasmKernels])('$name', ({ addKWeightedEnergy }) => {
  test('the energy of a sine is its power times the response', () => {
    const x = sine({ hz: 100, seconds: 2, sampleRate: 48_000, gain: 0.5 })
    const into = new Float64Array(2)
    addKWeightedEnergy([x], 48_000, { boundaries: Uint32Array.of(0, 48_000, 96_000), weights: [1], into })
    // The second block: the filters have settled.
    expect(into[1]! / 48_000 / 0.125 / kWeightPower(100)).toBeCloseTo(1, 5)
  })

  test('energy adds up over blocks and channels and is weighted', () => {
    const x = whiteNoise(1000, 1)
    const whole = new Float64Array(1)
    const parts = new Float64Array(3)
    addKWeightedEnergy([x], 44_100, { boundaries: Uint32Array.of(0, 1000), weights: [1], into: whole })
    addKWeightedEnergy([x], 44_100, { boundaries: Uint32Array.of(0, 1, 400, 1000), weights: [1], into: parts })
    expect(parts[0]! + parts[1]! + parts[2]!).toBeCloseTo(whole[0]!, 10)
    const before = whole[0]!
    addKWeightedEnergy([x], 44_100, { boundaries: Uint32Array.of(0, 1000), weights: [1.41], into: whole })
    expect(whole[0]!).toBeCloseTo(2.41 * before, 10)
  })

  test('is exactly zero some time after the sound has ended', () => {
    const x = new Float32Array(48_000 * 4)
    x.set(whiteNoise(48_000, 2))
    const into = new Float64Array(4)
    addKWeightedEnergy([x], 48_000, {
      boundaries: Uint32Array.of(0, 48_000, 96_000, 144_000, 192_000),
      weights: [1],
      into,
    })
    expect(into[3]).toBe(0)
  })
})

test('a sample rate below 8 kHz is refused', () => {
  expect(() => kWeighting(4000)).toThrow('sampleRate must be at least 8000 Hz, got 4000')
  expect(() => kWeighting(Number.NaN)).toThrow(RangeError)
})
