/** One vector for several segments. */
import type { StyleSegment } from '../analysis.ts'
import { styleSize } from './layout.ts'

/** Their mean by duration, entry by entry over those that are measured; NaN where none is. null: no segments. */
export function pooledStyle(segments: readonly StyleSegment[]): Float32Array | null {
  if (segments.length === 0) return null
  const sums = new Float64Array(styleSize)
  const weights = new Float64Array(styleSize)
  for (const { vector, startSeconds, endSeconds } of segments) {
    const weight = endSeconds - startSeconds
    for (let i = 0; i < styleSize; i++) {
      if (Number.isNaN(vector[i]!)) continue
      sums[i]! += weight * vector[i]!
      weights[i]! += weight
    }
  }
  return Float32Array.from(sums, (sum, i) => sum / weights[i]!)
}
