/** Twenty seconds of three tracks of noise: something to record, nothing worth an analysis. */
import type { SimulatedSetSpec } from '../../../node/adapters/simulated/spec.ts'
import { whiteNoise } from '../../support/signals.ts'

const sampleRate = 44_100
const frames = 20 * sampleRate

export const noiseSong: SimulatedSetSpec = {
  name: 'Noise',
  sampleRate,
  tempo: 120,
  beatsPerBar: 4,
  locators: [{ name: 'Drop', beats: 0 }],
  tracks: ['One', 'Two', 'Three'].map((name, index) => ({
    name,
    kind: 'audio',
    source: { sampleRate, channels: [whiteNoise(frames, 2 * index + 1, 0.1), whiteNoise(frames, 2 * index + 2, 0.1)] },
    devices: [{ className: 'StereoGain' }],
  })),
  master: { devices: [{ className: 'StereoGain' }] },
}
