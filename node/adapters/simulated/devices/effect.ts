/**
 * What the simulated devices share: the shape of an effect, and running filter sections over a stereo signal.
 *
 * The mix model (node/mix) predicts what these do with its own code; nothing here is imported there, so that the
 * loop "predict, apply, measure again" compares two independent statements. Only the pan law is shared.
 */
import type { BiquadCoefficients } from '../../../dsp/biquad.ts'

export type Stereo = readonly [Float32Array, Float32Array]

export interface Surroundings {
  readonly sampleRate: number
  /** The external side-chain signal, when the device has one. */
  readonly key: Stereo | null
  /** Beats per minute; the song starts on a beat. */
  readonly tempo: number
}

/** Processes in place. Latency is compensated: nothing comes out later than it went in. */
export type Effect = (signal: Stereo, surroundings: Surroundings) => void

/**
 * Builds the effect from display values by parameter name (`raw`: raw values, for what has no known law); null when
 * these settings leave the signal as it is.
 */
export type EffectDesign = (value: (parameter: string) => number, raw: (parameter: string) => number) => Effect | null

/** Long enough to amortise the loop's set-up, short enough to stay in the first-level cache between sections. */
const chunkFrames = 2048

/** Below this a filter's tail is inaudible and denormal arithmetic is slow. */
const settled = 1e-30

function isZero(samples: Float32Array, from: number, to: number): boolean {
  for (let n = from; n < to; n++) if (samples[n] !== 0) return false
  return true
}

/** Filters a stereo signal through all sections, state in double precision. Silence costs next to nothing. */
export function runSections([left, right]: Stereo, sections: readonly BiquadCoefficients[]): void {
  const state = sections.map(() => new Float64Array(4))
  let atRest = true
  for (let from = 0; from < left.length; from += chunkFrames) {
    const to = Math.min(from + chunkFrames, left.length)
    if (atRest && isZero(left, from, to) && isZero(right, from, to)) continue
    for (let i = 0; i + 1 < sections.length; i += 2) {
      runPair(left, right, from, to, sections[i]!, sections[i + 1]!, state[i]!, state[i + 1]!)
    }
    if (sections.length % 2 === 1) runSingle(left, right, from, to, sections.at(-1)!, state.at(-1)!)
    atRest = true
    for (const z of state) {
      for (let i = 0; i < 4; i++) {
        if (Math.abs(z[i]!) < settled) z[i] = 0
        else atRest = false
      }
    }
  }
}

/** Both channels at once: two independent recurrences keep the processor busy where one would wait for itself. */
function runSingle(
  left: Float32Array,
  right: Float32Array,
  from: number,
  to: number,
  { b0, b1, b2, a1, a2 }: BiquadCoefficients,
  z: Float64Array,
): void {
  let l1 = z[0]!
  let l2 = z[1]!
  let r1 = z[2]!
  let r2 = z[3]!
  for (let n = from; n < to; n++) {
    const xl = left[n]!
    const xr = right[n]!
    const yl = b0 * xl + l1
    const yr = b0 * xr + r1
    l1 = b1 * xl - a1 * yl + l2
    r1 = b1 * xr - a1 * yr + r2
    l2 = b2 * xl - a2 * yl
    r2 = b2 * xr - a2 * yr
    left[n] = yl
    right[n] = yr
  }
  z[0] = l1
  z[1] = l2
  z[2] = r1
  z[3] = r2
}

function runPair(
  left: Float32Array,
  right: Float32Array,
  from: number,
  to: number,
  c: BiquadCoefficients,
  d: BiquadCoefficients,
  z: Float64Array,
  w: Float64Array,
): void {
  const { b0, b1, b2, a1, a2 } = c
  const { b0: d0, b1: d1, b2: d2, a1: e1, a2: e2 } = d
  let l1 = z[0]!
  let l2 = z[1]!
  let r1 = z[2]!
  let r2 = z[3]!
  let m1 = w[0]!
  let m2 = w[1]!
  let s1 = w[2]!
  let s2 = w[3]!
  for (let n = from; n < to; n++) {
    const xl = left[n]!
    const xr = right[n]!
    const yl = b0 * xl + l1
    const yr = b0 * xr + r1
    l1 = b1 * xl - a1 * yl + l2
    r1 = b1 * xr - a1 * yr + r2
    l2 = b2 * xl - a2 * yl
    r2 = b2 * xr - a2 * yr
    const ul = d0 * yl + m1
    const ur = d0 * yr + s1
    m1 = d1 * yl - e1 * ul + m2
    s1 = d1 * yr - e1 * ur + s2
    m2 = d2 * yl - e2 * ul
    s2 = d2 * yr - e2 * ur
    left[n] = ul
    right[n] = ur
  }
  z[0] = l1
  z[1] = l2
  z[2] = r1
  z[3] = r2
  w[0] = m1
  w[1] = m2
  w[2] = s1
  w[3] = s2
}

export function applyGain([left, right]: Stereo, gain: number): void {
  for (let n = 0; n < left.length; n++) {
    left[n] = gain * left[n]!
    right[n] = gain * right[n]!
  }
}
