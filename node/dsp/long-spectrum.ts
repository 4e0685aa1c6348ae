/**
 * Power spectra of long windows of a stereo signal, kept as running sums, so that the power between any two frequencies is
 * one subtraction. A window lasts about 1.5 s: two steady sines 2 Hz apart are two lines.
 */
import { halo, splitHalves } from './decimate.ts'
import { Fft, hann } from './fft.ts'

/** Rates above this are halved first: nothing is read above 7 kHz. */
const highestRate = 32_000
const windowSeconds = 1.4

/** The spectrum of one window. Powers are |X|² of mid and side, twice that of left and right; the unit is arbitrary. */
export class LongSpectrum {
  /** Frequencies from here on are filtered or not there. */
  readonly highestHz: number
  readonly #binHz: number
  /** Power of the bins 0 to b − 1. */
  readonly #mid: Float64Array
  readonly #side: Float64Array

  constructor({
    highestHz,
    binHz,
    mid,
    side,
  }: { highestHz: number; binHz: number; mid: Float64Array; side: Float64Array }) {
    this.highestHz = highestHz
    this.#binHz = binHz
    this.#mid = mid
    this.#side = side
  }

  /** Power of mid and side between two frequencies. */
  between(lowHz: number, highHz: number): number {
    return this.midBelow(highHz) - this.midBelow(lowHz) + this.sideBelow(highHz) - this.sideBelow(lowHz)
  }

  midBelow(hz: number): number {
    return this.#below(this.#mid, hz)
  }

  sideBelow(hz: number): number {
    return this.#below(this.#side, hz)
  }

  /** Bin k stands for the frequencies (k ± 0.5) · binHz. */
  #below(sums: Float64Array, hz: number): number {
    const at = Math.min(sums.length - 2, Math.max(0, hz / this.#binHz + 0.5))
    const k = Math.floor(at)
    return sums[k]! + (at - k) * (sums[k + 1]! - sums[k]!)
  }
}

/** Reads windows anywhere in a signal of one sample rate. */
export class LongSpectrumReader {
  /** Samples that one window covers. */
  readonly length: number
  readonly highestHz: number
  readonly #binHz: number
  readonly #halvings: number
  readonly #fft: Fft
  readonly #window: Float64Array
  readonly #re: Float64Array
  readonly #im: Float64Array
  readonly #stages: readonly Float32Array[]
  readonly #high: Float32Array

  constructor(sampleRate: number) {
    if (!(sampleRate > 0)) throw new RangeError(`sampleRate must be positive, got ${sampleRate}`)
    this.#halvings = Math.max(0, Math.ceil(Math.log2(sampleRate / highestRate)))
    const rate = sampleRate / 2 ** this.#halvings
    const size = 2 ** Math.round(Math.log2(windowSeconds * rate))
    this.#fft = new Fft(size)
    this.#window = hann(size)
    this.#re = new Float64Array(size)
    this.#im = new Float64Array(size)
    this.length = size * 2 ** this.#halvings
    this.#binHz = rate / size
    // The half-band filter is flat and free of images up to 0.16 of the rate it halves.
    this.highestHz = Math.min(7000, (this.#halvings > 0 ? 0.32 : 0.45) * rate)
    this.#stages = Array.from(
      { length: this.#halvings + 1 },
      (_, stage) => new Float32Array(this.length / 2 ** stage + 2 * halo),
    )
    this.#high = new Float32Array(this.length / 2)
  }

  /** The window that starts at sample `from`; what lies outside the signal is silence. */
  read([left, right]: readonly [Float32Array, Float32Array], from: number): LongSpectrum {
    this.#load(left, from, this.#re)
    if (left === right) this.#im.set(this.#re)
    else this.#load(right, from, this.#im)
    this.#fft.transform(this.#re, this.#im)
    const size = this.#re.length
    const mid = new Float64Array(size / 2 + 1)
    const side = new Float64Array(size / 2 + 1)
    for (let k = 1; k < size / 2; k++) {
      // Z = L + iR: what is conjugate-symmetric in Z is L, the rest is iR.
      const a = this.#re[k]!
      const b = this.#im[k]!
      const c = this.#re[size - k]!
      const d = this.#im[size - k]!
      mid[k + 1] = mid[k]! + (a + c + b + d) ** 2 + (b - d + c - a) ** 2
      side[k + 1] = side[k]! + (a + c - b - d) ** 2 + (b - d - c + a) ** 2
    }
    return new LongSpectrum({ highestHz: this.highestHz, binHz: this.#binHz, mid, side })
  }

  /** Halves the rate of `length` samples and windows them. */
  #load(x: Float32Array, from: number, into: Float64Array): void {
    const first = this.#stages[0]!
    const start = from - halo
    const begin = Math.min(first.length, Math.max(0, -start))
    const end = Math.max(begin, Math.min(first.length, x.length - start))
    first.fill(0)
    if (end > begin) first.set(x.subarray(start + begin, start + end), begin)
    for (let stage = 0; stage < this.#halvings; stage++) {
      // Beyond its ends a halved stretch is silent; the window is near zero there.
      const low = this.#stages[stage + 1]!
      const count = this.length / 2 ** (stage + 1)
      splitHalves({ input: this.#stages[stage]!, from: halo, count, low, lowFrom: halo, high: this.#high })
    }
    const last = this.#stages[this.#halvings]!
    for (let n = 0; n < into.length; n++) into[n] = last[halo + n]! * this.#window[n]!
  }
}
