/**
 * How far all harmonics of the notes move together, in cents: vibrato and chorus bend them all alike and leave lines at their
 * turning points that look like voices; the harmonics of steady detuned voices each beat in their own rhythm.
 *
 * A harmonic's place is the centroid of the power around it in frames of 46 ms. Harmonics of odd and even number are
 * averaged apart, and only what the two averages have in common counts: beating, other notes and drums do not add to it.
 */
import type { PitchFrames } from '../../dsp/pitch-frames.ts'

/** Below, a beat of neighbours in a chord is as wide as a semitone; above, filters close. */
const lowestHz = 700
const highestHz = 3500
/** Half the main lobe of a frame of 46 ms. */
const reachHz = 43
/** Frames where a harmonic is this far below its own mean power say where the noise is. */
const leastPower = 0.2

/** Variance in cents² that the odd and the even harmonics of the notes (Hz) share over the frames, and its weight. */
export function commonMotion(frames: PitchFrames, notes: readonly number[]): { variance: number; weight: number } {
  const { count, bins, binHz, power } = frames
  const reach = Math.round(reachHz / binHz)
  const sums = [new Float64Array(count), new Float64Array(count)] as const
  const weights = [new Float64Array(count), new Float64Array(count)] as const
  const cents = new Float64Array(count)
  const here = new Float64Array(count)
  for (const hz of notes)
    for (let k = Math.ceil(lowestHz / hz); k * hz <= highestHz; k++) {
      const centre = Math.round((k * hz) / binHz)
      if (centre + reach >= bins) break
      let mean = 0
      for (let t = 0; t < count; t++) {
        let total = 0
        let moment = 0
        for (let b = centre - reach; b <= centre + reach; b++) {
          const p = power[t * bins + b]!
          total += p
          moment += p * b
        }
        here[t] = total
        mean += total / count
        cents[t] = total > 0 ? 1200 * Math.log2((moment / total) * (binHz / (k * hz))) : 0
      }
      if (!(mean > 0)) continue
      const sum = sums[k & 1]!
      const weight = weights[k & 1]!
      for (let t = 0; t < count; t++) {
        const share = here[t]! / mean
        if (share < leastPower) continue
        const w = Math.min(1, share)
        sum[t]! += w * cents[t]!
        weight[t]! += w
      }
    }
  return covariance(sums, weights)
}

type Pair = readonly [Float64Array, Float64Array]

function covariance([a, b]: Pair, [aWeight, bWeight]: Pair): { variance: number; weight: number } {
  const means = [0, 0]
  let count = 0
  for (let t = 0; t < a.length; t++) {
    if (!(aWeight[t]! > 0 && bWeight[t]! > 0)) continue
    count++
    means[0]! += a[t]! / aWeight[t]!
    means[1]! += b[t]! / bWeight[t]!
  }
  let sum = 0
  for (let t = 0; t < a.length; t++) {
    if (!(aWeight[t]! > 0 && bWeight[t]! > 0)) continue
    sum += (a[t]! / aWeight[t]! - means[0]! / count) * (b[t]! / bWeight[t]! - means[1]! / count)
  }
  return { variance: count > 0 ? sum / count : 0, weight: count }
}
