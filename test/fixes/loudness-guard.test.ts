import { expect, test } from 'vitest'
import { emptyBandStatistics } from '../../node/dsp/bands.ts'
import { LoudnessGuard, type LoudnessGuardInput } from '../../node/fixes/loudness-guard.ts'
import { rules } from '../../node/fixes/rules.ts'
import { type Choice, moveOf } from '../../node/fixes/search.ts'
import type { TrackPath } from '../../node/live/set.ts'
import type { Loudness } from '../../node/mix/loudness-in-mix.ts'
import { MixModel } from '../../node/mix/model.ts'
import { choiceOf } from '../support/choice.ts'

const empty = MixModel.build({
  sampleRate: 44_100,
  scopes: ['drop'],
  contributors: (['tracks 0', 'tracks 1', 'tracks 2'] as const).map(track => ({
    track,
    nodes: [track],
    pan: 0,
    left: 1,
    right: 1,
    silenced: null,
    statistics: [emptyBandStatistics()],
  })),
  pairs: [],
  measured: [emptyBandStatistics()],
  complete: true,
})
const { allowed } = rules.guards.trackLoudness

const before: Loudness = new Map([
  ['tracks 0', 2],
  ['tracks 1', 1],
])
/** Moving the first track leaves the second this loud. */
const leaving = (sones: number) => ({
  before,
  after: () => new Map<TrackPath, number>([...before, ['tracks 1', sones]]),
})
const guard = (change: Partial<LoudnessGuardInput>) =>
  new LoudnessGuard({
    model: empty,
    loudness: leaving(0.8),
    since: null,
    rules,
    distanceOf: () => 1,
    begun: [],
    candidates: [],
    ...change,
  })
const pad = choiceOf('Pad', 3)

test('what a part takes from another beyond the allowance counts, and nothing below it', () => {
  expect(guard({}).broken([pad], empty)).toBeGreaterThan(0.5)
  expect(guard({ loudness: leaving(1 - 0.9 * allowed) }).broken([pad], empty)).toBe(0)
})

test('passes do not add up: the allowance is of what was there first', () => {
  const second = leaving(1 - 0.9 * allowed)
  const since = { before: new Map<TrackPath, number>([['tracks 1', 1.05]]) }
  expect(guard({ loudness: second, since }).broken([pad], empty)).toBeGreaterThan(0)
})

test('a track that is moved on purpose is not guarded', () => {
  expect(guard({}).broken([pad, choiceOf('Lead', -3, { node: 'tracks 1' })], empty)).toBe(0)
})

test('what explains the gap by itself puts back what was there', () => {
  const explains = (choices: readonly Choice[]) => (choices.length > 0 ? 0.4 : 1)
  expect(guard({ distanceOf: explains }).broken([pad], empty)).toBe(0)
})

test('what explains most of what a later pass finds does not count as putting back: it was not missing at the first look', () => {
  const explains = (choices: readonly Choice[]) => (choices.length > 0 ? 0.1 : 1)
  expect(guard({ distanceOf: explains }).broken([pad], empty)).toBe(0)
  expect(guard({ distanceOf: explains, since: { before } }).broken([pad], empty)).toBeGreaterThan(0)
})

/** Decibels that a model has the first track up. */
const decibels = (moved: MixModel) => 10 * Math.log10(moved.arriving(0, 0).mm[0]!)
const audible = MixModel.build({
  sampleRate: 44_100,
  scopes: ['drop'],
  contributors: (['tracks 0', 'tracks 1'] as const).map(track => ({
    track,
    nodes: [track],
    pan: 0,
    left: 1,
    right: 1,
    silenced: null,
    statistics: [{ ...emptyBandStatistics(), mm: emptyBandStatistics().mm.fill(1) }],
  })),
  pairs: [],
  measured: [emptyBandStatistics()],
  complete: true,
})
/** Every dB of the first track takes 3 % from the second. */
const takingByTheDecibel = {
  before,
  after: (moved: MixModel) => new Map<TrackPath, number>([...before, ['tracks 1', 1 - 0.03 * decibels(moved)]]),
}
/** Six dB bring most of the gap, as a fault does; what is beyond them brings a fifth a dB: how somebody likes his pads. */
const sixThenHabit = (choices: readonly Choice[]) => {
  const db = choices.reduce((sum, { amount }) => sum + amount, 0)
  return 1 - 0.12 * Math.min(6, db) - 0.024 * Math.max(0, db - 6)
}

test('a way back goes as far as its steps pay: what brings little more is no fault', () => {
  const broken = (db: number) => {
    const choice = choiceOf('Pad', db)
    const input = { model: audible, loudness: takingByTheDecibel, distanceOf: sixThenHabit }
    return guard(input).broken([choice], audible.with([moveOf(choice)]))
  }
  expect(broken(6)).toBe(0)
  expect(broken(9)).toBeGreaterThan(0.3)
})

