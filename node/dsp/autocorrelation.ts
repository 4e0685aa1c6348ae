import { Fft } from './fft.ts'

/** What one transform of a curve gives: its amplitude spectrum and its autocorrelation. */
export interface Periodicity {
  /** |Σ x(n) e^(−2πi·kn/size)| of the curve less its mean, for k = 0 … size / 2. */
  readonly magnitude: Float64Array
  /** Zero-padded transform length: bin k is k / size cycles per sample. */
  readonly size: number
  /** r(lag) / r(0) of the curve less its mean, each lag corrected for its shorter overlap; lags 0 … length / 2. */
  readonly correlation: Float64Array
}

/** Amplitude spectrum and normalised autocorrelation of a curve (Wiener–Khinchin, padded against wrap-around). */
export function periodicity(curve: Float32Array): Periodicity {
  const { length } = curve
  const size = 2 ** Math.max(3, Math.ceil(Math.log2(2 * length)))
  const fft = new Fft(size)
  const re = new Float64Array(size)
  const im = new Float64Array(size)
  let mean = 0
  for (let n = 0; n < length; n++) mean += curve[n]!
  mean /= Math.max(1, length)
  for (let n = 0; n < length; n++) re[n] = curve[n]! - mean
  fft.transform(re, im)
  const magnitude = new Float64Array(size / 2 + 1)
  for (let k = 0; k < size; k++) {
    const power = re[k]! * re[k]! + im[k]! * im[k]!
    if (k <= size / 2) magnitude[k] = Math.sqrt(power)
    re[k] = power
    im[k] = 0
  }
  // The power spectrum is even, so a forward transform is the inverse but for the factor 1 / size.
  fft.transform(re, im)
  const correlation = new Float64Array(Math.floor(length / 2) + 1)
  const variance = re[0]! / Math.max(1, length)
  // A constant curve has no correlation; rounding alone leaves about 1e-16 of its square.
  if (variance / size > 1e-12 * mean * mean)
    for (let lag = 0; lag < correlation.length; lag++) correlation[lag] = re[lag]! / (length - lag) / variance
  return { magnitude, size, correlation }
}
