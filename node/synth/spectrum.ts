/** Power spectra of windowed pieces of a signal, kept as running sums: the power of any band is one subtraction. */
import { Fft, hann } from '../dsp/fft.ts'

export class PieceSpectrum {
  readonly binHz: number
  readonly #sums: Float64Array

  constructor(sums: Float64Array, binHz: number) {
    this.#sums = sums
    this.binHz = binHz
  }

  get highestHz(): number {
    return (this.#sums.length - 2) * this.binHz
  }

  /** Sum of the power from `lowHz` to `highHz`; a full-scale sine in the band reads 0.5 whatever the window's length. */
  between(lowHz: number, highHz: number): number {
    return Math.max(0, this.#below(highHz) - this.#below(lowHz))
  }

  /** Bin k stands for the frequencies (k ± 0.5) · binHz. */
  #below(hz: number): number {
    const at = Math.min(this.#sums.length - 1, Math.max(0, hz / this.binHz + 0.5))
    const k = Math.min(this.#sums.length - 2, Math.floor(at))
    return this.#sums[k]! + (at - k) * (this.#sums[k + 1]! - this.#sums[k]!)
  }
}

/** Reads Hann-windowed pieces of one length; what lies outside the signal is silence. */
export class PieceReader {
  /** Samples under the window. */
  readonly length: number
  readonly #fft: Fft
  readonly #window: Float64Array
  readonly #sampleRate: number
  readonly #re: Float64Array
  readonly #im: Float64Array

  constructor(length: number, sampleRate: number) {
    if (!(length >= 16 && Number.isInteger(length)))
      throw new RangeError(`length must be an integer ≥ 16, got ${length}`)
    this.length = length
    this.#sampleRate = sampleRate
    // Twice as many bins as samples: the edges of a band fall between bins.
    const size = 2 ** (Math.ceil(Math.log2(length)) + 1)
    this.#fft = new Fft(size)
    this.#window = hann(length)
    this.#re = new Float64Array(size)
    this.#im = new Float64Array(size)
  }

  /** Sum over the channels of the piece that starts at sample `from`. */
  read(channels: readonly Float32Array[], from: number): PieceSpectrum {
    const size = this.#re.length
    const sums = new Float64Array(size / 2 + 1)
    const power = new Float64Array(size / 2)
    for (const channel of channels) {
      this.#re.fill(0)
      this.#im.fill(0)
      const end = Math.min(this.length, channel.length - from)
      for (let n = Math.max(0, -from); n < end; n++) this.#re[n] = channel[from + n]! * this.#window[n]!
      this.#fft.transform(this.#re, this.#im)
      for (let k = 0; k < power.length; k++) power[k] = power[k]! + this.#re[k]! ** 2 + this.#im[k]! ** 2
    }
    // Parseval: the window's mean square is 3/8, and each real line appears on both sides.
    const gain = 2 / (size * this.length * 0.375) / Math.max(1, channels.length)
    for (let k = 0; k < power.length; k++) sums[k + 1] = sums[k]! + power[k]! * gain
    return new PieceSpectrum(sums, this.#sampleRate / size)
  }
}
