import { expect, test } from 'vitest'
import { OnlineLogistic, probabilityOf, sigmoid } from '../../../node/guide/preferences/logistic.ts'

const model = (halfLife = 1e9) => new OnlineLogistic({ priorVariance: () => 1, halfLife })

test('one weight follows the Gaussian approximation of its posterior, step by step', () => {
  const one = model()
  one.learn(['a'], true)
  // By hand from 0 ± 1: information ¼, step 1.25.
  expect(one.weight('a').mean).toBeCloseTo(0.5 / 1.25, 9)
  expect(one.weight('a').variance).toBeCloseTo(1 / 1.25, 9)
  expect(probabilityOf({ mean: 0.4, variance: 0 })).toBeCloseTo(sigmoid(0.4), 12)
})

test('learns the odds of what it is shown, and is the surer the more it has seen', () => {
  const one = model()
  for (let i = 0; i < 800; i++) one.learn(['a'], i % 4 !== 0)
  // Posterior standard error 2.3/√800 = 0.08.
  expect(Math.abs(one.weight('a').mean - Math.log(3))).toBeLessThan(0.16)
  expect(one.weight('a').variance).toBeLessThan(0.01)
})

test('with no news of it, half of what was learned is gone after a half-life', () => {
  const one = model(100)
  for (let i = 0; i < 20; i++) one.learn(['a'], true)
  const before = one.weight('a')
  for (let i = 0; i < 100; i++) one.learn(['b'], i % 2 === 0)
  expect(one.weight('a').mean).toBeCloseTo(before.mean / 2, 9)
  expect(one.weight('a').variance).toBeGreaterThan(before.variance)
  expect(one.weight('a').variance).toBeLessThan(1)
})
