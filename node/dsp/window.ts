/** Kaiser window and the interpolation filters made with it. The Hann window is beside the FFT. */

/** Modified Bessel function of the first kind, order zero, by its power series. */
export function besselI0(x: number): number {
  let sum = 1
  let term = 1
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= (x / (2 * k)) ** 2
    sum += term
  }
  return sum
}

/** Kaiser window at `t`, −1 (left end) to 1 (right end), 1 in the middle. `middle` may be given to many. */
export function kaiser(t: number, beta: number, middle = besselI0(beta)): number {
  return Math.abs(t) > 1 ? 0 : besselI0(beta * Math.sqrt(1 - t * t)) / middle
}

const sinc = (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x))

/**
 * `taps` (even) weights that interpolate a sampled signal at `offset` (0 to 1) after sample n, for the samples
 * n − taps/2 + 1 … n + taps/2: a Kaiser-windowed sinc with a DC gain of exactly 1.
 */
export function interpolationTaps(taps: number, offset: number, beta: number): Float64Array {
  const half = taps / 2
  const middle = besselI0(beta)
  const weights = new Float64Array(taps)
  let sum = 0
  for (let i = 0; i < taps; i++) {
    const distance = i - half + 1 - offset
    weights[i] = sinc(distance) * kaiser(distance / half, beta, middle)
    sum += weights[i]!
  }
  for (let i = 0; i < taps; i++) weights[i]! /= sum
  return weights
}
