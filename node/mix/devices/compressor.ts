/**
 * Compressor, by its own signal or an external side-chain. Assumed (device/FACTS.md): see detector.ts and gain-computer.ts;
 * Makeup restores the level of a full-scale input; Output acts on the compressed signal only; latency is compensated.
 */
import { dbToGain } from '../../dsp/decibel.ts'
import { type CompressorDesign, feedForward } from './feed-forward.ts'
import { type CompressorLaw, staticGainDb } from './gain-computer.ts'
import { choice, type Read } from './settings.ts'

export const compressor = feedForward('Compressor2', design)

/** Items in Live's order. */
const models = ['peak', 'rms', 'expand'] as const
const lookaheadMs = [0, 1, 10] as const

function design(read: Read): CompressorDesign {
  const model = choice(read, 'Model', models)
  const wet = read('Dry/Wet') / 100
  const law: CompressorLaw = {
    thresholdDb: read('Threshold'),
    kneeDb: read('Knee'),
    // Expand raises what is above the threshold, by the ratio 1 : x.
    slope: model === 'expand' ? read('Expansion Ratio') - 1 : 1 / read('Ratio') - 1,
    floorDb: Number.NEGATIVE_INFINITY,
    attackMs: read('Attack'),
    releaseMs: read('Auto Release On/Off') === 1 ? 'auto' : read('Release'),
    smoothing: read('Env Mode') === 1 ? 'dB' : 'gain',
    lookaheadMs: choice(read, 'LookAhead', lookaheadMs),
    dry: 1 - wet,
    wet,
  }
  const makeupDb = read('Makeup') === 1 && model !== 'expand' ? -staticGainDb(law, 0) : 0
  return {
    law: { ...law, wet: wet * dbToGain(read('Output') + makeupDb) },
    detection: model === 'rms' ? 'rms' : 'peak',
  }
}
