import { expect, test } from 'vitest'
import { createSimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import type { SimulatedSetSpec } from '../../node/adapters/simulated/spec.ts'
import { measureSession } from '../../node/app/measure.ts'
import { buildMixModel } from '../../node/mix/contributions.ts'
import { liveSettings } from '../../node/mix/devices/live-settings.ts'
import { predictRows } from '../../node/mix/predict.ts'
import { miniSong } from '../support/mini-song.ts'

/** The first half at a quarter of its level: the Glue holds the second one down. */
const uneven: SimulatedSetSpec['tracks'] = miniSong.tracks.map(track => ({
  ...track,
  source: {
    ...track.source!,
    channels: track.source!.channels.map(x => x.map((value, n) => (n < x.length / 2 ? 0.25 * value : value))),
  },
}))
const glued = (threshold: number): SimulatedSetSpec => ({
  ...miniSong,
  tracks: uneven,
  master: {
    devices: [
      { className: 'GlueCompressor', settings: { Threshold: threshold, Ratio: 4, Attack: 3, Release: 0.2 } },
      { className: 'Limiter' },
    ],
  },
})
const measure = (threshold: number) => measureSession(createSimulatedSet(glued(threshold)))

test('what a Glue that works less makes of the loudest three seconds is told apart from the whole', async () => {
  const before = await measure(-30)
  const glue = before.set.tracks.find(({ kind }) => kind === 'master')!.devices[0]!
  const from = liveSettings(glue)
  const { model } = buildMixModel(before.set, before.take, before.analysis)
  const { rows } = predictRows(before.analysis, model, [
    {
      kind: 'device',
      node: 'master_track',
      device: glue.path,
      className: glue.className,
      from,
      to: { ...from, Threshold: -18 },
    },
  ])
  const after = (await measure(-18)).analysis.rows.overall!.values
  const was = before.analysis.rows.overall!.values
  expect(after.shortTermMax! - was.shortTermMax!).toBeGreaterThan(1)
  // A tenth of what a loudness meter may be off by, and the rounding of curves to a quarter of a millisecond.
  expect(Math.abs(rows.overall!.values.shortTermMax! - after.shortTermMax!)).toBeLessThan(0.15)
  expect(Math.abs(rows.overall!.values.integratedLoudness! - after.integratedLoudness!)).toBeLessThan(0.15)
})
