/**
 * EQ Eight, the eight A bands. In the modes L/R and M/S, which are properties of the device and not parameters, Live uses the B
 * bands as well: those are not modelled, and nothing in the settings tells the mode. Assumed (device/FACTS.md): cookbook
 * biquads; Adaptive Q does not change the response; a 48 dB filter is an eighth-order Butterworth whose four Qs are scaled alike
 * until the level at the corner is Q, as it is for the 12 dB filter.
 */
import type { FilterSettings } from '../../dsp/biquad.ts'
import { dbToGain } from '../../dsp/decibel.ts'
import type { LinearModel, Settings, StereoResponse } from './device-model.ts'
import { filterGains, onBoth, timesReal, unchanged } from './response.ts'
import { choice, isOn, type Read, reader } from './settings.ts'

const className = 'Eq8'

export const eqEight: LinearModel = { kind: 'linear', className, response, unpredictable: () => null }

/** "Filter Type" items in Live's order: kind of filter and its second-order sections. */
const types = [
  { type: 'highpass', sections: 4 },
  { type: 'highpass', sections: 1 },
  { type: 'lowshelf', sections: 1 },
  { type: 'bell', sections: 1 },
  { type: 'notch', sections: 1 },
  { type: 'highshelf', sections: 1 },
  { type: 'lowpass', sections: 1 },
  { type: 'lowpass', sections: 4 },
] as const

const bands = [1, 2, 3, 4, 5, 6, 7, 8]

function response(settings: Settings, sampleRate: number, hz: ArrayLike<number>): StereoResponse {
  if (!isOn(settings)) return unchanged(hz.length)
  const read = reader(className, settings)
  const filters = bands.filter(band => read(`${band} Filter On A`) === 1).flatMap(band => filtersOf(read, band))
  return onBoth(timesReal(filterGains(filters, sampleRate, hz), dbToGain(read('Output'))))
}

function filtersOf(read: Read, band: number): FilterSettings[] {
  const { type, sections } = choice(read, `${band} Filter Type A`, types)
  const hz = read(`${band} Frequency A`)
  const q = read(`${band} Q A`)
  const gainDb = read(`${band} Gain A`) * (read('Scale') / 100)
  if (sections === 1) return [{ type, hz, q, gainDb }]
  const scale = (q * Math.SQRT2) ** (1 / sections)
  return butterworthQs(2 * sections).map(own => ({ type, hz, q: own * scale }))
}

/** Qs of the sections of a Butterworth filter of even order. */
const butterworthQs = (order: number) =>
  Array.from({ length: order / 2 }, (_, k) => 0.5 / Math.cos(((2 * k + 1) * Math.PI) / (2 * order)))
