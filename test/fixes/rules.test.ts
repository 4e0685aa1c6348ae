import { expect, test } from 'vitest'
import { createSimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import type { SimulatedSetSpec } from '../../node/adapters/simulated/spec.ts'
import { compareMeasured, measureSession } from '../../node/app/measure.ts'
import { findCandidates } from '../../node/fixes/candidates.ts'
import { parseRules, roleOf, rules } from '../../node/fixes/rules.ts'
import { twinProfile } from '../../node/profile/learn.ts'
import data from '../../presets/rules.json' with { type: 'json' }
import { changeTrack, miniSong } from '../support/mini-song.ts'

const candidatesOf = async (
  spec: SimulatedSetSpec,
  prepare?: (session: ReturnType<typeof createSimulatedSet>) => void,
) => {
  const session = createSimulatedSet(spec)
  prepare?.(session)
  const measured = await measureSession(session)
  const { heard } = compareMeasured(measured, twinProfile(measured.analysis.rows, 'itself', 'premaster'), 'premaster')
  return findCandidates(measured.set, heard.model, rules)
}
const on = (track: string, kind: string) => (candidate: { trackName: string; kind: string }) =>
  candidate.trackName === track && candidate.kind === kind

test('the shipped rules load, and a rule without a reason does not', () => {
  expect(parseRules(data)).toEqual(data)
  const { why: _, ...level } = data.moves.level
  expect(() => parseRules({ ...data, moves: { ...data.moves, level } })).toThrow(/why/)
})

test.each([
  ['Kick 2', 'kick'],
  ['SubBass', 'bass'],
  ['Supersaw Lead', 'lead'],
  ['FX', null],
])('the name "%s" says %s', (name, role) => {
  expect(roleOf({ name })).toBe(role)
})

test('a mono track is not offered more width, since widening it does nothing', async () => {
  const { candidates } = await candidatesOf(miniSong)
  expect(candidates.filter(on('Kick', 'width'))).toEqual([])
  expect(candidates.filter(on('Pads', 'width'))).toHaveLength(1)
})

test('only devices that are there are used', async () => {
  const bare = changeTrack(miniSong, 'Lead', ({ devices: _, ...track }) => track)
  const { candidates } = await candidatesOf(bare)
  expect(
    candidates
      .filter(({ trackName }) => trackName === 'Lead')
      .map(({ kind }) => kind)
      .sort(),
  ).toEqual(['level', 'pan'])
})

test('a band that is already boosting is turned down, not balanced by a second one beside it', async () => {
  const boosted = changeTrack(miniSong, 'Lead', track => ({
    ...track,
    devices: [
      {
        className: 'Eq8',
        settings: { '3 Filter On A': 1, '3 Filter Type A': 3, '3 Frequency A': 900, '3 Gain A': 6, '3 Q A': 1 },
      },
    ],
  }))
  const { candidates } = await candidatesOf(boosted)
  const existing = candidates.filter(on('Lead', 'eq')).filter(({ tunable }) => !tunable)
  expect(existing).toHaveLength(1)
  const changes = existing[0]!.realise(-6)
  expect(changes.map(({ ref, to }) => [ref.parameter, Number(to.toFixed(3))])).toEqual([['3 Gain A', 0]])
})

test('an automated fader is left alone, and that is said', async () => {
  const { candidates, refused } = await candidatesOf(miniSong, session =>
    session.setAutomation({ track: 'tracks 2', device: null, parameter: 'Track Volume' }, 'playing'),
  )
  expect(candidates.filter(on('Lead', 'level'))).toEqual([])
  expect(refused).toContain('The fader of Lead is automated: it is left alone.')
})

test('Main and kick cost more than a plain track, and boosts more than cuts', async () => {
  const { candidates } = await candidatesOf(miniSong)
  const cost = (track: string, amount: number) => candidates.find(on(track, 'level'))!.cost(amount)
  expect(cost('Main', -2)).toBeGreaterThan(cost('Kick', -2))
  expect(cost('Kick', -2)).toBeGreaterThan(cost('Hats', -2))
  expect(cost('Hats', 2)).toBeGreaterThan(cost('Hats', -2))
})
