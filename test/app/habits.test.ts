import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { stream } from '../../node/adapters/demo-song/random.ts'
import { createSimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import { likedAmounts } from '../../node/app/liked-amounts.ts'
import { compareMeasured, measureSession } from '../../node/app/measure.ts'
import { ToldMoves } from '../../node/app/panel/offer.ts'
import type { PanelSession } from '../../node/app/panel/session.ts'
import { Preferences, preferencesFile } from '../../node/app/preferences.ts'
import { SetMemory } from '../../node/app/set-memory.ts'
import { controlOf } from '../../node/fixes/amount-factor.ts'
import type { Fix } from '../../node/fixes/fix.ts'
import { plan } from '../../node/fixes/plan.ts'
import { distance } from '../../node/gap/objective.ts'
import type { Habit } from '../../node/guide/preferences/taste.ts'
import { predictRows } from '../../node/mix/predict.ts'
import { twinProfile } from '../../node/profile/learn.ts'
import { subject } from '../guide/preferences/simulated-user.ts'
import { changeOf, fixOf } from '../support/fix-of.ts'
import { changeSide, miniSong } from '../support/mini-song.ts'
import { panelSessionIn } from '../support/panel-session.ts'

/** Pads of half their width. */
const narrow = changeSide(miniSong, 'Pads', (_, side) => side.map(x => x / 2))
const healthy = measureSession(createSimulatedSet(miniSong))
const target = healthy.then(({ analysis }) => twinProfile(analysis.rows, 'Healthy', 'premaster'))

let folder: string
let preferences: Preferences
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uplift-habits-'))
  preferences = await Preferences.open(preferencesFile(folder))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** What the user made of 30 width fixes on pads. */
const edits = (factorOf: (n: number) => number) =>
  preferences.add(
    Array.from({ length: 30 }, (_, n) => ({
      event: 'answer' as const,
      set: 'Earlier song',
      key: `width Pads ${n}`,
      subject: subject('width', 'pad'),
      answer: 'edited' as const,
      factor: factorOf(n),
    })),
  )

async function opened(): Promise<PanelSession> {
  const panel = await panelSessionIn(folder, await target, { session: createSimulatedSet(narrow) })
  await panel.start()
  await panel.act({ kind: 'analyze' })
  return panel
}
const width = (panel: PanelSession) =>
  panel.state.fixes.find(({ track, changes }) => track === 'Pads' && changes.some(words => words.includes('Width')))!
/** "Stereo Width: 100 % → 200 %": 6.02 dB of side. */
const sideDb = (panel: PanelSession) => {
  const [, from, to] = /([\d.]+) % → ([\d.]+) %/.exec(width(panel).changes[0]!)!
  return 20 * Math.log10(Number(to) / Number(from))
}

test('who halves width fixes on pads gets them at half, foretold as half, and is told so; a reset brings the whole back', async () => {
  const measured = await measureSession(createSimulatedSet(narrow))
  const compared = compareMeasured(measured, await target, 'premaster')
  const remembered = SetMemory.inMemory().of(measured.set.name)
  const planned = (habits: readonly Habit[]) =>
    plan({ ...compared, profileName: '', ...likedAmounts(measured.set, remembered, { habits }) })
  const widthOf = ({ fixes }: { readonly fixes: readonly Fix[] }) =>
    fixes.find(({ kind, trackName }) => kind === 'width' && trackName === 'Pads')!
  const whole = planned(preferences.taste.habits())

  await edits(() => 0.5)
  const halved = planned(preferences.taste.habits())
  const factor = preferences.taste.opinion(subject('width', 'pad')).factor
  // Thirty answers against the three that the offer is worth: 0.5^(30/33).
  expect(factor).toBeCloseTo(0.53, 2)
  const [before, after] = [widthOf(whole), widthOf(halved)]
  // On a grid of 0.1 dB of side.
  expect(Math.abs(after.amount - factor * before.amount)).toBeLessThan(0.051)
  expect(after.closes).toEqual(before.closes)
  // What is foretold is what the model says of the plan that is offered.
  const moves = halved.fixes.map(({ move }) => move)
  const { rows } = predictRows(compared.analysis, compared.heard.model, moves)
  const { total } = distance(compared.comparison.objective, rows, Number.POSITIVE_INFINITY)
  expect(halved.distancePredicted).toBeCloseTo(total, 6)
  expect(halved.distancePredicted).toBeGreaterThan(whole.distancePredicted)
  expect(after.predicted[0]!.after).not.toBe(before.predicted[0]!.after)

  await preferences.reset()
  expect(planned(preferences.taste.habits())).toEqual(whole)
})

test('in the panel the slider stands where the user leaves it; taking it so keeps the habit, moving it overrides it', async () => {
  const untold = await opened()
  const whole = sideDb(untold)
  expect(width(untold)).toMatchObject({ factor: 1, advice: '' })
  await untold.close()

  await edits(() => 0.5)
  const habit = preferences.taste.opinion(subject('width', 'pad')).factor
  const panel = await opened()
  expect(width(panel)).toMatchObject({ factor: habit, advice: 'You usually halve width fixes on pads.' })
  // The grid, and Live's whole percents.
  expect(Math.abs(sideDb(panel) - habit * whole)).toBeLessThan(0.15)

  // As solved is the user's word like any other, and no more than theirs until they take it.
  await panel.act({ kind: 'amount', fix: width(panel).id, factor: 1 })
  expect(width(panel).factor).toBe(1)
  expect(Math.abs(sideDb(panel) - whole)).toBeLessThan(0.01)
  await panel.act({ kind: 'amount', fix: width(panel).id, factor: habit })
  await panel.act({ kind: 'apply', fixes: [width(panel).id] })
  await panel.close()
  const again = await Preferences.open(preferencesFile(folder))
  expect(again.events.filter(({ event }) => event === 'answer').at(-1)).toMatchObject({
    answer: 'accepted',
    factor: habit,
  })
  // Taken as offered says that the habit is right, not that it should fade.
  expect(again.taste.opinion(subject('width', 'pad')).factor).toBeCloseTo(habit, 2)
})

test('amounts that mean nothing are no habit, whoever the user', async () => {
  for (let seed = 1; seed <= 20; seed++) {
    await preferences.reset()
    const random = stream(seed, 'habits')
    // Between half and twice, either as likely.
    await edits(() => 2 ** (2 * random() - 1))
    expect(preferences.taste.habits()).toEqual([])
  }
})

test('the word on one fix outweighs the habit; other tracks of that role keep it, other roles have none', async () => {
  const { set } = await healthy
  const remembered = { ...SetMemory.inMemory().of(set.name), roles: [{ track: 'Lead', role: 'pad' as const }] }
  const pathOf = (name: string) => set.tracks.find(track => track.name === name)!.path
  const habits: Habit[] = [{ kind: 'width', role: 'pad', factor: 0.5 }]
  const amounts = [{ track: pathOf('Lead'), kind: 'width' as const, control: 'Utility Stereo Width', factor: 0.8 }]
  const { amountFactor } = likedAmounts(set, remembered, { habits, amounts })
  const of = (name: string, kind: 'width' | 'level') =>
    amountFactor!({ track: pathOf(name), kind, control: 'Utility Stereo Width', role: 'other', category: null })
  expect([of('Lead', 'width'), of('Pads', 'width'), of('Hats', 'width'), of('Pads', 'level')]).toEqual([0.8, 0.5, 1, 1])
  expect(likedAmounts(set, remembered, {})).toEqual({})
})

test('two EQ moves on one track have an amount each', async () => {
  const { set } = await healthy
  const band = (name: string, db: number) =>
    fixOf([changeOf(set, { track: 'tracks 2', device: 'devices 0', parameter: name }, db)], { kind: 'eq' })
  const [low, high] = [band('2 Gain A', -3), band('7 Gain A', -2)]
  const told = new ToldMoves()
  told.scale(low, 0.5)
  told.scale(high, 0.8)
  // The next plan has others, of other amounts.
  expect([told.factorOf(band('2 Gain A', -1.5)), told.factorOf(band('7 Gain A', -1))]).toEqual([0.5, 0.8])
  const { amountFactor } = likedAmounts(set, SetMemory.inMemory().of(set.name), { amounts: told.amounts })
  const of = ({ track, changes }: Fix) =>
    amountFactor!({ track, kind: 'eq', control: controlOf(changes), role: 'lead', category: null })
  expect([of(low), of(high), of(band('4 Gain A', -1))]).toEqual([0.5, 0.8, 1])
  told.scale(low, 1)
  expect([told.factorOf(low), told.factorOf(high)]).toEqual([1, 0.8])
})
