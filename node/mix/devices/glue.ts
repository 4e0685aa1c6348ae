/**
 * Glue Compressor. Assumed (device/FACTS.md): a peak detector, a knee of 6 dB, Range limits the reduction, Output acts on the
 * compressed signal only. Peak Clip In, a waveshaper behind it, is not a gain over time.
 */
import { dbToGain } from '../../dsp/decibel.ts'
import type { DynamicModel } from './device-model.ts'
import { type CompressorDesign, feedForward } from './feed-forward.ts'
import { isOn, isSet, type Read } from './settings.ts'

const className = 'GlueCompressor'
const kneeDb = 6

export const glue: DynamicModel = {
  ...feedForward(className, design),
  unpredictable: settings =>
    isOn(settings) && isSet(settings, 'Peak Clip In') ? 'Peak Clip In bends the peaks: not a gain.' : null,
}

function design(read: Read): CompressorDesign {
  const wet = read('Dry/Wet') / 100
  const seconds = read('Release')
  return {
    detection: 'peak',
    law: {
      thresholdDb: read('Threshold'),
      kneeDb,
      slope: 1 / read('Ratio') - 1,
      floorDb: -read('Range'),
      attackMs: read('Attack'),
      // The label "A", automatic, stands behind the numbers.
      releaseMs: Number.isFinite(seconds) ? 1000 * seconds : 'auto',
      smoothing: 'dB',
      lookaheadMs: 0,
      dry: 1 - wet,
      wet: wet * dbToGain(read('Output')),
    },
  }
}
