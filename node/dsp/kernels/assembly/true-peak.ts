/**
 * The signal on the 4× grid: 24 taps per phase, four samples at a time (eight need more registers than there are). A half-way
 * value is an even sum over the pairs of samples around it; the quarter and three-quarter values are the sum and the
 * difference of an even and an odd one. The twin is dsp/peak-grid.ts.
 */

const pairs = 12

/**
 * Largest magnitude on the grid in each group of 16 samples into `peaks` (f32); NaN where a sample is not finite. `input`:
 * the groups' samples; 12 before and after them are read. `taps`: per pair, nearest first, the even quarter, odd quarter and
 * half weights, each four times. `scratch`: room for 12 f32.
 */
export function groupPeaks(input: usize, groups: i32, taps: usize, scratch: usize, peaks: usize): void {
  for (let group = 0; group < groups; group++, peaks += 4) {
    let peak = f32x4.splat(0)
    let check = f32x4.splat(0)
    for (const end = input + 64; input < end; input += 16) {
      interpolate(input, taps, scratch)
      const x = v128.load(input)
      // Stays 0 for finite samples; the one-instruction maximum below forgets a NaN.
      check = f32x4.add(check, f32x4.mul(x, f32x4.splat(0)))
      peak = f32x4.pmax(peak, f32x4.abs(x))
      peak = f32x4.pmax(peak, v128.load(scratch))
      peak = f32x4.pmax(peak, v128.load(scratch, 16))
      peak = f32x4.pmax(peak, v128.load(scratch, 32))
    }
    peak = f32x4.add(peak, check)
    peak = f32x4.max(peak, v128.shuffle<f32>(peak, peak, 2, 3, 0, 1))
    peak = f32x4.max(peak, v128.shuffle<f32>(peak, peak, 1, 0, 3, 2))
    store<f32>(peaks, f32x4.extract_lane(peak, 0))
  }
}

/** The magnitudes between the samples, for those from 4 before `input` to 16 after it, as `interpolate` leaves them. */
export function gridValues(input: usize, taps: usize, values: usize): void {
  for (let at = input - 16; at < input + 64; at += 16, values += 48) interpolate(at, taps, values)
}

/** Magnitudes after each of the four samples at `at`: four quarters, four halves, four three quarters. */
function interpolate(at: usize, taps: usize, values: usize): void {
  let even = f32x4.splat(0)
  let odd = f32x4.splat(0)
  let half = f32x4.splat(0)
  let before = at
  let after = at + 4
  for (const end = taps + 48 * pairs; taps < end; taps += 48, before -= 4, after += 4) {
    const b = v128.load(before)
    const a = v128.load(after)
    const sum = f32x4.add(b, a)
    even = f32x4.add(even, f32x4.mul(sum, v128.load(taps)))
    odd = f32x4.add(odd, f32x4.mul(f32x4.sub(b, a), v128.load(taps, 16)))
    half = f32x4.add(half, f32x4.mul(sum, v128.load(taps, 32)))
  }
  v128.store(values, f32x4.abs(f32x4.add(even, odd)))
  v128.store(values, f32x4.abs(half), 16)
  v128.store(values, f32x4.abs(f32x4.sub(even, odd)), 32)
}
