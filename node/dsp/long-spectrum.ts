/**
 * Power spectra of long windows of a stereo signal, kept as running sums, so that the power between any two frequencies is
 * one subtraction. A window lasts about 1.5 s: two steady sines 2 Hz apart are two lines.
 */
import type { ComplexTransform } from './complex-transform.ts'
import { hann } from './fft.ts'
import { kernels } from './kernels/kernels.ts'

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

  /** Powers of mid and side from each of the `edges` · hz (rising, below `highestHz`) to the next. */
  cells(hz: number, edges: Float64Array, mid: Float64Array, side: Float64Array): void {
    differences(this.#mid, hz / this.#binHz, edges, mid)
    differences(this.#side, hz / this.#binHz, edges, side)
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
  readonly #transform: ComplexTransform
  readonly #window: Float64Array
  readonly #halved: Float32Array
  /** Bins that are kept. */
  readonly #bins: number

  constructor(sampleRate: number) {
    if (!(sampleRate > 0)) throw new RangeError(`sampleRate must be positive, got ${sampleRate}`)
    this.#halvings = Math.max(0, Math.ceil(Math.log2(sampleRate / highestRate)))
    const rate = sampleRate / 2 ** this.#halvings
    const size = 2 ** Math.round(Math.log2(windowSeconds * rate))
    this.#transform = kernels().complexTransform(size)
    this.#window = hann(size)
    this.#halved = new Float32Array(size)
    this.length = size * 2 ** this.#halvings
    this.#binHz = rate / size
    // The half-band filter is flat and free of images up to 0.16 of the rate it halves.
    this.highestHz = Math.min(7000, (this.#halvings > 0 ? 0.32 : 0.45) * rate)
    this.#bins = Math.min(size / 2, Math.ceil(this.highestHz / this.#binHz) + 2)
  }

  /** The window that starts at sample `from`; what lies outside the signal is silence. */
  read([left, right]: readonly [Float32Array, Float32Array], from: number): LongSpectrum {
    const { re, im, outRe, outIm } = this.#transform
    this.#load(left, from, re)
    if (left === right) im.set(re)
    else this.#load(right, from, im)
    this.#transform.transform()
    const mid = new Float64Array(this.#bins + 1)
    const side = new Float64Array(this.#bins + 1)
    sumPowers(outRe, outIm, mid, side)
    return new LongSpectrum({ highestHz: this.highestHz, binHz: this.#binHz, mid, side })
  }

  /** Halves the rate of `length` samples and windows them. */
  #load(x: Float32Array, from: number, into: Float32Array | Float64Array): void {
    const halved = this.#halved
    const window = this.#window
    kernels().decimate({ left: x, right: x, leftGain: 0.5, rightGain: 0.5, from, halvings: this.#halvings }, halved)
    multiply(halved, window, into)
  }
}

// Loops of their own: V8 compiles them while they run, and a small function is ready soon.

type Numbers = Float32Array | Float64Array

function differences(sums: Float64Array, scale: number, edges: Float64Array, into: Float64Array): void {
  let before = 0
  for (let i = 0; i < edges.length; i++) {
    const at = Math.min(sums.length - 2, scale * edges[i]! + 0.5)
    const k = Math.floor(at)
    const sum = sums[k]! + (at - k) * (sums[k + 1]! - sums[k]!)
    if (i > 0) into[i - 1] = sum - before
    before = sum
  }
}

function multiply(x: Float32Array, y: Float64Array, into: Numbers): void {
  for (let n = 0; n < x.length; n++) into[n] = x[n]! * y[n]!
}

/** Running sums of the powers of mid and side from the transform of left + i · right. */
function sumPowers(re: Numbers, im: Numbers, mid: Float64Array, side: Float64Array): void {
  let midSum = 0
  let sideSum = 0
  for (let k = 1, j = re.length - 1; k < mid.length - 1; k++, j--) {
    // Z = L + iR: what is conjugate-symmetric in Z is L, the rest is iR.
    const sumRe = re[k]! + re[j]!
    const sumIm = im[k]! - im[j]!
    const otherRe = im[k]! + im[j]!
    const otherIm = re[j]! - re[k]!
    midSum += (sumRe + otherRe) * (sumRe + otherRe) + (sumIm + otherIm) * (sumIm + otherIm)
    sideSum += (sumRe - otherRe) * (sumRe - otherRe) + (sumIm - otherIm) * (sumIm - otherIm)
    mid[k + 1] = midSum
    side[k + 1] = sideSum
  }
}
