/**
 * A stereo filter made from its frequency response and applied by FFT overlap-add. Left and right travel as the real and
 * imaginary part of one transform, so that a full 2 × 2 matrix costs no more transforms than a mono filter.
 */
import { Fft } from '../../dsp/fft.ts'
import { kernels } from '../../dsp/kernels/kernels.ts'
import type { StereoSignal } from '../devices/device-model.ts'
import { type Complex, designSize, type StereoMatrix } from './stereo-response.ts'

export interface StereoFilter {
  /** Frequency-independent gains: no impulse is needed. */
  readonly constant: { readonly ll: number; readonly lr: number; readonly rl: number; readonly rr: number } | null
  /** Impulses by matrix entry, `past` samples early. [] when constant. */
  readonly impulses: readonly Float64Array[]
  /** Samples before the impulse's origin: 0 for the usual filters, more where a null was divided out. */
  readonly past: number
}

/** What is left out of an impulse holds less than this share of its energy (−90 dB). */
const leftOut = 1e-9
const mostPast = designSize / 4

/**
 * `difference`: the filter less the identity, so that what a change adds comes out by itself and rounding scales with the
 * change, not with the signal.
 */
export function stereoFilter(matrix: StereoMatrix, { difference = false } = {}): StereoFilter {
  const entries = [matrix.ll, matrix.lr, matrix.rl, matrix.rr]
  const taken = entries.map((_, e) => (difference && (e === 0 || e === 3) ? 1 : 0))
  if (entries.every(isConstant)) {
    const [ll, lr, rl, rr] = entries.map(({ re }, e) => re[0]! - taken[e]!)
    return { constant: { ll: ll!, lr: lr!, rl: rl!, rr: rr! }, impulses: [], past: 0 }
  }
  const whole = [impulsesOf(entries[0]!, entries[1]!), impulsesOf(entries[2]!, entries[3]!)].flat()
  for (const e of [0, 3]) whole[e]![0]! -= taken[e]!
  const { past, future } = extentOf(whole)
  const impulses = whole.map(impulse =>
    Float64Array.from({ length: past + future }, (_, n) => impulse[(n - past + designSize) % designSize]!),
  )
  return { constant: null, impulses, past }
}

const isConstant = ({ re, im }: Complex) =>
  re.every(x => Math.abs(x - re[0]!) < 1e-9) && im.every(x => Math.abs(x) < 1e-9)

/** Two real impulses by one inverse transform: a as the real, b as the imaginary part. */
function impulsesOf(a: Complex, b: Complex): [Float64Array, Float64Array] {
  const re = new Float64Array(designSize)
  const im = new Float64Array(designSize)
  const half = designSize / 2
  // The conjugate of A + iB with both extended as spectra of real signals; DC and Nyquist are real.
  for (let k = 0; k <= half; k++) {
    const edge = k === 0 || k === half ? 0 : 1
    re[k] = a.re[k]! - edge * b.im[k]!
    im[k] = -(edge * a.im[k]! + b.re[k]!)
    if (edge === 0) continue
    re[designSize - k] = a.re[k]! + b.im[k]!
    im[designSize - k] = -(b.re[k]! - a.im[k]!)
  }
  new Fft(designSize).transform(re, im)
  return [re.map(x => x / designSize), im.map(x => -x / designSize)]
}

/** How far the impulses reach before and after their origin. */
function extentOf(impulses: readonly Float64Array[]): { past: number; future: number } {
  const energyAt = (n: number) => impulses.reduce((sum, impulse) => sum + impulse[n]! ** 2, 0)
  let total = 0
  for (let n = 0; n < designSize; n++) total += energyAt(n)
  const reach = (most: number, at: (n: number) => number) => {
    let outside = 0
    let length = most
    while (length > 0) {
      outside += energyAt(at(length - 1))
      if (outside > (total * leftOut) / 2) break
      length--
    }
    return length
  }
  return {
    past: reach(mostPast, n => designSize - 1 - n),
    future: Math.max(
      1,
      reach(designSize - mostPast, n => n),
    ),
  }
}

