/** Coefficients of the tap's meters, from the same designs that the backend measures with. */
import { namedBandEdges } from '../../node/dsp/bands.ts'
import { type BiquadCoefficients, designBiquad } from '../../node/dsp/biquad.ts'
import { kWeighting } from '../../node/dsp/k-weighting.ts'
import type { meterBands, tapFilters } from '../protocol.ts'

const bandOf = {
  sub: 'sub',
  bass: 'bass',
  'low-mid': 'lowMid',
  mid: 'mid',
  presence: 'presence',
  brilliance: 'brilliance',
  air: 'air',
} as const satisfies Record<(typeof meterBands)[number], keyof typeof namedBandEdges>

/** No resonance at the corner: 3 dB down. */
const butterworth = Math.SQRT1_2

/** Two sections, five numbers each, in the order and by the names of Max's biquad~: a0 a1 a2 forward, b1 b2 back. */
export function filterCoefficients(filter: (typeof tapFilters)[number], sampleRate: number): number[] {
  return sections(filter, sampleRate).flatMap(({ b0, b1, b2, a1, a2 }) => [b0, b1, b2, a1, a2])
}

function sections(filter: (typeof tapFilters)[number], sampleRate: number): BiquadCoefficients[] {
  if (filter === 'k') {
    const { shelf, highpass } = kWeighting(sampleRate)
    return [shelf, highpass]
  }
  const [low, high] = namedBandEdges[bandOf[filter]]
  return [
    designBiquad({ type: 'highpass', hz: low, q: butterworth }, sampleRate),
    designBiquad({ type: 'lowpass', hz: high, q: butterworth }, sampleRate),
  ]
}
