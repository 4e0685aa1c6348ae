/**
 * Complex FFT in single precision, split re and im: Stockham autosort, radix 4, vectors along whatever is contiguous. The
 * twin in double precision is dsp/fft.ts; the twiddles are laid out by `writeTwiddles` in wasm-transform.ts.
 */

/** Transforms `re`, `im` (a power of two of at least 16 values); returns whether the result is in `re2`, `im2`. */
export function fft(size: i32, re: usize, im: usize, re2: usize, im2: usize, twiddles: usize): bool {
  firstPass(size, re, im, re2, im2, twiddles)
  twiddles += (<usize>(6 * (size >> 2))) << 2
  let inSecond = true
  let stride = 4
  let n = size >> 2
  for (; n > 4; n >>= 2, stride <<= 2) {
    if (inSecond) pass(n, stride, re2, im2, re, im, twiddles)
    else pass(n, stride, re, im, re2, im2, twiddles)
    twiddles += (<usize>(6 * (n >> 2))) << 2
    inSecond = !inSecond
  }
  if (inSecond) lastPass(n, stride, re2, im2, re, im)
  else lastPass(n, stride, re, im, re2, im2)
  return !inSecond
}

/** Stride 1: vectors run along p, and the four results of each p lie side by side, so they are transposed. */
function firstPass(n: i32, re: usize, im: usize, yRe: usize, yIm: usize, w: usize): void {
  const step = (<usize>(n >> 2)) << 2
  for (const end = re + step; re < end; re += 16, im += 16, w += 16, yRe += 64, yIm += 64) {
    const ar = v128.load(re)
    const ai = v128.load(im)
    const br = v128.load(re + step)
    const bi = v128.load(im + step)
    const cr = v128.load(re + 2 * step)
    const ci = v128.load(im + 2 * step)
    const dr = v128.load(re + 3 * step)
    const di = v128.load(im + 3 * step)
    const acr = f32x4.add(ar, cr)
    const aci = f32x4.add(ai, ci)
    const xr = f32x4.sub(ar, cr)
    const xi = f32x4.sub(ai, ci)
    const bdr = f32x4.add(br, dr)
    const bdi = f32x4.add(bi, di)
    const zr = f32x4.sub(br, dr)
    const zi = f32x4.sub(bi, di)
    const r1 = f32x4.add(xr, zi)
    const i1 = f32x4.sub(xi, zr)
    const r2 = f32x4.sub(acr, bdr)
    const i2 = f32x4.sub(aci, bdi)
    const r3 = f32x4.sub(xr, zi)
    const i3 = f32x4.add(xi, zr)
    const w1r = v128.load(w)
    const w1i = v128.load(w + step)
    const w2r = v128.load(w + 2 * step)
    const w2i = v128.load(w + 3 * step)
    const w3r = v128.load(w + 4 * step)
    const w3i = v128.load(w + 5 * step)
    transposed(
      yRe,
      f32x4.add(acr, bdr),
      f32x4.sub(f32x4.mul(r1, w1r), f32x4.mul(i1, w1i)),
      f32x4.sub(f32x4.mul(r2, w2r), f32x4.mul(i2, w2i)),
      f32x4.sub(f32x4.mul(r3, w3r), f32x4.mul(i3, w3i)),
    )
    transposed(
      yIm,
      f32x4.add(aci, bdi),
      f32x4.add(f32x4.mul(r1, w1i), f32x4.mul(i1, w1r)),
      f32x4.add(f32x4.mul(r2, w2i), f32x4.mul(i2, w2r)),
      f32x4.add(f32x4.mul(r3, w3i), f32x4.mul(i3, w3r)),
    )
  }
}

function transposed(to: usize, a: v128, b: v128, c: v128, d: v128): void {
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5)
  const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5)
  const ab2 = v128.shuffle<f32>(a, b, 2, 6, 3, 7)
  const cd2 = v128.shuffle<f32>(c, d, 2, 6, 3, 7)
  v128.store(to, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5))
  v128.store(to, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7), 16)
  v128.store(to, v128.shuffle<f32>(ab2, cd2, 0, 1, 4, 5), 32)
  v128.store(to, v128.shuffle<f32>(ab2, cd2, 2, 3, 6, 7), 48)
}

