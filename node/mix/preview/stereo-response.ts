/**
 * What a linear chain does to left and right: a 2 × 2 matrix of complex gains at every frequency of the design grid. Width
 * mixes the channels, balance and one-sided polarity weigh them; as matrices they chain in the right order and can be undone.
 */
import type { StereoResponse } from '../devices/device-model.ts'

/** Half a spectrum, DC to Nyquist, of an impulse of this many samples: 0.7 s, where a bell at 30 Hz with Q 6 has died away. */
export const designSize = 32_768
const bins = designSize / 2 + 1

export interface Complex {
  readonly re: Float64Array
  readonly im: Float64Array
}

/** Names: to, from. `lr` is what of the right input comes out on the left. */
export interface StereoMatrix {
  readonly ll: Complex
  readonly lr: Complex
  readonly rl: Complex
  readonly rr: Complex
}

/** Frequencies at which models are asked for the matrices below, Hz. */
export const designHz = (sampleRate: number): Float64Array =>
  Float64Array.from({ length: bins }, (_, k) => (k * sampleRate) / designSize)

const constant = (value: number): Complex => ({ re: new Float64Array(bins).fill(value), im: new Float64Array(bins) })

export const identity = (): StereoMatrix => ({ ll: constant(1), lr: constant(0), rl: constant(0), rr: constant(1) })

/** The same real gain on both channels at each frequency of the grid. */
export const onBoth = (gain: Float64Array): StereoMatrix => {
  const own: Complex = { re: gain, im: new Float64Array(bins) }
  return { ll: own, lr: constant(0), rl: constant(0), rr: own }
}

/** Into mid and side, their gains, back to left and right, their gains. */
export function matrixOf({ mRe, mIm, sRe, sIm, left, right }: StereoResponse): StereoMatrix {
  const half = (gain: number, sign: number): Complex => ({
    re: mRe.map((m, k) => (gain * (m + sign * sRe[k]!)) / 2),
    im: mIm.map((m, k) => (gain * (m + sign * sIm[k]!)) / 2),
  })
  return { ll: half(left, 1), lr: half(left, -1), rl: half(right, -1), rr: half(right, 1) }
}

/** First `b`, then `a`. */
export function chained(a: StereoMatrix, b: StereoMatrix): StereoMatrix {
  return {
    ll: sumOfProducts(a.ll, b.ll, a.lr, b.rl),
    lr: sumOfProducts(a.ll, b.lr, a.lr, b.rr),
    rl: sumOfProducts(a.rl, b.ll, a.rr, b.rl),
    rr: sumOfProducts(a.rl, b.lr, a.rr, b.rr),
  }
}

/** x·y + u·v */
function sumOfProducts(x: Complex, y: Complex, u: Complex, v: Complex): Complex {
  const re = new Float64Array(bins)
  const im = new Float64Array(bins)
  for (let k = 0; k < bins; k++) {
    re[k] = x.re[k]! * y.re[k]! - x.im[k]! * y.im[k]! + u.re[k]! * v.re[k]! - u.im[k]! * v.im[k]!
    im[k] = x.re[k]! * y.im[k]! + x.im[k]! * y.re[k]! + u.re[k]! * v.im[k]! + u.im[k]! * v.re[k]!
  }
  return { re, im }
}

/**
 * Weight of the wish that nothing changes. What was taken away altogether (the side at width 0, a notch's centre) cannot be
 * brought back and stays as it is; what was kept above −20 dB is divided out within −80 dB.
 */
const regularisation = 1e-6

/**
 * From what came out of `b` to what comes out of `a`: the R that is nearest to R·B = A, and where B lets nothing through nearest
 * to the identity, (A Bᴴ + ε) (B Bᴴ + ε)⁻¹.
 */
export function quotient(a: StereoMatrix, b: StereoMatrix): StereoMatrix {
  const towards = withDiagonal(chained(a, adjoint(b)))
  const { ll: p, lr: q, rl, rr: s } = withDiagonal(chained(b, adjoint(b)))
  // The second matrix is Hermitian: real on its diagonal, so is its determinant.
  const determinant = p.re.map((x, k) => x * s.re[k]! - q.re[k]! ** 2 - q.im[k]! ** 2)
  const over = (x: Complex, sign: number): Complex => ({
    re: x.re.map((value, k) => (sign * value) / determinant[k]!),
    im: x.im.map((value, k) => (sign * value) / determinant[k]!),
  })
  return chained(towards, { ll: over(s, 1), lr: over(q, -1), rl: over(rl, -1), rr: over(p, 1) })
}

const adjoint = ({ ll, lr, rl, rr }: StereoMatrix): StereoMatrix => {
  const conjugate = ({ re, im }: Complex): Complex => ({ re, im: im.map(x => -x) })
  return { ll: conjugate(ll), lr: conjugate(rl), rl: conjugate(lr), rr: conjugate(rr) }
}

const withDiagonal = ({ ll, lr, rl, rr }: StereoMatrix): StereoMatrix => {
  const raised = ({ re, im }: Complex): Complex => ({ re: re.map(x => x + regularisation), im })
  return { ll: raised(ll), lr, rl, rr: raised(rr) }
}

/** The same on both channels and nothing across: such a filter may change places with any other. */
export function isScalar({ ll, lr, rl, rr }: StereoMatrix): boolean {
  const near = (x: number, y: number) => Math.abs(x - y) < 1e-9
  for (let k = 0; k < bins; k++) {
    if (!near(lr.re[k]!, 0) || !near(lr.im[k]!, 0) || !near(rl.re[k]!, 0) || !near(rl.im[k]!, 0)) return false
    if (!near(ll.re[k]!, rr.re[k]!) || !near(ll.im[k]!, rr.im[k]!)) return false
  }
  return true
}
