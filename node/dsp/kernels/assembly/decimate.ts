/**
 * A weighted sum of two channels, its rate halved a few times by the half-band filter of dsp/decimate.ts, which is the twin.
 * A stage's samples are kept apart by parity: an output is a centre tap on one parity plus four symmetric pairs on the other.
 */

/** Samples the filter needs on either side. */
const halo = 7

/**
 * `count` samples to `output`, which stand at every 2^`halvings`-th input sample from 7 · (2^`halvings` − 1) on. `gains`: of left
 * and right, f32. `taps`: of the pairs at ±1, ±3, ±5, ±7. `work`: four arrays of `pitch` bytes, room for half of the input
 * and 16 samples each.
 */
export function decimate(
  left: usize,
  right: usize,
  gains: usize,
  halvings: i32,
  count: i32,
  taps: usize,
  work: usize,
  pitch: usize,
  output: usize,
): void {
  const leftGain = v128.load32_splat(gains)
  const rightGain = v128.load32_splat(gains, 4)
  if (halvings === 0) {
    for (const end = output + ((<usize>count) << 2); output < end; output += 16, left += 16, right += 16)
      v128.store(output, weighted(left, right, leftGain, rightGain))
    return
  }
  let sides = work
  let centres = work + pitch
  let nextSides = work + 2 * pitch
  let nextCentres = work + 3 * pitch
  let length = (count << halvings) + 2 * halo * ((1 << halvings) - 1)
  let toSides = sides
  let toCentres = centres
  for (const end = left + ((<usize>length) << 2); left < end; left += 32, right += 32, toSides += 16, toCentres += 16) {
    const a = weighted(left, right, leftGain, rightGain)
    const b = weighted(left + 16, right + 16, leftGain, rightGain)
    v128.store(toSides, v128.shuffle<f32>(a, b, 0, 2, 4, 6))
    v128.store(toCentres, v128.shuffle<f32>(a, b, 1, 3, 5, 7))
  }
  const h1 = v128.load32_splat(taps)
  const h3 = v128.load32_splat(taps, 4)
  const h5 = v128.load32_splat(taps, 8)
  const h7 = v128.load32_splat(taps, 12)
  for (let stage = 1; stage < halvings; stage++) {
    length = (length - 2 * halo) >> 1
    let s = sides
    let c = centres
    toSides = nextSides
    toCentres = nextCentres
    for (const end = nextSides + ((<usize>length) << 1); toSides < end; toSides += 16, toCentres += 16) {
      const a = low(s, c, h1, h3, h5, h7)
      const b = low(s + 16, c + 16, h1, h3, h5, h7)
      v128.store(toSides, v128.shuffle<f32>(a, b, 0, 2, 4, 6))
      v128.store(toCentres, v128.shuffle<f32>(a, b, 1, 3, 5, 7))
      s += 32
      c += 32
    }
    s = sides
    c = centres
    sides = nextSides
    centres = nextCentres
    nextSides = s
    nextCentres = c
  }
  for (const end = output + ((<usize>count) << 2); output < end; output += 16, sides += 16, centres += 16)
    v128.store(output, low(sides, centres, h1, h3, h5, h7))
}

function weighted(left: usize, right: usize, leftGain: v128, rightGain: v128): v128 {
  return f32x4.add(f32x4.mul(v128.load(left), leftGain), f32x4.mul(v128.load(right), rightGain))
}

function low(sides: usize, centres: usize, h1: v128, h3: v128, h5: v128, h7: v128): v128 {
  const around = f32x4.add(
    f32x4.add(
      f32x4.mul(h1, f32x4.add(v128.load(sides, 12), v128.load(sides, 16))),
      f32x4.mul(h3, f32x4.add(v128.load(sides, 8), v128.load(sides, 20))),
    ),
    f32x4.add(
      f32x4.mul(h5, f32x4.add(v128.load(sides, 4), v128.load(sides, 24))),
      f32x4.mul(h7, f32x4.add(v128.load(sides), v128.load(sides, 28))),
    ),
  )
  return f32x4.add(f32x4.mul(f32x4.splat(0.5), v128.load(centres, 12)), around)
}
