/**
 * Spectra and pitch of short frames of a stretch of mono audio. Pitch is the highest peak of the autocorrelation of the
 * compressed spectrum, normalised by that of the window (P. Boersma, "Accurate short-term analysis of the fundamental
 * frequency and the harmonics-to-noise ratio of a sampled sound", 1993; compression after T. Tolonen and M. Karjalainen,
 * "A computationally efficient multipitch analysis model", 2000). Two frames share each complex FFT.
 */
import type { ComplexTransform } from './complex-transform.ts'
import { hann } from './fft.ts'
import { kernels } from './kernels/kernels.ts'

export interface PitchFrames {
  readonly count: number
  /** Middle of the first frame. */
  readonly startSeconds: number
  readonly hopSeconds: number
  /** Hz; 0 where nothing repeats. */
  readonly hz: Float64Array
  /** Height of the autocorrelation at that period, 0 to 1. */
  readonly periodicity: Float64Array
  /** |X|² per frame, `bins` each. */
  readonly power: Float32Array
  readonly bins: number
  readonly binHz: number
}

/** Rates above this are halved first. */
const highestRate = 15_000
const frameSeconds = 0.046
const framesPerHop = 4
/** Kicks and subs are below, hats above. */
const lowestBandHz = 150
const highestBandHz = 4000
const lowestPitchHz = 55
const highestPitchHz = 1000
/** A period twice as long has the same correlation: the shorter one wins unless the longer is better by this much per octave. */
const octaveCost = 0.03

export class PitchReader {
  readonly #halvings: number
  readonly #rate: number
  readonly #frame: number
  readonly #transform: ComplexTransform
  readonly #window: Float64Array
  /** By lag: what the autocorrelation is multiplied with, and what an octave more costs. */
  readonly #lagGain: Float64Array
  readonly #lagCost: Float64Array
  readonly #correlation: Float64Array
  readonly #shortestLag: number
  readonly #longestLag: number

  constructor(sampleRate: number) {
    if (!(sampleRate > 0)) throw new RangeError(`sampleRate must be positive, got ${sampleRate}`)
    this.#halvings = Math.max(0, Math.ceil(Math.log2(sampleRate / highestRate)))
    this.#rate = sampleRate / 2 ** this.#halvings
    this.#frame = 2 ** Math.round(Math.log2(frameSeconds * this.#rate))
    this.#transform = kernels().complexTransform(2 * this.#frame)
    this.#window = hann(this.#frame)
    this.#lagGain = autocorrelation(this.#window).map(value => 1 / Math.max(1e-3, value))
    this.#shortestLag = Math.max(2, Math.floor(this.#rate / highestPitchHz))
    this.#longestLag = Math.min(this.#frame - 2, Math.ceil(this.#rate / lowestPitchHz))
    this.#lagCost = this.#lagGain.map((_, lag) => octaveCost * Math.log2(lag / this.#shortestLag))
    this.#correlation = new Float64Array(this.#frame)
  }

