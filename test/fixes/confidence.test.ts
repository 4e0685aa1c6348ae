import { expect, test } from 'vitest'
import { confidenceOf, type Evidence } from '../../node/fixes/confidence.ts'

const good: Evidence = { shareOfGap: 0.8, lead: 0.8, explained: 1, postChain: true, linear: true }
const value = (change: Partial<Evidence> = {}) => confidenceOf({ ...good, ...change }).value

test('less evidence never makes a fix surer', () => {
  for (const worse of [
    { shareOfGap: 0.1 },
    { lead: 0 },
    { explained: 0.75 },
    { postChain: false },
    { linear: false },
  ] satisfies Partial<Evidence>[]) {
    expect(value(worse)).toBeLessThanOrEqual(value())
  }
})

test('nothing is certain: no set here is one that Live has played', () => {
  expect(value({ shareOfGap: 50, lead: 50 })).toBeLessThan(1)
  expect(value()).toBeGreaterThan(0.8)
})

test('a small fix beside a large one is no less sure for that: both are offered', () => {
  expect(value({ lead: -9 })).toBe(value({ lead: 0 }))
})

test('the reason names the weakest piece of evidence', () => {
  const reason = (change: Partial<Evidence>) => confidenceOf({ ...good, ...change }).reason
  expect(reason({ postChain: false })).toMatch(/compressor, limiter or saturator behind it/)
  expect(reason({ explained: 0.75 })).toMatch(/explain 75 %/)
  expect(reason({ linear: false })).toMatch(/modelled/)
  expect(reason({ lead: 0 })).toMatch(/another move/)
  expect(reason({})).toMatch(/computed, not guessed/)
})
