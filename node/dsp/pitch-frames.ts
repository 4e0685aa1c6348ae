/**
 * Spectra and pitch of short frames of a stretch of mono audio. Pitch is the highest peak of the autocorrelation of the
 * compressed spectrum, normalised by that of the window (P. Boersma, "Accurate short-term analysis of the fundamental
 * frequency and the harmonics-to-noise ratio of a sampled sound", 1993; compression after T. Tolonen and M. Karjalainen,
 * "A computationally efficient multipitch analysis model", 2000). Two frames share each complex FFT.
 */
import { halo, splitHalves } from './decimate.ts'
import { Fft, hann } from './fft.ts'

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
  readonly #fft: Fft
  readonly #window: Float64Array
  readonly #lagWindow: Float64Array
  readonly #re: Float64Array
  readonly #im: Float64Array

  constructor(sampleRate: number) {
    if (!(sampleRate > 0)) throw new RangeError(`sampleRate must be positive, got ${sampleRate}`)
    this.#halvings = Math.max(0, Math.ceil(Math.log2(sampleRate / highestRate)))
    this.#rate = sampleRate / 2 ** this.#halvings
    this.#frame = 2 ** Math.round(Math.log2(frameSeconds * this.#rate))
    this.#fft = new Fft(2 * this.#frame)
    this.#window = hann(this.#frame)
    this.#re = new Float64Array(2 * this.#frame)
    this.#im = new Float64Array(2 * this.#frame)
    this.#lagWindow = this.#autocorrelationOfWindow()
  }

  read(signal: Float32Array): PitchFrames {
    const x = this.#decimated(signal)
    const size = this.#frame
    const hop = size / framesPerHop
    const count = Math.max(0, Math.floor((x.length - size) / hop) + 1)
    const bins = size + 1
    const binHz = this.#rate / (2 * size)
    const frames = { hz: new Float64Array(count), periodicity: new Float64Array(count) }
    const power = new Float32Array(count * bins)
    const [re, im] = [this.#re, this.#im]
    for (let t = 0; t < count; t += 2) {
      const second = t + 1 < count ? hop : 0
      re.fill(0)
      im.fill(0)
      for (let n = 0, at = t * hop; n < size; n++, at++) {
        re[n] = x[at]! * this.#window[n]!
        im[n] = x[at + second]! * this.#window[n]!
      }
      this.#fft.transform(re, im)
      this.#split(power, t * bins, second > 0 ? (t + 1) * bins : -1)
      this.#compress(binHz)
      this.#fft.transform(re, im)
      this.#pick(re, t, frames)
      if (second > 0) this.#pick(im, t + 1, frames)
    }
    return { ...frames, count, startSeconds: size / 2 / this.#rate, hopSeconds: hop / this.#rate, power, bins, binHz }
  }

  /** Power spectra of the two frames in `power`, and in re and im, symmetric. */
  #split(power: Float32Array, first: number, second: number): void {
    const [re, im] = [this.#re, this.#im]
    const size = re.length
    for (let k = 0; k <= size / 2; k++) {
      const j = (size - k) % size
      const a = (re[k]! + re[j]!) / 2
      const b = (im[k]! - im[j]!) / 2
      const c = (im[k]! + im[j]!) / 2
      const d = (re[j]! - re[k]!) / 2
      const p = a * a + b * b
      const q = c * c + d * d
      power[first + k] = p
      if (second >= 0) power[second + k] = q
      re[k] = p
      re[j] = p
      im[k] = q
      im[j] = q
    }
  }

  /** Cube roots inside the band, nothing outside: a resonance of 20 dB must not outweigh the pitch. */
  #compress(binHz: number): void {
    const [re, im] = [this.#re, this.#im]
    const size = re.length
    for (let k = 0; k <= size / 2; k++) {
      const hz = k * binHz
      const isIn = hz >= lowestBandHz && hz <= highestBandHz
      const p = isIn ? Math.cbrt(re[k]!) : 0
      const q = isIn ? Math.cbrt(im[k]!) : 0
      re[k] = p
      im[k] = q
      if (k > 0) {
        re[size - k] = p
        im[size - k] = q
      }
    }
  }

  #pick(r: Float64Array, t: number, out: { hz: Float64Array; periodicity: Float64Array }): void {
    const zero = r[0]!
    if (!(zero > 0)) return
    const from = Math.max(2, Math.floor(this.#rate / highestPitchHz))
    const to = Math.min(this.#frame - 2, Math.ceil(this.#rate / lowestPitchHz))
    const at = (lag: number) => r[lag]! / (zero * this.#lagWindow[lag]!)
    let best = -1
    for (let lag = from; lag <= to; lag++) {
      const value = at(lag)
      if (!(value >= at(lag - 1) && value > at(lag + 1))) continue
      const score = value - octaveCost * Math.log2(lag / from)
      if (score <= best) continue
      best = score
      const curvature = at(lag - 1) - 2 * value + at(lag + 1)
      const offset = curvature < 0 ? (0.5 * (at(lag - 1) - at(lag + 1))) / curvature : 0
      out.hz[t] = this.#rate / (lag + offset)
      out.periodicity[t] = Math.min(1, Math.max(0, value))
    }
  }

  /** Autocorrelation of the window, 1 at lag 0. */
  #autocorrelationOfWindow(): Float64Array {
    const size = this.#frame
    const sums = new Float64Array(size)
    for (let lag = 0; lag < size; lag++)
      for (let n = 0; n + lag < size; n++) sums[lag] = sums[lag]! + this.#window[n]! * this.#window[n + lag]!
    return sums.map(value => Math.max(1e-3, value / sums[0]!))
  }

  #decimated(signal: Float32Array): Float32Array {
    const steps = 2 ** this.#halvings
    let samples = Math.floor(signal.length / steps) * steps
    let x = new Float32Array(samples + 2 * halo)
    x.set(signal.subarray(0, samples), halo)
    const high = new Float32Array(samples / 2)
    for (let stage = 0; stage < this.#halvings; stage++) {
      samples /= 2
      const low = new Float32Array(samples + 2 * halo)
      splitHalves({ input: x, from: halo, count: samples, low, lowFrom: halo, high })
      x = low
    }
    return x.subarray(halo, halo + samples)
  }
}
