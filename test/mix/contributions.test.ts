import { describe, expect, test } from 'vitest'
import { createSimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import type { SimulatedSetSpec } from '../../node/adapters/simulated/spec.ts'
import { type Measured, measureSession } from '../../node/app/measure.ts'
import { type FeatureId, feature } from '../../node/features/catalogue.ts'
import type { Take } from '../../node/live/session.ts'
import { attributor } from '../../node/mix/attribution.ts'
import { buildMixModel } from '../../node/mix/contributions.ts'
import type { Move } from '../../node/mix/moves.ts'
import { predictRows } from '../../node/mix/predict.ts'
import { changeTrack, miniSong } from '../support/mini-song.ts'

const measure = (spec: SimulatedSetSpec) => measureSession(createSimulatedSet(spec))
const modelOf = ({ set, take, analysis }: Measured) => buildMixModel(set, take, analysis)

/** Groups with a compressor, a return fed by sends, a panned track: a set as people have them. */
const grouped: SimulatedSetSpec = {
  ...miniSong,
  tracks: [
    {
      name: 'Synths',
      kind: 'group',
      volumeDb: -2,
      devices: [{ className: 'GlueCompressor', settings: { Threshold: -20 } }],
    },
    ...miniSong.tracks.map(track =>
      track.name === 'Lead' || track.name === 'Pads'
        ? { ...track, group: 'Synths', sendsDb: [-8] }
        : { ...track, pan: track.name === 'Hats' ? 0.4 : 0 },
    ),
    {
      name: 'Wet',
      kind: 'return',
      volumeDb: -3,
      devices: [{ className: 'Eq8', settings: { '1 Filter On A': 1, '1 Filter Type A': 1, '1 Frequency A': 800 } }],
    },
  ],
}

/** Median |predicted − measured again| over the dB features that moved by more than half a dB. */
async function errorOf(
  spec: SimulatedSetSpec,
  moves: (set: Measured['set']) => readonly Move[],
  after: SimulatedSetSpec,
) {
  const before = await measure(spec)
  const { rows } = predictRows(before.analysis, modelOf(before).model, moves(before.set))
  const again = await measure(after)
  const errors = (Object.keys(rows.drop!.values) as FeatureId[]).flatMap(id => {
    const [was, predicted, is] = [
      before.analysis.rows.drop!.values[id],
      rows.drop!.values[id],
      again.analysis.rows.drop!.values[id],
    ]
    if (typeof was !== 'number' || typeof predicted !== 'number' || typeof is !== 'number') return []
    return ['dB', 'LUFS'].includes(feature(id).unit) && Math.abs(is - was) > 0.5 ? [Math.abs(predicted - is)] : []
  })
  expect(errors.length).toBeGreaterThan(3)
  return errors.sort((a, b) => a - b)[Math.floor(errors.length / 2)]!
}
const pathOf = (set: Measured['set'], name: string) => set.tracks.find(track => track.name === name)!.path
const louder = (spec: SimulatedSetSpec, name: string, db: number) =>
  changeTrack(spec, name, track => ({ ...track, volumeDb: (track.volumeDb ?? 0) + db }))

describe('predicted against rendered and measured again', () => {
  test('a fader in a plain set, to a few hundredths of a dB', async () => {
    const moves = (set: Measured['set']): Move[] => [{ kind: 'level', node: pathOf(set, 'Lead'), db: -6 }]
    expect(await errorOf(miniSong, moves, louder(miniSong, 'Lead', -6))).toBeLessThan(0.05)
  })

  test('a fader whose track feeds a return and a compressed group, within a decibel', async () => {
    const moves = (set: Measured['set']): Move[] => [{ kind: 'level', node: pathOf(set, 'Pads'), db: -4 }]
    // The group's compressor is followed where it stands, and gives back part of the move: 1 dB is EVALUATION's bar.
    expect(await errorOf(grouped, moves, louder(grouped, 'Pads', -4))).toBeLessThan(1)
  })

  test("a group's fader carries its tracks along", async () => {
    const moves = (set: Measured['set']): Move[] => [{ kind: 'level', node: pathOf(set, 'Synths'), db: -4 }]
    expect(await errorOf(grouped, moves, louder(grouped, 'Synths', -4))).toBeLessThan(0.1)
  })

  test("Main's fader moves every loudness figure by just its decibels", async () => {
    const before = await measure(miniSong)
    const { rows, unpredicted } = predictRows(before.analysis, modelOf(before).model, [
      { kind: 'level', node: 'master_track', db: -3 },
    ])
    for (const id of ['integratedLoudness', 'shortTermMax', 'truePeak'] as const) {
      expect(rows.overall!.values[id]! - before.analysis.rows.overall!.values[id]!).toBeCloseTo(-3, 9)
    }
    expect(unpredicted).toEqual([])
  })

  test('what band levels cannot tell is named, not guessed', async () => {
    const before = await measure(miniSong)
    const { unpredicted } = predictRows(before.analysis, modelOf(before).model, [
      { kind: 'level', node: 'tracks 0', db: -3 },
    ])
    expect(unpredicted).toContain('truePeak')
    expect(unpredicted).toContain('crestFactor')
  })
})

describe('what counts as audible', () => {
  test('heard tracks explain the whole of a set that is heard whole', async () => {
    const { explained, heardTracks, audibleTracks } = modelOf(await measure(grouped))
    expect(explained).toBeGreaterThan(0.97)
    expect([heardTracks, audibleTracks]).toEqual([6, 6])
  })

  test('muted tracks and ghost triggers contribute nothing, though their taps sound', async () => {
    const silent = changeTrack(
      changeTrack(miniSong, 'Hats', track => ({ ...track, mute: true })),
      'Kick',
      track => ({
        ...track,
        output: 'none',
      }),
    )
    const measured = await measure(silent)
    const { model } = modelOf(measured)
    const heard = model.contributors.filter(({ silenced }) => silenced === null)
    expect(heard.map(({ track }) => track).sort()).toEqual(['tracks 1', 'tracks 2', 'tracks 3'])
    // What the muted track would play is kept aside, so that hearing it again can be predicted.
    expect(model.contributors.filter(({ silenced }) => silenced === 'mute').map(({ track }) => track)).toEqual([
      'tracks 4',
    ])
  })

  test('what was not heard is a remainder: it lowers the explained share and is reached by no move', async () => {
    const measured = await measure(miniSong)
    const taps = new Map(measured.take.taps)
    taps.delete('tracks 0')
    const take: Take = { ...measured.take, taps }
    const { explained, heardTracks, model } = buildMixModel(measured.set, take, measured.analysis)
    expect(heardTracks).toBe(4)
    expect(explained).toBeLessThan(0.8)
    const quiet = model.with(model.contributors.map(({ track }): Move => ({ kind: 'level', node: track, db: -60 })))
    const power = (bands: readonly { mm: Float64Array }[]) => bands.at(-1)!.mm.reduce((a, b) => a + b, 0)
    expect(power(quiet.statistics()) / power(model.statistics())).toBeGreaterThan(0.2)
  })

  test('a gap is carried by the track that sounds in its band', async () => {
    const measured = await measure(miniSong)
    const attribute = attributor(measured.set, modelOf(measured).model)
    expect(attribute('bandSub', 'drop')[0]).toMatchObject({ track: 'Kick' })
    expect(attribute('bandAir', 'drop')[0]).toMatchObject({ track: 'Hats' })
    expect(attribute('widthLowMid', 'drop')[0]).toMatchObject({ track: 'Pads' })
    expect(attribute('bandAir', 'drop').reduce((sum, { share }) => sum + share, 0)).toBeLessThanOrEqual(1)
    expect(attribute('tempo', 'overall')).toEqual([])
  })
})
