/**
 * The signal on the 4× grid: 24 taps per phase, four samples at a time (eight need more registers than there are). A half-way
 * value is an even sum over the pairs of samples around it; the quarter and three-quarter values are the sum and the
 * difference of an even and an odd one. The twin is dsp/peak-grid.ts.
 */

const pairs = 12

/**
 * Largest magnitude on the grid in each group of 16 samples into `peaks` (f32); NaN where a sample is not finite. `input`:
 * the groups' samples; 17 before and after them are read. `taps`: per pair, nearest first, the even quarter, odd quarter and
 * half weights, each four times. `scratch`: room for 12 f32 and three per group and six more.
 *
 * What is between two samples is their weighted mean and at most `bend` times the largest second difference of the samples
 * around. A group for which that comes to less than `share` of `highest` and less than the peak of its step in `steps` is
 * of no use to anybody: its largest sample is written instead. `stepOf` (u32 per group) says which step; `steps` and
 * `highest` (f32) are raised by what is found.
 */
export function groupPeaks(
  input: usize,
  groups: i32,
  taps: usize,
  scratch: usize,
  peaks: usize,
  stepOf: usize,
  steps: usize,
  highest: usize,
  share: f32,
  bend: f32,
): void {
  const limits = scratch + 48
  let most = load<f32>(highest)
  let at = limits
  let sample = input - 64
  for (let group = -1; group <= groups; group++, at += 12, sample += 64) {
    measure(sample, at)
    if (group < 0 || group === groups) continue
    const step = steps + ((<usize>load<u32>(stepOf + ((<usize>group) << 2))) << 2)
    const own = load<f32>(at)
    if (own > load<f32>(step)) store<f32>(step, own)
    if (own > most) most = own
  }
  at = limits + 12
  for (let group = 0; group < groups; group++, peaks += 4, stepOf += 4, at += 12, input += 64) {
    const step = steps + ((<usize>load<u32>(stepOf)) << 2)
    const bends = max(max(load<f32>(at - 4), load<f32>(at + 8)), load<f32>(at + 20))
    // A NaN in any of these is not less.
    if (load<f32>(at + 4) + bend * bends < min(load<f32>(step), share * most)) {
      store<f32>(peaks, load<f32>(at))
      continue
    }
    const peak = groupPeak(input, taps, scratch)
    store<f32>(peaks, peak)
    if (peak > load<f32>(step)) store<f32>(step, peak)
    if (peak > most) most = peak
  }
  store<f32>(highest, most)
}

/** Of the 16 samples at `input`: the largest magnitude, the same with the next sample, the largest second difference. */
function measure(input: usize, into: usize): void {
  let peak = f32x4.splat(0)
  let check = f32x4.splat(0)
  let bend = f32x4.splat(0)
  for (let at = input; at < input + 64; at += 16) {
    const x = v128.load(at)
    check = f32x4.add(check, f32x4.mul(x, f32x4.splat(0)))
    peak = f32x4.pmax(peak, f32x4.abs(x))
    const around = f32x4.add(v128.load(at - 4), v128.load(at + 4))
    bend = f32x4.pmax(bend, f32x4.abs(f32x4.sub(around, f32x4.add(x, x))))
  }
  const own = largest(f32x4.add(peak, check))
  store<f32>(into, own)
  store<f32>(into, max(own, abs(load<f32>(input + 64))), 4)
  store<f32>(into, largest(bend), 8)
}

function groupPeak(input: usize, taps: usize, scratch: usize): f32 {
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
  return largest(f32x4.add(peak, check))
}

function largest(values: v128): f32 {
  values = f32x4.max(values, v128.shuffle<f32>(values, values, 2, 3, 0, 1))
  values = f32x4.max(values, v128.shuffle<f32>(values, values, 1, 0, 3, 2))
  return f32x4.extract_lane(values, 0)
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
