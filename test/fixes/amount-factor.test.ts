import { expect, test } from 'vitest'
import { scaled } from '../../node/fixes/amount-factor.ts'
import type { Candidate } from '../../node/fixes/candidates/candidate.ts'
import type { Worth } from '../../node/fixes/offered.ts'
import type { Choice } from '../../node/fixes/search.ts'
import { choiceOf } from '../support/choice.ts'

const pad = (amount: number, change: Partial<Candidate> = {}) => choiceOf('Pad', amount, change)
/** Best at −2 dB: as much further as nothing. */
const around = (choices: readonly Choice[]): Worth => ({
  distance: Math.abs(choices.reduce((sum, { amount }) => sum + amount, 0) + 2),
  broken: 0,
})
const amountsOf = (choices: readonly Choice[]) => choices.map(({ amount }) => amount)

test('a taste for less makes the move smaller, on the grid of its parameter', () => {
  expect(amountsOf(scaled([pad(-2)], [0.5], around))).toEqual([-1])
  expect(amountsOf(scaled([pad(-2)], [0.33], around))).toEqual([-0.7])
})

test('a taste for more goes no further than one pass may, and not to where it helps no more than nothing', () => {
  const further = (choices: readonly Choice[]): Worth => ({ distance: 9 + (choices[0]?.amount ?? 0), broken: 0 })
  expect(amountsOf(scaled([pad(-2)], [2], further))).toEqual([-3])
  // Twice −2 is as bad as nothing: half of the excess.
  expect(amountsOf(scaled([pad(-2, { limitPerPass: 9 })], [2], around))).toEqual([-3])
})

test('a taste breaks no guard', () => {
  const walled = (choices: readonly Choice[]): Worth => ({
    distance: 9 - (choices[0]?.amount ?? 0),
    broken: Math.max(0, (choices[0]?.amount ?? 0) - 2.5),
  })
  const [amount] = amountsOf(scaled([pad(2)], [1.5], walled))
  expect(amount).toBeLessThanOrEqual(2.5)
  expect(amount).toBeGreaterThanOrEqual(2.4)
})

test('a switch is on or off, and what comes to nothing is left out', () => {
  expect(amountsOf(scaled([pad(1, { isSwitch: true })], [0.2], around))).toEqual([1])
  expect(scaled([pad(-2)], [0.01], around)).toEqual([])
})

test('a factor that is none is refused', () => {
  expect(() => scaled([pad(-2)], [Number.NaN], around)).toThrow(RangeError)
  expect(() => scaled([pad(-2)], [-1], around)).toThrow(RangeError)
})

test('what is gone whole since a part of it would make it worse is no matter of taste', () => {
  expect(amountsOf(scaled([pad(14, { kind: 'compression', limitPerPass: 8 })], [0.5], around))).toEqual([14])
})
