/**
 * Auto Filter and Auto Filter Legacy, standing still: low-pass, high-pass, band-pass and notch. Assumed (device/FACTS.md):
 * cookbook filters, 24 dB per octave by two of them (Butterworth without resonance); Resonance raises Q from 0.71
 * twentyfold at 100 %; all circuits sound alike, Drive off. LFO and envelope must not move the filter.
 */
import { type BiquadCoefficients, designBiquad } from '../../../dsp/biquad.ts'
import { dbToGain } from '../../../dsp/decibel.ts'
import { bandpass } from './dynamics.ts'
import { type Effect, runSections, type Stereo } from './effect.ts'
import { requireNeutral } from './unmodelled.ts'

const types = ['lowpass', 'highpass', 'bandpass', 'notch'] as const
const qAtFullResonance = 20

export function autoFilter(value: (parameter: string) => number): Effect | null {
  const wet = value('Dry/Wet') / 100
  if (wet === 0) return null
  requireNeutral('Auto Filter', value, { Drive: 0, 'LFO Amount': 0, 'Env Amount': 0, 'Soft Clip On': 0 })
  const filter = filterOf('Auto Filter', value('Filter Type'), value('Filter Slope') === 1, value)
  const output = dbToGain(value('Output'))
  return (signal, { sampleRate }) => {
    const dry: Stereo | null = wet < 1 ? [signal[0].slice(), signal[1].slice()] : null
    runSections(signal, filter(sampleRate))
    for (const [side, channel] of signal.entries()) {
      for (let n = 0; n < channel.length; n++) {
        channel[n] = wet * output * channel[n]! + (dry ? (1 - wet) * dry[side]![n]! : 0)
      }
    }
  }
}

export function autoFilterLegacy(value: (parameter: string) => number): Effect {
  requireNeutral('Auto Filter Legacy', value, { Drive: 0, 'LFO Amount': 0, 'Env. Modulation': 0 })
  const filter = filterOf('Auto Filter Legacy', value('Filter Type'), value('Slope') === 1, value)
  return (signal, { sampleRate }) => runSections(signal, filter(sampleRate))
}

/** The sections of a filter at a sample rate. */
function filterOf(device: string, typeIndex: number, isSteep: boolean, value: (parameter: string) => number) {
  const type = types[typeIndex]
  if (!type)
    throw new RangeError(`Filter Type of ${device} is simulated only for ${types.join(', ')}, got ${typeIndex}`)
  const hz = value('Frequency')
  const resonance = qAtFullResonance ** (value('Resonance') / 100)
  // Two equal band-passes or notches; low- and high-passes as Butterworth of fourth order, the resonance in its second half.
  const isPass = type === 'lowpass' || type === 'highpass'
  const qs = isSteep
    ? isPass
      ? [0.541196100146197, 1.3065629648763766 * resonance]
      : [Math.SQRT1_2 * resonance, Math.SQRT1_2 * resonance]
    : [Math.SQRT1_2 * resonance]
  return (sampleRate: number): readonly BiquadCoefficients[] =>
    qs.map(q => (type === 'bandpass' ? bandpass(hz, q, sampleRate) : designBiquad({ type, hz, q }, sampleRate)))
}
