/** One period of a folded curve: places are taken modulo its length. */

/** Value at place n of the period, any integer. */
export const at = (period: Float64Array, n: number) => period[((n % period.length) + period.length) % period.length]!

/** Place of the parabola's vertex through three neighbours, −½ to ½; 0 where the middle is not the highest. */
export function vertex(period: Float64Array, k: number): number {
  const left = at(period, k - 1)
  const middle = at(period, k)
  const right = at(period, k + 1)
  if (middle < left || middle < right || middle - left + (middle - right) <= 0) return 0
  return (0.5 * (left - right)) / (left - 2 * middle + right)
}

/** Largest value and its place; the first of equals. Zero and 0 for an empty or negative curve. */
export function largest(values: ArrayLike<number>): { readonly value: number; readonly place: number } {
  let value = 0
  let place = 0
  for (let n = 0; n < values.length; n++)
    if (values[n]! > value) {
      value = values[n]!
      place = n
    }
  return { value, place }
}
