/**
 * Channel EQ. Ableton's manual: low shelf at 100 Hz, a sweepable peak, a high shelf; a high-pass at 80 Hz; while the high gain
 * falls from 0 to −15 dB a low-pass comes down from 20 to 8 kHz. Assumed (device/FACTS.md): cookbook filters of second order,
 * shelves with Q 0.71, the high shelf at 5 kHz, a peak of Q 0.5, the low-pass even in log frequency.
 */
import type { FilterSettings } from '../../dsp/biquad.ts'
import { dbToGain } from '../../dsp/decibel.ts'
import type { LinearModel, Settings, StereoResponse } from './device-model.ts'
import { filterGains, onBoth, timesReal, unchanged } from './response.ts'
import { isOn, type Read, reader } from './settings.ts'

const className = 'ChannelEq'
const q = Math.SQRT1_2
const peakQ = 0.5
const highpassHz = 80
const lowShelfHz = 100
const highShelfHz = 5000
const cutFromHz = 20_000
const cutToHz = 8000
const cutWholeDb = -15
/** The default's 32 bits show 0.0001 dB. */
const negligibleDb = 1e-3

export const channelEq: LinearModel = { kind: 'linear', className, response, unpredictable: () => null }

function response(settings: Settings, sampleRate: number, hz: ArrayLike<number>): StereoResponse {
  if (!isOn(settings)) return unchanged(hz.length)
  const read = reader(className, settings)
  return onBoth(timesReal(filterGains(filtersOf(read), sampleRate, hz), dbToGain(read('Output'))))
}

function filtersOf(read: Read): FilterSettings[] {
  const filters: FilterSettings[] = [
    { type: 'lowshelf', hz: lowShelfHz, q, gainDb: read('Low Gain') },
    { type: 'bell', hz: read('Mid Freq'), q: peakQ, gainDb: read('Mid Gain') },
    { type: 'highshelf', hz: highShelfHz, q, gainDb: read('High Gain') },
  ]
  if (read('Highpass On') === 1) filters.push({ type: 'highpass', hz: highpassHz, q })
  const cut = Math.min(1, read('High Gain') / cutWholeDb)
  if (read('High Gain') < -negligibleDb) {
    filters.push({ type: 'lowpass', hz: cutFromHz * (cutToHz / cutFromHz) ** cut, q })
  }
  return filters
}
