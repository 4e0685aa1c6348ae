/** Order statistics of finite numbers; null where there are none. Quantiles are type 7 of Hyndman and Fan (linear). */
import * as d3 from 'd3-array'

export const mean = (values: Iterable<number>): number | null => d3.mean(values) ?? null

export const median = (values: Iterable<number>): number | null => quantile(values, 0.5)

/** `p` from 0 to 1. */
export function quantile(values: Iterable<number>, p: number): number | null {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`quantile must be from 0 to 1, got ${p}`)
  // d3 reads whatever has a length and indices; its types only know arrays.
  return d3.quantileSorted(sorted(values) as ArrayLike<number> as number[], p) ?? null
}

/** Natively: d3's own selection is long JavaScript, which a single song does not use often enough to pay for compiling. */
function sorted(values: Iterable<number>): Float64Array {
  const numbers = new Float64Array(values).sort()
  // NaN is sorted to the end.
  let count = numbers.length
  while (count > 0 && Number.isNaN(numbers[count - 1]!)) count--
  return numbers.subarray(0, count)
}

/** Median absolute deviation from the median, unscaled; × 1.4826 estimates the standard deviation of normal data. */
export function mad(values: Iterable<number>): number | null {
  const all = [...values]
  const centre = median(all)
  return centre === null ? null : median(all.map(value => Math.abs(value - centre)))
}