/** `stride` interleaved transforms of length n: vectors run along the stride. */
function pass(n: i32, stride: i32, re: usize, im: usize, yRe: usize, yIm: usize, w: usize): void {
  const quarter = n >> 2
  const row = (<usize>stride) << 2
  const step = row * <usize>quarter
  for (let p = 0; p < quarter; p++, w += 24, yRe += 3 * row, yIm += 3 * row) {
    const w1r = v128.load32_splat(w)
    const w1i = v128.load32_splat(w, 4)
    const w2r = v128.load32_splat(w, 8)
    const w2i = v128.load32_splat(w, 12)
    const w3r = v128.load32_splat(w, 16)
    const w3i = v128.load32_splat(w, 20)
    for (const end = re + row; re < end; re += 16, im += 16, yRe += 16, yIm += 16) {
      const ar = v128.load(re)
      const ai = v128.load(im)
      const br = v128.load(re + step)
      const bi = v128.load(im + step)
      const cr = v128.load(re + 2 * step)
      const ci = v128.load(im + 2 * step)
      const dr = v128.load(re + 3 * step)
      const di = v128.load(im + 3 * step)
      const acr = f32x4.add(ar, cr)
      const aci = f32x4.add(ai, ci)
      const xr = f32x4.sub(ar, cr)
      const xi = f32x4.sub(ai, ci)
      const bdr = f32x4.add(br, dr)
      const bdi = f32x4.add(bi, di)
      const zr = f32x4.sub(br, dr)
      const zi = f32x4.sub(bi, di)
      v128.store(yRe, f32x4.add(acr, bdr))
      v128.store(yIm, f32x4.add(aci, bdi))
      const r1 = f32x4.add(xr, zi)
      const i1 = f32x4.sub(xi, zr)
      v128.store(yRe + row, f32x4.sub(f32x4.mul(r1, w1r), f32x4.mul(i1, w1i)))
      v128.store(yIm + row, f32x4.add(f32x4.mul(r1, w1i), f32x4.mul(i1, w1r)))
      const r2 = f32x4.sub(acr, bdr)
      const i2 = f32x4.sub(aci, bdi)
      v128.store(yRe + 2 * row, f32x4.sub(f32x4.mul(r2, w2r), f32x4.mul(i2, w2i)))
      v128.store(yIm + 2 * row, f32x4.add(f32x4.mul(r2, w2i), f32x4.mul(i2, w2r)))
      const r3 = f32x4.sub(xr, zi)
      const i3 = f32x4.add(xi, zr)
      v128.store(yRe + 3 * row, f32x4.sub(f32x4.mul(r3, w3r), f32x4.mul(i3, w3i)))
      v128.store(yIm + 3 * row, f32x4.add(f32x4.mul(r3, w3i), f32x4.mul(i3, w3r)))
    }
  }
}

/** The pass without twiddles: transforms of length 4, or of length 2 for odd powers of two. */
function lastPass(n: i32, stride: i32, re: usize, im: usize, yRe: usize, yIm: usize): void {
  const row = (<usize>stride) << 2
  for (const end = re + row; re < end; re += 16, im += 16, yRe += 16, yIm += 16) {
    const ar = v128.load(re)
    const ai = v128.load(im)
    const br = v128.load(re + row)
    const bi = v128.load(im + row)
    if (n === 2) {
      v128.store(yRe, f32x4.add(ar, br))
      v128.store(yIm, f32x4.add(ai, bi))
      v128.store(yRe + row, f32x4.sub(ar, br))
      v128.store(yIm + row, f32x4.sub(ai, bi))
      continue
    }
    const cr = v128.load(re + 2 * row)
    const ci = v128.load(im + 2 * row)
    const dr = v128.load(re + 3 * row)
    const di = v128.load(im + 3 * row)
    const acr = f32x4.add(ar, cr)
    const aci = f32x4.add(ai, ci)
    const xr = f32x4.sub(ar, cr)
    const xi = f32x4.sub(ai, ci)
    const bdr = f32x4.add(br, dr)
    const bdi = f32x4.add(bi, di)
    const zr = f32x4.sub(br, dr)
    const zi = f32x4.sub(bi, di)
    v128.store(yRe, f32x4.add(acr, bdr))
    v128.store(yIm, f32x4.add(aci, bdi))
    v128.store(yRe + row, f32x4.add(xr, zi))
    v128.store(yIm + row, f32x4.sub(xi, zr))
    v128.store(yRe + 2 * row, f32x4.sub(acr, bdr))
    v128.store(yIm + 2 * row, f32x4.sub(aci, bdi))
    v128.store(yRe + 3 * row, f32x4.sub(xr, zi))
    v128.store(yIm + 3 * row, f32x4.add(xi, zr))
  }
}
