/**
 * Attacks shorter than a few periods: every moment of the onset against the same phase of a later period, which the
 * attack no longer touches. Their ratio is the envelope itself, without the window that a level needs.
 */
import { ramp } from './estimate.ts'
import { minimise } from './minimise.ts'

export interface Attack {
  readonly startSeconds: number
  readonly attack: number
  /** How well a straight rise explains the onset, 0 to 1. */
  readonly sure: number
}

const stepSeconds = 0.0005
/** How unlike the later period may be, relative to itself, before it is no template. */
const mostUnlike = 0.2
/** Share of the onset's power that a straight rise may leave, and what it leaves of a good one. */
const mostLeft = 0.02
const littleLeft = 0.005

interface Rise {
  readonly f0: number
  readonly onsetSeconds: number
  /** From here on the level no longer rises. */
  readonly settledSeconds: number
}

/** null: the sound does not repeat. */
export function sharpAttack(x: Float32Array, sampleRate: number, rise: Rise): Attack | null {
  const first = against(x, sampleRate, rise)
  if (!first) return null
  // A nearer period is a better template where a filter or the level goes on moving.
  const nearer = first.startSeconds + first.attack + 1 / rise.f0
  return (
    (nearer < rise.settledSeconds - 1 / rise.f0 && against(x, sampleRate, { ...rise, settledSeconds: nearer })) || first
  )
}

function against(x: Float32Array, sampleRate: number, { f0, onsetSeconds, settledSeconds }: Rise): Attack | null {
  const period = 1 / f0
  const from = onsetSeconds - 0.004
  const periods = Math.ceil((settledSeconds - from) / period) + 1
  const lag = periods * period * sampleRate
  const span = settledSeconds - from
  if (unlike(x, sampleRate, settledSeconds, period) > mostUnlike) return null
  const points: { seconds: number; gain: number; weight: number }[] = []
  for (let t = from; t < from + span + period; t += stepSeconds) {
    let [xy, yy] = [0, 0]
    for (let n = Math.round(t * sampleRate); n < (t + stepSeconds) * sampleRate; n++) {
      const later = between(x, n + lag)
      xy += (x[n] ?? 0) * later
      yy += later * later
    }
    points.push({ seconds: t + stepSeconds / 2, gain: yy > 0 ? xy / yy : 0, weight: yy })
  }
  // The later period is softer or louder where the level moves on: what the rise leads to is free, within a few dB.
  const cost = ([start, log, top]: readonly number[]) => {
    const attack = Math.exp(Math.min(2, log!))
    const level = Math.min(1.5, Math.max(0.7, top!))
    return points.reduce((sum, { seconds, gain, weight }) => {
      const model = level * Math.min(1, Math.max(0, (seconds - start!) / attack))
      return sum + weight * Math.min(0.25, (gain - model) ** 2)
    }, 0)
  }
  const best = [0.001, 0.005, 0.015]
    .map(attack => minimise(cost, [onsetSeconds, Math.log(attack), 1], [0.002, 0.5, 0.05], 150))
    .reduce((a, b) => (b.value < a.value ? b : a))
  const all = points.reduce((sum, { weight }) => sum + weight, 0)
  if (!(all > 0) || best.value > mostLeft * all) return null
  const sure = ramp(best.value / all, littleLeft, 2 * mostLeft)
  return { startSeconds: best.at[0]!, attack: Math.exp(best.at[1]!), sure }
}

/** Power of the difference between two successive periods, relative to theirs. */
function unlike(x: Float32Array, sampleRate: number, seconds: number, period: number): number {
  let [difference, power] = [0, 1e-30]
  const from = Math.round(seconds * sampleRate)
  for (let n = from; n < from + period * sampleRate; n++) {
    const later = between(x, n + period * sampleRate)
    difference += ((x[n] ?? 0) - later) ** 2
    power += (x[n] ?? 0) ** 2
  }
  return Math.sqrt(difference / power)
}

function between(x: Float32Array, at: number): number {
  const n = Math.floor(at)
  const share = at - n
  return (x[n] ?? 0) * (1 - share) + (x[n + 1] ?? 0) * share
}
