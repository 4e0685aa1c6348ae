/** Spectra of mid = (L+R)/2 and side = (L−R)/2 of a windowed frame, and their sums per band: the work behind StereoSpectrum. */
import { Fft, hann } from './fft.ts'

/** Which bins make a band: band b takes bins firstBin[b] + i with weight binWeights[firstWeight[b] + i], up to firstWeight[b + 1]. */
export interface BandLayout {
  readonly firstBin: Int32Array
  readonly firstWeight: Int32Array
  readonly binWeights: Float64Array
}

/** Bins 0 to size/2. */
export interface MidSideBins {
  readonly mRe: Float64Array
  readonly mIm: Float64Array
  readonly sRe: Float64Array
  readonly sIm: Float64Array
}

export interface MidSideTransform {
  /** Hann-windows and transforms the frame whose first sample is `start` (may be negative or run past the end: zeros there). */
  transform(left: Float32Array, right: Float32Array, start: number): void
  /** The spectra of the last frame into `bins`. */
  read(bins: MidSideBins): void
  /** Σ weight · |M|², |S|² and Re(M·S*) of the last frame: three numbers per band into `sums`. */
  bandSums(layout: BandLayout, sums: Float64Array): void
}

export const emptyBins = (size: number): MidSideBins => ({
  mRe: new Float64Array(size / 2 + 1),
  mIm: new Float64Array(size / 2 + 1),
  sRe: new Float64Array(size / 2 + 1),
  sIm: new Float64Array(size / 2 + 1),
})

/** In double precision, both from one complex FFT per frame. The reference for the kernel that `kernels()` hands out. */
export function midSideTransform(size: number): MidSideTransform {
  const fft = new Fft(size)
  const window = hann(size)
  const re = new Float64Array(size)
  const im = new Float64Array(size)
  const last = emptyBins(size)
  return { transform, read, bandSums }

  function transform(left: Float32Array, right: Float32Array, start: number): void {
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
    fft.transform(re, im)
    const { mRe, mIm, sRe, sIm } = last
    // Z = M + iS with M and S spectra of real signals: M(k) = (Z(k) + Z*(N−k))/2, S(k) = (Z(k) − Z*(N−k))/2i.
    for (let k = 0; k <= size / 2; k++) {
      const j = (size - k) & (size - 1)
      mRe[k] = 0.5 * (re[k]! + re[j]!)
      mIm[k] = 0.5 * (im[k]! - im[j]!)
      sRe[k] = 0.5 * (im[k]! + im[j]!)
      sIm[k] = 0.5 * (re[j]! - re[k]!)
    }
  }

  function read(bins: MidSideBins): void {
    bins.mRe.set(last.mRe)
    bins.mIm.set(last.mIm)
    bins.sRe.set(last.sRe)
    bins.sIm.set(last.sIm)
  }

  function bandSums({ firstBin, firstWeight, binWeights }: BandLayout, sums: Float64Array): void {
    const { mRe, mIm, sRe, sIm } = last
    for (let b = 0; b < firstBin.length; b++) {
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
      sums[3 * b] = mm
      sums[3 * b + 1] = ss
      sums[3 * b + 2] = ms
    }
  }
}
