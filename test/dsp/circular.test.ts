import { expect, test } from 'vitest'
import { at, largest, vertex } from '../../node/dsp/circular.ts'

const period = Float64Array.of(5, 1, 2, 4)

test('places are taken modulo the length, also negative ones', () => {
  expect([-5, -4, -1, 0, 3, 4, 9].map(n => at(period, n))).toEqual([4, 5, 4, 5, 4, 5, 1])
})

test('the vertex of a parabola is found between the points, across the ends too', () => {
  const parabola = (top: number) => Float64Array.from({ length: 8 }, (_, k) => 3 - (((k - top + 12) % 8) - 4) ** 2)
  for (const top of [2.3, 2, 1.6, 7.8, 0.2]) {
    const best = largest(parabola(top).map(value => value + 100)).place
    expect((best + vertex(parabola(top), best) + 8) % 8).toBeCloseTo(top, 9)
  }
  expect(vertex(period, 1)).toBe(0)
  expect(vertex(Float64Array.of(1, 1, 1), 1)).toBe(0)
})

test('the largest value is the first of equals; nothing positive has none', () => {
  expect(largest([1, 7, 7, 2])).toEqual({ value: 7, place: 1 })
  expect(largest([])).toEqual({ value: 0, place: 0 })
  expect(largest([-1, -2])).toEqual({ value: 0, place: 0 })
})
