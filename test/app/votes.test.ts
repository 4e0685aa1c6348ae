import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { votedEvents } from '../../node/app/voted-events.ts'
import { binomialTwoSided, identifications, preferences, type Trial, Votes } from '../../node/app/votes.ts'
import { subject } from '../guide/preferences/simulated-user.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'votes-'))
})
afterAll(() => rm(folder, { recursive: true }))

const now = () => new Date('2026-11-22T12:00:00Z')
const trial: Omit<Trial, 'id' | 'time' | 'vote'> = {
  set: 'Song',
  titles: ['Bass −3.5 dB'],
  kinds: ['level'],
  fixes: [{ key: 'level bass-too-loud Bass', subject: subject('level', 'bass') }],
  question: 'preference',
  x: 'after',
  levelDifference: 0.01,
  approximate: false,
}

test('a trial is on disk before it is heard, and a vote survives a restart', async () => {
  const file = join(folder, 'deep', 'votes.json')
  const { id } = await (await Votes.open(file, now)).start(trial)
  expect(JSON.parse(await readFile(file, 'utf8')).trials).toHaveLength(1)
  await (await Votes.open(file, now)).vote(id, 'X1')
  const again = await Votes.open(file)
  expect(again.trials).toEqual([
    { ...trial, id: '1', time: now().toISOString(), vote: { time: now().toISOString(), choice: 'after' } },
  ])
})

test.each([
  ['preference', 'after', 'X1', 'after'],
  ['preference', 'after', 'x2', 'before'],
  ['preference', 'before', 'X1', 'before'],
  ['preference', 'before', 'X2', 'after'],
  ['preference', 'before', 'none', 'none'],
  ['which', 'before', 'A', 'before'],
  ['which', 'before', 'b', 'after'],
] as const)('question %s with X = %s: the answer %s is a vote for %s', async (question, x, answer, choice) => {
  const votes = Votes.inMemory(now)
  const { id } = await votes.start({ ...trial, question, x })
  expect((await votes.vote(id, answer)).vote!.choice).toBe(choice)
})

test('no second vote once the answer is known, none for a trial that is not there, none in other words', async () => {
  const votes = Votes.inMemory(now)
  const { id } = await votes.start(trial)
  await expect(votes.vote(id, 'X3')).rejects.toMatchObject({ code: 'VOTE_UNKNOWN' })
  await votes.vote(id, 'none')
  await expect(votes.vote(id, 'X1')).rejects.toMatchObject({ code: 'VOTE_GIVEN' })
  await expect(votes.vote('7', 'X1')).rejects.toMatchObject({ code: 'TRIAL_MISSING' })
})

test('votes of earlier versions are read, teach nothing, and lose nothing', async () => {
  const file = join(folder, 'first.json')
  const { fixes, ...first } = { ...trial, id: '1', time: now().toISOString(), vote: null }
  await writeFile(file, JSON.stringify({ version: 1, trials: [first], offers: [] }))
  const votes = await Votes.open(file, now)
  const voted = await votes.vote('1', 'X1')
  expect(voted).toEqual({ ...first, fixes: [], vote: { time: now().toISOString(), choice: 'after' } })
  expect(votedEvents(voted)).toEqual([])
  expect((await Votes.open(file)).trials).toEqual([voted])
  // The second had room for what was offered, and left it empty.
  await writeFile(file, JSON.stringify({ version: 2, trials: [voted], offers: [] }))
  expect((await Votes.open(file)).trials).toEqual([voted])
  // What a later Uplift has written is left to it.
  await writeFile(file, JSON.stringify({ version: 4, trials: [] }))
  await expect(Votes.open(file)).rejects.toMatchObject({ code: 'VOTES_INVALID' })
})

test.each([
  ['X1', 'preferred'],
  ['X2', 'not-preferred'],
  ['none', 'no-preference'],
] as const)(
  'a blind vote for %s of after and before teaches "%s" of every fix that was heard',
  async (answer, taught) => {
    const votes = Votes.inMemory(now)
    const { id } = await votes.start(trial)
    expect(votedEvents(votes.trials[0]!)).toEqual([])
    const event = { event: 'answer', set: 'Song', ...trial.fixes[0], answer: taught, factor: null }
    expect(votedEvents(await votes.vote(id, answer))).toEqual([event])
  },
)

test('who can tell which is which has not said which is better', async () => {
  const votes = Votes.inMemory(now)
  const { id } = await votes.start({ ...trial, question: 'which' })
  expect(votedEvents(await votes.vote(id, 'A'))).toEqual([])
})

test('a file of something else is refused and left as it is', async () => {
  const file = join(folder, 'other.json')
  await writeFile(file, '{"notes": []}')
  await expect(Votes.open(file)).rejects.toMatchObject({ code: 'VOTES_INVALID' })
  expect(await readFile(file, 'utf8')).toBe('{"notes": []}')
})

test('preferences are counted by kind; several kinds at once are a kind of their own', async () => {
  const votes = Votes.inMemory(now)
  const cast = async (kinds: string[], answer: string) =>
    votes.vote((await votes.start({ ...trial, kinds })).id, answer)
  for (const answer of ['X1', 'X1', 'X2', 'none']) await cast(['level'], answer)
  await cast(['level', 'level'], 'X1')
  await cast(['level', 'eq'], 'X2')
  await votes.start(trial)
  expect(preferences(votes.trials)).toEqual([
    // 3 of 4 fair coins, either way: (1 + 4) · 2 / 16.
    { kind: 'level', after: 3, before: 1, noPreference: 1, p: expect.closeTo(0.625, 12) },
    { kind: 'together', after: 0, before: 1, noPreference: 0, p: 1 },
    { kind: 'all', after: 3, before: 2, noPreference: 1, p: 1 },
  ])
  expect(identifications(votes.trials)).toEqual([])
})

test('telling X from the other is counted apart from liking it', async () => {
  const votes = Votes.inMemory(now)
  for (const x of ['before', 'after', 'after'] as const)
    await votes.vote((await votes.start({ ...trial, question: 'which', x })).id, 'B')
  expect(identifications(votes.trials).at(-1)).toMatchObject({ kind: 'all', right: 2, wrong: 1, cannotTell: 0, p: 1 })
  expect(preferences(votes.trials)).toEqual([])
})

test.each([
  [0, 0, 1],
  [5, 10, 1],
  [9, 10, 22 / 1024],
  [1, 10, 22 / 1024],
  [10, 10, 2 / 1024],
  // 2 · Σ C(1000, i) / 2^1000 from i = 531, in whole numbers.
  [531, 1000, 0.053678],
])('%d of %d fair coins: p = %d', (k, n, p) => {
  expect(binomialTwoSided(k, n)).toBeCloseTo(p, 6)
})

test('a count beyond its total is a bug', () => {
  expect(() => binomialTwoSided(3, 2)).toThrow(RangeError)
})
