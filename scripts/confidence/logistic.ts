/** Logistic regression with weights that are not negative: of evidence there can be too little, but more of it never speaks against. */

export interface Sample {
  readonly x: readonly number[]
  readonly isTrue: boolean
}

export interface LogisticModel {
  readonly intercept: number
  readonly weights: readonly number[]
}

/** Precision of the prior on every weight (a standard deviation of 1): little data claims little, separable data stays finite. */
const ridge = 1
const mostSteps = 50
const settled = 1e-9

/**
 * The most probable weights by Newton's method (iteratively reweighted least squares). `prior`: where each weight is without data,
 * and stays where the samples do not vary; 0 when absent. The intercept is free. Throws RangeError without samples.
 */
export function fitLogistic(samples: readonly Sample[], prior?: readonly number[]): LogisticModel {
  const count = samples[0]?.x.length
  if (count === undefined) throw new RangeError('samples must not be empty, got 0')
  const means = prior ?? new Array<number>(count).fill(0)
  let free = Array.from({ length: count }, (_, i) => i)
  for (;;) {
    const solution = newton(samples, free, means)
    const negative = free.filter((_, n) => solution[n + 1]! < 0)
    if (negative.length === 0) {
      const weights = Array.from({ length: count }, (_, i) => (free.includes(i) ? solution[free.indexOf(i) + 1]! : 0))
      return { intercept: solution[0]!, weights }
    }
    // The most negative first: without it another may be positive.
    const worst = negative.reduce((a, b) => (solution[free.indexOf(b) + 1]! < solution[free.indexOf(a) + 1]! ? b : a))
    free = free.filter(i => i !== worst)
  }
}

export const probability = ({ intercept, weights }: LogisticModel, x: readonly number[]) =>
  logistic(weights.reduce((sum, weight, i) => sum + weight * x[i]!, intercept))

const logistic = (z: number) => 1 / (1 + Math.exp(-z))

/** Intercept, then one weight per free column. */
function newton(samples: readonly Sample[], free: readonly number[], means: readonly number[]): number[] {
  const rows = samples.map(({ x, isTrue }) => ({ x: [1, ...free.map(i => x[i]!)], y: Number(isTrue) }))
  const size = free.length + 1
  const prior = [0, ...free.map(i => means[i]!)]
  let beta: number[] = prior
  for (let step = 0; step < mostSteps; step++) {
    const gradient = beta.map((b, i) => (i === 0 ? 0 : ridge * (prior[i]! - b)))
    const hessian = beta.map((_, i) => beta.map((__, j) => (i === j ? (i === 0 ? 1e-9 : ridge) : 0)))
    for (const { x, y } of rows) {
      const p = logistic(x.reduce((sum, value, i) => sum + value * beta[i]!, 0))
      for (let i = 0; i < size; i++) {
        gradient[i]! += (y - p) * x[i]!
        for (let j = 0; j < size; j++) hessian[i]![j]! += p * (1 - p) * x[i]! * x[j]!
      }
    }
    const change = solved(hessian, gradient)
    // Far from the solution a whole Newton step can overshoot.
    const length = Math.hypot(...change)
    beta = beta.map((b, i) => b + change[i]! * Math.min(1, 2 / length))
    if (length < settled) break
  }
  return beta
}

/** Gaussian elimination with pivoting. */
function solved(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]!])
  const size = right.length
  for (let k = 0; k < size; k++) {
    const pivot = rows
      .slice(k)
      .reduce((best, row, i) => (Math.abs(row[k]!) > Math.abs(rows[best]![k]!) ? k + i : best), k)
    ;[rows[k], rows[pivot]] = [rows[pivot]!, rows[k]!]
    for (let i = k + 1; i < size; i++) {
      const factor = rows[i]![k]! / rows[k]![k]!
      for (let j = k; j <= size; j++) rows[i]![j]! -= factor * rows[k]![j]!
    }
  }
  const x = new Array<number>(size).fill(0)
  for (let k = size - 1; k >= 0; k--) {
    const rest = rows[k]!.slice(k + 1, size).reduce((sum, value, i) => sum + value * x[k + 1 + i]!, 0)
    x[k] = (rows[k]![size]! - rest) / rows[k]![k]!
  }
  return x
}
