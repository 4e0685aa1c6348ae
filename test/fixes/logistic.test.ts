import { expect, test } from 'vitest'
import { stream } from '../../node/adapters/demo-song/random.ts'
import { fitLogistic, probability, type Sample } from '../../scripts/confidence/logistic.ts'

const logistic = (z: number) => 1 / (1 + Math.exp(-z))

/** Drawn from a known law. */
function drawn(count: number, intercept: number, weights: readonly number[]): Sample[] {
  const random = stream(31, 'logistic')
  return Array.from({ length: count }, () => {
    const x = weights.map(() => random())
    return { x, isTrue: random() < logistic(weights.reduce((z, w, i) => z + w * x[i]!, intercept)) }
  })
}

test('finds the law that the samples were drawn from', () => {
  const { intercept, weights } = fitLogistic(drawn(20_000, -1, [2, 0.5]))
  // Standard errors of 20,000 draws are about 0.05 (intercept) and 0.06 (weights); the ridge takes less than 0.01.
  expect(intercept).toBeCloseTo(-1, 0.7)
  expect(Math.abs(weights[0]! - 2)).toBeLessThan(0.2)
  expect(Math.abs(weights[1]! - 0.5)).toBeLessThan(0.2)
})

test('what it states on average is what was counted', () => {
  const samples = drawn(500, 0.5, [1, 1, 1])
  const model = fitLogistic(samples)
  const stated = samples.reduce((sum, { x }) => sum + probability(model, x), 0)
  // The score equation of the intercept, which carries no ridge.
  expect(stated).toBeCloseTo(samples.filter(({ isTrue }) => isTrue).length, 6)
})

test('evidence that speaks against the rule is left out, never counted backwards', () => {
  const { weights } = fitLogistic(drawn(5_000, 0, [2, -1]))
  expect(weights[1]).toBe(0)
  expect(weights[0]).toBeGreaterThan(1)
})

test('samples without a single failure give finite weights', () => {
  const samples = Array.from({ length: 20 }, (_, i) => ({ x: [i / 20], isTrue: i > 4 }))
  const { intercept, weights } = fitLogistic(samples)
  expect([intercept, ...weights].every(Number.isFinite)).toBe(true)
  expect(() => fitLogistic([])).toThrow(RangeError)
})

test('a weight that the samples say nothing about stays at its prior', () => {
  const samples = drawn(2_000, 1, [1]).map(({ x, isTrue }) => ({ x: [...x, 1], isTrue }))
  const { intercept, weights } = fitLogistic(samples, [0, 3])
  expect(weights[1]).toBeCloseTo(3, 6)
  // The law's 1, less what the second column always adds; standard error 0.1.
  expect(Math.abs(intercept + 3 - 1)).toBeLessThan(0.35)
})
