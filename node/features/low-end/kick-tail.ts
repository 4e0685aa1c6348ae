/**
 * The fundamental a kick settles on: its phase after the click is that of f₀ plus what an exponential pitch sweep
 * leaves, φ(t) = φ₀ + 2π·f₀·t + a·e^(−t/τ). Linear least squares over the analytic signal's phase, weighted with its
 * power, for each τ; the best τ wins. A plain average frequency over the tail reads 10 to 30 cents sharp.
 */
import { Fft } from '../../dsp/fft.ts'

export interface KickTail {
  readonly hz: number
  /** Root mean square of the phase left over, radians. */
  readonly error: number
}

const lowestHz = 25
const highestHz = 160
/** The click and most of the sweep are over. */
const fromSeconds = 0.03
/** A tail ends where it is 26 dB below its loudest. */
const tailGain = 0.05
const shortestSeconds = 0.05
/** Time constants that are tried: 8 to 50 ms. */
const sweepSeconds = Array.from({ length: 20 }, (_, k) => 0.008 * 1.1 ** k)

/** Of one hit that starts at sample `start`; null where too little rings on. */
export function kickTail(hit: Float64Array, sampleRate: number, start: number): KickTail | null {
  const { re, im } = analytic(hit, sampleRate)
  const power = re.map((x, n) => x * x + im[n]! * im[n]!)
  const first = start + Math.round(fromSeconds * sampleRate)
  let loudest = 0
  for (let n = first; n < hit.length; n++) loudest = Math.max(loudest, power[n]!)
  let end = first
  while (end < hit.length && power[end]! > tailGain ** 2 * loudest) end++
  if (!(loudest > 0) || end - first < shortestSeconds * sampleRate) return null
  const phase = new Float64Array(end - first)
  let turns = 0
  for (let n = first; n < end; n++) {
    const angle = Math.atan2(im[n]!, re[n]!)
    if (n > first) {
      const step = angle + turns - phase[n - first - 1]!
      turns -= 2 * Math.PI * Math.round(step / (2 * Math.PI))
    }
    phase[n - first] = angle + turns
  }
  let best: KickTail | null = null
  for (const tau of sweepSeconds) {
    const fit = fitPhase(phase, power.subarray(first, end), sampleRate, tau)
    if (fit && (!best || fit.error < best.error)) best = fit
  }
  return best && best.hz > lowestHz && best.hz < highestHz ? best : null
}

/** Band-limited analytic signal: positive frequencies only. */
function analytic(x: Float64Array, sampleRate: number): { re: Float64Array; im: Float64Array } {
  const size = 2 ** Math.ceil(Math.log2(2 * x.length))
  const fft = new Fft(size)
  const re = new Float64Array(size)
  const im = new Float64Array(size)
  re.set(x)
  fft.transform(re, im)
  keepTail(re, im, sampleRate)
  fft.transform(re, im)
  negate(im)
  return { re: re.subarray(0, x.length), im: im.subarray(0, x.length) }
}

const edge = (u: number) => (u <= 0 ? 0 : u >= 1 ? 1 : 0.5 - 0.5 * Math.cos(Math.PI * u))

// Loops in functions of their own: V8 compiles those when they have become hot, and not what is around them.

/** Leaves the band of the tail, at positive frequencies, conjugated. */
function keepTail(re: Float64Array, im: Float64Array, sampleRate: number): void {
  const size = re.length
  for (let k = 0; k < size; k++) {
    const hz = (k * sampleRate) / size
    // Soft edges (raised cosines of 15 and 60 Hz) do not ring into the tail.
    const gain = k > size / 2 ? 0 : edge((hz - lowestHz + 10) / 15) * edge((highestHz + 60 - hz) / 60)
    // Conjugated on the way: the inverse transform is the conjugate of the transform of the conjugate.
    re[k] = re[k]! * gain
    im[k] = -im[k]! * gain
  }
}

function negate(x: Float64Array): void {
  for (let n = 0; n < x.length; n++) x[n] = -x[n]!
}

/** Weighted least squares of the phase on 1, t and e^(−t/τ). */
function fitPhase(phase: Float64Array, weight: Float64Array, sampleRate: number, tau: number): KickTail | null {
  const decay = decayOf(phase.length, 1 / (sampleRate * tau))
  const sums = weightedSums(phase, weight, decay, sampleRate)
  const [w = 0, wt = 0, wd = 0, wtt = 0, wtd = 0, wdd = 0, wp = 0, wtp = 0, wdp = 0] = sums
  const ones = [w, wt, wd] as const
  const times = [wt, wtt, wtd] as const
  const decays = [wd, wtd, wdd] as const
  const right = [wp, wtp, wdp] as const
  // Cramer's rule; the matrix is symmetric.
  const whole = determinant(ones, times, decays)
  const a = determinant(right, times, decays) / whole
  const slope = determinant(ones, right, decays) / whole
  const c = determinant(ones, times, right) / whole
  if (!Number.isFinite(slope)) return null
  const error = errorOf(phase, weight, decay, Float64Array.of(a, slope / sampleRate, c))
  return { hz: slope / (2 * Math.PI), error: Math.sqrt(error / w) }
}

function decayOf(length: number, rate: number): Float64Array {
  const decay = new Float64Array(length)
  for (let n = 0; n < length; n++) decay[n] = Math.exp(-n * rate)
  return decay
}

/** Weighted squares of what a + b·n + c·decay leaves of the phase. */
function errorOf(phase: Float64Array, weight: Float64Array, decay: Float64Array, [a = 0, b = 0, c = 0]: Float64Array) {
  let error = 0
  for (let n = 0; n < phase.length; n++) {
    const left = phase[n]! - a - b * n - c * decay[n]!
    error += weight[n]! * left * left
  }
  return error
}

/** Σw·x for x = 1, t, d, t², t·d, d², p, t·p, d·p. */
function weightedSums(
  phase: Float64Array,
  weight: Float64Array,
  decay: Float64Array,
  sampleRate: number,
): Float64Array {
  const sums = new Float64Array(9)
  for (let n = 0; n < phase.length; n++) {
    const w = weight[n]!
    const t = n / sampleRate
    const d = decay[n]!
    const p = phase[n]!
    sums[0]! += w
    sums[1]! += w * t
    sums[2]! += w * d
    sums[3]! += w * t * t
    sums[4]! += w * t * d
    sums[5]! += w * d * d
    sums[6]! += w * p
    sums[7]! += w * t * p
    sums[8]! += w * d * p
  }
  return sums
}

type Three = readonly [number, number, number]

const determinant = (a: Three, b: Three, c: Three) =>
  a[0] * (b[1] * c[2] - c[1] * b[2]) - b[0] * (a[1] * c[2] - c[1] * a[2]) + c[0] * (a[1] * b[2] - b[1] * a[2])
