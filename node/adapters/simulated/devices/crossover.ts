/**
 * Three bands that sum flat: Linkwitz-Riley filters (Butterworth twice), 24 or 48 dB per octave. What is split off below
 * passes the upper crossover's phase as well, so that the bands stay in step.
 */
import { type BiquadCoefficients, designBiquad } from '../../../dsp/biquad.ts'
import { runSections, type Stereo } from './effect.ts'

/** Qs of half the filter: Butterworth of order 2 or 4. */
const butterworth = { 24: [Math.SQRT1_2], 48: [0.541196100146197, 1.3065629648763766] } as const

export interface Crossover {
  readonly lowHz: number
  readonly highHz: number
  /** dB per octave. */
  readonly slope: keyof typeof butterworth
}

export type Bands = readonly [low: Stereo, mid: Stereo, high: Stereo]

/** The signal itself is left as it is. An upper corner below the lower one is moved up to it. */
export function splitBands(signal: Stereo, { lowHz, highHz, slope }: Crossover, sampleRate: number): Bands {
  const sections = (type: 'lowpass' | 'highpass', hz: number): readonly BiquadCoefficients[] =>
    [...butterworth[slope], ...butterworth[slope]].map(q => designBiquad({ type, hz, q }, sampleRate))
  const filtered = (input: Stereo, filters: readonly BiquadCoefficients[]): Stereo => {
    const output: Stereo = [input[0].slice(), input[1].slice()]
    runSections(output, filters)
    return output
  }
  const upper = Math.max(lowHz, highHz)
  const low = filtered(signal, sections('lowpass', lowHz))
  const rest = filtered(signal, sections('highpass', lowHz))
  const inStep = filtered(low, sections('lowpass', upper))
  addTo(inStep, filtered(low, sections('highpass', upper)), 1)
  return [inStep, filtered(rest, sections('lowpass', upper)), filtered(rest, sections('highpass', upper))]
}

export function addTo([left, right]: Stereo, [otherLeft, otherRight]: Stereo, gain: number): void {
  for (let n = 0; n < left.length; n++) {
    left[n] = left[n]! + gain * otherLeft[n]!
    right[n] = right[n]! + gain * otherRight[n]!
  }
}
