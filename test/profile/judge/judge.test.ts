/** The judge on references made of numbers: what it must learn, what it must not say, and that its graph computes the same. */
import { describe, expect, test } from 'vitest'
import { areaUnderCurve, estimated } from '../../../node/profile/judge/agreement.ts'
import { beyondMiddle, inputsOf } from '../../../node/profile/judge/columns.ts'
import { type Counterexample, fitJudge } from '../../../node/profile/judge/fit-judge.ts'
import { judgement } from '../../../node/profile/judge/judgement.ts'
import { fitLogistic, sigmoid } from '../../../node/profile/judge/logistic.ts'
import { fitOneClass, rankAmong } from '../../../node/profile/judge/one-class.ts'
import { judged } from '../../../node/profile/onnx/graphs.ts'
import type { Reference } from '../../../node/profile/reference.ts'
import { judgementWords } from '../../../node/report/judge-text.ts'
import { random } from '../../support/beats.ts'
import { library, referenceLike, trance } from '../references.ts'

/** Too wide or too narrow, or too much or too little sub: nothing that a straight line through the middle could tell. */
function flawed({ hash, values }: Reference, i: number): Counterexample {
  const drop = { ...values.drop }
  const by = i % 2 === 0 ? 1 : -1
  if (i % 4 < 2) drop.widthMid = drop.widthMid! + 7 * by
  else drop.bandSub = drop.bandSub! + 7 * by
  return { of: hash, name: `${hash} copy`, figures: { ...values, drop } }
}
const references = library(40)
const judge = fitJudge(references, references.map(flawed), 'master')!

describe('logistic regression', () => {
  const next = random(5)
  const rows = Array.from({ length: 80 }, () => Float64Array.from({ length: 4 }, () => 2 * next() - 1))
  const isPositive = rows.map(row => row[0]! - 0.5 * row[1]! + 0.6 * (2 * next() - 1) > 0)
  const importance = rows.map((_, i) => (i % 3 === 0 ? 2 : 1))
  const penalty = Float64Array.of(1, 2, 3, 4)

  test('ends where its gradient is zero: the one minimum of a convex loss', () => {
    const { weights, bias } = fitLogistic({ rows, isPositive, importance }, { penalty })
    const residuals = rows.map((row, n) => {
      const logit = row.reduce((sum, value, i) => sum + value * weights[i]!, bias)
      return importance[n]! * (sigmoid(logit) - Number(isPositive[n]))
    })
    const sum = (of: (n: number) => number) => rows.reduce((total, _, n) => total + residuals[n]! * of(n), 0)
    // Newton ends when the loss falls by less than 1e-7 of itself: its gradient is then about the root of that.
    expect(Math.abs(sum(() => 1))).toBeLessThan(1e-2)
    for (let i = 0; i < 4; i++) expect(Math.abs(sum(n => rows[n]![i]!) + penalty[i]! * weights[i]!)).toBeLessThan(1e-2)
  })

  test('with only negative weights allowed, none is positive, and the right one stays', () => {
    const { weights } = fitLogistic({ rows, isPositive, importance }, { penalty, onlyNegative: true })
    expect(Math.max(...weights)).toBe(0)
    expect(weights[1]).toBeLessThan(-0.2)
  })
})

test('the area under the curve counts the pairs in order, ties half', () => {
  const next = random(9)
  const examples = Array.from({ length: 60 }, (_, i) => ({
    group: `${i % 20}`,
    score: Math.floor(8 * next()),
    isPositive: next() < 0.4,
  }))
  const [yes, no] = [true, false].map(kind => examples.filter(({ isPositive }) => isPositive === kind))
  const pairs = yes!.flatMap(a => no!.map(b => (a.score > b.score ? 1 : a.score === b.score ? 0.5 : 0)))
  const slow = pairs.reduce((sum: number, each) => sum + each, 0) / pairs.length
  expect(areaUnderCurve(examples)).toBeCloseTo(slow, 12)
  const { low, high } = estimated(examples, areaUnderCurve)
  expect(low).toBeLessThan(slow)
  expect(high).toBeGreaterThan(slow)
})

