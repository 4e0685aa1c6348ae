import { expect, test } from 'vitest'
import { createSimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import type { SimulatedSetSpec } from '../../node/adapters/simulated/spec.ts'
import { compareMeasured, measureSession } from '../../node/app/measure.ts'
import { featureIds } from '../../node/features/catalogue.ts'
import { type FindOptions, findCandidates } from '../../node/fixes/candidates/find.ts'
import { findingFor, moveKinds, parseRules, rules, speaksOf } from '../../node/fixes/rules.ts'
import { notScoredBecause } from '../../node/gap/objective.ts'
import { twinProfile } from '../../node/profile/learn.ts'
import data from '../../presets/rules.json' with { type: 'json' }
import { changeTrack, miniSong } from '../support/mini-song.ts'

const candidatesOf = async (
  spec: SimulatedSetSpec,
  prepare?: (session: ReturnType<typeof createSimulatedSet>) => void,
  options: Partial<FindOptions> = {},
) => {
  const session = createSimulatedSet(spec)
  prepare?.(session)
  const measured = await measureSession(session)
  const { heard } = compareMeasured(measured, twinProfile(measured.analysis.rows, 'itself', 'premaster'), 'premaster')
  const roles = new Map([...heard.roles].map(([path, { role }]) => [path, role]))
  return findCandidates(measured.set, heard.model, { rules, roles, gaps: featureIds, insertable: [], ...options })
}
const on = (track: string, kind: string) => (candidate: { trackName: string; kind: string }) =>
  candidate.trackName === track && candidate.kind === kind

test('the shipped rules load, and a rule without a reason does not', () => {
  expect(parseRules(data)).toEqual(data)
  const { why: _, ...level } = data.moves.level
  expect(() => parseRules({ ...data, moves: { ...data.moves, level } })).toThrow(/why/)
})

test('a rule on a feature that does not exist is refused by name', () => {
  const [first, ...rest] = data.findings
  expect(() => parseRules({ ...data, findings: [{ ...first, features: ['bassynes'] }, ...rest] })).toThrow(/bassynes/)
})

test('every scored feature has a finding that says what can move it, and every kind of move answers one', () => {
  const scored = featureIds.filter(id =>
    (['premaster', 'master'] as const).some(stage => notScoredBecause(id, stage) === null),
  )
  expect(scored.filter(id => !rules.findings.some(finding => speaksOf(finding, id)))).toEqual([])
  expect(moveKinds.filter(kind => !rules.findings.some(({ kinds }) => kinds.includes(kind)))).toEqual([])
})

test.each([
  ['eq', 'mud', 'build-up'],
  ['limiter', 'truePeak', 'clipping'],
  ['limiter', 'peakToLoudnessRatio', 'over-compressed'],
  ['ducking', 'duckDepth', 'side-chain'],
  ['width', 'widthMid', 'width'],
  ['bass-mono', 'bassMononess', 'wide-low-end'],
] as const)('%s against %s answers the finding "%s"', (kind, id, finding) => {
  expect(findingFor(kind, [id], 'pad')?.id).toBe(finding)
})

test('kinds that no gap calls for are not looked at', async () => {
  const { candidates } = await candidatesOf(miniSong, undefined, { gaps: ['widthMid'] })
  expect(new Set(candidates.map(({ kind }) => kind))).not.toContain('eq')
  expect(new Set(candidates.map(({ kind }) => kind))).toContain('width')
})

test('kick and bass are never panned or widened', async () => {
  const { candidates } = await candidatesOf(miniSong)
  const kinds = (track: string) => candidates.filter(({ trackName }) => trackName === track).map(({ kind }) => kind)
  for (const track of ['Kick', 'Bass']) {
    expect(kinds(track)).not.toContain('pan')
    expect(kinds(track)).not.toContain('width')
  }
  expect(kinds('Hats')).toContain('pan')
})

test('where a device is missing and Live can insert it, its moves are offered dearer', async () => {
  const bare = changeTrack(miniSong, 'Lead', ({ devices: _, ...track }) => track)
  const { candidates } = await candidatesOf(bare, undefined, { insertable: ['Eq8', 'StereoGain'] })
  const eq = candidates.find(on('Lead', 'eq'))!
  expect(eq.inserts).toMatchObject({ className: 'Eq8', path: 'devices 0' })
  // The same part with the same EQ on it; a lead's moves cost a little more than others.
  const there = (await candidatesOf(miniSong)).candidates.find(on('Lead', 'eq'))!
  expect(eq.cost(-2) - there.cost(-2)).toBeGreaterThanOrEqual(rules.insert.cost)
})

test('a locked parameter is left alone, the rest of its track is not', async () => {
  const ref = { track: 'tracks 2' as const, device: null, parameter: 'Track Volume' }
  const { candidates } = await candidatesOf(miniSong, undefined, { locks: { parameters: [ref] } })
  expect(candidates.filter(on('Lead', 'level'))).toEqual([])
  expect(candidates.filter(on('Lead', 'eq')).length).toBeGreaterThan(0)
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
  ).toEqual(['level'])
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

test("an automated fader is left alone: Utility's gain does it, or it is said why not", async () => {
  const automate = (session: ReturnType<typeof createSimulatedSet>) =>
    session.setAutomation({ track: 'tracks 2', device: null, parameter: 'Track Volume' }, 'playing')
  const { candidates } = await candidatesOf(miniSong, automate)
  const [change] = candidates.find(on('Lead', 'level'))!.realise(-2)
  expect([change!.deviceClass, change!.ref.parameter, change!.to]).toEqual(['StereoGain', 'Output', -2])
  const bare = changeTrack(miniSong, 'Lead', ({ devices: _, ...track }) => track)
  const without = await candidatesOf(bare, automate)
  expect(without.candidates.filter(on('Lead', 'level'))).toEqual([])
  expect(without.refused).toContain('The fader of Lead is automated: it is left alone.')
})

test('Main and kick cost more than a plain track, and boosts more than cuts', async () => {
  const { candidates } = await candidatesOf(miniSong)
  const cost = (track: string, amount: number) => candidates.find(on(track, 'level'))!.cost(amount)
  expect(cost('Main', -2)).toBeGreaterThan(cost('Kick', -2))
  expect(cost('Kick', -2)).toBeGreaterThan(cost('Hats', -2))
  expect(cost('Hats', 2)).toBeGreaterThan(cost('Hats', -2))
})

test('the rest of what an earlier pass began is no further move; a free band elsewhere is one', async () => {
  const isBegun = (track: string, kind: string) => track === 'tracks 2' && (kind === 'level' || kind === 'eq')
  const { candidates } = await candidatesOf(miniSong, undefined, { isBegun })
  const cost = (kind: string, node: string, amount: number) =>
    candidates.find(each => each.node === node && each.kind === kind)!.cost(amount)
  // Without a fixed part twice the way costs twice as much.
  expect(cost('level', 'tracks 2', -2)).toBeCloseTo(2 * cost('level', 'tracks 2', -1), 12)
  expect(cost('level', 'tracks 3', -2)).toBeLessThan(1.9 * cost('level', 'tracks 3', -1))
  expect(cost('eq', 'tracks 2', -2)).toBeLessThan(1.9 * cost('eq', 'tracks 2', -1))
})

test('a compressor that nothing keys is given back what it takes, alone or with the level matched', async () => {
  const glued = { ...miniSong, master: { ...miniSong.master, devices: [{ className: 'GlueCompressor' as const }] } }
  const { candidates } = await candidatesOf(glued)
  const [alone, matched] = candidates.filter(on('Main', 'compression'))
  const changes = (candidate: typeof alone) =>
    candidate!.realise(4).map(({ ref, from, to }) => [ref.parameter, Number((to - from).toFixed(3))])
  expect(changes(alone)).toEqual([['Threshold', 4]])
  expect(changes(matched)).toEqual([
    ['Threshold', 4],
    ['Output', -2],
  ])
})

const ducked = (threshold: number) =>
  changeTrack(miniSong, 'Pads', track => ({
    ...track,
    devices: [
      ...(track.devices ?? []),
      { className: 'Compressor2', settings: { Threshold: threshold, Ratio: 4, 'S/C On': 1 }, sidechainSource: 'Kick' },
    ],
  }))

test('the limits of a threshold count from where it begins to work', async () => {
  const duckerOf = async (threshold: number) =>
    (await candidatesOf(ducked(threshold))).candidates.find(on('Pads', 'ducking'))!
  const working = await duckerOf(-20)
  expect([working.idle, working.limitPerPass]).toEqual([0, rules.moves.ducking.limitPerPass])
  const lost = await duckerOf(6)
  // The kick peaks near −6 dBFS; the knee reaches some decibels higher.
  expect(6 - lost.idle).toBeLessThan(6)
  expect(6 - lost.idle).toBeGreaterThan(-12)
  expect(lost.limitPerPass).toBe(lost.idle + rules.moves.ducking.limitPerPass)
  expect(lost.cost(lost.idle + 4)).toBeCloseTo(working.cost(4), 12)
})

test('tracks that duck are also tried together', async () => {
  const both = changeTrack(ducked(6), 'Lead', track => ({
    ...track,
    devices: [{ className: 'Compressor2', settings: { Threshold: 6, 'S/C On': 1 }, sidechainSource: 'Kick' }],
  }))
  const { joints } = await candidatesOf(both)
  expect(joints.map(({ members }) => members.map(({ trackName }) => trackName))).toEqual([['Lead', 'Pads']])
  expect((await candidatesOf(ducked(6))).joints).toEqual([])
})

test("a compressor on a bus is looked at where the balance is wrong, Main's only where dynamics are", async () => {
  const { tracks, ...song } = miniSong
  const compressor = { className: 'Compressor2' as const, settings: { Threshold: -30 } }
  const spec: SimulatedSetSpec = {
    ...song,
    tracks: [
      { name: 'Drums', kind: 'group', devices: [compressor] },
      ...tracks.map(track => (track.name === 'Hats' || track.name === 'Kick' ? { ...track, group: 'Drums' } : track)),
    ],
    master: { ...song.master, devices: [compressor] },
  }
  const compressed = async (gap: (typeof featureIds)[number]) => {
    const { candidates } = await candidatesOf(spec, undefined, { gaps: [gap] })
    return [...new Set(candidates.flatMap(({ kind, trackName }) => (kind === 'compression' ? [trackName] : [])))]
  }
  expect(await compressed('bandAir')).toEqual(['Drums'])
  expect(await compressed('crestFactor')).toEqual(['Drums', 'Main'])
})
