/** What repeats in a curve: its spectrum, its autocorrelation, and the curve folded on a period. */
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

export interface Phasors {
  readonly re: Float64Array
  readonly im: Float64Array
}

/** Σ x(n) e^(−2πi·frequency·n) over each of `count` equal stretches; frequency in cycles per sample. */
export function phasors(curve: Float32Array, frequency: number, count: number): Phasors {
  const re = new Float64Array(count)
  const im = new Float64Array(count)
  const angle = -2 * Math.PI * frequency
  const turnRe = Math.cos(angle)
  const turnIm = Math.sin(angle)
  for (let k = 0; k < count; k++) {
    const from = Math.round((k * curve.length) / count)
    const to = Math.round(((k + 1) * curve.length) / count)
    // A fresh start per stretch: the recursion's rounding never adds up over a song.
    let cos = Math.cos(angle * from)
    let sin = Math.sin(angle * from)
    for (let n = from; n < to; n++) {
      re[k]! += curve[n]! * cos
      im[k]! += curve[n]! * sin
      const c = cos * turnRe - sin * turnIm
      sin = cos * turnIm + sin * turnRe
      cos = c
    }
  }
  return { re, im }
}

/** Mean of a curve over all its periods, per phase; phases about one sample apart. `period` in samples, at least 2. */
export function folded(curve: Float32Array, period: number): Float64Array {
  if (!(period >= 2)) throw new RangeError(`period must be at least 2 samples, got ${period}`)
  const phases = Math.round(period)
  const sum = new Float64Array(phases)
  const weight = new Float64Array(phases)
  for (let n = 0; n < curve.length; n++) {
    const turns = n / period
    const at = (turns - Math.floor(turns)) * phases
    const low = Math.min(phases - 1, Math.floor(at))
    const share = at - low
    const high = low + 1 === phases ? 0 : low + 1
    sum[low]! += (1 - share) * curve[n]!
    weight[low]! += 1 - share
    sum[high]! += share * curve[n]!
    weight[high]! += share
  }
  return sum.map((value, k) => (weight[k]! > 0 ? value / weight[k]! : 0))
}
