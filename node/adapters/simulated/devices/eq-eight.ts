/**
 * EQ Eight in Stereo mode: the eight A bands. Assumed (device/FACTS.md): cookbook biquads; Adaptive Q does not change
 * the response; a 48 dB filter is an eighth-order Butterworth whose four Qs are scaled alike until the level at the
 * corner is Q, as it is for the 12 dB filter.
 */
import { type BiquadCoefficients, designBiquad, type FilterSettings } from '../../../dsp/biquad.ts'
import { dbToGain } from '../../../dsp/decibel.ts'
import { applyGain, type Effect, runSections } from './effect.ts'

/** Qs of the four sections of an eighth-order Butterworth filter: 1 / (2·cos((2k + 1)·π/16)). */
const butterworth8 = [0, 1, 2, 3].map(k => 1 / (2 * Math.cos(((2 * k + 1) * Math.PI) / 16)))

/** "Filter Type" items in Live's order. */
const types = ['highpass48', 'highpass', 'lowshelf', 'bell', 'notch', 'highshelf', 'lowpass', 'lowpass48'] as const

function steep(type: 'highpass' | 'lowpass', hz: number, q: number): FilterSettings[] {
  const scale = (q / Math.SQRT1_2) ** (1 / 4)
  return butterworth8.map(sectionQ => ({ type, hz, q: sectionQ * scale }))
}

function bandFilters(value: (parameter: string) => number, band: number): readonly FilterSettings[] {
  if (value(`${band} Filter On A`) === 0) return []
  const type = types[value(`${band} Filter Type A`)]!
  const hz = value(`${band} Frequency A`)
  const q = value(`${band} Q A`)
  const gainDb = (value(`${band} Gain A`) * value('Scale')) / 100
  switch (type) {
    case 'highpass48':
      return steep('highpass', hz, q)
    case 'lowpass48':
      return steep('lowpass', hz, q)
    case 'highpass':
    case 'lowpass':
    case 'notch':
      return [{ type, hz, q }]
    default:
      return gainDb === 0 ? [] : [{ type, hz, q, gainDb }]
  }
}

export function eqEight(value: (parameter: string) => number): Effect | null {
  const filters = [1, 2, 3, 4, 5, 6, 7, 8].flatMap(band => bandFilters(value, band))
  const gain = dbToGain(value('Output'))
  if (filters.length === 0 && gain === 1) return null
  return (signal, { sampleRate }) => {
    const [first, ...rest] = filters.map(filter => designBiquad(filter, sampleRate))
    if (!first) return applyGain(signal, gain)
    const louder: BiquadCoefficients = { ...first, b0: gain * first.b0, b1: gain * first.b1, b2: gain * first.b2 }
    runSections(signal, [louder, ...rest])
  }
}
