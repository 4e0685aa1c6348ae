/** EBU Tech 3341 and 3342: the cases, their source and what is left out are in support/ebu-cases.ts. */
import { expect, test } from 'vitest'
import { ebuCases } from '../support/ebu-cases.ts'

test.each(ebuCases)('$name: $requirement', ({ tolerance, sampleRates, errors }) => {
  for (const sampleRate of sampleRates) {
    const all = errors(sampleRate)
    expect(all.length).toBeGreaterThan(0)
    for (const error of all) {
      expect(error).toBeLessThanOrEqual(tolerance.above)
      expect(error).toBeGreaterThanOrEqual(-tolerance.below)
    }
  }
})

test('every case that can be generated is in the list', () => {
  const numbers = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => first + i)
  const expected = [
    ...[...numbers(1, 6), ...numbers(9, 23)].map(n => `3341-${n}`),
    ...numbers(1, 4).map(n => `3342-${n}`),
  ]
  expect(ebuCases.map(({ name }) => name)).toEqual(expected)
})
