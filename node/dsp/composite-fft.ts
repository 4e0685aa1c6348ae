/**
 * Complex FFT of r · 2^p points, r a small odd number: what separation models were trained with (6144, 7680, 5120 …).
 * Decimated in time: r transforms of a power of two, joined by the definition (Cooley & Tukey, 1965).
 */
import { Fft } from './fft.ts'

/** Joining costs r multiplications a point: beyond this another algorithm would be right. */
const largestOdd = 15

export class CompositeFft {
  readonly size: number
  readonly #odd: number
  readonly #fft: Fft
  readonly #parts: readonly { readonly re: Float64Array; readonly im: Float64Array }[]
  readonly #cos: Float64Array
  readonly #sin: Float64Array

  /** Throws RangeError unless `size` is 4 or more times a power of two and an odd number up to 15. */
  constructor(size: number) {
    let odd = size
    while (odd > 1 && odd % 2 === 0) odd /= 2
    if (!(Number.isInteger(size) && odd <= largestOdd && size / odd >= 4))
      throw new RangeError(`FFT size must be an odd number up to ${largestOdd} times a power of two ≥ 4, got ${size}`)
    this.size = size
    this.#odd = odd
    const length = size / odd
    this.#fft = new Fft(length)
    this.#parts = Array.from({ length: odd }, () => ({ re: new Float64Array(length), im: new Float64Array(length) }))
    this.#cos = Float64Array.from({ length: size }, (_, n) => Math.cos((2 * Math.PI * n) / size))
    this.#sin = Float64Array.from({ length: size }, (_, n) => Math.sin((2 * Math.PI * n) / size))
  }

  /** Transforms `re` + i·`im` in place: X(k) = Σ x(n) e^(−2πi·kn/N). */
  transform(re: Float64Array, im: Float64Array): void {
    const odd = this.#odd
    if (odd === 1) {
      this.#fft.transform(re, im)
      return
    }
    const length = this.size / odd
    this.#parts.forEach((part, j) => {
      for (let m = 0; m < length; m++) {
        part.re[m] = re[odd * m + j]!
        part.im[m] = im[odd * m + j]!
      }
      this.#fft.transform(part.re, part.im)
    })
    for (let k = 0; k < this.size; k++) {
      const m = k % length
      let [sumRe, sumIm] = [0, 0]
      for (let j = 0; j < odd; j++) {
        const at = (j * k) % this.size
        const [c, s] = [this.#cos[at]!, this.#sin[at]!]
        const { re: partRe, im: partIm } = this.#parts[j]!
        sumRe += partRe[m]! * c + partIm[m]! * s
        sumIm += partIm[m]! * c - partRe[m]! * s
      }
      re[k] = sumRe
      im[k] = sumIm
    }
  }
}
