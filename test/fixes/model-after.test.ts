import { expect, test } from 'vitest'
import { bandCount, emptyBandStatistics } from '../../node/dsp/bands.ts'
import { modelAfter } from '../../node/fixes/model-after.ts'
import { moveOf } from '../../node/fixes/search.ts'
import { MixModel } from '../../node/mix/model.ts'
import { choiceOf } from '../support/choice.ts'

/** Two tracks that have something in common, one of them panned: the order of sums and products shows in the last bits. */
function twoTracks(): MixModel {
  const power = (level: number) => {
    const statistics = emptyBandStatistics()
    for (let k = 0; k < bandCount; k++) {
      statistics.mm[k] = level / (k + 3)
      statistics.ss[k] = level / (7 * k + 5)
      statistics.ms[k] = level / (11 * k + 90)
    }
    return statistics
  }
  const cross = () => Float64Array.from({ length: bandCount }, (_, k) => 0.01 / (k + 3))
  const contributor = (track: `tracks ${number}`, pan: number, level: number) => ({
    track,
    nodes: [track, 'master_track'] as const,
    pan,
    left: 1,
    right: 1,
    silenced: null,
    statistics: [power(level)],
  })
  return MixModel.build({
    sampleRate: 44_100,
    scopes: ['overall'],
    contributors: [contributor('tracks 0', 0.3, 0.1), contributor('tracks 1', 0, 0.07)],
    pairs: [
      {
        i: 0,
        j: 1,
        bands: Array.from({ length: bandCount }, (_, k) => k),
        statistics: [{ mmRe: cross(), mmIm: cross(), ssRe: cross(), ssIm: cross(), ms: cross() }],
      },
    ],
    measured: [power(0.2)],
    complete: true,
  })
}

const choices = [
  choiceOf('Pad', -1.7),
  choiceOf('Lead', 2.3, { move: db => ({ kind: 'level', node: 'tracks 1', db }) }),
  choiceOf('Main', -0.9, { move: db => ({ kind: 'level', node: 'master_track', db }) }),
]

test('one choice after the other leads to the very model that all of them at once do', () => {
  const model = twoTracks()
  const atOnce = model.with(choices.map(moveOf))
  const after = modelAfter(model, choices)
  // Not one bit apart: a plan must not hang on what was asked before.
  expect(after.statistics()).toEqual(atOnce.statistics())
  expect(after.shifts).toEqual(atOnce.shifts)
  expect(after.pairs).toEqual(atOnce.pairs)
})

test('what was asked before is not worked out again, and another amount is no such thing', () => {
  const model = twoTracks()
  const [pad, lead] = choices
  expect(modelAfter(model, [pad!, lead!])).toBe(modelAfter(model, [pad!, lead!]))
  const other = { ...lead!, amount: 1 }
  expect(modelAfter(model, [pad!, other]).statistics()).toEqual(model.with([pad!, other].map(moveOf)).statistics())
  expect(modelAfter(model, [])).toBe(model)
})