test('a track that may be what is missing itself gives nothing to the way back of another', () => {
  const open = choiceOf('Open Hat', 0, { node: 'tracks 1' })
  const choice = choiceOf('Closed Hats', 6)
  const broken = (brings: number) =>
    guard({
      model: audible,
      loudness: takingByTheDecibel,
      candidates: [choice.candidate, open.candidate],
      distanceOf: list => (list[0]?.candidate === open.candidate ? 1 - brings : sixThenHabit(list)),
    }).broken([choice], audible.with([moveOf(choice)]))
  // The way back itself brings 0.72.
  expect(broken(0.5)).toBe(0)
  expect(broken(0.65)).toBeGreaterThan(0.3)
})

test('what a way back takes and what others may lose do not add up', () => {
  const cut = choiceOf('Lead', 2, { node: 'tracks 2' })
  const choices = [choiceOf('Pad', 6), cut]
  const broken = (more: number) =>
    guard({
      model: audible,
      loudness: {
        before,
        after: moved => new Map<TrackPath, number>([...before, ['tracks 1', (moved === both ? 1 - more : 1) * 0.82]]),
      },
      distanceOf: list => sixThenHabit(list.filter(choice => choice !== cut)),
    }).broken(choices, both)
  const both = audible.with([moveOf(choices[0]!)])
  expect(broken(0)).toBe(0)
  expect(broken(0.9 * allowed)).toBeGreaterThan(0)
})

const ducked = (name: string, node: TrackPath, joint?: string) =>
  choiceOf(name, -6, { kind: 'ducking', node, limitPerPass: 6, resolution: 0.5 }, joint)
/** Of a distance of 1 each of these brings so much, and the sum together. */
const bringing =
  (brings: Readonly<Record<string, number>>) =>
  (choices: readonly Choice[]): number =>
    1 - choices.reduce((sum, { candidate }) => sum + (brings[candidate.trackName] ?? 0), 0)

test('what one cause asks for on several tracks is judged together', () => {
  const distanceOf = bringing({ Pad: 0.36, Lead: 0.36 })
  // A third track is listened to; the two that duck less are its neighbours.
  const three: Loudness = new Map([...before, ['tracks 2', 1]])
  const loudness = { before: three, after: () => new Map([...three, ['tracks 2', 0.8] as const]) }
  const broken = (joint?: string) =>
    guard({ loudness, distanceOf }).broken([ducked('Pad', 'tracks 0', joint), ducked('Lead', 'tracks 1', joint)], empty)
  expect(broken('duckers less')).toBe(0)
  expect(broken()).toBeGreaterThan(0)
})

test('what ducks less has to explain more of the gap to put back what was there', () => {
  const { restoringShare, restoringShareOfDuckers } = rules.guards.trackLoudness
  const between = (restoringShare + restoringShareOfDuckers) / 2
  const broken = (choice: Choice, brings: number) =>
    guard({ distanceOf: bringing({ [choice.candidate.trackName]: brings }) }).broken([choice], empty)
  expect(broken(pad, between)).toBe(0)
  expect(broken(ducked('Pad', 'tracks 0'), between)).toBeGreaterThan(0)
  expect(broken(ducked('Pad', 'tracks 0'), restoringShareOfDuckers + 0.01)).toBe(0)
})

test('of several faults one is judged by what the others leave, where it is a good part of all', () => {
  const cut = choiceOf('Hats', -3, { node: 'tracks 2', move: db => ({ kind: 'level', node: 'tracks 2', db }) })
  const taking = leaving(0.8).after()
  // Only the pad takes from others.
  const after = (moved: MixModel) => (moved.contributors[0] === empty.contributors[0] ? before : taking)
  const broken = (brings: Readonly<Record<string, number>>) =>
    guard({ loudness: { before, after }, distanceOf: bringing(brings) }).broken(
      [pad, cut],
      empty.with([moveOf(pad), moveOf(cut)]),
    )
  expect(broken({ Pad: 0.4, Hats: 0.45 })).toBe(0)
  // It hides another fault: most of what is left stays.
  expect(broken({ Pad: 0.25, Hats: 0.45 })).toBeGreaterThan(0)
  // Nearly everything is put right elsewhere: the rest is no fault of its own.
  expect(broken({ Pad: 0.1, Hats: 0.85 })).toBeGreaterThan(0)
})

test('the rest of a way that a pass cut short was judged with the whole, and no more than the rest', () => {
  const broken = (wanted: number) =>
    guard({ since: { before }, begun: [{ track: 'tracks 0', kind: 'level', amount: 3, wanted }] }).broken([pad], empty)
  expect(broken(6)).toBe(0)
  expect(broken(5)).toBeGreaterThan(0)
  expect(broken(-6)).toBeGreaterThan(0)
})

test('what ducks less may take less from the others: it is louder where they sound', () => {
  const { allowedToDuckers } = rules.guards.trackLoudness
  const broken = (choice: Choice, sones: number) => guard({ loudness: leaving(sones) }).broken([choice], empty)
  const between = 1 - (allowed + allowedToDuckers) / 2
  expect(broken(pad, between)).toBe(0)
  expect(broken(ducked('Pad', 'tracks 0'), between)).toBeGreaterThan(0)
  expect(broken(ducked('Pad', 'tracks 0'), 1 - 0.9 * allowedToDuckers)).toBe(0)
})
