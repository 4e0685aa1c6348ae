import { expect, test } from 'vitest'
import { type OfferOptions, offered, type Worth } from '../../node/fixes/offered.ts'
import { rules } from '../../node/fixes/rules.ts'
import type { Choice } from '../../node/fixes/search.ts'
import { choiceOf as choice } from '../support/choice.ts'

const names = (choices: readonly Choice[]) => choices.map(({ candidate }) => candidate.trackName)
const options: OfferOptions = { rules, strength: 1, before: 0.2, isBegun: () => false }

/** A distance of 0.2, less what each choice brings by its name, in full whatever its amount. */
const bringing =
  (brings: Readonly<Record<string, number>>, broken: (choices: readonly Choice[]) => number = () => 0) =>
  (choices: readonly Choice[]): Worth => ({
    distance: 0.2 - names(choices).reduce((sum, name) => sum + brings[name]!, 0),
    broken: broken(choices),
  })

const { minimumReduction } = rules.offer

test('what is too little alone is offered where one cause asks for all of it', () => {
  const brings = { Pad: 0.6 * minimumReduction, Lead: 0.6 * minimumReduction }
  const alone = [choice('Pad', -2), choice('Lead', -2)]
  const together = [choice('Pad', -2, {}, 'duckers'), choice('Lead', -2, {}, 'duckers')]
  expect(names(offered(alone, bringing(brings), options))).toEqual([])
  expect(names(offered(together, bringing(brings), options))).toEqual(['Pad', 'Lead'])
})

test('a member of a joint that brings nothing is left out of it', () => {
  const together = ['Pad', 'Lead', 'Arp'].map(name => choice(name, -2, {}, 'duckers'))
  const brings = { Pad: minimumReduction, Lead: minimumReduction, Arp: 0 }
  expect(names(offered(together, bringing(brings), options))).toEqual(['Pad', 'Lead'])
})

test('a boost beside something better must bring more than a cut; the best one need not', () => {
  const brings = { Pad: 4 * minimumReduction, Hats: 1.2 * minimumReduction }
  expect(names(offered([choice('Pad', -2), choice('Hats', -2)], bringing(brings), options))).toEqual(['Pad', 'Hats'])
  expect(names(offered([choice('Pad', -2), choice('Hats', 2)], bringing(brings), options))).toEqual(['Pad'])
  expect(names(offered([choice('Hats', 2)], bringing(brings), options))).toEqual(['Hats'])
})

test('a pass goes as far as its limit, and as far as the strength says', () => {
  const amounts = (strength: number) =>
    offered([choice('Pad', -5)], bringing({ Pad: 0.1 }), { ...options, strength }).map(({ amount }) => amount)
  expect(amounts(1)).toEqual([-3])
  expect(amounts(0.5)).toEqual([-1.5])
})

test('what breaks a guard is cut back to the most that does not, and nothing else is', () => {
  // Broken by what the level rises above 1.25 dB.
  const broken = (choices: readonly Choice[]) =>
    choices.reduce((sum, { candidate, amount }) => sum + (candidate.trackName === 'Bass' ? amount - 1.25 : 0), 0)
  const result = offered(
    [choice('Pad', -2), choice('Bass', 2.8)],
    bringing({ Pad: 0.1, Bass: 0.1 }, choices => Math.max(0, broken(choices))),
    options,
  )
  expect(result.map(({ candidate, amount }) => [candidate.trackName, amount])).toEqual([
    ['Pad', -2],
    ['Bass', 1.2],
  ])
})

test('a switch that breaks a guard is not offered', () => {
  const polarity = choice('Pad', 1, { kind: 'polarity', isSwitch: true, limitPerPass: 1, resolution: 1 })
  const worth = bringing({ Pad: 0.1 }, choices => choices.length)
  expect(offered([polarity], worth, options)).toEqual([])
})

test('the rest of what an earlier pass began needs to bring less', () => {
  const solution = [choice('Pad', -1)]
  const worth = bringing({ Pad: 0.5 * minimumReduction })
  expect(offered(solution, worth, options)).toEqual([])
  expect(names(offered(solution, worth, { ...options, isBegun: () => true }))).toEqual(['Pad'])
})

/** As on a Main whose limiter takes what a Glue 14 dB too deep lets through: 8 dB of the way are worse than none. */
const dip = (choices: readonly Choice[]): Worth => {
  const db = choices.reduce((sum, { amount }) => sum + amount, 0)
  return { distance: db > 10 ? 0.2 - 0.03 * (db - 10) : 0.2 + 0.0005 * db, broken: 0 }
}
const opened = (amount: number) => choice('Main', amount, { kind: 'compression', limitPerPass: 8, resolution: 1 })
const amountsOf = (choices: readonly Choice[]) => choices.map(({ amount }) => amount)

test('a compressor is opened whole where a part of the way would make it worse', () => {
  expect(amountsOf(offered([opened(14)], dip, options))).toEqual([14])
})

test('a compressor is opened by what one pass may where that helps', () => {
  const slope = (choices: readonly Choice[]): Worth => ({
    distance: 0.2 - 0.01 * choices.reduce((sum, { amount }) => sum + amount, 0),
    broken: 0,
  })
  expect(amountsOf(offered([opened(14)], slope, options))).toEqual([8])
})

test('no wall is broken by going the whole way', () => {
  const walled = (choices: readonly Choice[]): Worth => ({
    ...dip(choices),
    broken: dip(choices).distance < 0.1 ? 1 : 0,
  })
  // What is left of 14 in front of the wall, 13, still helps.
  expect(amountsOf(offered([opened(14)], walled, options))).toEqual([13])
})

test('a fader goes no further than one pass may, whatever lies behind', () => {
  const far = (choices: readonly Choice[]): Worth => ({
    distance: choices.some(({ amount }) => amount < -5) ? 0.1 : 0.2,
    broken: 0,
  })
  expect(offered([choice('Pad', -6)], far, options)).toEqual([])
})
