/** Width of a sound over its body. */
import { certain, type Estimate, unknown } from './estimate.ts'

export interface Stereo {
  /** Side over mid power: 0 % mono, 100 % as much side as mid. */
  readonly width: Estimate
  /** Of left and right, −1 to 1. */
  readonly correlation: Estimate
}

export function stereoOfNote([left, right]: readonly [Float32Array, Float32Array], from: number, to: number): Stereo {
  let [ll, rr, lr] = [0, 0, 0]
  for (let n = Math.max(0, from); n < Math.min(to, left.length); n++) {
    ll += left[n]! ** 2
    rr += right[n]! ** 2
    lr += left[n]! * right[n]!
  }
  if (!(ll > 0 && rr > 0)) {
    const reason = ll + rr > 0 ? 'one channel is silent' : 'silence'
    return { width: unknown('%', reason), correlation: unknown('', reason) }
  }
  const [mid, side] = [ll + rr + 2 * lr, ll + rr - 2 * lr]
  return {
    width:
      mid > side / 20
        ? certain((100 * Math.max(0, side)) / mid, '%')
        : unknown('%', 'left and right cancel: the polarity of one is flipped'),
    correlation: certain(lr / Math.sqrt(ll * rr), ''),
  }
}
