/** What the waveforms and filters of subtractive synthesizers do to harmonics, in dB. */
import { biquadResponse, designBiquad } from '../dsp/biquad.ts'
import { gainToDb } from '../dsp/decibel.ts'

export type WaveformName = 'saw' | 'square' | 'pulse' | 'triangle' | 'sine'

export interface WaveformModel {
  readonly waveform: WaveformName
  /** Share of the period that a pulse is up, 0 to 0.5; null for the others. */
  readonly pulseWidth: number | null
  /** Level of harmonic k. */
  readonly levelDb: (k: number) => number
}

const silentDb = -200
const orSilent = (amplitude: number) => Math.max(silentDb, gainToDb(Math.abs(amplitude)))

/** `width`: share of the period, above 0 and up to 0.5. */
export const pulse = (width: number): WaveformModel => ({
  waveform: 'pulse',
  pulseWidth: width,
  levelDb: k => orSilent(Math.sin(Math.PI * k * width) / (Math.PI * k)),
})

export const waveformModels: readonly WaveformModel[] = [
  { waveform: 'saw', pulseWidth: null, levelDb: k => orSilent(1 / k) },
  { waveform: 'square', pulseWidth: null, levelDb: k => orSilent(k % 2 ? 1 / k : 0) },
  { waveform: 'triangle', pulseWidth: null, levelDb: k => orSilent(k % 2 ? 1 / k ** 2 : 0) },
  { waveform: 'sine', pulseWidth: null, levelDb: k => orSilent(k === 1 ? 1 : 0) },
  ...Array.from({ length: 22 }, (_, i) => pulse(0.04 + 0.02 * i)),
  ...[0.25, 1 / 3, 0.125].map(pulse),
]

export type FilterType = 'none' | 'lowpass' | 'highpass' | 'bandpass'

export interface FilterModel {
  readonly type: FilterType
  /** Slope of a low- or high-pass; of each side of a band-pass. */
  readonly slopeDbPerOctave: 0 | 6 | 12 | 24
  /** Of the resonant section; 0.707 is flat. */
  readonly q: number
}

const flat = Math.SQRT1_2
const resonances = [flat, 0.85, 1, 1.25, 1.5, 2, 2.5, 3.2, 4, 5, 6.3, 8, 10, 13]

export const filterModels: readonly FilterModel[] = [
  { type: 'none', slopeDbPerOctave: 0, q: flat },
  ...[0.5, ...resonances].map(q => ({ type: 'lowpass', slopeDbPerOctave: 12, q }) as const),
  ...resonances.slice(0, 11).map(q => ({ type: 'lowpass', slopeDbPerOctave: 24, q }) as const),
  ...[flat, 1, 1.5, 2.5, 4, 6.3].map(q => ({ type: 'highpass', slopeDbPerOctave: 12, q }) as const),
  ...[flat, 1.5].map(q => ({ type: 'highpass', slopeDbPerOctave: 24, q }) as const),
  ...[1, 1.5, 2, 3, 4, 5, 6.3, 8].map(q => ({ type: 'bandpass', slopeDbPerOctave: 6, q }) as const),
]

/** Gain at `hz` with the cutoff at `cutoffHz`. 24 dB is a Butterworth pair of which the second section resonates. */
export function filterGainDb({ type, slopeDbPerOctave, q }: FilterModel, cutoffHz: number, hz: number, rate: number) {
  if (type === 'none') return 0
  if (type === 'bandpass') {
    const low = sectionDb('lowpass', cutoffHz, q, hz, rate)
    const high = sectionDb('highpass', cutoffHz, q, hz, rate)
    // s/Q over the same denominator is the geometric mean of low- and high-pass, over Q.
    return (low + high) / 2 - gainToDb(q)
  }
  if (slopeDbPerOctave === 12) return sectionDb(type, cutoffHz, q, hz, rate)
  return sectionDb(type, cutoffHz, 0.5412, hz, rate) + sectionDb(type, cutoffHz, (1.3066 * q) / flat, hz, rate)
}

function sectionDb(type: 'lowpass' | 'highpass', cutoffHz: number, q: number, hz: number, rate: number): number {
  const { re, im } = biquadResponse(designBiquad({ type, hz: cutoffHz, q }, rate), hz, rate)
  return Math.max(silentDb, 10 * Math.log10(re * re + im * im + 1e-20))
}
