/** Order statistics of finite numbers; null where there are none. Quantiles are type 7 of Hyndman and Fan (linear). */
import * as d3 from 'd3-array'

export const mean = (values: Iterable<number>): number | null => d3.mean(values) ?? null

export const median = (values: Iterable<number>): number | null => quantile(values, 0.5)

/** `p` from 0 to 1. */
export function quantile(values: Iterable<number>, p: number): number | null {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`quantile must be from 0 to 1, got ${p}`)
  return d3.quantileSorted(sorted(values), p) ?? null
}

/** Natively: d3's own selection is long JavaScript, which a single song does not use often enough to pay for compiling. */
function sorted(values: Iterable<number>): number[] {
  const numbers = Float64Array.from(values).sort()
  // NaN is sorted to the end.
  const notNumbers = numbers.findIndex(Number.isNaN)
  return Array.from(notNumbers < 0 ? numbers : numbers.subarray(0, notNumbers))
}

/** Median absolute deviation from the median, unscaled; × 1.4826 estimates the standard deviation of normal data. */
export function mad(values: Iterable<number>): number | null {
  const all = [...values]
  const centre = median(all)
  return centre === null ? null : median(all.map(value => Math.abs(value - centre)))
}
