import { expect, test } from 'vitest'
import { generateSong } from '../../node/adapters/demo-song/song.ts'
import { createSimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import { measureSession } from '../../node/app/measure.ts'
import { buildMixModel } from '../../node/mix/contributions.ts'
import { liveSettings } from '../../node/mix/devices/live-settings.ts'
import { predictRows } from '../../node/mix/predict.ts'

test('the more a pad ducks, the more the mix does, from the first decibel of a threshold on', async () => {
  const { set, take, analysis } = await measureSession(
    createSimulatedSet(generateSong({ seed: 203, length: 'short' }).spec),
  )
  const pad = set.tracks.find(({ name }) => name === 'Pad')!
  const device = pad.devices.find(({ className }) => className === 'Compressor2')!
  const from = liveSettings(device)
  const { model } = buildMixModel(set, take, analysis)
  const depthAt = (db: number) =>
    predictRows(analysis, model, [
      {
        kind: 'device',
        node: pad.path,
        device: device.path,
        key: set.tracks.find(({ name }) => name === 'Ghost Kick')!.path,
        className: device.className,
        from,
        to: { ...from, Threshold: from.Threshold! + db },
      },
    ]).rows.drop!.values.duckDepth!
  const depths = [0, -1, -3, -8].map(depthAt)
  expect(depths).toEqual(depths.toSorted((a, b) => a - b))
  expect(new Set(depths).size).toBe(depths.length)
})
