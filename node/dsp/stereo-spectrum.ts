import { type BandStatistics, bandCount, gridEdges } from './bands.ts'
import { hann } from './fft.ts'
import { type Kernels, kernels } from './kernels/kernels.ts'
import { type BandLayout, emptyBins, type MidSideBins, type MidSideTransform } from './mid-side.ts'

/** Frame length for a sample rate: the power of two that lasts 0.17 to 0.34 s (8192 at 44.1 and 48 kHz). */
export function frameSizeFor(sampleRate: number): number {
  if (!(sampleRate > 0)) throw new RangeError(`sampleRate must be positive, got ${sampleRate}`)
  return Math.max(256, 2 ** Math.ceil(Math.log2((8192 * sampleRate) / 48_000)))
}

/**
 * Hann-windowed spectra of mid = (L+R)/2 and side = (L−R)/2.
 *
 * Bin k stands for the frequencies (k ± 0.5)·fs/N; where a band edge cuts through a bin, its power is shared out in
 * proportion. Powers are corrected for the window's energy: a full-scale sine on both channels sums to mm = 0.5.
 */
export class StereoSpectrum implements MidSideBins, BandLayout {
  readonly size: number
  readonly sampleRate: number
  /**
   * Spectra of the last frame, bins 0 to size/2. |X|² · `powerScale` is one-sided power (half of that at DC and Nyquist).
   * As precise as the kernel: single precision from WebAssembly.
   */
  readonly mRe: Float64Array
  readonly mIm: Float64Array
  readonly sRe: Float64Array
  readonly sIm: Float64Array
  readonly powerScale: number
  readonly firstBin: Int32Array
  readonly firstWeight: Int32Array
  readonly binWeights: Float64Array
  readonly #transform: MidSideTransform
  readonly #sums = new Float64Array(3 * bandCount)
  /** #energyBefore[n] = energy of the window's first n samples over that of all. */
  readonly #energyBefore: Float64Array

  constructor(size: number, sampleRate: number, { midSideTransform }: Pick<Kernels, 'midSideTransform'> = kernels()) {
    if (!(sampleRate > 0)) throw new RangeError(`sampleRate must be positive, got ${sampleRate}`)
    this.#transform = midSideTransform(size)
    this.size = size
    this.sampleRate = sampleRate
    const { mRe, mIm, sRe, sIm } = emptyBins(size)
    this.mRe = mRe
    this.mIm = mIm
    this.sRe = sRe
    this.sIm = sIm
    const energy = (3 / 8) * size
    this.powerScale = 2 / (size * energy)
    this.#energyBefore = new Float64Array(size + 1)
    hann(size).forEach((w, n) => {
      this.#energyBefore[n + 1] = this.#energyBefore[n]! + (w * w) / energy
    })
    const { firstBin, firstWeight, binWeights } = gridLayout(size, sampleRate)
    this.firstBin = firstBin
    this.firstWeight = firstWeight
    this.binWeights = binWeights
  }

  /**
   * Transforms the frame whose first sample is `start` (may be negative or run past the end: zeros there) into `mRe` … `sIm`.
   * Returns the share of the window's energy that lies inside the audio, 0 to 1.
   */
  frame(left: Float32Array, right: Float32Array, start: number): number {
    this.#transform.transform(left, right, start)
    this.#transform.read(this)
    return this.#inside(left.length, start)
  }

  /** `frame`, and adds its narrow-band powers to `into`. */
  accumulate(left: Float32Array, right: Float32Array, start: number, into: BandStatistics): number {
    const inside = this.addBands(left, right, start, into)
    this.#transform.read(this)
    return inside
  }

  /**
   * Adds the narrow-band powers of a frame to `into`, without its spectra: `mRe` … `sIm` stay as they are. The mean over
   * frames is the sum of the powers over the sum of the returned shares, so that frames sticking out of the audio do not
   * make it read too low.
   */
  addBands(left: Float32Array, right: Float32Array, start: number, into: BandStatistics): number {
    this.#transform.transform(left, right, start)
    const sums = this.#sums
    const { powerScale } = this
    const { mm, ss, ms } = into
    this.#transform.bandSums(this, sums)
    for (let b = 0; b < bandCount; b++) {
      mm[b] = mm[b]! + sums[3 * b]! * powerScale
      ss[b] = ss[b]! + sums[3 * b + 1]! * powerScale
      ms[b] = ms[b]! + sums[3 * b + 2]! * powerScale
    }
    return this.#inside(left.length, start)
  }

  #inside(length: number, start: number): number {
    const from = Math.min(this.size, Math.max(0, -start))
    const to = Math.max(from, Math.min(this.size, length - start))
    return this.#energyBefore[to]! - this.#energyBefore[from]!
  }
}

/** The bins of the narrow bands of the grid. */
function gridLayout(size: number, sampleRate: number): BandLayout {
  const firstBin = new Int32Array(bandCount)
  const firstWeight = new Int32Array(bandCount + 1)
  const weights: number[] = []
  const nyquistBin = size / 2
  for (let b = 0; b < bandCount; b++) {
    const low = (gridEdges[b]! * size) / sampleRate
    const high = Math.min((gridEdges[b + 1]! * size) / sampleRate, nyquistBin)
    const first = Math.round(low)
    firstBin[b] = first
    for (let k = first; k <= nyquistBin && k - 0.5 < high; k++) {
      // DC and Nyquist: half the width and half the one-sided power, so their weight is the overlap as well.
      weights.push(Math.max(0, Math.min(k + 0.5, high) - Math.max(k - 0.5, low)))
    }
    firstWeight[b + 1] = weights.length
  }
  return { firstBin, firstWeight, binWeights: Float64Array.from(weights) }
}
