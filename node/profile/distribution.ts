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
 * Quantiles by linear interpolation between entries, each standing where the weights before it put it: for equal weights
 * Hyndman and Fan's type 7, which is what everybody computes; an entry of weight near 0 hardly moves anything.
 */
function quantiles(entries: readonly Weighted[]): (p: number) => number {
  // Nearly always; ten times as fast, and the same numbers.
  if (entries.every(({ weight }) => weight === entries[0]!.weight && weight > 0)) {
    const values = Float64Array.from(entries, ({ value }) => value).sort()
    return p => {
      const place = p * (values.length - 1)
      const below = Math.floor(place)
      const value = values[below]!
      return value + (place - below) * ((values[below + 1] ?? value) - value)
    }
  }
  const sorted = [...entries].sort((a, b) => a.value - b.value)
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0)
  if (!(total > 0)) throw new RangeError(`weights must sum to more than 0, got ${total}`)
  // Weights of 1: entry k stands at k · n, the last one at (n − 1) · n.
  const n = sorted.length
  let before = 0
  const places = sorted.map(({ weight }, k) => {
    const place = k * weight + (n - 1) * before
    before += weight
    return place
  })
  return p => {
    const wanted = p * places[n - 1]!
    let upper = places.findIndex(place => place >= wanted)
    if (upper < 0) upper = n - 1
    if (upper === 0) return sorted[0]!.value
    const [from, to] = [places[upper - 1]!, places[upper]!]
    const share = to > from ? (wanted - from) / (to - from) : 1
    return sorted[upper - 1]!.value + share * (sorted[upper]!.value - sorted[upper - 1]!.value)
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
