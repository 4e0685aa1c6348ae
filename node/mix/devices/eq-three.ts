/**
 * EQ Three: three bands with gains that reach silence. Assumed (device/FACTS.md): Linkwitz-Riley crossovers of 24 or 48 dB per
 * octave; with all bands open at 0 dB the signal passes untouched, without the crossovers' phase.
 */
import { dbToGain } from '../../dsp/decibel.ts'
import { crossoverGains } from './crossover.ts'
import type { LinearModel, Settings, StereoResponse } from './device-model.ts'
import { onBoth, plus, timesReal, unchanged } from './response.ts'
import { choice, isOn, reader } from './settings.ts'

const className = 'FilterEQ3'
const bands = [
  { gain: 'GainLo', on: 'LowOn' },
  { gain: 'GainMid', on: 'MidOn' },
  { gain: 'GainHi', on: 'HighOn' },
] as const
const slopes = [24, 48] as const
/** 0 dB in 32 bits shows 1e-6 dB. */
const negligible = 1e-5

export const eqThree: LinearModel = { kind: 'linear', className, response, unpredictable: () => null }

function response(settings: Settings, sampleRate: number, hz: ArrayLike<number>): StereoResponse {
  if (!isOn(settings)) return unchanged(hz.length)
  const read = reader(className, settings)
  const gains = bands.map(({ gain, on }) => (read(on) === 1 ? dbToGain(read(gain)) : 0))
  if (gains.every(gain => Math.abs(gain - 1) < negligible)) return unchanged(hz.length)
  const crossover = { lowHz: read('FreqLo'), highHz: read('FreqHi'), slope: choice(read, 'Slope', slopes) }
  const [low, mid, high] = crossoverGains(crossover, sampleRate, hz)
  return onBoth(plus(plus(timesReal(low, gains[0]!), timesReal(mid, gains[1]!)), timesReal(high, gains[2]!)))
}
