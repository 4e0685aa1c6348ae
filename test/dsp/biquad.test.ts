import { describe, expect, test } from 'vitest'
import {
  Biquad,
  type BiquadCoefficients,
  biquadResponse,
  designBiquad,
  type FilterSettings,
} from '../../node/dsp/biquad.ts'
import { whiteNoise } from '../support/signals.ts'

const sampleRate = 48_000
const gainDbAt = (c: BiquadCoefficients, hz: number) => {
  const { re, im } = biquadResponse(c, hz, sampleRate)
  return 20 * Math.log10(Math.hypot(re, im))
}
const design = (settings: FilterSettings) => designBiquad(settings, sampleRate)
const butterworth = Math.SQRT1_2

const every: FilterSettings[] = [
  { type: 'lowpass', hz: 800, q: butterworth },
  { type: 'highpass', hz: 120, q: 1.2 },
  { type: 'lowshelf', hz: 200, q: 0.71, gainDb: -6 },
  { type: 'highshelf', hz: 6000, q: 0.71, gainDb: 4 },
  { type: 'bell', hz: 1000, q: 2, gainDb: 5 },
  { type: 'notch', hz: 3000, q: 4 },
]

test.each(every)('the $type at $hz Hz filters as its formula says', settings => {
  const coefficients = design(settings)
  const impulse = new Float32Array(16_384)
  impulse[0] = 1
  new Biquad(coefficients).process(impulse)
  for (const hz of [30, 120, 430, 1000, 2900, 9000, 20_000]) {
    let re = 0
    let im = 0
    impulse.forEach((value, n) => {
      re += value * Math.cos((2 * Math.PI * hz * n) / sampleRate)
      im -= value * Math.sin((2 * Math.PI * hz * n) / sampleRate)
    })
    const expected = biquadResponse(coefficients, hz, sampleRate)
    // The impulse response is stored in single precision.
    expect(re).toBeCloseTo(expected.re, 5)
    expect(im).toBeCloseTo(expected.im, 5)
  }
})

describe('the designs of the cookbook', () => {
  test.each([-12, -3, 0.5, 9])('a bell of %d dB has that gain at its centre and none far away', gainDb => {
    const bell = design({ type: 'bell', hz: 1000, q: 1.4, gainDb })
    expect(gainDbAt(bell, 1000)).toBeCloseTo(gainDb, 9)
    expect(gainDbAt(bell, 1e-3)).toBeCloseTo(0, 6)
    expect(gainDbAt(bell, 24_000)).toBeCloseTo(0, 6)
  })

  test.each([-10, 6])(
    'shelves of %d dB reach it on their side, half of it at the corner, nothing on the other',
    gainDb => {
      const low = design({ type: 'lowshelf', hz: 300, q: butterworth, gainDb })
      expect(gainDbAt(low, 1e-3)).toBeCloseTo(gainDb, 6)
      expect(gainDbAt(low, 300)).toBeCloseTo(gainDb / 2, 9)
      expect(gainDbAt(low, 24_000)).toBeCloseTo(0, 6)
      const high = design({ type: 'highshelf', hz: 5000, q: butterworth, gainDb })
      expect(gainDbAt(high, 1e-3)).toBeCloseTo(0, 6)
      expect(gainDbAt(high, 5000)).toBeCloseTo(gainDb / 2, 9)
      expect(gainDbAt(high, 24_000)).toBeCloseTo(gainDb, 6)
    },
  )

  test('Butterworth passes are 1 on their side, −3.01 dB at the corner, and fall all the way', () => {
    const low = design({ type: 'lowpass', hz: 1000, q: butterworth })
    const high = design({ type: 'highpass', hz: 1000, q: butterworth })
    expect(gainDbAt(low, 1e-3)).toBeCloseTo(0, 6)
    expect(gainDbAt(high, 24_000)).toBeCloseTo(0, 6)
    expect(gainDbAt(low, 1000)).toBeCloseTo(-3.0103, 4)
    expect(gainDbAt(high, 1000)).toBeCloseTo(-3.0103, 4)
    for (let hz = 100; hz < 21_000; hz *= 1.1) {
      expect(gainDbAt(low, hz * 1.1)).toBeLessThan(gainDbAt(low, hz))
      expect(gainDbAt(high, hz * 1.1)).toBeGreaterThan(gainDbAt(high, hz))
    }
  })

  test('a notch removes its centre and leaves the rest', () => {
    const notch = design({ type: 'notch', hz: 2000, q: 3 })
    expect(gainDbAt(notch, 2000)).toBeLessThan(-200)
    expect(gainDbAt(notch, 1e-3)).toBeCloseTo(0, 6)
    expect(gainDbAt(notch, 24_000)).toBeCloseTo(0, 6)
  })

  test('a bell and its opposite cancel', () => {
    const x = whiteNoise(4000, 1)
    const y = x.slice()
    new Biquad(design({ type: 'bell', hz: 700, q: 1, gainDb: 7 })).process(y)
    new Biquad(design({ type: 'bell', hz: 700, q: 1, gainDb: -7 })).process(y)
    // Single-precision rounding between the two.
    expect(Math.max(...x.map((value, n) => Math.abs(value - y[n]!)))).toBeLessThan(1e-6)
  })

  test('a corner above Nyquist is moved to 0.49 of the sample rate', () => {
    expect(design({ type: 'lowpass', hz: 30_000, q: 1 })).toEqual(design({ type: 'lowpass', hz: 0.49 * 48_000, q: 1 }))
  })

  test.each([0, -100, Number.NaN])('frequency %d and Q %d are refused', value => {
    expect(() => design({ type: 'bell', hz: value, q: 1 })).toThrow(/frequency must be positive/)
    expect(() => design({ type: 'bell', hz: 100, q: value })).toThrow(/Q must be positive/)
  })
})

describe('a running filter', () => {
  const coefficients = design({ type: 'highshelf', hz: 2000, q: 0.7, gainDb: 6 })

  test('does not depend on the block size', () => {
    const x = whiteNoise(1000, 2)
    const whole = x.slice()
    new Biquad(coefficients).process(whole)
    const filter = new Biquad(coefficients)
    const ragged = x.slice()
    for (const [from, to] of [
      [0, 1],
      [1, 7],
      [7, 500],
      [500, 1000],
    ] as const)
      filter.process(ragged.subarray(from, to))
    expect(ragged).toEqual(whole)
  })

  test('starts over after a reset', () => {
    const filter = new Biquad(coefficients)
    const first = whiteNoise(100, 3)
    const second = first.slice()
    filter.process(first)
    filter.reset()
    filter.process(second)
    expect(second).toEqual(first)
  })

  test('writes to another array and leaves the input alone', () => {
    const x = whiteNoise(64, 4)
    const kept = x.slice()
    const y = new Float32Array(64)
    new Biquad(coefficients).process(x, y)
    expect(x).toEqual(kept)
    new Biquad(coefficients).process(x)
    expect(y).toEqual(x)
  })

  test('is exactly zero after loud noise and a second of silence', () => {
    const filter = new Biquad(coefficients)
    filter.process(whiteNoise(48_000, 5))
    filter.process(new Float32Array(48_000))
    const tail = new Float32Array(10)
    filter.process(tail)
    expect([...tail]).toEqual(new Array(10).fill(0))
  })
})
