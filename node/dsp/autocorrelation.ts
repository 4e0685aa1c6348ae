/** What repeats in a curve: its spectrum, its autocorrelation, and the curve folded on a period. */
import { kernels } from './kernels/kernels.ts'
import { sumOf } from './loops.ts'

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
  subtract(first, means[0], re)
  subtract(second, means[1], im)
  transform.transform()
  const magnitudes = [new Float64Array(half + 1), new Float64Array(half + 1)] as const
  const [firstMagnitude, secondMagnitude] = magnitudes
  magnitudesOf(outRe, outIm, firstMagnitude, secondMagnitude)
  evenSquares(firstMagnitude, re)
  evenSquares(secondMagnitude, im)
  // Power spectra are even, so a forward transform is the inverse but for the factor 1 / size, and keeps them apart.
  transform.transform()
  const correlationOf = (powers: Float32Array | Float64Array, mean: number) => {
    const correlation = new Float64Array(Math.floor(length / 2) + 1)
    const variance = powers[0]! / Math.max(1, length)
    // A constant curve has no correlation; rounding alone leaves about 1e-16 of its square.
    if (variance / size > 1e-12 * mean * mean) normalise(powers, length, variance, correlation)
    return correlation
  }
  return [
    { magnitude: magnitudes[0], size, correlation: correlationOf(outRe, means[0]) },
    { magnitude: magnitudes[1], size, correlation: correlationOf(outIm, means[1]) },
  ]
}

// Each loop a function of its own: V8 compiles a long loop while it runs, and a small function is ready soon.

type Numbers = Float32Array | Float64Array

/** Zeros after the curve. */
function subtract(curve: Float32Array, mean: number, into: Numbers): void {
  for (let n = 0; n < curve.length; n++) into[n] = curve[n]! - mean
  into.fill(0, curve.length)
}

/** Of the two real signals in one complex transform. */
function magnitudesOf(re: Numbers, im: Numbers, first: Float64Array, second: Float64Array): void {
  for (let k = 0; k < first.length; k++) {
    const mirror = k === 0 ? 0 : re.length - k
    const a = re[k]! + re[mirror]!
    const b = im[k]! - im[mirror]!
    const c = im[k]! + im[mirror]!
    const d = re[mirror]! - re[k]!
    first[k] = 0.5 * Math.sqrt(a * a + b * b)
    second[k] = 0.5 * Math.sqrt(c * c + d * d)
  }
}

function evenSquares(magnitude: Float64Array, into: Numbers): void {
  into[0] = magnitude[0]! * magnitude[0]!
  for (let k = 1; k < magnitude.length; k++) {
    const power = magnitude[k]! * magnitude[k]!
    into[k] = power
    into[into.length - k] = power
  }
}

function normalise(powers: Numbers, length: number, variance: number, into: Float64Array): void {
  for (let lag = 0; lag < into.length; lag++) into[lag] = powers[lag]! / ((length - lag) * variance)
}

const meanOf = (curve: Float32Array) => sumOf(curve) / Math.max(1, curve.length)

export interface Phasors {
  readonly re: Float64Array
  readonly im: Float64Array
}

/** Σ x(n) e^(−2πi·frequency·n) over each of `count` equal stretches; frequency in cycles per sample. */
export function phasors(curve: Float32Array, frequency: number, count: number): Phasors {
  const re = new Float64Array(count)
  const im = new Float64Array(count)
  const angle = -2 * Math.PI * frequency
  const both = new Float64Array(2)
  for (let k = 0; k < count; k++) {
    const from = Math.round((k * curve.length) / count)
    const to = Math.round(((k + 1) * curve.length) / count)
    addTurned(curve, from, to, angle, both)
    re[k] = both[0]!
    im[k] = both[1]!
  }
  return { re, im }
}

/** A loop of its own: V8 compiles it once for all stretches. */
function addTurned(curve: Float32Array, from: number, to: number, angle: number, into: Float64Array): void {
  const turnRe = Math.cos(angle)
  const turnIm = Math.sin(angle)
  // A fresh start per stretch: the recursion's rounding never adds up over a song.
  let cos = Math.cos(angle * from)
  let sin = Math.sin(angle * from)
  let re = 0
  let im = 0
  for (let n = from; n < to; n++) {
    const value = curve[n]!
    re += value * cos
    im += value * sin
    const c = cos * turnRe - sin * turnIm
    sin = cos * turnIm + sin * turnRe
    cos = c
  }
  into[0] = re
  into[1] = im
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