  /** Of the mean of two channels, from sample `from` to before `to`. */
  read(left: Float32Array, right: Float32Array = left, from = 0, to = left.length): PitchFrames {
    const halvings = this.#halvings
    const x = new Float32Array(Math.max(0, Math.floor((to - from) / 2 ** halvings)))
    kernels().decimate({ left, right, leftGain: 0.5, rightGain: 0.5, from, halvings }, x)
    const size = this.#frame
    const hop = size / framesPerHop
    const count = Math.max(0, Math.floor((x.length - size) / hop) + 1)
    const bins = size + 1
    const binHz = this.#rate / (2 * size)
    const frames = { hz: new Float64Array(count), periodicity: new Float64Array(count) }
    const power = new Float32Array(count * bins)
    const { re, im, outRe, outIm } = this.#transform
    const window = this.#window
    for (let t = 0; t < count; t += 2) {
      const second = t + 1 < count ? hop : 0
      windowed(x, t * hop, window, re)
      windowed(x, t * hop + second, window, im)
      re.fill(0, size)
      im.fill(0, size)
      this.#transform.transform()
      const secondBin = second > 0 ? (t + 1) * bins : -1
      this.#split(power, t * bins, secondBin)
      this.#compress(power, t * bins, secondBin, binHz)
      this.#transform.transform()
      this.#pick(outRe, t, frames)
      if (second > 0) this.#pick(outIm, t + 1, frames)
    }
    const { hz, periodicity } = frames
    const [startSeconds, hopSeconds] = [size / 2 / this.#rate, hop / this.#rate]
    return { hz, periodicity, count, startSeconds, hopSeconds, power, bins, binHz }
  }

  /** Power spectra of the two frames in `power`; `second` is negative where there is one only. */
  #split(power: Float32Array, first: number, second: number): void {
    const { outRe, outIm } = this.#transform
    const size = outRe.length
    for (let k = 0; k <= size / 2; k++) {
      const j = (size - k) & (size - 1)
      const a = outRe[k]! + outRe[j]!
      const b = outIm[k]! - outIm[j]!
      power[first + k] = 0.25 * (a * a + b * b)
      if (second < 0) continue
      const c = outIm[k]! + outIm[j]!
      const d = outRe[j]! - outRe[k]!
      power[second + k] = 0.25 * (c * c + d * d)
    }
  }

  /**
   * To the transform's input, symmetric: cube roots of the powers inside the band, nothing outside: a resonance of 20 dB must
   * not outweigh the pitch.
   */
  #compress(power: Float32Array, first: number, second: number, binHz: number): void {
    const { re, im } = this.#transform
    const size = re.length
    re.fill(0)
    im.fill(0)
    const to = Math.min(size / 2, Math.floor(highestBandHz / binHz))
    for (let k = Math.ceil(lowestBandHz / binHz); k <= to; k++) {
      re[size - k] = re[k] = Math.cbrt(power[first + k]!)
      if (second >= 0) im[size - k] = im[k] = Math.cbrt(power[second + k]!)
    }
  }

  #pick(
    r: Float32Array | Float64Array,
    t: number,
    { hz, periodicity }: { hz: Float64Array; periodicity: Float64Array },
  ): void {
    const zero = r[0]!
    if (!(zero > 0)) return
    const from = this.#shortestLag
    const to = this.#longestLag
    const correlation = this.#correlation
    const lagGain = this.#lagGain
    for (let lag = from - 1; lag <= to + 1; lag++) correlation[lag] = (r[lag]! * lagGain[lag]!) / zero
    let best = -1
    let bestLag = 0
    for (let lag = from; lag <= to; lag++) {
      const value = correlation[lag]!
      if (!(value >= correlation[lag - 1]! && value > correlation[lag + 1]!)) continue
      const score = value - this.#lagCost[lag]!
      if (score <= best) continue
      best = score
      bestLag = lag
    }
    if (bestLag === 0) return
    const before = correlation[bestLag - 1]!
    const value = correlation[bestLag]!
    const after = correlation[bestLag + 1]!
    const curvature = before - 2 * value + after
    const offset = curvature < 0 ? (0.5 * (before - after)) / curvature : 0
    hz[t] = this.#rate / (bestLag + offset)
    periodicity[t] = Math.min(1, Math.max(0, value))
  }
}

function windowed(x: Float32Array, from: number, window: Float64Array, into: Float32Array | Float64Array): void {
  for (let n = 0; n < window.length; n++) into[n] = x[from + n]! * window[n]!
}

/** 1 at lag 0. */
function autocorrelation(x: Float64Array): Float64Array {
  const sums = new Float64Array(x.length)
  for (let lag = 0; lag < x.length; lag++) {
    sums[lag] = productSum(x, lag)
  }
  const [zero = 1] = sums
  return sums.map(sum => sum / zero)
}

function productSum(x: Float64Array, lag: number): number {
  let sum = 0
  for (let n = 0; n + lag < x.length; n++) sum += x[n]! * x[n + lag]!
  return sum
}
