/** In-place complex FFT, power-of-two sizes, split real and imaginary Float64 arrays. X(k) = Σ x(n) e^(−2πi·kn/N). */
export class Fft {
  readonly size: number
  readonly #cos: Float64Array
  readonly #sin: Float64Array
  readonly #reversed: Uint32Array

  /** Throws RangeError when `size` is not a power of two of at least 4. */
  constructor(size: number) {
    if (size < 4 || (size & (size - 1)) !== 0) throw new RangeError(`FFT size must be a power of two ≥ 4, got ${size}`)
    this.size = size
    this.#cos = new Float64Array(size / 2)
    this.#sin = new Float64Array(size / 2)
    for (let k = 0; k < size / 2; k++) {
      this.#cos[k] = Math.cos((2 * Math.PI * k) / size)
      this.#sin[k] = -Math.sin((2 * Math.PI * k) / size)
    }
    const bits = Math.log2(size)
    this.#reversed = new Uint32Array(size)
    for (let n = 0; n < size; n++) this.#reversed[n] = (this.#reversed[n >> 1]! >> 1) | ((n & 1) << (bits - 1))
  }

  /** Transforms `re` + i·`im` (both of length `size`) in place. */
  transform(re: Float64Array, im: Float64Array): void {
    const { size } = this
    const cos = this.#cos
    const sin = this.#sin
    const reversed = this.#reversed
    for (let n = 0; n < size; n++) {
      const m = reversed[n]!
      if (m > n) {
        const r = re[n]!
        re[n] = re[m]!
        re[m] = r
        const i = im[n]!
        im[n] = im[m]!
        im[m] = i
      }
    }
    // The first two stages have trivial twiddles: one radix-4 pass.
    for (let n = 0; n < size; n += 4) {
      const ar = re[n]! + re[n + 1]!
      const ai = im[n]! + im[n + 1]!
      const br = re[n]! - re[n + 1]!
      const bi = im[n]! - im[n + 1]!
      const cr = re[n + 2]! + re[n + 3]!
      const ci = im[n + 2]! + im[n + 3]!
      const dr = re[n + 2]! - re[n + 3]!
      const di = im[n + 2]! - im[n + 3]!
      re[n] = ar + cr
      im[n] = ai + ci
      re[n + 2] = ar - cr
      im[n + 2] = ai - ci
      re[n + 1] = br + di
      im[n + 1] = bi - dr
      re[n + 3] = br - di
      im[n + 3] = bi + dr
    }
    for (let half = 4; half < size; half <<= 1) {
      const stride = size / (2 * half)
      for (let start = 0; start < size; start += 2 * half) {
        for (let k = 0, t = 0; k < half; k++, t += stride) {
          const a = start + k
          const b = a + half
          const wr = cos[t]!
          const wi = sin[t]!
          const xr = re[b]! * wr - im[b]! * wi
          const xi = re[b]! * wi + im[b]! * wr
          re[b] = re[a]! - xr
          im[b] = im[a]! - xi
          re[a] = re[a]! + xr
          im[a] = im[a]! + xi
        }
      }
    }
  }
}

/** Periodic Hann window. Mean square 3/8. */
export function hann(size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / size))
}
