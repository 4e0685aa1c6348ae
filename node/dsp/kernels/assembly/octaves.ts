/**
 * A stretch of frames through the tree of half-band splits: the power of each upper half per frame, and what is left at the
 * bottom. Each stage reads as many samples around its own as the stages below need, so that stretches are independent. The
 * twin and the filter are in dsp/octave-tree.ts and dsp/decimate.ts.
 *
 * A stage's samples are kept apart by parity: an output is a centre tap on one parity plus four symmetric pairs on the other.
 */

/** Samples the filter needs on either side. */
const halo = 7

/**
 * `left`, `right`: `frames` · `hop` samples and 7 · (hop / 2 − 1) on either side. `taps`: of the pairs at ±1, ±3, ±5, ±7.
 * `work`: five arrays of `pitch` bytes. `before`, `after`: frames of the signal before and from this stretch on: what lies
 * outside of the signal's frames is silence to every stage. `powers`: per split from the top, `frames` f32 at `powerPitch`
 * bytes. `lowest`: four f32 per frame.
 */
export function octaveTree(
  left: usize,
  right: usize,
  hop: i32,
  frames: i32,
  before: i32,
  after: i32,
  taps: usize,
  work: usize,
  pitch: usize,
  powers: usize,
  powerPitch: usize,
  lowest: usize,
): void {
  let sides = work
  let centres = work + pitch
  let nextSides = work + 2 * pitch
  let nextCentres = work + 3 * pitch
  const high = work + 4 * pitch
  let margin = halo * ((hop >> 1) - 1)
  mix(left, right, frames * hop + 2 * margin, sides, centres)
  for (let perHop = hop; perHop >= 4; perHop >>= 1) {
    if (perHop === 4) gather(sides, centres, frames * 4, lowest)
    const half = perHop >> 1
    margin = (margin - halo) >> 1
    const count = frames * half + 2 * margin
    split(sides, centres, count, taps, nextSides, nextCentres, high)
    silence(nextSides, nextCentres, 0, min(count, margin - before * half))
    silence(nextSides, nextCentres, max(0, after * half + margin), count)
    measure(high + ((<usize>margin) << 2), half, frames, powers)
    powers += powerPitch
    const s = sides
    const c = centres
    sides = nextSides
    centres = nextCentres
    nextSides = s
    nextCentres = c
  }
}

/** The mean of the channels: even places to `sides`, odd places to `centres`. */
function mix(left: usize, right: usize, count: i32, sides: usize, centres: usize): void {
  const half = f32x4.splat(0.5)
  for (const end = left + ((<usize>count) << 2); left < end; left += 32, right += 32, sides += 16, centres += 16) {
    const a = f32x4.mul(half, f32x4.add(v128.load(left), v128.load(right)))
    const b = f32x4.mul(half, f32x4.add(v128.load(left, 16), v128.load(right, 16)))
    v128.store(sides, v128.shuffle<f32>(a, b, 0, 2, 4, 6))
    v128.store(centres, v128.shuffle<f32>(a, b, 1, 3, 5, 7))
  }
}

/** `count` outputs, eight at a time: the lower half apart by parity, the upper half in order. */
function split(
  sides: usize,
  centres: usize,
  count: i32,
  taps: usize,
  lowSides: usize,
  lowCentres: usize,
  high: usize,
): void {
  const h1 = v128.load32_splat(taps)
  const h3 = v128.load32_splat(taps, 4)
  const h5 = v128.load32_splat(taps, 8)
  const h7 = v128.load32_splat(taps, 12)
  const half = f32x4.splat(0.5)
  for (const end = high + ((<usize>count) << 2); high < end; high += 32, lowSides += 16, lowCentres += 16) {
    const middle = f32x4.mul(half, v128.load(centres, 12))
    const around = pairs(sides, h1, h3, h5, h7)
    const middle2 = f32x4.mul(half, v128.load(centres, 28))
    const around2 = pairs(sides + 16, h1, h3, h5, h7)
    const low = f32x4.add(middle, around)
    const low2 = f32x4.add(middle2, around2)
    v128.store(lowSides, v128.shuffle<f32>(low, low2, 0, 2, 4, 6))
    v128.store(lowCentres, v128.shuffle<f32>(low, low2, 1, 3, 5, 7))
    v128.store(high, f32x4.sub(middle, around))
    v128.store(high, f32x4.sub(middle2, around2), 16)
    sides += 32
    centres += 32
  }
}

function pairs(at: usize, h1: v128, h3: v128, h5: v128, h7: v128): v128 {
  return f32x4.add(
    f32x4.add(
      f32x4.mul(h1, f32x4.add(v128.load(at, 12), v128.load(at, 16))),
      f32x4.mul(h3, f32x4.add(v128.load(at, 8), v128.load(at, 20))),
    ),
    f32x4.add(
      f32x4.mul(h5, f32x4.add(v128.load(at, 4), v128.load(at, 24))),
      f32x4.mul(h7, f32x4.add(v128.load(at), v128.load(at, 28))),
    ),
  )
}

/** Zeroes the places `from` to `to` of samples kept apart by parity. */
function silence(sides: usize, centres: usize, from: i32, to: i32): void {
  for (let place = from; place < to; place++)
    store<f32>((place & 1 ? centres : sides) + ((<usize>(place >> 1)) << 2), 0)
}

/** The samples after the halo, in order again. */
function gather(sides: usize, centres: usize, count: i32, into: usize): void {
  for (let place = halo; place < halo + count; place++, into += 4)
    store<f32>(into, load<f32>((place & 1 ? centres : sides) + ((<usize>(place >> 1)) << 2)))
}

/** Mean square of every `length` values. */
function measure(at: usize, length: i32, frames: i32, powers: usize): void {
  const scale: f32 = <f32>1 / <f32>length
  for (let frame = 0; frame < frames; frame++, powers += 4) {
    if (length === 2) {
      const a = load<f32>(at)
      const b = load<f32>(at, 4)
      store<f32>(powers, scale * (a * a + b * b))
      at += 8
      continue
    }
    let sum = f32x4.splat(0)
    for (const end = at + ((<usize>length) << 2); at < end; at += 16) {
      const x = v128.load(at)
      sum = f32x4.add(sum, f32x4.mul(x, x))
    }
    const total =
      f32x4.extract_lane(sum, 0) +
      f32x4.extract_lane(sum, 1) +
      (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3))
    store<f32>(powers, scale * total)
  }
}
