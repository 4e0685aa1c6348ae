import { expect, test } from 'vitest'
import type { Fault } from '../../../node/adapters/demo-song/faults.ts'
import type { Fix } from '../../../node/fixes/fix.ts'
import type { Proof } from '../../../node/fixes/proof.ts'
import {
  foundFaults,
  isRightCause,
  predictionErrors,
  worseningPasses,
  wrongSigns,
} from '../../../scripts/evaluation/judge.ts'

const fault = (track: string, kinds: Fault['inverse']['kinds'], sign?: 1 | -1) =>
  ({ inverse: { track, kinds, ...(sign ? { sign } : {}) } }) as Fault
const fix = (trackName: string, kind: string, amount: number, changes: readonly unknown[] = []) =>
  ({ title: `${kind} ${amount} on ${trackName}`, trackName, kind, amount, changes }) as unknown as Fix

const loudLead = fault('Lead', ['level'], -1)
const wideBass = fault('Bass', ['bass-mono', 'width'], -1)

test('the right cause is the spoiled track and a right kind of move, for any of several faults', () => {
  const both = [loudLead, wideBass]
  expect(isRightCause(fix('Lead', 'level', -3), both)).toBe(true)
  expect(isRightCause(fix('Bass', 'width', -3), both)).toBe(true)
  expect(isRightCause(fix('Lead', 'width', -3), both)).toBe(false)
  expect(isRightCause(fix('Pad', 'level', -3), both)).toBe(false)
  expect(isRightCause(undefined, both)).toBe(false)
  expect(foundFaults([fix('Lead', 'level', -3), fix('Lead', 'level', -1)], both)).toBe(1)
})

test('a right move in the wrong direction is named; another kind or track has no right direction', () => {
  expect(wrongSigns([fix('Lead', 'level', 3)], [loudLead])).toEqual(['level 3 on Lead'])
  expect(wrongSigns([fix('Lead', 'level', -3), fix('Lead', 'eq', 3), fix('Pad', 'level', 3)], [loudLead])).toEqual([])
})

test('bass mono is a switch: only a width has a direction', () => {
  expect(wrongSigns([fix('Bass', 'bass-mono', 1)], [wideBass])).toEqual([])
  expect(wrongSigns([fix('Bass', 'width', 4)], [wideBass])).toHaveLength(1)
})

test("a limiter's direction is that of its Input Gain: less gain is more dynamics, however the amount is told", () => {
  const limited = fault('Main', ['limiter'], 1)
  const gain = (from: number, to: number) => [{ ref: { parameter: 'Input Gain' }, from, to }]
  expect(wrongSigns([fix('Main', 'limiter', -4, gain(8, 4))], [limited])).toEqual([])
  expect(wrongSigns([fix('Main', 'limiter', 4, gain(8, 4))], [limited])).toEqual([])
  expect(wrongSigns([fix('Main', 'limiter', 4, gain(4, 8))], [limited])).toHaveLength(1)
})

test('a pass that ends farther away than it began is a wrong direction', () => {
  const passes = [
    { before: 1, after: 0.4 },
    { before: 0.4, after: 0.404 },
    { before: 0.404, after: 0.6 },
  ]
  expect(worseningPasses({ passes } as unknown as Proof)).toEqual(['pass 3 made it worse: 0.404 → 0.600'])
})

test('predictions are judged where something moved: in dB, and in σ for what has no decibels', () => {
  const row = (feature: string, before: number, predicted: number | null, after: number, sigma = 1) => ({
    feature,
    before,
    predicted,
    after,
    sigma,
  })
  const features = [
    row('bandMid', 0, 2, 2.5),
    row('bandSub', 0, 0.01, 5, 100),
    row('bandBass', 0, null, 3),
    row('correlationMid', 0.5, 0.7, 0.9, 0.1),
  ]
  const { predictionDb, predictionSigma } = predictionErrors({ passes: [{ features }] } as unknown as Proof)
  expect(predictionDb).toBe(0.5)
  expect(predictionSigma).toBeCloseTo(2, 12)
})
