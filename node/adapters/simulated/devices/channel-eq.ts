/**
 * Channel EQ. Ableton's manual: low shelf tuned to 100 Hz, sweepable mid peak, high shelf; a high-pass at 80 Hz; while
 * the high gain falls from 0 to −15 dB a low-pass comes down from 20 to 8 kHz. Assumed (device/FACTS.md): cookbook
 * filters of second order, shelves with Q 0.71, the high shelf at 5 kHz, a mid Q of 0.5, the low-pass in log frequency.
 */
import { type BiquadCoefficients, designBiquad, type FilterSettings } from '../../../dsp/biquad.ts'
import { dbToGain } from '../../../dsp/decibel.ts'
import { applyGain, type Effect, runSections } from './effect.ts'

const highpassHz = 80
const lowHz = 100
const highHz = 5000
const midQ = 0.5
const highCut = { fromHz: 20_000, toHz: 8000, atDb: -15 }

/** Defaults stored in 32 bits show 0.0001 dB: inaudible, and taken as nothing. */
const negligibleDb = 1e-3

export function channelEq(value: (parameter: string) => number): Effect | null {
  const shelf = (type: 'lowshelf' | 'highshelf', hz: number, gainDb: number): FilterSettings[] =>
    Math.abs(gainDb) < negligibleDb ? [] : [{ type, hz, q: Math.SQRT1_2, gainDb }]
  const midDb = value('Mid Gain')
  const highDb = value('High Gain')
  const fall = Math.min(1, highDb / highCut.atDb)
  const filters: readonly FilterSettings[] = [
    ...(value('Highpass On') === 1 ? [{ type: 'highpass', hz: highpassHz, q: Math.SQRT1_2 } as const] : []),
    ...shelf('lowshelf', lowHz, value('Low Gain')),
    ...(Math.abs(midDb) < negligibleDb
      ? []
      : [{ type: 'bell', hz: value('Mid Freq'), q: midQ, gainDb: midDb } as const]),
    ...shelf('highshelf', highHz, highDb),
    ...(highDb > -negligibleDb
      ? []
      : [
          {
            type: 'lowpass',
            hz: highCut.fromHz * (highCut.toHz / highCut.fromHz) ** fall,
            q: Math.SQRT1_2,
          } as const,
        ]),
  ]
  const outputDb = value('Output')
  const gain = Math.abs(outputDb) < negligibleDb ? 1 : dbToGain(outputDb)
  if (filters.length === 0 && gain === 1) return null
  return (signal, { sampleRate }) => {
    if (gain !== 1) applyGain(signal, gain)
    const sections: readonly BiquadCoefficients[] = filters.map(filter => designBiquad(filter, sampleRate))
    runSections(signal, sections)
  }
}
