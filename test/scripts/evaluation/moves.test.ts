import { beforeAll, expect, test } from 'vitest'
import { type Fault, faultsFor } from '../../../node/adapters/demo-song/faults.ts'
import { mulberry32 } from '../../../node/adapters/demo-song/random.ts'
import { createSimulatedSet } from '../../../node/adapters/simulated/simulated-set.ts'
import type { SimulatedSetSpec } from '../../../node/adapters/simulated/spec.ts'
import type { Comparison, Gap } from '../../../node/gap/gap.ts'
import type { LiveSet } from '../../../node/live/set.ts'
import { combinations, everywhere, sampleOf, single, spoil } from '../../../scripts/evaluation/combinations.ts'
import { eqTurns, levelTurn, turn } from '../../../scripts/evaluation/parameter-moves.ts'
import { peerTurns } from '../../../scripts/evaluation/peer-rule.ts'
import { randomTurns, totalMoves } from '../../../scripts/evaluation/random-moves.ts'
import { miniSong } from '../../support/mini-song.ts'

const spec: SimulatedSetSpec = {
  ...miniSong,
  master: { devices: [{ className: 'Limiter', settings: { 'Input Gain': 3 } }] },
}
let set: LiveSet
beforeAll(async () => {
  set = await createSimulatedSet(spec).snapshot()
})

const textOf = async (
  fork: ReturnType<typeof createSimulatedSet>,
  track: string,
  device: string | null,
  name: string,
) => {
  const found = (await fork.snapshot()).tracks.find(one => one.name === track)!
  const owner = device === null ? found.mixer : found.devices.find(({ className }) => className === device)!.parameters
  return owner.find(parameter => parameter.name === name)!.display
}

test('a turn is in display units and ends at the end of the range', async () => {
  const fork = createSimulatedSet(spec)
  expect(await turn(fork, levelTurn('Kick', -3))).toBe(true)
  expect(await textOf(fork, 'Kick', null, 'Track Volume')).toBe('-3.0 dB')
  expect(await turn(fork, levelTurn('Kick', 40))).toBe(true)
  expect(await textOf(fork, 'Kick', null, 'Track Volume')).toBe('6.0 dB')
  expect(await turn(fork, levelTurn('Kick', 1))).toBe(false)
})

test('what is not there is not turned', async () => {
  const fork = createSimulatedSet(spec)
  expect(await turn(fork, levelTurn('Nobody', 3))).toBe(false)
  expect(await turn(fork, { track: 'Kick', className: 'Compressor2', parameter: 'Threshold', to: x => x })).toBe(false)
})

test("an EQ turn makes one band of the track's EQ Eight", async () => {
  const fork = createSimulatedSet(spec)
  for (const one of eqTurns('Bass', 6, { type: 'bell', hz: 250, gainDb: -4, q: 1 })) await turn(fork, one)
  expect(await textOf(fork, 'Bass', 'Eq8', '6 Filter Type A')).toBe('Bell')
  expect(await textOf(fork, 'Bass', 'Eq8', '6 Frequency A')).toBe('250 Hz')
  expect(await textOf(fork, 'Bass', 'Eq8', '6 Gain A')).toBe('-4.00 dB')
})

const fix = (kind: string, trackName: string, amount: number) => ({ kind, trackName, amount }) as never

test('random moves are as many and as large as the total moves of the loop, and the same for the same seed', () => {
  const moves = totalMoves([
    fix('level', 'Bass', -3),
    fix('level', 'Bass', -2),
    fix('eq', 'Bass', 4),
    fix('width', 'Bass', 6),
  ])
  expect(moves.map(({ amount }) => amount)).toEqual([-5, 4, 6])
  const drawn = randomTurns(moves, set, mulberry32(1))
  expect(drawn).toHaveLength(3)
  expect(Math.abs(drawn[0]![0]!.to(0))).toBe(5)
  const gain = drawn[1]!.find(({ parameter }) => parameter.endsWith('Gain A'))!
  expect(Math.abs(gain.to(0))).toBe(4)
  expect(Math.abs(20 * Math.log10(drawn[2]![0]!.to(100) / 100))).toBeCloseTo(6, 9)
  const same = randomTurns(moves, set, mulberry32(1))
  expect(same.flat().map(({ track, parameter, to }) => [track, parameter, to(1)])).toEqual(
    drawn.flat().map(({ track, parameter, to }) => [track, parameter, to(1)]),
  )
})

test('every kind of move has a random counterpart in a set that can take it', () => {
  const kinds = ['level', 'eq', 'width', 'bass-mono', 'pan', 'polarity', 'ducking', 'compression', 'limiter', 'mute']
  for (const kind of kinds)
    expect(() => randomTurns([{ kind, trackName: 'Bass', amount: 1 }], set, mulberry32(1))).not.toThrow()
  // No track holds a Compressor here: nothing to draw from.
  expect(randomTurns([{ kind: 'ducking', trackName: 'Bass', amount: 1 }], set, mulberry32(1))).toEqual([[]])
  expect(() => randomTurns([{ kind: 'telepathy', trackName: 'Bass', amount: 1 }], set, mulberry32(1))).toThrow(
    /telepathy/,
  )
})

