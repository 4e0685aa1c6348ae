import { type BandStatistics, bandCount, gridEdges } from './bands.ts'
import { Fft, hann } from './fft.ts'

/** Frame length for a sample rate: the power of two that lasts 0.17 to 0.34 s (8192 at 44.1 and 48 kHz). */
export function frameSizeFor(sampleRate: number): number {
  if (!(sampleRate > 0)) throw new RangeError(`sampleRate must be positive, got ${sampleRate}`)
  return Math.max(256, 2 ** Math.ceil(Math.log2((8192 * sampleRate) / 48_000)))
}

/**
 * Hann-windowed spectra of mid = (L+R)/2 and side = (L−R)/2, both from one complex FFT per frame.
 *
 * Bin k stands for the frequencies (k ± 0.5)·fs/N; where a band edge cuts through a bin, its power is shared out in
 * proportion. Powers are corrected for the window's energy: a full-scale sine on both channels sums to mm = 0.5.
 */
export class StereoSpectrum {
  readonly size: number
  readonly sampleRate: number
  /** Spectra of the last frame, bins 0 to size/2. |X|² · `powerScale` is one-sided power (half of that at DC and Nyquist). */
  readonly mRe: Float64Array
  readonly mIm: Float64Array
  readonly sRe: Float64Array
  readonly sIm: Float64Array
  readonly powerScale: number
  /** Band b is made of the bins firstBin[b] + i with weight binWeights[firstWeight[b] + i], up to firstWeight[b + 1]. */
  readonly firstBin: Int32Array
  readonly firstWeight: Int32Array
  readonly binWeights: Float64Array
  readonly #fft: Fft
  readonly #window: Float64Array
  /** #energyBefore[n] = energy of the window's first n samples over that of all. */
  readonly #energyBefore: Float64Array
  readonly #re: Float64Array
  readonly #im: Float64Array

  constructor(size: number, sampleRate: number) {
    if (!(sampleRate > 0)) throw new RangeError(`sampleRate must be positive, got ${sampleRate}`)
    this.#fft = new Fft(size)
    this.size = size
    this.sampleRate = sampleRate
    const bins = size / 2 + 1
    this.mRe = new Float64Array(bins)
    this.mIm = new Float64Array(bins)
    this.sRe = new Float64Array(bins)
    this.sIm = new Float64Array(bins)
    this.#re = new Float64Array(size)
    this.#im = new Float64Array(size)
    this.#window = hann(size)
    const energy = (3 / 8) * size
    this.powerScale = 2 / (size * energy)
    this.#energyBefore = new Float64Array(size + 1)
    for (let n = 0; n < size; n++)
      this.#energyBefore[n + 1] = this.#energyBefore[n]! + (this.#window[n]! * this.#window[n]!) / energy

    this.firstBin = new Int32Array(bandCount)
    this.firstWeight = new Int32Array(bandCount + 1)
    const weights: number[] = []
    const nyquistBin = size / 2
    for (let b = 0; b < bandCount; b++) {
      const low = (gridEdges[b]! * size) / sampleRate
      const high = Math.min((gridEdges[b + 1]! * size) / sampleRate, nyquistBin)
      const first = Math.round(low)
      this.firstBin[b] = first
      for (let k = first; k <= nyquistBin && k - 0.5 < high; k++) {
        // DC and Nyquist: half the width and half the one-sided power, so their weight is the overlap as well.
        weights.push(Math.max(0, Math.min(k + 0.5, high) - Math.max(k - 0.5, low)))
      }
      this.firstWeight[b + 1] = weights.length
    }
    this.binWeights = Float64Array.from(weights)
  }

  /**
   * Transforms the frame whose first sample is `start` (may be negative or run past the end: zeros there) into `mRe` … `sIm`.
   * Returns the share of the window's energy that lies inside the audio, 0 to 1.
   */
  frame(left: Float32Array, right: Float32Array, start: number): number {
    const inside = this.#transform(left, right, start)
    const { size, mRe, mIm, sRe, sIm } = this
    const re = this.#re
    const im = this.#im
    // Z = M + iS with M and S spectra of real signals: M(k) = (Z(k) + Z*(N−k))/2, S(k) = (Z(k) − Z*(N−k))/2i.
    for (let k = 0; k <= size / 2; k++) {
      const j = (size - k) & (size - 1)
      mRe[k] = 0.5 * (re[k]! + re[j]!)
      mIm[k] = 0.5 * (im[k]! - im[j]!)
      sRe[k] = 0.5 * (im[k]! + im[j]!)
      sIm[k] = 0.5 * (re[j]! - re[k]!)
    }
    return inside
  }

  /**
   * `frame`, and adds its narrow-band powers to `into`. The mean over frames is the sum of the powers over the sum of the
   * returned shares, so that frames sticking out of the audio do not make it read too low.
   */
  accumulate(left: Float32Array, right: Float32Array, start: number, into: BandStatistics): number {
    const inside = this.frame(left, right, start)
    const { mRe, mIm, sRe, sIm, firstBin, firstWeight, binWeights, powerScale } = this
    for (let b = 0; b < bandCount; b++) {
      let mm = 0
      let ss = 0
      let ms = 0
      const end = firstWeight[b + 1]!
      for (let i = firstWeight[b]!, k = firstBin[b]!; i < end; i++, k++) {
        const w = binWeights[i]!
        const mr = mRe[k]!
        const mi = mIm[k]!
        const sr = sRe[k]!
        const si = sIm[k]!
        mm += w * (mr * mr + mi * mi)
        ss += w * (sr * sr + si * si)
        ms += w * (mr * sr + mi * si)
      }
      into.mm[b] = into.mm[b]! + mm * powerScale
      into.ss[b] = into.ss[b]! + ss * powerScale
      into.ms[b] = into.ms[b]! + ms * powerScale
    }
    return inside
  }

  /** Leaves the spectrum of window · (mid + i·side) in #re, #im. */
  #transform(left: Float32Array, right: Float32Array, start: number): number {
    const { size } = this
    const re = this.#re
    const im = this.#im
    const window = this.#window
    const from = Math.min(size, Math.max(0, -start))
    const to = Math.max(from, Math.min(size, left.length - start))
    if (from > 0 || to < size) {
      re.fill(0)
      im.fill(0)
    }
    for (let n = from; n < to; n++) {
      const l = left[start + n]!
      const r = right[start + n]!
      const half = 0.5 * window[n]!
      re[n] = (l + r) * half
      im[n] = (l - r) * half
    }
    this.#fft.transform(re, im)
    return this.#energyBefore[to]! - this.#energyBefore[from]!
  }
}
