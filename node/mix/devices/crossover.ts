/** Three bands that sum to an all-pass: Linkwitz-Riley filters (Butterworth twice) of 24 or 48 dB per octave. */
import type { FilterSettings } from '../../dsp/biquad.ts'
import { filterGains, type Gains, plus, times } from './response.ts'

/** Qs of half the filter. */
const butterworthQs = { 24: [Math.SQRT1_2], 48: [0.541196, 1.306563] } as const

export interface Crossover {
  readonly lowHz: number
  /** An upper corner below the lower one is moved up to it. */
  readonly highHz: number
  /** dB per octave. */
  readonly slope: keyof typeof butterworthQs
}

export const crossoverFilters = (
  type: 'lowpass' | 'highpass',
  hz: number,
  slope: Crossover['slope'],
): readonly FilterSettings[] => [...butterworthQs[slope], ...butterworthQs[slope]].map(q => ({ type, hz, q }))

/** Complex gains of the low, the middle and the high band. The low band passes the upper corner's phase too. */
export function crossoverGains(
  { lowHz, highHz, slope }: Crossover,
  sampleRate: number,
  hz: ArrayLike<number>,
): readonly [Gains, Gains, Gains] {
  const upper = Math.max(lowHz, highHz)
  const at = (type: 'lowpass' | 'highpass', corner: number) =>
    filterGains(crossoverFilters(type, corner, slope), sampleRate, hz)
  const rest = at('highpass', lowHz)
  const below = at('lowpass', upper)
  const above = at('highpass', upper)
  return [times(at('lowpass', lowHz), plus(below, above)), times(rest, below), times(rest, above)]
}
