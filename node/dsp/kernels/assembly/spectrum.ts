/**
 * Spectra of a windowed frame's mid and side, and their band sums. Mid and side are two real transforms, each a complex one
 * of half the length: one complex transform of mid + i·side would let −140 dB of the mid (single precision) into the side
 * of a mono signal. The twin is dsp/mid-side.ts.
 */
import { fft } from './fft'

/**
 * `left`, `right`: `size` samples. `window`: a quarter of the window. `work`: four arrays of size / 2 + 16. `outputs`: mid re,
 * mid im, side re, side im of size / 2 + 1 bins, `pitch` bytes apart. `turns`: cos then −sin of 2πk / size for k = 1 …
 * size / 4 + 4.
 */
export function midSideSpectra(
  left: usize,
  right: usize,
  window: usize,
  size: i32,
  work: usize,
  outputs: usize,
  pitch: usize,
  twiddles: usize,
  turns: usize,
): void {
  spectrumOf(left, right, window, size, f32x4.splat(1), work, outputs, outputs + pitch, twiddles, turns)
  outputs += 2 * pitch
  spectrumOf(left, right, window, size, f32x4.splat(-1), work, outputs, outputs + pitch, twiddles, turns)
}

function spectrumOf(
  left: usize,
  right: usize,
  window: usize,
  size: i32,
  sign: v128,
  work: usize,
  outRe: usize,
  outIm: usize,
  twiddles: usize,
  turns: usize,
): void {
  const half = size >> 1
  const pitch = (<usize>(half + 16)) << 2
  const re = work
  const im = work + pitch
  let any = f32x4.splat(0)
  let toRe = re
  let toIm = im
  for (const end = left + ((<usize>size) << 2); left < end; left += 32, right += 32, window += 32) {
    const x = f32x4.mul(f32x4.add(v128.load(left), f32x4.mul(v128.load(right), sign)), v128.load(window))
    const y = f32x4.mul(f32x4.add(v128.load(left, 16), f32x4.mul(v128.load(right, 16), sign)), v128.load(window, 16))
    any = v128.or(any, v128.or(x, y))
    v128.store(toRe, v128.shuffle<f32>(x, y, 0, 2, 4, 6))
    v128.store(toIm, v128.shuffle<f32>(x, y, 1, 3, 5, 7))
    toRe += 16
    toIm += 16
  }
  // Silence, and the side of anything mono. (The window's zero at n = 0 makes −0 of a negative sample: not counted.)
  if (!v128.any_true(v128.and(any, i32x4.splat(0x7fffffff)))) {
    memory.fill(outRe, 0, (<usize>(half + 1)) << 2)
    memory.fill(outIm, 0, (<usize>(half + 1)) << 2)
    return
  }
  if (fft(half, re, im, work + 2 * pitch, work + 3 * pitch, twiddles))
    unpack(half, work + 2 * pitch, work + 3 * pitch, outRe, outIm, turns)
  else unpack(half, re, im, outRe, outIm, turns)
}

/** X(k) and X(M − k) of the real signal from Z(k) and Z(M − k) of its even samples + i · its odd samples; Z at half scale. */
function unpack(half: i32, re: usize, im: usize, outRe: usize, outIm: usize, turns: usize): void {
  const end = (<usize>half) << 2
  const first: f32 = 2.0 * load<f32>(re)
  const second: f32 = 2.0 * load<f32>(im)
  const sines = turns + (end >> 1) + 16
  let up: usize = 4
  let down: usize = end - 16
  for (; up <= end >> 1; up += 16, down -= 16) {
    const a = v128.load(re + up)
    const b = v128.load(im + up)
    const cReversed = v128.load(re + down)
    const dReversed = v128.load(im + down)
    const c = v128.shuffle<f32>(cReversed, cReversed, 3, 2, 1, 0)
    const d = v128.shuffle<f32>(dReversed, dReversed, 3, 2, 1, 0)
    const evenRe = f32x4.add(a, c)
    const evenIm = f32x4.sub(b, d)
    const oddRe = f32x4.add(b, d)
    const oddIm = f32x4.sub(c, a)
    const wr = v128.load(turns + up - 4)
    const wi = v128.load(sines + up - 4)
    const tr = f32x4.sub(f32x4.mul(wr, oddRe), f32x4.mul(wi, oddIm))
    const ti = f32x4.add(f32x4.mul(wr, oddIm), f32x4.mul(wi, oddRe))
    const jRe = f32x4.sub(evenRe, tr)
    const jIm = f32x4.sub(ti, evenIm)
    v128.store(outRe + up, f32x4.add(evenRe, tr))
    v128.store(outIm + up, f32x4.add(evenIm, ti))
    v128.store(outRe + down, v128.shuffle<f32>(jRe, jRe, 3, 2, 1, 0))
    v128.store(outIm + down, v128.shuffle<f32>(jIm, jIm, 3, 2, 1, 0))
  }
  store<f32>(outRe, first + second)
  store<f32>(outIm, 0)
  store<f32>(outRe + end, first - second)
  store<f32>(outIm + end, 0)
}

/**
 * Σ weight · |M|², |S|² and Re(M·S*) per band into `sums` (three f64 per band). Band b takes `counts[b]` bins from bin
 * `firstBins[b]` on; its weights follow those of the band before, and the count is even (padded with zeros).
 *
 * In double precision, where the products of single-precision numbers are exact: the power of a quiet right channel is
 * mm − 2·ms + ss, next to nothing out of three large numbers.
 */
export function bandSums(
  spectra: usize,
  pitch: usize,
  firstBins: usize,
  counts: usize,
  weights: usize,
  bands: i32,
  sums: usize,
): void {
  for (let band: usize = 0; band < <usize>bands; band++, sums += 24) {
    let at = spectra + ((<usize>load<u32>(firstBins + (band << 2))) << 2)
    let mm = f64x2.splat(0)
    let ss = f64x2.splat(0)
    let ms = f64x2.splat(0)
    for (const end = at + ((<usize>load<u32>(counts + (band << 2))) << 2); at < end; at += 8, weights += 8) {
      const w = widened(weights)
      const mr = widened(at)
      const mi = widened(at + pitch)
      const sr = widened(at + 2 * pitch)
      const si = widened(at + 3 * pitch)
      mm = f64x2.add(mm, f64x2.mul(w, f64x2.add(f64x2.mul(mr, mr), f64x2.mul(mi, mi))))
      ss = f64x2.add(ss, f64x2.mul(w, f64x2.add(f64x2.mul(sr, sr), f64x2.mul(si, si))))
      ms = f64x2.add(ms, f64x2.mul(w, f64x2.add(f64x2.mul(mr, sr), f64x2.mul(mi, si))))
    }
    store<f64>(sums, f64x2.extract_lane(mm, 0) + f64x2.extract_lane(mm, 1))
    store<f64>(sums, f64x2.extract_lane(ss, 0) + f64x2.extract_lane(ss, 1), 8)
    store<f64>(sums, f64x2.extract_lane(ms, 0) + f64x2.extract_lane(ms, 1), 16)
  }
}

function widened(at: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(at))
}
