import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Preferences, preferencesFile } from '../../node/app/preferences.ts'
import { acceptanceRates } from '../../node/guide/preferences/acceptance.ts'
import { effectiveness } from '../../node/guide/preferences/effectiveness.ts'
import type { Answer } from '../../node/guide/preferences/event.ts'
import { subject } from '../guide/preferences/simulated-user.ts'

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uplift-preferences-'))
  file = preferencesFile(folder)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const pads = subject('width', 'pad')
const answered = (answer: Answer, key = 'width Pads') => ({
  event: 'answer' as const,
  set: 'Song',
  key,
  subject: pads,
  answer,
  factor: null,
})

test('what was answered is there after a restart, and taste is rebuilt from it alone', async () => {
  const first = await Preferences.open(file)
  await first.add(Array.from({ length: 30 }, () => answered('rejected')))
  const second = await Preferences.open(file)
  expect(second.events).toHaveLength(30)
  expect(second.taste.opinion(pads)).toEqual(first.taste.opinion(pads))
  expect(second.taste.opinion(pads).isUnwanted).toBe(true)
})

test('two that write at the same time lose nothing of each other, and a reset is seen by both', async () => {
  const [one, two] = [await Preferences.open(file), await Preferences.open(file)]
  await one.add([answered('accepted', 'a')])
  await two.add([answered('rejected', 'b')])
  await one.add([answered('accepted', 'c')])
  expect(one.events.map(event => event.event === 'answer' && event.key)).toEqual(['a', 'b', 'c'])
  await two.reset()
  await one.add([answered('accepted', 'd')])
  expect(one.events).toHaveLength(1)
})

test('an undone fix counts as not taken, a rejection that was taken back as never said', async () => {
  const kept = Preferences.inMemory()
  await kept.add([
    answered('accepted', 'a'),
    answered('accepted', 'b'),
    answered('rejected', 'c'),
    answered('rejected', 'd'),
  ])
  await kept.add([answered('undone', 'a'), answered('retracted', 'd')])
  expect(acceptanceRates(kept.events)).toMatchObject([
    { kind: 'width', decided: 3, accepted: 1 },
    { kind: 'all', decided: 3, accepted: 1 },
  ])
  expect(kept.events).toHaveLength(6)
})

test('effectiveness is what was measured, shared out as it was foretold, and none where takes differ by more', () => {
  const measured = (after: number, spread: number) => ({
    event: 'measured' as const,
    time: '2026-01-01T00:00:00.000Z',
    set: 'Song',
    before: 1,
    predicted: 0.6,
    after,
    spread,
    fixes: [
      { subject: pads, predictedReduction: 0.3 },
      { subject: subject('level', 'lead'), predictedReduction: 0.1 },
    ] as const,
  })
  const [width, level] = effectiveness([measured(0.8, 0.01) as never])
  expect(width!.measured).toBeCloseTo(0.15, 12)
  expect(level!.measured).toBeCloseTo(0.05, 12)
  expect(width!.ratio).toBeCloseTo(0.5, 12)
  expect(effectiveness([measured(0.8, 0.5) as never])[0]!.ratio).toBeNull()
})

test('a file that is something else is refused and left as it is', async () => {
  await writeFile(file, '{"version":1,"events":[{"event":"answer"}]}')
  await expect(Preferences.open(file)).rejects.toMatchObject({ code: 'PREFERENCES_INVALID' })
  expect(await readFile(file, 'utf8')).toBe('{"version":1,"events":[{"event":"answer"}]}')
})
