/** Complex FFT by the WebAssembly kernel, in single precision; the twin is dsp/complex-transform.ts. */
import { type ComplexTransform, complexTransform } from '../complex-transform.ts'
import { instantiate } from './wasm-module.ts'

/** The kernel's passes need four vectors. */
const smallestSize = 16

const transforms = new Map<number, ComplexTransform>()

/** One instance per size and thread: what is wanted of a result is read before the next one is asked for. */
export function wasmComplexTransform(size: number): ComplexTransform {
  if (!(size >= smallestSize)) return complexTransform(size)
  let transform = transforms.get(size)
  if (!transform) {
    transform = makeTransform(size)
    transforms.set(size, transform)
  }
  return transform
}

function makeTransform(size: number): ComplexTransform {
  if (!Number.isInteger(Math.log2(size))) throw new RangeError(`FFT size must be a power of two ≥ 4, got ${size}`)
  const { run, views } = instantiate({
    re: ['f32', size],
    im: ['f32', size],
    re2: ['f32', size],
    im2: ['f32', size],
    twiddles: ['f32', twiddleCount(size)],
  })
  const { re, im, re2, im2, twiddles } = views
  writeTwiddles(size, twiddles)
  // As many passes for every transform of a size: where the result is left depends on that alone.
  const isInSecond = Math.ceil(Math.log2(size) / 2) % 2 === 1
  return {
    re,
    im,
    outRe: isInSecond ? re2 : re,
    outIm: isInSecond ? im2 : im,
    transform() {
      run.fft(size, re.byteOffset, im.byteOffset, re2.byteOffset, im2.byteOffset, twiddles.byteOffset)
    },
  }
}

/** Numbers that `writeTwiddles` writes. */
export function twiddleCount(size: number): number {
  let count = 0
  for (let n = size; n > 4; n /= 4) count += 6 * (n / 4)
  return count
}

/**
 * Twiddles in the order the kernel reads them. First pass: w^p of all p, re then im, then w^2p and w^3p likewise. Each later
 * pass: the six numbers of p = 0, then those of p = 1, ….
 */
export function writeTwiddles(size: number, into: Float32Array): void {
  const cosines = cosinesOf(size)
  let at = 0
  for (let n = size; n > 4; n /= 4) {
    const quarter = n / 4
    const [stride, partStride] = n === size ? [1, quarter] : [6, 1]
    for (let power = 1; power <= 3; power++) {
      const turn = power * (size / n)
      const from = at + 2 * (power - 1) * partStride
      pick(cosines, { turn, start: 0, into, from, stride, count: quarter })
      // −sin(a) = cos(a + a quarter turn)
      pick(cosines, { turn, start: size / 4, into, from: from + partStride, stride, count: quarter })
    }
    at += 6 * quarter
  }
}

// Each loop a function of its own: V8 compiles a long loop while it runs, and a small function is ready soon.

function cosinesOf(size: number): Float64Array {
  const cosines = new Float64Array(size)
  const turn = (2 * Math.PI) / size
  for (let k = 0; k < size; k++) cosines[k] = Math.cos(turn * k)
  return cosines
}

interface Picking {
  /** Place of the first, and the distance of the next, in the table. */
  readonly start: number
  readonly turn: number
  readonly into: Float32Array
  readonly from: number
  readonly stride: number
  readonly count: number
}

function pick(table: Float64Array, { start, turn, into, from, stride, count }: Picking): void {
  const mask = table.length - 1
  for (let p = 0; p < count; p++) into[from + stride * p] = table[(start + turn * p) & mask]!
}
