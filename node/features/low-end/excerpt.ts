/** A stretch of mid or side at a lower rate, without touching the rest of the song. */
import { kernels } from '../../dsp/kernels/kernels.ts'

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
  const excerpt = new Float32Array(length / 2 ** halvings)
  kernels().decimate({ left, right, leftGain: 0.5, rightGain: gain, from, halvings }, excerpt)
  return excerpt
}
