/** A stretch of mid or side at a lower rate, without touching the rest of the song. */
import { halo, splitHalves } from '../dsp/decimate.ts'

/** 0.5·left + gain·right from sample `from` on (zeros outside), its rate halved so many times. */
export function decimated(
  left: Float32Array,
  right: Float32Array,
  gain: number,
  { from, length, halvings }: { from: number; length: number; halvings: number },
): Float32Array {
  // Every halving needs a halo on both sides of its input, so the first one starts that much earlier.
  const margin = halo * 2 ** halvings
  let signal = mixed(left, right, gain, from - margin, length + 2 * margin)
  let before = margin
  for (let k = 0; k < halvings; k++) {
    const remaining = halo * 2 ** (halvings - 1 - k)
    const nextBefore = k === halvings - 1 ? 0 : remaining
    const count = length / 2 ** (k + 1) + 2 * nextBefore
    const low = new Float32Array(count)
    splitHalves({
      input: signal,
      from: before - 2 * nextBefore,
      count,
      low,
      lowFrom: 0,
      high: new Float32Array(count),
    })
    signal = low
    before = nextBefore
  }
  return halvings === 0 ? signal.subarray(margin, margin + length) : signal
}

function mixed(left: Float32Array, right: Float32Array, gain: number, from: number, length: number): Float32Array {
  const signal = new Float32Array(length)
  const start = Math.max(0, -from)
  const end = Math.min(length, left.length - from)
  for (let n = start, at = from + start; n < end; n++, at++) signal[n] = 0.5 * left[at]! + gain * right[at]!
  return signal
}
