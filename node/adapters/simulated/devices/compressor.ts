/**
 * Compressor. Assumed (device/FACTS.md): see dynamics.ts; channels linked by the louder one; Makeup restores the level
 * of a full-scale input; Output acts on the compressed signal only; the latency of LookAhead is compensated.
 */
import { dbToGain } from '../../../dsp/decibel.ts'
import { applyGainCurve, type Curve, curveGainDb, detectorSignal, gainCurve } from './dynamics.ts'
import type { Effect } from './effect.ts'

const models = ['peak', 'rms', 'expand'] as const
const lookaheadMs = [0, 1, 10] as const

export function compressor(value: (parameter: string) => number): Effect | null {
  const model = models[value('Model')]!
  const curve: Curve = {
    thresholdDb: value('Threshold'),
    kneeDb: value('Knee'),
    // Expand raises what is above the threshold, by the ratio 1 : x.
    slope: model === 'expand' ? value('Expansion Ratio') - 1 : 1 / value('Ratio') - 1,
  }
  const makeupDb = value('Makeup') === 1 && model !== 'expand' ? -curveGainDb(curve, 0) : 0
  const outputGain = dbToGain(value('Output') + makeupDb)
  const wet = value('Dry/Wet') / 100
  const listens = value('S/C Listen') === 1
  if (!listens && (wet === 0 || (curve.slope === 0 && outputGain === 1))) return null
  return (signal, surroundings) => {
    const heard = detectorSignal(signal, surroundings, value)
    if (listens) {
      if (heard !== signal) for (const side of [0, 1] as const) signal[side].set(heard[side])
      return
    }
    const gain = gainCurve(
      heard,
      curve,
      {
        detector: model === 'rms' ? 'rms' : 'peak',
        attackMs: value('Attack'),
        releaseMs: value('Auto Release On/Off') === 1 ? 'auto' : value('Release'),
        smoothing: value('Env Mode') === 1 ? 'dB' : 'gain',
        lookaheadMs: lookaheadMs[value('LookAhead')]!,
      },
      surroundings.sampleRate,
    )
    applyGainCurve(signal, gain, outputGain, wet)
  }
}