const gap = (feature: string, excess: number, track = 'Bass') =>
  ({ feature, scope: 'drop', excess, contributors: [{ track, share: 0.6 }] }) as unknown as Gap
const peer = (...gaps: Gap[]) => peerTurns({ gaps } as unknown as Comparison)

test("the peer's rule cuts as much as a band has too much, on the track that has most of it, at the band's centre", () => {
  const [turns] = peer(gap('bandLowMid', 3))
  const value = (ending: string) => turns!.find(({ parameter }) => parameter.endsWith(ending))!.to(0)
  expect(turns!.every(({ track, className }) => track === 'Bass' && className === 'Eq8')).toBe(true)
  expect(value('Gain A')).toBe(-3)
  expect(value('Frequency A')).toBeCloseTo(Math.sqrt(250 * 500), 6)
})

test('its limits hold, one control gets one prescription, and its signs shrink the gap', () => {
  const [loud] = peer(gap('bandMid', -30))
  expect(loud!.find(({ parameter }) => parameter.endsWith('Gain A'))!.to(0)).toBe(12)
  expect(peer(gap('bandMid', 3), gap('bandMid', 2))).toHaveLength(1)
  expect(peer(gap('widthMid', 6))[0]![0]!.to(100)).toBeCloseTo(100 * 10 ** (-6 / 20), 9)
  expect(peer(gap('duckDepth', -4))[0]![0]!.to(-20)).toBeCloseTo(-23.2, 9)
  expect(peer(gap('peakToLoudnessRatio', -2))[0]![0]!.to(-20)).toBeCloseTo(-18.4, 9)
  expect(peer(gap('integratedLoudness', 2))[0]![0]!.to(0)).toBe(-2)
})

test('the fifth band prescription for one track finds no free band', () => {
  const bands = ['bandSub', 'bandBass', 'bandLowMid', 'bandMid', 'bandPresence'].map(id => gap(id, 2))
  expect(peer(...bands)).toHaveLength(4)
  expect(peer(...bands, gap('bandAir', 2, 'Hats'))).toHaveLength(5)
})

const faults = faultsFor(miniSong)

test('three at once are of three families on three tracks, and the same for the same seed', () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const drawn = combinations(faults, seed, 2)
    expect(drawn).toHaveLength(2)
    for (const { faults: three } of drawn) {
      expect(new Set(three.map(({ family }) => family)).size).toBe(3)
      expect(new Set(three.map(({ track }) => track)).size).toBe(3)
      expect(three.some(({ solo }) => solo)).toBe(false)
    }
    expect(combinations(faults, seed, 2).map(({ title }) => title)).toEqual(drawn.map(({ title }) => title))
  }
  expect(new Set([1, 2, 3, 4, 5].map(seed => combinations(faults, seed, 1)[0]!.title)).size).toBeGreaterThan(1)
})

test('too few families give no combination', () => {
  expect(
    combinations(
      faults.filter(({ family }) => family === 'level'),
      1,
      2,
    ),
  ).toEqual([])
})

test('ducking is wrong on every track that ducks, by its largest size', () => {
  const ducker = (name: string) => ({
    name,
    kind: 'audio' as const,
    source: miniSong.tracks[1]!.source!,
    devices: [{ className: 'Compressor2' as const, sidechainSource: 'Kick', settings: { Threshold: -20 } }],
  })
  const ducked = faultsFor({ ...miniSong, tracks: [miniSong.tracks[0]!, ducker('Pad'), ducker('Lead')] })
  expect(everywhere(ducked).map(({ family, faults: all }) => [family, all.map(({ id }) => id)])).toEqual([
    ['nothing ducks', ['no-ducking-pad+6', 'no-ducking-lead+6']],
    ['all ducks too much', ['too-much-ducking-pad+8', 'too-much-ducking-lead+8']],
  ])
  expect(everywhere(faults)).toEqual([])
})

test('a combination spoils every one of its tracks', () => {
  const [scenario] = combinations(faults, 1, 1)
  const after = spoil(miniSong, scenario!)
  const changed = after.tracks.filter((track, i) => track !== miniSong.tracks[i]).map(({ name }) => name)
  expect(changed.sort()).toEqual(scenario!.faults.map(({ track }) => track).sort())
})

test('every scenario is met over as many songs as the step is wide, the combinations sooner', () => {
  const scenarios = [...faults.map(single), ...combinations(faults, 1, 2)]
  const met = [0, 1, 2, 3].flatMap(offset => sampleOf(scenarios, 4, offset).map(({ id }) => id))
  expect(new Set(met)).toEqual(new Set(scenarios.map(({ id }) => id)))
  expect(met.filter(id => id === 'three-1')).toHaveLength(2)
  expect(sampleOf(scenarios, 1, 0)).toHaveLength(scenarios.length)
})

test('faults know the tracks of a set that nobody here made', () => {
  expect(new Set(faults.map((fault: Fault) => fault.family)).size).toBeGreaterThan(5)
})
