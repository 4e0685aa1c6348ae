/** Mean, standard deviation and flux of a series. */

export interface Spread {
  readonly mean: number
  readonly deviation: number
  /** Mean size of the step from one value to the next. */
  readonly flux: number
}

/** NaN where there are too few values: one for the mean, two for the others. */
export function spreadOf(values: ArrayLike<number>): Spread {
  const { length } = values
  let sum = 0
  let steps = 0
  for (let i = 0; i < length; i++) {
    sum += values[i]!
    if (i > 0) steps += Math.abs(values[i]! - values[i - 1]!)
  }
  const mean = sum / length
  let squares = 0
  for (let i = 0; i < length; i++) squares += (values[i]! - mean) ** 2
  const enough = length > 1
  return {
    mean: length > 0 ? mean : Number.NaN,
    deviation: enough ? Math.sqrt(squares / length) : Number.NaN,
    flux: enough ? steps / (length - 1) : Number.NaN,
  }
}
