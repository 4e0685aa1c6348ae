/** What repeats in a curve: its spectrum, its autocorrelation, and the curve folded on a period. */
import { kernels } from './kernels/kernels.ts'

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
export const periodicity = (curve: Float32Array): Periodicity => periodicities(curve, new Float32Array(curve.length))[0]

/**
 * The same of two curves of one length, in one pair of transforms: one curve is the real part, the other the imaginary
 * one, and what belongs to which is told apart by symmetry.
 */
export function periodicities(first: Float32Array, second: Float32Array): readonly [Periodicity, Periodicity] {
  const { length } = first
  if (second.length !== length) throw new RangeError(`curves must have one length, got ${length} and ${second.length}`)
  const size = 2 ** Math.max(3, Math.ceil(Math.log2(2 * length)))
  const half = size / 2
  const transform = kernels().complexTransform(size)
  const { re, im, outRe, outIm } = transform
  const means = [meanOf(first), meanOf(second)] as const
  for (let n = 0; n < length; n++) {
    re[n] = first[n]! - means[0]
    im[n] = second[n]! - means[1]
  }
  re.fill(0, length)
  im.fill(0, length)
  transform.transform()
  const magnitudes = [new Float64Array(half + 1), new Float64Array(half + 1)] as const
  const [firstMagnitude, secondMagnitude] = magnitudes
  for (let k = 0; k <= half; k++) {
    const mirror = (size - k) & (size - 1)
    const a = outRe[k]! + outRe[mirror]!
    const b = outIm[k]! - outIm[mirror]!
    const c = outIm[k]! + outIm[mirror]!
    const d = outRe[mirror]! - outRe[k]!
    firstMagnitude[k] = 0.5 * Math.sqrt(a * a + b * b)
    secondMagnitude[k] = 0.5 * Math.sqrt(c * c + d * d)
  }
  for (let k = 0; k <= half; k++) {
    const mirror = (size - k) & (size - 1)
    re[k] = re[mirror] = firstMagnitude[k]! * firstMagnitude[k]!
    im[k] = im[mirror] = secondMagnitude[k]! * secondMagnitude[k]!
  }
  // Power spectra are even, so a forward transform is the inverse but for the factor 1 / size, and keeps them apart.
  transform.transform()
  const correlationOf = (powers: Float32Array | Float64Array, mean: number) => {
    const correlation = new Float64Array(Math.floor(length / 2) + 1)
    const variance = powers[0]! / Math.max(1, length)
    // A constant curve has no correlation; rounding alone leaves about 1e-16 of its square.
    if (variance / size > 1e-12 * mean * mean)
      for (let lag = 0; lag < correlation.length; lag++) correlation[lag] = powers[lag]! / (length - lag) / variance
    return correlation
  }
  return [
    { magnitude: magnitudes[0], size, correlation: correlationOf(outRe, means[0]) },
    { magnitude: magnitudes[1], size, correlation: correlationOf(outIm, means[1]) },
  ]
}

function meanOf(curve: Float32Array): number {
  let sum = 0
  for (let n = 0; n < curve.length; n++) sum += curve[n]!
  return sum / Math.max(1, curve.length)
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
  // One place more than there are phases: what falls between the last and the first goes home at the end.
  const sum = new Float64Array(phases + 1)
  const weight = new Float64Array(phases + 1)
  const scale = phases / period
  for (let turn = 0, from = 0; from < curve.length; turn++) {
    const to = Math.min(curve.length, Math.ceil((turn + 1) * period))
    const start = turn * period
    for (let n = from; n < to; n++) {
      const place = (n - start) * scale
      const low = place < phases ? place | 0 : phases - 1
      const share = place - low
      const value = curve[n]!
      sum[low]! += (1 - share) * value
      weight[low]! += 1 - share
      sum[low + 1]! += share * value
      weight[low + 1]! += share
    }
    from = to
  }
  sum[0]! += sum[phases]!
  weight[0]! += weight[phases]!
  return sum.subarray(0, phases).map((value, k) => (weight[k]! > 0 ? value / weight[k]! : 0))
}
