/**
 * Auto Filter and Auto Filter Legacy, standing still: low-pass, high-pass, band-pass and notch. Assumed (device/FACTS.md):
 * cookbook filters, 24 dB per octave by two of them (passes: Butterworth without resonance); Resonance raises Q from 0.71
 * twentyfold at 100 %; all circuits sound alike. What moves the filter or bends the signal is not foretold.
 */
import { type BiquadCoefficients, designBiquad } from '../../dsp/biquad.ts'
import { dbToGain } from '../../dsp/decibel.ts'
import type { LinearModel, Settings } from './device-model.ts'
import { bandPass, blend, onBoth, sectionGains, timesReal, unchanged } from './response.ts'
import { choice, isOn, type Read, reader } from './settings.ts'

const types = ['lowpass', 'highpass', 'bandpass', 'notch'] as const
/** The sections of a fourth-order Butterworth filter. */
const steepQs = [0.541196, 1.306563] as const
const resonantGain = 20

/** Auto Filter since Live 12.2. */
export const autoFilter = filterModel('AutoFilter2', {
  slope: 'Filter Slope',
  still: ['LFO Amount', 'Env Amount', 'Drive', 'Soft Clip On'],
  wet: read => read('Dry/Wet') / 100,
  output: read => dbToGain(read('Output')),
})

export const autoFilterLegacy = filterModel('AutoFilter', {
  slope: 'Slope',
  still: ['LFO Amount', 'Env. Modulation', 'Drive'],
  wet: () => 1,
  output: () => 1,
})

interface Design {
  /** Name of the parameter 12 or 24 dB. */
  readonly slope: string
  /** What must be 0. */
  readonly still: readonly string[]
  readonly wet: (read: Read) => number
  readonly output: (read: Read) => number
}

function filterModel(className: string, { slope, still, wet, output }: Design): LinearModel {
  return {
    kind: 'linear',
    className,
    response(settings, sampleRate, hz) {
      if (!isOn(settings)) return unchanged(hz.length)
      const read = reader(className, settings)
      const filtered = sectionGains(sectionsOf(read, read(slope) === 1, sampleRate), sampleRate, hz)
      return onBoth(blend(timesReal(filtered, output(read)), wet(read)))
    },
    unpredictable: settings => (isOn(settings) ? whatMoves(settings, still) : null),
  }
}

function sectionsOf(read: Read, isSteep: boolean, sampleRate: number): BiquadCoefficients[] {
  const type = choice(read, 'Filter Type', types)
  const hz = read('Frequency')
  const resonance = resonantGain ** (read('Resonance') / 100)
  const section = (q: number) =>
    type === 'bandpass' ? bandPass(hz, q, sampleRate) : designBiquad({ type, hz, q }, sampleRate)
  if (!isSteep) return [section(Math.SQRT1_2 * resonance)]
  if (type === 'bandpass' || type === 'notch') return [0, 1].map(() => section(Math.SQRT1_2 * resonance))
  return [section(steepQs[0]), section(steepQs[1] * resonance)]
}

function whatMoves(settings: Settings, still: readonly string[]): string | null {
  if (types[settings['Filter Type'] ?? -1] === undefined) return 'This filter type of Auto Filter is not modelled.'
  const moving = still.find(parameter => (settings[parameter] ?? 0) !== 0)
  return moving ? `${moving} of Auto Filter is not 0: the filter is not one filter.` : null
}
