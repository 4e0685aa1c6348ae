import { describe, expect, test } from 'vitest'
import type { Audio } from '../../node/audio/audio.ts'
import { measureLevelGrid } from '../../node/dsp/level-grid.ts'
import { truePeak } from '../../node/dsp/true-peak.ts'
import { measureBands } from '../../node/features/bands.ts'
import { type FeatureId, feature, featureIds } from '../../node/features/catalogue.ts'
import { crestFactor } from '../../node/features/dynamics.ts'
import { measureLoudness } from '../../node/features/loudness.ts'
import { spectralFeatures } from '../../node/features/spectrum.ts'
import { stereoFeatures } from '../../node/features/stereo.ts'
import { onBoth, pinkSines, stereo, uglyInputs, whiteNoise } from '../support/signals.ts'

function everyValue(audio: Audio): Partial<Record<FeatureId, number | null>> {
  const { integrated, momentaryMax, shortTermMax, range } = measureLoudness(audio)
  const bands = measureBands(audio).get('overall')!
  const peak = truePeak(audio.channels)
  const peakDb = peak > 0 ? 20 * Math.log10(peak) : null
  return {
    integratedLoudness: integrated,
    momentaryMax,
    shortTermMax,
    loudnessRange: range,
    truePeak: peakDb,
    peakToLoudnessRatio: peakDb === null || integrated === null ? null : peakDb - integrated,
    crestFactor: crestFactor(measureLevelGrid(audio.channels, audio.sampleRate)),
    ...spectralFeatures(bands).values,
    ...stereoFeatures(bands).values,
  }
}

const programmes: Record<string, Audio> = {
  ...uglyInputs(),
  'pink programme': onBoth(pinkSines({ seconds: 4, sampleRate: 44_100, seed: 1 }), 44_100),
  'independent noise': stereo(whiteNoise(200_000, 1), whiteNoise(200_000, 2), 44_100),
  'clicks, a second apart': onBoth(
    Float32Array.from({ length: 200_000 }, (_, n) => (n % 44_100 === 500 ? 1 : 0)),
    44_100,
  ),
  'steep low-pass noise': onBoth(
    whiteNoise(200_000, 3).map((_, n, all) => {
      let sum = 0
      for (let i = 0; i < 64; i++) sum += all[Math.max(0, n - i)]! / 64
      return sum
    }),
    44_100,
  ),
}

describe('every value is in its catalogue range or null, and every id is in the catalogue', () => {
  test.each(Object.entries(programmes))('%s', (_, audio) => {
    for (const [id, value] of Object.entries(everyValue(audio))) {
      expect(featureIds).toContain(id)
      if (value === null) continue
      const [low, high] = feature(id as FeatureId).range
      expect(value, id).toBeGreaterThanOrEqual(low)
      expect(value, id).toBeLessThanOrEqual(high)
    }
  })
})
