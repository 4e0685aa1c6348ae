import { expect, test } from 'vitest'
import { createSimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import type { SimulatedSetSpec } from '../../node/adapters/simulated/spec.ts'
import { measureSession } from '../../node/app/measure.ts'
import { layerPolarity } from '../../node/fixes/layer-polarity.ts'
import { buildMixModel } from '../../node/mix/contributions.ts'
import { miniSong } from '../support/mini-song.ts'

const pads = miniSong.tracks.find(({ name }) => name === 'Pads')!
/** The pads once more, at a part of their level, upside down where it is negative. */
const doubled = (gain: number): SimulatedSetSpec => ({
  ...miniSong,
  tracks: [
    ...miniSong.tracks,
    {
      ...pads,
      name: 'Pads 2',
      source: { ...pads.source!, channels: pads.source!.channels.map(channel => channel.map(x => gain * x)) },
    },
  ],
})

async function said(spec: SimulatedSetSpec) {
  const { set, take, analysis } = await measureSession(createSimulatedSet(spec))
  return layerPolarity(set, buildMixModel(set, take, analysis).model)
}

test('a layer that is upside down is named, the smaller of the two, with what Main gains', async () => {
  const sentences = await said(doubled(-0.6))
  expect(sentences).toHaveLength(1)
  // 20·log10(1.6 / 0.4) = 12 dB where nothing else sounds; the rest of the mix takes its part of that.
  expect(sentences[0]).toMatch(/^Pads 2 may be upside down .* Main gains \d+\.\d dB/)
})

test('layers that add up, and parts that have nothing in common, are left alone', async () => {
  expect(await said(doubled(0.6))).toEqual([])
  expect(await said(miniSong)).toEqual([])
})
