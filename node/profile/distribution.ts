/** Statistics of one feature over the references, each with its weight. */
import type { Distribution } from './profile.ts'

/** Turns a median absolute deviation into a standard deviation for normal data. */
const madToSigma = 1.4826

export interface Weighted {
  readonly value: number
  /** Above 0; 1 is one reference. */
  readonly weight: number
}

/** `entries` must be finite and not empty; a plain number weighs 1. */
export function distributionOf(entries: readonly (number | Weighted)[]): Distribution {
  if (entries.length === 0) throw new RangeError('a distribution needs at least one value, got 0')
  const weighted = entries.map(entry => (typeof entry === 'number' ? { value: entry, weight: 1 } : entry))
  const at = quantiles(weighted)
  const middle = at(0.5)
  const mad = quantiles(weighted.map(({ value, weight }) => ({ value: Math.abs(value - middle), weight })))(0.5)
  return {
    median: middle,
    // Half of few values can coincide; the standard deviation then says more than a MAD of 0.
    scale: mad > 0 ? madToSigma * mad : standardDeviation(weighted),
    low: at(0.1),
    high: at(0.9),
    count: entries.length,
    percentiles: [at(0.05), at(0.25), at(0.75), at(0.95)],
  }
}

/**
 * Quantiles by linear interpolation: for equal weights Hyndman and Fan's type 7, which is what everybody computes. With others,
 * neighbours are as far apart as the lighter of them weighs, and what an entry weighs beyond that is a stretch of its value.
 */
function quantiles(entries: readonly Weighted[]): (p: number) => number {
  const sorted = [...entries].sort((a, b) => a.value - b.value)
  if (sorted.some(({ weight }) => !(weight > 0))) throw new RangeError('weights must be above 0')
  const gap = (k: number) => Math.min(sorted[k]!.weight, sorted[k + 1]!.weight)
  const last = sorted.length - 1
  let place = 0
  const stretches = sorted.map(({ value, weight }, k) => {
    const inner = last === 0 ? weight : (gap(Math.max(0, k - 1)) + gap(Math.min(last - 1, k))) / 2
    const from = place
    const to = from + Math.max(0, weight - inner)
    place = to + (k < last ? gap(k) : 0)
    return { value, from, to }
  })
  return p => {
    const wanted = p * place
    const k = stretches.findIndex(({ to }) => to >= wanted)
    const here = stretches[k] ?? stretches[last]!
    const before = stretches[k - 1]
    if (!before || wanted >= here.from) return here.value
    return before.value + ((wanted - before.to) / (here.from - before.to)) * (here.value - before.value)
  }
}

/** With n − 1, as for a sample; 0 for one value. */
function standardDeviation(entries: readonly Weighted[]): number {
  if (entries.length < 2) return 0
  const total = entries.reduce((sum, { weight }) => sum + weight, 0)
  const mean = entries.reduce((sum, { value, weight }) => sum + weight * value, 0) / total
  const square = entries.reduce((sum, { value, weight }) => sum + weight * (value - mean) ** 2, 0) / total
  return Math.sqrt((square * entries.length) / (entries.length - 1))
}
