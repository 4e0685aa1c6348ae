import { expect, test } from 'vitest'
import { bandCount, emptyBandStatistics } from '../../node/dsp/bands.ts'
import type { Candidate } from '../../node/fixes/candidates/candidate.ts'
import type { PredictedDistance } from '../../node/fixes/predicted-distance.ts'
import { rules } from '../../node/fixes/rules.ts'
import { search } from '../../node/fixes/search.ts'
import { MixModel } from '../../node/mix/model.ts'
import type { Shifts } from '../../node/mix/moves.ts'

const node = 'master_track'
const settings = { Threshold: -20 }
const statistics = [emptyBandStatistics()]
/** One device on Main; how far its threshold went is written into a feature that nothing else moves. */
const model = MixModel.build({
  sampleRate: 44_100,
  scopes: ['overall'],
  contributors: [{ track: node, nodes: [node], pan: 0, left: 1, right: 1, silenced: null, statistics }],
  pairs: [],
  measured: statistics,
  complete: true,
  dynamics: ({ from, to }) => [
    { ratio: new Float64Array(bandCount).fill(1), shifts: { crestFactor: to.Threshold! - from.Threshold! } },
  ],
})

function searched(distanceAt: (db: number) => number) {
  const predicted = {
    byScope: Float64Array.of(0),
    broken: 0,
    evaluate: (_: unknown, [base]: readonly Shifts[], [added]: readonly Shifts[] = [{}]) =>
      distanceAt((base?.crestFactor ?? 0) + (added?.crestFactor ?? 0)),
  } as unknown as PredictedDistance
  const candidate: Candidate = {
    kind: 'compression',
    node,
    trackName: 'Main',
    control: 'devices 0 threshold',
    range: [-18, 18],
    idle: 0,
    limitPerPass: rules.moves.compression.limitPerPass,
    resolution: 1,
    unit: 'dB',
    isSwitch: false,
    filter: null,
    tunable: false,
    cost: amount => (amount === 0 ? 0 : 0.01 + 0.0012 * Math.abs(amount)),
    move: amount => ({
      kind: 'device',
      node,
      device: 'devices 0',
      className: 'GlueCompressor',
      from: settings,
      to: { Threshold: settings.Threshold + amount },
    }),
    realise: () => [],
    postChain: true,
    inserts: null,
  }
  return search(model, predicted, { candidates: [candidate], joints: [] }, rules).choices.map(({ amount }) => amount)
}

// As measured on a song whose Glue on Main was set 8 dB too deep: its first decibels change the loudness, the next ones bring
// the dynamics back.
const hump = (db: number) => (db < 2 ? 0.13 + 0.002 * db : 0.134 - 0.06 * Math.max(0, 1 - Math.abs(db - 8) / 6))

test('a compressor on Main is opened to where it helps, though its first decibels make it worse', () => {
  expect(searched(hump)).toEqual([8])
})

test('where no threshold helps, none is moved', () => {
  expect(searched(db => 0.13 + 0.002 * Math.abs(db))).toEqual([])
})
