import { expect, test } from 'vitest'
import { mad, mean, median, quantile } from '../../node/dsp/statistics.ts'
import { whiteNoise } from '../support/signals.ts'

test('quantiles interpolate linearly between the sorted values (type 7)', () => {
  const values = [40, 10, 30, 20]
  expect(quantile(values, 0)).toBe(10)
  expect(quantile(values, 0.5)).toBe(25)
  expect(quantile(values, 0.9)).toBeCloseTo(37, 12)
  expect(quantile(values, 1)).toBe(40)
  expect(values).toEqual([40, 10, 30, 20])
})

test('the median of noise has as many values below as above', () => {
  const values = whiteNoise(1001, 1)
  const centre = median(values)!
  expect(values.filter(value => value < centre).length).toBe(500)
  expect(values.filter(value => value > centre).length).toBe(500)
})

test('one outlier moves the mean but neither the median nor the MAD', () => {
  expect(mean([1, 2, 3, 4, 1000])).toBe(202)
  expect(median([1, 2, 3, 4, 1000])).toBe(3)
  expect(mad([1, 2, 3, 4, 1000])).toBe(1)
})

test('the MAD shifts with nothing and scales with everything', () => {
  const values = [...whiteNoise(501, 2)]
  expect(mad(values.map(value => value + 7))).toBeCloseTo(mad(values)!, 12)
  expect(mad(values.map(value => value * -3))).toBeCloseTo(3 * mad(values)!, 12)
})

test('of nothing there are no statistics', () => {
  expect([mean([]), median([]), mad([]), quantile([], 0.5)]).toEqual([null, null, null, null])
})

test('what is not a number is left out, and whatever can be gone through is taken', () => {
  expect(median([Number.NaN, 3, 1, Number.NaN])).toBe(2)
  expect(median([Number.NaN])).toBeNull()
  expect(median(new Set([5, 7, 9]))).toBe(7)
  expect(median(Float32Array.of(0.5, 0.25))).toBe(0.375)
})

test.each([-0.1, 1.1, 50, Number.NaN])('the quantile %d is refused', p => {
  expect(() => quantile([1, 2], p)).toThrow(RangeError)
})
