/**
 * EQ Three: three bands with gains that reach silence. Assumed (device/FACTS.md): Linkwitz-Riley crossovers of 24 or
 * 48 dB per octave; with all bands up it lets the signal through untouched, without the crossovers' phase.
 */
import { dbToGain } from '../../../dsp/decibel.ts'
import { addTo, splitBands } from './crossover.ts'
import type { Effect } from './effect.ts'

const bands = [
  { gain: 'GainLo', on: 'LowOn' },
  { gain: 'GainMid', on: 'MidOn' },
  { gain: 'GainHi', on: 'HighOn' },
] as const

/** 0.85 in 32 bits shows 1e-6 dB. */
const negligible = 1e-5

export function eqThree(value: (parameter: string) => number): Effect | null {
  const gains = bands.map(({ gain, on }) => (value(on) === 1 ? dbToGain(value(gain)) : 0))
  if (gains.every(gain => Math.abs(gain - 1) < negligible)) return null
  const slope = value('Slope') === 1 ? 48 : 24
  const crossover = { lowHz: value('FreqLo'), highHz: value('FreqHi'), slope } as const
  return (signal, { sampleRate }) => {
    const split = splitBands(signal, crossover, sampleRate)
    for (const channel of signal) channel.fill(0)
    for (const [i, band] of split.entries()) if (gains[i] !== 0) addTo(signal, band, gains[i]!)
  }
}
