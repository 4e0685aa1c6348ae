import { expect, test } from 'vitest'
import { besselI0, interpolationTaps, kaiser } from '../../node/dsp/window.ts'

test('I0 has the tabulated values (Abramowitz and Stegun, table 9.8)', () => {
  expect(besselI0(0)).toBe(1)
  expect(besselI0(1)).toBeCloseTo(1.2660658777520084, 14)
  expect(besselI0(5)).toBeCloseTo(27.239871823604442, 12)
  expect(besselI0(10)).toBeCloseTo(2815.716628466254, 9)
})

test('the Kaiser window is 1 in the middle, 1/I0(beta) at the ends, 0 outside, and symmetric', () => {
  expect(kaiser(0, 6)).toBe(1)
  expect(kaiser(1, 6)).toBeCloseTo(1 / besselI0(6), 15)
  expect(kaiser(-1.001, 6)).toBe(0)
  expect(kaiser(-0.3, 6)).toBe(kaiser(0.3, 6))
})

/** Interpolated value of `signal` at `offset` after sample 0. */
const interpolate = (taps: Float64Array, signal: (t: number) => number) =>
  taps.reduce((sum, tap, i) => sum + tap * signal(i - taps.length / 2 + 1), 0)

test.each([
  { taps: 24, beta: 5, hz: 0.4, tolerance: 0.002 },
  { taps: 96, beta: 8, hz: 0.45, tolerance: 0.0005 },
])('$taps taps interpolate a sine of $hz fs where it is', ({ taps, beta, hz, tolerance }) => {
  for (const offset of [0.125, 0.25, 0.5, 0.75, 0.9])
    for (const phase of [0, 1, 2.5]) {
      const signal = (t: number) => Math.sin(2 * Math.PI * hz * t + phase)
      expect(Math.abs(interpolate(interpolationTaps(taps, offset, beta), signal) - signal(offset))).toBeLessThan(
        tolerance,
      )
    }
})

test('DC passes exactly, and at offset 0 the sample itself', () => {
  for (const offset of [0, 0.1, 0.5]) expect(interpolate(interpolationTaps(24, offset, 5), () => 1)).toBeCloseTo(1, 14)
  expect(interpolate(interpolationTaps(24, 0, 5), t => (t === 0 ? 0.5 : 100))).toBeCloseTo(0.5, 9)
})

test('three quarters is one quarter mirrored', () => {
  const mirrored = interpolationTaps(24, 0.75, 5).reverse()
  interpolationTaps(24, 0.25, 5).forEach((tap, i) => {
    expect(tap).toBeCloseTo(mirrored[i]!, 15)
  })
})
