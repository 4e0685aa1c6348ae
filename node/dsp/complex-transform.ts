/** A complex FFT with arrays of its own: the form in which a kernel can offer one. */
import { Fft } from './fft.ts'

type Numbers = Float32Array | Float64Array

export interface ComplexTransform {
  /** To be written before each transform: it may destroy them. */
  readonly re: Numbers
  readonly im: Numbers
  /** The result, X(k) = Σ x(n) e^(−2πi·kn/N), until the next transform or write; may be `re` and `im` themselves. */
  readonly outRe: Numbers
  readonly outIm: Numbers
  transform(): void
}

/** In double precision. The reference for the kernel that `kernels()` hands out. */
export function complexTransform(size: number): ComplexTransform {
  const fft = new Fft(size)
  const re = new Float64Array(size)
  const im = new Float64Array(size)
  return { re, im, outRe: re, outIm: im, transform: () => fft.transform(re, im) }
}
