/** A cutoff that moves once per note: base, amount in octaves, attack, decay and sustain, in octaves over time. */
import { envelopeAt } from './envelope.ts'
import { minimise } from './minimise.ts'

export interface CutoffPoint {
  readonly atSeconds: number
  readonly hz: number
  /** How much the point counts: where the sound is loud and the filter fits. */
  readonly weight: number
}

export interface FilterEnvelopeFit {
  readonly baseHz: number
  readonly octaves: number
  readonly attack: number
  readonly decay: number
  /** 0 to 1. */
  readonly sustain: number
  /** Weighted RMS of what is left, octaves. */
  readonly error: number
  /** How near the cutoff comes to the base, octaves. */
  readonly nearestToBase: number
  /** Weighted RMS of a cutoff that does not move, octaves. */
  readonly staticError: number
}

/** `startSeconds` and `gateSeconds` are the amplitude envelope's. null: too few points. */
export function fitFilterEnvelope(
  points: readonly CutoffPoint[],
  { startSeconds, gateSeconds }: { readonly startSeconds: number; readonly gateSeconds: number },
): FilterEnvelopeFit | null {
  const used = points.filter(
    ({ weight, atSeconds }) => weight > 0 && atSeconds >= startSeconds && atSeconds <= gateSeconds,
  )
  if (used.length < 5) return null
  const length = Math.max(0.02, used.at(-1)!.atSeconds - startSeconds)
  const solve = ([attack, decay, sustain]: readonly number[]) => {
    const shape = {
      startSeconds,
      attack: Math.exp(Math.min(3, Math.max(-7.6, attack!))),
      decay: Math.exp(Math.min(3, Math.max(-6, decay!))),
      sustain: Math.min(1, Math.max(0, sustain!)),
      gateSeconds: Number.POSITIVE_INFINITY,
      release: 1,
      shape: 'linear' as const,
    }
    return { shape, ...line(used, t => envelopeAt(shape, t)) }
  }
  // The sustain and the base trade off: a sustain above 0 has to earn its place.
  // A cutoff that only falls can be drawn as a slow attack downwards too: synths are set with the amount upwards.
  const cost = (p: readonly number[]) => {
    const { error, amount } = solve(p)
    return error * (1 + 0.03 * Math.max(0, p[2]!)) * (amount < 0 ? 1.5 : 1) + (p[2]! < -0.2 || p[2]! > 1.2 ? 1 : 0)
  }
  const starts = [
    [Math.log(0.002), Math.log(0.5 * length), 0],
    [Math.log(0.002), Math.log(0.2 * length), 0.2],
    [Math.log(0.9 * length), Math.log(0.1), 1],
    [Math.log(0.2 * length), Math.log(0.4 * length), 0.3],
  ]
  const best = starts
    .map(start => minimise(cost, start, [0.7, 0.5, 0.2], 220))
    .reduce((a, b) => (b.value < a.value ? b : a))
  const { shape, base, amount, error } = solve(best.at)
  const mean = weighted(used, ({ hz }) => Math.log2(hz))
  return {
    baseHz: 2 ** base,
    octaves: amount,
    attack: shape.attack,
    decay: shape.decay,
    sustain: shape.sustain,
    error,
    nearestToBase: Math.min(...used.map(({ hz }) => Math.abs(Math.log2(hz) - base))),
    staticError: Math.sqrt(weighted(used, ({ hz }) => (Math.log2(hz) - mean) ** 2)),
  }
}

/** log2 of the cutoff = base + amount · x(t), by weighted least squares. */
function line(points: readonly CutoffPoint[], x: (seconds: number) => number) {
  const xs = points.map(({ atSeconds }) => x(atSeconds))
  const [mx, my] = [weighted(points, (_, i) => xs[i]!), weighted(points, ({ hz }) => Math.log2(hz))]
  const xx = weighted(points, (_, i) => (xs[i]! - mx) ** 2)
  const xy = weighted(points, ({ hz }, i) => (xs[i]! - mx) * (Math.log2(hz) - my))
  const amount = xx > 1e-9 ? xy / xx : 0
  const base = my - amount * mx
  const error = Math.sqrt(weighted(points, ({ hz }, i) => (Math.log2(hz) - base - amount * xs[i]!) ** 2))
  return { base, amount, error }
}

function weighted(points: readonly CutoffPoint[], pick: (point: CutoffPoint, i: number) => number): number {
  let sum = 0
  let all = 0
  points.forEach((point, i) => {
    sum += point.weight * pick(point, i)
    all += point.weight
  })
  return sum / all
}
