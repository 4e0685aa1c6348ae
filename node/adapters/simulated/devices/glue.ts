/**
 * Glue Compressor. Assumed (device/FACTS.md): peak detector as in dynamics.ts, a knee of 6 dB, Range limits the gain
 * reduction, Output acts on the compressed signal only; Peak Clip In bends what exceeds half of −0.5 dBFS and never
 * passes it (Ableton's manual: "the maximum output level is −.5 dB").
 */
import { dbToGain } from '../../../dsp/decibel.ts'
import { applyGainCurve, detectorSignal, gainCurve } from './dynamics.ts'
import type { Effect, Stereo } from './effect.ts'
import { softKnee } from './saturator.ts'

const kneeDb = 6
const clipCeiling = dbToGain(-0.5)

function softClip(signal: Stereo): void {
  for (const channel of signal) {
    for (let n = 0; n < channel.length; n++) channel[n] = clipCeiling * softKnee(channel[n]! / clipCeiling, 0.5)
  }
}

export function glue(value: (parameter: string) => number): Effect | null {
  const wet = value('Dry/Wet') / 100
  const release = value('Release')
  return (signal, surroundings) => {
    const gain = gainCurve(
      detectorSignal(signal, surroundings, value),
      { thresholdDb: value('Threshold'), kneeDb, slope: 1 / value('Ratio') - 1 },
      {
        detector: 'peak',
        attackMs: value('Attack'),
        // The label "A" is automatic; the others are seconds.
        releaseMs: Number.isFinite(release) ? 1000 * release : 'auto',
        smoothing: 'dB',
        lookaheadMs: 0,
      },
      surroundings.sampleRate,
      -value('Range'),
    )
    applyGainCurve(signal, gain, dbToGain(value('Output')), wet)
    if (value('Peak Clip In') === 1) softClip(signal)
  }
}
