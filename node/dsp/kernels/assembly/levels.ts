/**
 * Largest magnitude and sum of squares of one channel, step by step. The twin is dsp/level-steps.ts.
 *
 * `input`: the steps' samples, one after the other. `lengths`: samples per step, u32. `peaks`: f32 per step; `energies`: f64
 * per step. A NaN is no peak and makes its step's energy NaN.
 */
export function levelSteps(input: usize, lengths: usize, steps: i32, peaks: usize, energies: usize): void {
  for (let step = 0; step < steps; step++, lengths += 4, peaks += 4, energies += 8) {
    const end = input + ((<usize>load<u32>(lengths)) << 2)
    let most = f32x4.splat(0)
    let low = f64x2.splat(0)
    let high = f64x2.splat(0)
    for (; input + 16 <= end; input += 16) {
      const x = v128.load(input)
      most = f32x4.pmax(most, f32x4.abs(x))
      const a = f64x2.promote_low_f32x4(x)
      const b = f64x2.promote_low_f32x4(v128.shuffle<f32>(x, x, 2, 3, 0, 1))
      low = f64x2.add(low, f64x2.mul(a, a))
      high = f64x2.add(high, f64x2.mul(b, b))
    }
    most = f32x4.max(most, v128.shuffle<f32>(most, most, 2, 3, 0, 1))
    most = f32x4.max(most, v128.shuffle<f32>(most, most, 1, 0, 3, 2))
    let peak = f32x4.extract_lane(most, 0)
    const sum = f64x2.add(low, high)
    let energy = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)
    for (; input < end; input += 4) {
      const x = load<f32>(input)
      if (abs(x) > peak) peak = abs(x)
      energy += <f64>x * <f64>x
    }
    store<f32>(peaks, peak)
    store<f64>(energies, energy)
  }
}