/** The filtered signal: as long as the input, nothing delayed. */
export function applyFilter(filter: StereoFilter, [left, right]: StereoSignal): [Float32Array, Float32Array] {
  const { constant } = filter
  if (constant) return [weighed(left, constant.ll, right, constant.lr), weighed(left, constant.rl, right, constant.rr)]
  return overlapAdd(filter, left, right)
}

function weighed(a: Float32Array, gainA: number, b: Float32Array, gainB: number): Float32Array {
  const out = new Float32Array(a.length)
  for (let n = 0; n < out.length; n++) out[n] = gainA * a[n]! + gainB * b[n]!
  return out
}

function overlapAdd(
  { impulses, past }: StereoFilter,
  left: Float32Array,
  right: Float32Array,
): [Float32Array, Float32Array] {
  const taps = impulses[0]!.length
  // Four times the impulse: three quarters of each transform are new samples.
  const size = Math.max(4096, 2 ** Math.ceil(Math.log2(4 * taps)))
  const block = size - taps + 1
  const spectra = impulses.map(impulse => spectrumOf(impulse, size))
  const transform = kernels().complexTransform(size)
  const { re, im, outRe, outIm } = transform
  const outLeft = new Float32Array(left.length)
  const outRight = new Float32Array(left.length)
  for (let from = 0; from < left.length; from += block) {
    const to = Math.min(from + block, left.length)
    if (isSilent(left, from, to) && isSilent(right, from, to)) continue
    re.fill(0)
    im.fill(0)
    re.set(left.subarray(from, to))
    im.set(right.subarray(from, to))
    transform.transform()
    multiply(outRe, outIm, spectra, re, im)
    transform.transform()
    const first = from - past
    const begin = Math.max(0, -first)
    const end = Math.min(to - from + taps - 1, left.length - first)
    for (let n = begin; n < end; n++) {
      outLeft[first + n]! += outRe[n]! / size
      outRight[first + n]! -= outIm[n]! / size
    }
  }
  return [outLeft, outRight]
}

type Numbers = Float32Array | Float64Array

function spectrumOf(impulse: Float64Array, size: number): Complex {
  const re = new Float64Array(size)
  const im = new Float64Array(size)
  re.set(impulse)
  new Fft(size).transform(re, im)
  return { re, im }
}

/**
 * Z = L + iR apart into L and R, through the matrix, together again, conjugated for the inverse transform. `from` and `into`
 * may be the same arrays: a bin and its mirror are read before either is written.
 */
function multiply(
  fromRe: Numbers,
  fromIm: Numbers,
  [ll, lr, rl, rr]: readonly Complex[],
  intoRe: Numbers,
  intoIm: Numbers,
): void {
  const size = fromRe.length
  const [a, b, c, d] = [ll!, lr!, rl!, rr!]
  for (let k = 0; k <= size / 2; k++) {
    const mirror = (size - k) & (size - 1)
    const lRe = (fromRe[k]! + fromRe[mirror]!) / 2
    const lIm = (fromIm[k]! - fromIm[mirror]!) / 2
    const rRe = (fromIm[k]! + fromIm[mirror]!) / 2
    const rIm = (fromRe[mirror]! - fromRe[k]!) / 2
    const yRe = a.re[k]! * lRe - a.im[k]! * lIm + b.re[k]! * rRe - b.im[k]! * rIm
    const yIm = a.re[k]! * lIm + a.im[k]! * lRe + b.re[k]! * rIm + b.im[k]! * rRe
    const zRe = c.re[k]! * lRe - c.im[k]! * lIm + d.re[k]! * rRe - d.im[k]! * rIm
    const zIm = c.re[k]! * lIm + c.im[k]! * lRe + d.re[k]! * rIm + d.im[k]! * rRe
    intoRe[k] = yRe - zIm
    intoIm[k] = -(yIm + zRe)
    intoRe[mirror] = yRe + zIm
    intoIm[mirror] = -(zRe - yIm)
  }
}

function isSilent(x: Float32Array, from: number, to: number): boolean {
  for (let n = from; n < to; n++) if (x[n] !== 0) return false
  return true
}
