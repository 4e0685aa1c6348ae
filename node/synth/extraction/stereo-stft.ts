/**
 * Spectrogram of a stereo piece and back, as separation models see it: periodic Hann, frames centred on multiples of the
 * hop, the piece mirrored at its ends. Both channels go through one complex transform.
 */
import { CompositeFft } from '../../dsp/composite-fft.ts'
import { hann } from '../../dsp/fft.ts'

export interface StftShape {
  /** Points of the transform: an odd number up to 15 times a power of two. */
  readonly fftSize: number
  readonly hop: number
  /** Frames of a piece; its length is hop · (frames − 1). */
  readonly frames: number
  /** Bins kept, from 0 up; the others are silent on the way back. */
  readonly bins: number
}

/** [left re, left im, right re, right im][bin][frame], row by row. */
export type SpectrogramTensor = Float32Array

export class StereoStft {
  readonly shape: StftShape
  readonly pieceLength: number
  readonly #fft: CompositeFft
  readonly #window: Float64Array
  readonly #re: Float64Array
  readonly #im: Float64Array

  constructor(shape: StftShape) {
    const { fftSize, hop, frames, bins } = shape
    if (!(bins >= 1 && bins <= fftSize / 2 + 1))
      throw new RangeError(`bins must be from 1 to ${fftSize / 2 + 1}, got ${bins}`)
    if (!(hop >= 1 && hop <= fftSize / 2)) throw new RangeError(`hop must be from 1 to ${fftSize / 2}, got ${hop}`)
    this.shape = shape
    this.pieceLength = hop * (frames - 1)
    if (this.pieceLength <= fftSize / 2)
      throw new RangeError(`a piece must be longer than half a transform (${fftSize / 2}), got ${this.pieceLength}`)
    this.#fft = new CompositeFft(fftSize)
    this.#window = hann(fftSize)
    this.#re = new Float64Array(fftSize)
    this.#im = new Float64Array(fftSize)
  }

  forward(left: Float32Array, right: Float32Array): SpectrogramTensor {
    const { fftSize, hop, frames, bins } = this.shape
    const [re, im, window] = [this.#re, this.#im, this.#window]
    const tensor = new Float32Array(4 * bins * frames)
    const plane = bins * frames
    for (let t = 0; t < frames; t++) {
      for (let n = 0; n < fftSize; n++) {
        const at = mirrored(t * hop + n - fftSize / 2, this.pieceLength)
        re[n] = left[at]! * window[n]!
        im[n] = right[at]! * window[n]!
      }
      this.#fft.transform(re, im)
      for (let k = 0; k < bins; k++) {
        const j = (fftSize - k) % fftSize
        const at = k * frames + t
        tensor[at] = (re[k]! + re[j]!) / 2
        tensor[plane + at] = (im[k]! - im[j]!) / 2
        tensor[2 * plane + at] = (im[k]! + im[j]!) / 2
        tensor[3 * plane + at] = (re[j]! - re[k]!) / 2
      }
    }
    return tensor
  }

  /** Least-squares inverse (Griffin & Lim, 1984): windowed again, divided by the sum of the squared windows. */
  inverse(tensor: SpectrogramTensor): readonly [Float64Array, Float64Array] {
    const { fftSize, hop, frames, bins } = this.shape
    if (tensor.length !== 4 * bins * frames)
      throw new RangeError(`the spectrogram must have ${4 * bins * frames} values, got ${tensor.length}`)
    const [re, im, window] = [this.#re, this.#im, this.#window]
    const plane = bins * frames
    const length = this.pieceLength
    const [left, right, weight] = [new Float64Array(length), new Float64Array(length), new Float64Array(length)]
    for (let t = 0; t < frames; t++) {
      re.fill(0)
      im.fill(0)
      for (let k = 0; k < bins; k++) {
        const at = k * frames + t
        // The first and the middle bin of a real signal are real.
        const isReal = k === 0 || k === fftSize / 2
        const [lRe, lIm] = [tensor[at]!, isReal ? 0 : tensor[plane + at]!]
        const [rRe, rIm] = [tensor[2 * plane + at]!, isReal ? 0 : tensor[3 * plane + at]!]
        // Conjugated: the forward transform of the conjugate is the conjugate of the inverse.
        re[k] = lRe - rIm
        im[k] = -(lIm + rRe)
        if (isReal) continue
        re[fftSize - k] = lRe + rIm
        im[fftSize - k] = lIm - rRe
      }
      this.#fft.transform(re, im)
      const first = t * hop - fftSize / 2
      for (let n = Math.max(0, -first); n < Math.min(fftSize, length - first); n++) {
        const w = window[n]!
        left[first + n] = left[first + n]! + (re[n]! * w) / fftSize
        right[first + n] = right[first + n]! - (im[n]! * w) / fftSize
        weight[first + n] = weight[first + n]! + w * w
      }
    }
    for (let n = 0; n < length; n++) {
      left[n] = left[n]! / weight[n]!
      right[n] = right[n]! / weight[n]!
    }
    return [left, right]
  }
}

/** Index within 0 … length − 1, reflected at both ends without repeating them. */
function mirrored(at: number, length: number): number {
  const index = at < 0 ? -at : at
  return index < length ? index : 2 * (length - 1) - index
}
