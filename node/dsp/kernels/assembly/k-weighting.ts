/**
 * K-weighted energy of two channels at once, one per 64-bit lane: two biquads in series. The twin and the formulas are in
 * dsp/k-weighting.ts.
 *
 * `coefficients`: b0, b1, b2, a1, a2 of the shelf, then a1, a2 of the high-pass, whose numerator is taken as 1, −2, 1, then
 * the two channels' weights; f64. `state`: six pairs of f64. `lengths`: samples per block, u32; the channels hold
 * the blocks' samples one after the other. Adds each block's weighted energy to `energies`, f64.
 */
export function addKWeighted(
  left: usize,
  right: usize,
  lengths: usize,
  blocks: i32,
  coefficients: usize,
  state: usize,
  energies: usize,
): void {
  const b0 = v128.load64_splat(coefficients)
  const b1 = v128.load64_splat(coefficients, 8)
  const b2 = v128.load64_splat(coefficients, 16)
  const a1 = v128.load64_splat(coefficients, 24)
  const a2 = v128.load64_splat(coefficients, 32)
  const c1 = v128.load64_splat(coefficients, 40)
  const c2 = v128.load64_splat(coefficients, 48)
  const weights = v128.load(coefficients, 56)
  let x1 = v128.load(state)
  let x2 = v128.load(state, 16)
  let y1 = v128.load(state, 32)
  let y2 = v128.load(state, 48)
  let z1 = v128.load(state, 64)
  let z2 = v128.load(state, 80)
  for (let block = 0; block < blocks; block++) {
    const length = load<u32>(lengths + ((<usize>block) << 2))
    let energy = f64x2.splat(0)
    for (const end = left + ((<usize>length) << 2); left < end; left += 4, right += 4) {
      const x = f64x2.promote_low_f32x4(v128.load_lane<f32>(right, v128.load32_zero(left), 1))
      // Direct form I: only one product and one difference per filter wait for the sample before.
      const ahead = f64x2.sub(
        f64x2.add(f64x2.mul(b0, x), f64x2.add(f64x2.mul(b1, x1), f64x2.mul(b2, x2))),
        f64x2.mul(a2, y2),
      )
      const y = f64x2.sub(ahead, f64x2.mul(a1, y1))
      const bend = f64x2.sub(f64x2.sub(y2, f64x2.add(y1, y1)), f64x2.mul(c2, z2))
      const z = f64x2.sub(f64x2.add(y, bend), f64x2.mul(c1, z1))
      energy = f64x2.add(energy, f64x2.mul(z, z))
      x2 = x1
      x1 = x
      y2 = y1
      y1 = y
      z2 = z1
      z1 = z
    }
    energy = f64x2.mul(energy, weights)
    const sum = energies + ((<usize>block) << 3)
    store<f64>(sum, load<f64>(sum) + f64x2.extract_lane(energy, 0) + f64x2.extract_lane(energy, 1))
    // In silence the states decay towards denormal numbers, which are slow. (A NaN is not less than the limit: it stays.)
    const size = f64x2.add(f64x2.add(f64x2.abs(y1), f64x2.abs(y2)), f64x2.add(f64x2.abs(z1), f64x2.abs(z2)))
    const dead = f64x2.lt(f64x2.add(size, f64x2.add(f64x2.abs(x1), f64x2.abs(x2))), f64x2.splat(1e-30))
    y1 = v128.andnot(y1, dead)
    y2 = v128.andnot(y2, dead)
    z1 = v128.andnot(z1, dead)
    z2 = v128.andnot(z2, dead)
  }
  v128.store(state, x1)
  v128.store(state, x2, 16)
  v128.store(state, y1, 32)
  v128.store(state, y2, 48)
  v128.store(state, z1, 64)
  v128.store(state, z2, 80)
}