describe('the judge', () => {
  test('learns that both sides of a range are wrong, and names the one that is', () => {
    expect(judge.auc.low).toBeGreaterThan(0.8)
    const own = referenceLike(trance, 700)
    for (const [id, by] of [
      ['widthMid', 7],
      ['widthMid', -7],
      ['bandSub', 7],
    ] as const) {
      const drop = { ...own.values.drop, [id]: trance.drop![id]![0] + by }
      const found = judgement(judge, { ...own.values, drop })
      expect(found, `${id} ${by}`).toMatchObject({ kind: 'judged', verdict: 'unfinished', answeredBy: 'TypeScript' })
      if (found.kind !== 'judged') continue
      const [reason] = found.reasons
      expect(reason!.telling).toMatchObject({ scope: 'drop', feature: id })
      expect(Math.sign(reason!.telling.sigmas)).toBe(Math.sign(by))
      expect(judgementWords(found).join(' ')).toMatch(/flaws in its mix.*It changes no figure and no score/)
    }
  })

  test('does not hold the ordinary against a track: nine of ten new ones are not called unfinished', () => {
    const verdicts = Array.from({ length: 30 }, (_, i) => judgement(judge, referenceLike(trance, 800 + i).values))
    expect(verdicts.filter(each => each.kind === 'judged' && each.verdict !== 'unfinished').length).toBeGreaterThan(26)
  })

  test('is calibrated on tracks that it has not seen: of those it gives p, about p are references', () => {
    const fresh = Array.from({ length: 100 }, (_, i) => referenceLike(trance, 2000 + i))
    const all = [
      ...fresh.map(({ values }) => ({ values, truth: 1 })),
      ...fresh.map((each, i) => ({ values: flawed(each, i).figures, truth: 0 })),
    ].map(({ values, truth }) => ({ truth, p: judged(judge.model, inputsOf(judge.columns, values)) }))
    const share = (of: typeof all) => of.reduce((sum, { truth }) => sum + truth, 0) / of.length
    const stated = (of: typeof all) => of.reduce((sum, { p }) => sum + p, 0) / of.length
    // Two standard errors of a share of about a hundred, and as much for the forty that taught it.
    for (const part of [all.filter(({ p }) => p < 0.5), all.filter(({ p }) => p >= 0.5)])
      expect(Math.abs(share(part) - stated(part))).toBeLessThan(0.15)
  })

  test('its graph counts σ beyond the middle, up to four', () => {
    const column = judge.columns.findIndex(({ feature, side }) => feature === 'widthMid' && side === 'high')
    const { middle, spread } = judge.columns[column]!
    const logit = (z: number) => {
      const inputs = inputsOf(judge.columns, {})
      inputs[column] = middle + z * spread
      const p = judged(judge.model, inputs)
      const slow = beyondMiddle(judge.columns, inputs)[column]!
      return { logit: Math.log(p / (1 - p)), slow }
    }
    const [zero, one, four, nine, below] = [0, 1, 4, 9, -3].map(logit)
    const step = one!.logit - zero!.logit
    expect(step).toBeLessThan(0)
    // float32 weights
    expect((four!.logit - zero!.logit) / step).toBeCloseTo(4, 3)
    expect(nine!.logit).toBeCloseTo(four!.logit, 4)
    expect(below!.logit).toBeCloseTo(zero!.logit, 4)
    expect([zero!.slow, four!.slow, nine!.slow, below!.slow].map(x => Number(x.toFixed(3)))).toEqual([0, 4, 4, 0])
  })

  test('stays silent when copies cannot be told from references, when there are few, and when little is measured', () => {
    const same = references.map(
      ({ hash }, i): Counterexample => ({ of: hash, name: hash, figures: referenceLike(trance, 300 + i).values }),
    )
    const guessing = fitJudge(references, same, 'master')!
    expect(judgement(guessing, references[0]!.values)).toMatchObject({ kind: 'silent' })
    expect(fitJudge(references.slice(0, 19), references.slice(0, 19).map(flawed), 'master')).toBeNull()
    expect(judgement(judge, { drop: { bandSub: 10 } })).toMatchObject({ kind: 'silent' })
  })

  test('of a premaster it hears nothing that a limiter changes', () => {
    const premaster = fitJudge(references, references.map(flawed), 'premaster')!
    expect(judge.columns.some(({ feature }) => feature === 'crestFactor')).toBe(true)
    expect(premaster.columns.some(({ feature }) => feature === 'crestFactor')).toBe(false)
  })

  test('a gain changes nothing that it hears', () => {
    expect(judge.columns.some(({ feature }) => feature === 'integratedLoudness' || feature === 'truePeak')).toBe(false)
  })
})

test('one class: the references rank evenly among themselves, and what is far ranks above them all', () => {
  const next = random(21)
  const normal = () => next() + next() + next() + next() - 2
  // Two figures that move together: out of line is farther than far along the line.
  const draw = () => {
    const common = 3 * normal()
    return Float64Array.of(common + 0.3 * normal(), common + 0.3 * normal(), normal())
  }
  const oneClass = fitOneClass(Array.from({ length: 60 }, draw))
  const ranks = Array.from({ length: 200 }, () => rankAmong(oneClass, oneClass.distance(draw())))
  // The mean of 200 even ranks has a standard error of 0.02; sixty references add 0.04.
  expect(Math.abs(ranks.reduce((sum, rank) => sum + rank, 0) / 200 - 0.5)).toBeLessThan(0.12)
  expect(oneClass.distance(Float64Array.of(2, -2, 0))).toBeGreaterThan(oneClass.distance(Float64Array.of(4, 4, 0)))
  expect(rankAmong(oneClass, oneClass.distance(Float64Array.of(9, -9, 0)))).toBe(1)
  expect(() => fitOneClass(Array.from({ length: 5 }, draw))).toThrow(/at least 12/)
})
