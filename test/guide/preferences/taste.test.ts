import { mean } from 'd3-array'
import { describe, expect, test } from 'vitest'
import { leastEvidence, Taste } from '../../../node/guide/preferences/taste.ts'
import { type Acceptance, simulatedUser, subject, type Told } from './simulated-user.ts'

const learned = (told: readonly Told[]) => {
  const taste = new Taste()
  for (const each of told) taste.learn(each)
  return taste
}
/** No width on pads, hardly any pan; levels always. */
const choosy: Acceptance = ({ kind, role }) =>
  kind === 'width' && role === 'pad' ? 0.05 : kind === 'pan' ? 0.3 : kind === 'level' ? 0.95 : 0.7
const seeds = Array.from({ length: 20 }, (_, i) => 1 + i)

/** Of pairs of offers that the user would take with different odds, how often the likelier one leans further. Chance: 0.5. */
function orderedRight(taste: Taste, seed: number, takes: Acceptance): number {
  const { offer } = simulatedUser(1000 + seed, takes)
  const wins = Array.from({ length: 400 }, () => [offer(), offer()] as const)
    .map(([a, b]) => ({ a, b, difference: takes(a) - takes(b) }))
    .filter(({ difference }) => Math.abs(difference) > 0.2)
    .map(({ a, b, difference }) => {
      const leaning = taste.opinion(a).leaning - taste.opinion(b).leaning
      return leaning === 0 ? 0.5 : Number(leaning > 0 === difference > 0)
    })
  return mean(wins)!
}

describe('taste', () => {
  test('says nothing before there is evidence', () => {
    const taste = learned(
      Array.from({ length: leastEvidence - 1 }, () => ({
        subject: subject('width', 'pad'),
        answer: 'rejected',
        factor: null,
      })),
    )
    expect(taste.opinion(subject('width', 'pad'))).toMatchObject({ leaning: 0, isUnwanted: false, factor: 1 })
    expect(new Taste().opinion(subject('eq', 'lead'))).toMatchObject({ probability: 0.5, evidence: 0 })
  })

  test('puts in order what users with known preferences would take, the better the more they have said', () => {
    const after = (count: number) =>
      mean(seeds, seed => orderedRight(learned(simulatedUser(seed, choosy).answers(count)), seed, choosy))!
    expect(after(0)).toBe(0.5)
    // Twenty cells of kind and role: 50 answers are two or three for each.
    expect(after(50)).toBeGreaterThan(0.6)
    expect(after(400)).toBeGreaterThan(0.85)
  })

  test('predicts answers better than the user’s own average does', () => {
    const losses = seeds.map(seed => {
      const user = simulatedUser(seed, choosy)
      const before = user.answers(300)
      const taste = learned(before)
      const rate = mean(before, ({ answer }) => Number(answer === 'accepted'))!
      const loss = (p: number, yes: boolean) => -Math.log(yes ? p : 1 - p)
      const now = user.answers(200).map(({ subject: to, answer }) => ({ to, yes: answer === 'accepted' }))
      return {
        model: mean(now, ({ to, yes }) => loss(taste.opinion(to).probability, yes))!,
        constant: mean(now, ({ yes }) => loss(rate, yes))!,
      }
    })
    expect(mean(losses, ({ model }) => model)!).toBeLessThan(0.93 * mean(losses, ({ constant }) => constant)!)
  })

  test('stays where it is when the user is random: no leaning worth an order, nothing silenced, at any time', () => {
    const opinions = seeds.flatMap(seed => {
      const user = simulatedUser(seed, () => 0.5)
      const taste = new Taste()
      return [200, 800].flatMap(count => {
        for (const told of user.answers(count)) taste.learn(told)
        return Array.from({ length: 50 }, () => taste.opinion(user.offer()))
      })
    })
    expect(opinions.filter(({ isUnwanted }) => isUnwanted)).toEqual([])
    // e^0.1: a plan's order moves only between fixes that bring within 10 % of each other.
    expect(mean(opinions, ({ leaning }) => Math.abs(leaning))!).toBeLessThan(0.1)
    expect(Math.abs(mean(opinions, ({ leaning }) => leaning)!)).toBeLessThan(0.03)
  })

  test('what is turned down again and again is unwanted there, and only there', () => {
    const taste = learned(simulatedUser(3, choosy).answers(600))
    expect(taste.opinion(subject('width', 'pad')).isUnwanted).toBe(true)
    expect(taste.opinion(subject('width', 'lead')).isUnwanted).toBe(false)
    expect(taste.opinion(subject('level', 'pad')).isUnwanted).toBe(false)
  })

  test('forgets: a user who changes their mind is followed', () => {
    const yes = learned(simulatedUser(4, choosy).answers(600))
    const changed: Acceptance = of => (of.kind === 'width' ? 0.95 : choosy(of))
    for (const told of simulatedUser(5, changed).answers(900)) yes.learn(told)
    const opinion = yes.opinion(subject('width', 'pad'))
    expect(opinion.isUnwanted).toBe(false)
    expect(opinion.probability).toBeGreaterThan(0.7)
  })

  test('passing over is hardly a no', () => {
    const told = (answer: Told['answer']) =>
      learned(Array.from({ length: 20 }, () => ({ subject: subject('eq', 'bass'), answer, factor: null })))
    expect(told('ignored').opinion(subject('eq', 'bass')).leaning).toBe(0)
    expect(told('rejected').opinion(subject('eq', 'bass')).leaning).toBeLessThan(-0.5)
    expect(told('no-preference').opinion(subject('eq', 'bass')).evidence).toBe(0)
  })
})

test('blind votes count as what was said with open eyes does, for and against', () => {
  const told = (answer: Told['answer']) =>
    learned(Array.from({ length: 20 }, () => ({ subject: subject('eq', 'bass'), answer, factor: null }))).opinion(
      subject('eq', 'bass'),
    )
  expect(told('preferred').leaning).toBe(told('accepted').leaning)
  expect(told('preferred').leaning).toBeGreaterThan(0)
  expect(told('not-preferred').leaning).toBe(told('rejected').leaning)
})

describe('amounts', () => {
  const edits = (count: number, factor: number | null, kind: Parameters<typeof subject>[0] = 'width') =>
    Array.from(
      { length: count },
      (): Told => ({ subject: subject(kind, 'pad'), answer: factor === null ? 'accepted' : 'edited', factor }),
    )

  test('who always halves gets about half, shrunk towards the offer while little is known', () => {
    const after = (count: number) => learned(edits(count, 0.5)).opinion(subject('width', 'pad')).factor
    expect(after(leastEvidence - 1)).toBe(1)
    expect(after(8)).toBeGreaterThan(0.55)
    expect(after(60)).toBeCloseTo(0.5, 1)
    expect(after(60)).toBeLessThan(after(8))
  })

  test('who takes them as offered keeps the offer, and other kinds are not touched', () => {
    expect(learned(edits(30, null)).opinion(subject('width', 'pad')).factor).toBe(1)
    const taste = learned([...edits(30, 0.5), ...edits(30, null, 'level')])
    expect(taste.opinion(subject('level', 'pad')).factor).toBe(1)
    // Another role: half-way there on the strength of the kind alone.
    expect(taste.opinion(subject('width', 'lead')).factor).toBeLessThan(0.75)
  })

  test('an amount is never less than a quarter of the offer, or more than half as much again', () => {
    expect(learned(edits(200, 0.01)).opinion(subject('width', 'pad')).factor).toBe(0.25)
    expect(learned(edits(200, 4)).opinion(subject('width', 'pad')).factor).toBe(1.5)
  })
})
