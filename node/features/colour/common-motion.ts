/**
 * How far all harmonics of some notes move together. Vibrato and chorus bend them all alike, and leave lines at their
 * turning points that look like detuned voices; the harmonics of steady voices each beat in a rhythm of their own.
 *
 * A harmonic's place is the centroid of the power around it in frames of 46 ms. Harmonics of odd and of even number are
 * averaged apart, and what the two averages have in common counts: beating, other notes and drums add nothing to it.
 */
import type { PitchFrames } from '../../dsp/pitch-frames.ts'

/** Below, harmonics move by little of a frame's resolution; above, filters close. */
const lowestHz = 700
const highestHz = 3500
/** Half the main lobe of a frame of 46 ms. */
const reachHz = 43
/** A harmonic this far below its own mean power is in a null between voices, or not playing. */
const leastPower = 0.2

/** Standard deviation over the frames, cents, that the odd and the even harmonics of the notes (Hz) share; 0 where none. */
export function commonMotion(frames: PitchFrames, notes: readonly number[]): number {
  const parities = [averages(frames.count), averages(frames.count)] as const
  for (const hz of notes)
    for (let k = Math.ceil(lowestHz / hz); k * hz <= highestHz; k++) follow(frames, k * hz, parities[k & 1]!)
  return Math.sqrt(Math.max(0, covariance(parities[0], parities[1])))
}

/** Weighted sums of the harmonics' places, one per frame. */
interface Averages {
  readonly cents: Float64Array
  readonly weight: Float64Array
}

const averages = (count: number): Averages => ({ cents: new Float64Array(count), weight: new Float64Array(count) })

/** Adds where the harmonic at `hz` is in every frame, in cents from there; a loud frame counts no more than a usual one. */
function follow({ count, bins, binHz, power }: PitchFrames, hz: number, { cents, weight }: Averages): void {
  const centre = Math.round(hz / binHz)
  const reach = Math.round(reachHz / binHz)
  if (centre + reach >= bins) return
  const totals = new Float64Array(count)
  const places = new Float64Array(count)
  let mean = 0
  for (let t = 0; t < count; t++) {
    let moment = 0
    for (let b = centre - reach; b <= centre + reach; b++) {
      totals[t]! += power[t * bins + b]!
      moment += power[t * bins + b]! * b
    }
    places[t] = 1200 * Math.log2((moment / totals[t]!) * (binHz / hz))
    mean += totals[t]! / count
  }
  for (let t = 0; t < count; t++) {
    if (!(totals[t]! > leastPower * mean)) continue
    const w = Math.min(1, totals[t]! / mean)
    cents[t]! += w * places[t]!
    weight[t]! += w
  }
}

function covariance(a: Averages, b: Averages): number {
  const frames = [...a.weight.keys()].filter(t => a.weight[t]! > 0 && b.weight[t]! > 0)
  if (frames.length === 0) return 0
  const at = ({ cents, weight }: Averages, t: number) => cents[t]! / weight[t]!
  const mean = (of: Averages) => frames.reduce((sum, t) => sum + at(of, t), 0) / frames.length
  const [aMean, bMean] = [mean(a), mean(b)]
  return frames.reduce((sum, t) => sum + (at(a, t) - aMean) * (at(b, t) - bMean), 0) / frames.length
}
