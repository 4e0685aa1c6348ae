import { describe, expect, test } from 'vitest'
import type { Fix } from '../../../node/fixes/fix.ts'
import { advise } from '../../../node/guide/preferences/advice.ts'
import { fixKey, subjectOf } from '../../../node/guide/preferences/subject.ts'
import { Taste } from '../../../node/guide/preferences/taste.ts'
import { tasteSentences } from '../../../node/guide/preferences/words.ts'
import { fixOf } from '../../support/fix-of.ts'
import { subject, type Told } from './simulated-user.ts'

const width = fixOf([], {
  id: 'fix-1',
  title: 'Widen Pads',
  kind: 'width',
  trackName: 'Pads',
  predictedReduction: 0.12,
  closes: [{ feature: 'widthMid', scope: 'drop', sigmas: 2 }],
})
const level = fixOf([], { id: 'fix-2', title: 'Lower Lead', predictedReduction: 0.1 })
const peak = fixOf([], {
  id: 'fix-3',
  title: 'Lower Main',
  kind: 'width',
  trackName: 'Pads',
  predictedReduction: 0.05,
  closes: [{ feature: 'truePeak', scope: 'overall', sigmas: 3 }],
})
const plan: readonly Fix[] = [width, level, peak]

const taste = (told: readonly Told[]) => {
  const made = new Taste()
  for (const each of told) made.learn(each)
  return made
}
const about = (answer: Told['answer'], count: number, factor: number | null = null): Told[] =>
  Array.from({ length: count }, () => ({ subject: subject('width', 'pad'), answer, factor }))
/** Others that are always taken: leanings are against the user's own average. */
const levels = (count: number): Told[] =>
  Array.from({ length: count }, () => ({ subject: subject('level', 'lead'), answer: 'accepted', factor: null }))
const advice = (of: Taste, draw = 0.5) =>
  advise(plan, {
    taste: of,
    habits: of.habits(),
    roleOf: ({ trackName }) => (trackName === 'Pads' ? 'pad' : 'lead'),
    draw: () => draw,
  })
const ids = (of: Taste, draw?: number) => advice(of, draw).map(({ fix }) => fix.id)

describe('advice', () => {
  test('without a taste it is the plan as it came, at its own amounts, with nothing to say', () => {
    expect(ids(new Taste())).toEqual(['fix-1', 'fix-2', 'fix-3'])
    for (const each of advice(new Taste())) expect(each).toMatchObject({ factor: 1, isSilent: false, words: '' })
  })

  test('what the user rarely takes comes later, and it says why', () => {
    const some = taste(
      Array.from({ length: 30 }, (_, i) => [...about(i % 6 === 0 ? 'accepted' : 'rejected', 1), ...levels(1)]).flat(),
    )
    // Taken once in six times: worth less than the third, which brings less than half as much.
    expect(ids(some)).toEqual(['fix-2', 'fix-3', 'fix-1'])
    expect(advice(some)[2]!.words).toBe('You take width fixes on pads less often than others.')
  })

  test('what the user never takes is silent, but for a try now and then; safety never is, nor is it ranked down', () => {
    const never = taste(about('rejected', 40))
    const last = advice(never).at(-1)!
    expect(last).toMatchObject({
      fix: { id: 'fix-1' },
      isSilent: true,
      words: 'You hardly ever take width fixes on pads.',
    })
    const safe = advice(never).find(({ fix }) => fix.id === 'fix-3')!
    expect(safe).toMatchObject({ isSilent: false, factor: 1 })
    expect(advice(never, 0.01).filter(({ isSilent }) => isSilent)).toEqual([])
  })

  test('who usually halves is told so, and the fixes themselves are untouched', () => {
    const halving = taste(about('edited', 30, 0.5))
    const first = advice(halving).find(({ fix }) => fix.id === 'fix-1')!
    expect(first.words).toBe('You usually halve width fixes on pads.')
    expect(first.factor).toBeCloseTo(0.5, 1)
    expect(first.fix).toBe(width)
    expect(tasteSentences(halving)).toEqual(['You usually halve width fixes on pads.'])
  })

  test('a fix is known by what it is, not by its amount; its size is a share of what a pass may do', () => {
    expect(fixKey(fixOf([], { amount: -1.2 }))).toBe(fixKey(level))
    expect(fixKey({ ...level, trackName: 'Bass' })).not.toBe(fixKey(level))
    // Level: 3 dB a pass (presets/rules.json).
    expect(subjectOf({ ...level, amount: -1.5 }, 'lead')).toMatchObject({
      kind: 'level',
      role: 'lead',
      category: null,
      size: 0.5,
    })
    expect(subjectOf(width, 'pad')).toMatchObject({ category: 'stereo', isSafety: false })
    expect(subjectOf({ ...level, kind: 'polarity', amount: 1 }, 'kick').isSafety).toBe(true)
  })
})
