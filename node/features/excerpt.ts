/** A stretch of mid or side at a lower rate, without touching the rest of the song. */
import { halo, splitHalves } from '../dsp/decimate.ts'

export interface Excerpt {
  /** First sample at the full rate; may lie outside the audio: zeros there. */
  readonly from: number
  /** Samples at the full rate, a multiple of 2^halvings. */
  readonly length: number
  readonly halvings: number
}

/** 0.5·left + gain·right (0.5: mid, −0.5: side), its rate halved so many times; length / 2^halvings samples. */
export function decimated(
  left: Float32Array,
  right: Float32Array,
  gain: number,
  { from, length, halvings }: Excerpt,
): Float32Array {
  let margin = marginOf(halvings)
  let signal = mixed(left, right, gain, from - margin, length + 2 * margin)
  for (let k = 1; k <= halvings; k++) {
    const next = marginOf(halvings - k)
    const count = length / 2 ** k + 2 * next
    const low = new Float32Array(count)
    splitHalves({ input: signal, from: margin - 2 * next, count, low, lowFrom: 0, high: new Float32Array(count) })
    signal = low
    margin = next
  }
  return signal
}

/** Samples needed on both sides before so many halvings: each takes a halo, in samples of its own input. */
const marginOf = (halvings: number) => (halo + 1) * (2 ** halvings - 1)

function mixed(left: Float32Array, right: Float32Array, gain: number, from: number, length: number): Float32Array {
  const signal = new Float32Array(length)
  const start = Math.max(0, -from)
  const end = Math.min(length, left.length - from)
  for (let n = start, at = from + start; n < end; n++, at++) signal[n] = 0.5 * left[at]! + gain * right[at]!
  return signal
}
