/**
 * L2 logistic regression by Newton's method (iteratively reweighted least squares): convex, so it ends at the one best
 * answer, and small enough to be fitted a hundred times for its own error bars.
 */
import { CholeskyDecomposition, Matrix } from 'ml-matrix'

export interface LogisticFit {
  readonly weights: Float64Array
  readonly bias: number
}

export interface LogisticData {
  /** One row an example, all of one length. */
  readonly rows: readonly Float64Array[]
  readonly isPositive: readonly boolean[]
  /** How much each example counts, above 0. */
  readonly importance: readonly number[]
}

export interface LogisticOptions {
  /** Strength of the penalty on each weight, above 0; the bias is free. */
  readonly penalty: Float64Array
  /** No weight may be above 0: more of any column never speaks for an example. Default false. */
  readonly onlyNegative?: boolean
  /** Where to begin: near to the answer it takes half of the steps, and the answer is the same. Default: all zero. */
  readonly start?: LogisticFit
}

export const sigmoid = (x: number) => 1 / (1 + Math.exp(-x))

/** Minimises Σ importance · log loss + ½ Σ penalty · weight². */
export function fitLogistic(
  data: LogisticData,
  { penalty, onlyNegative = false, start }: LogisticOptions,
): LogisticFit {
  let active = Array.from(penalty, (_, i) => i)
  let fit: LogisticFit = start ?? { weights: new Float64Array(penalty.length), bias: 0 }
  for (;;) {
    fit = newton(data, penalty, active, fit)
    // Active set: what would have to speak for an example is left out, until nothing has to.
    const { weights } = fit
    const kept = onlyNegative ? active.filter(i => weights[i]! <= 0) : active
    if (kept.length === active.length) return fit
    active = kept
  }
}

const mostSteps = 30

function newton(
  { rows, isPositive, importance }: LogisticData,
  penalty: Float64Array,
  active: readonly number[],
  start: LogisticFit,
): LogisticFit {
  const size = active.length
  const last = size
  const x = rows.map(row => Float64Array.from([...active.map(i => row[i]!), 1]))
  let fit = Float64Array.from([...active.map(i => start.weights[i]!), start.bias])
  const lossOf = (at: Float64Array) => {
    const loss = x.reduce((sum, row, n) => {
      const margin = (isPositive[n] ? 1 : -1) * dot(row, at)
      return sum + importance[n]! * (margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin)
    }, 0)
    return active.reduce((sum, i, k) => sum + 0.5 * penalty[i]! * at[k]! ** 2, loss)
  }
  let loss = lossOf(fit)
  for (let step = 0; step < mostSteps; step++) {
    const gradient = new Float64Array(size + 1)
    const upper = new Float64Array((size + 1) ** 2)
    x.forEach((row, n) => {
      const p = sigmoid(dot(row, fit))
      const residual = importance[n]! * (p - Number(isPositive[n]))
      const curvature = importance[n]! * p * (1 - p)
      for (let i = 0; i <= last; i++) {
        gradient[i]! += residual * row[i]!
        const scaled = curvature * row[i]!
        if (scaled === 0) continue
        for (let j = i, at = i * (last + 1) + i; j <= last; j++, at++) upper[at]! += scaled * row[j]!
      }
    })
    active.forEach((i, k) => {
      gradient[k]! += penalty[i]! * fit[k]!
      upper[k * (last + 1) + k]! += penalty[i]!
    })
    // The bias has no penalty: where every example is certain its curvature is all but gone.
    upper[last * (last + 1) + last]! += 1e-9
    const direction = solve(upper, gradient)
    let next = fit
    let nextLoss = Number.POSITIVE_INFINITY
    // A full step from far away can overshoot: halve it until the loss falls.
    for (let share = 1; share > 1e-4 && !(nextLoss <= loss); share /= 2) {
      next = fit.map((value, i) => value - share * direction[i]!)
      nextLoss = lossOf(next)
    }
    const gain = loss - nextLoss
    if (!(gain > 0)) break
    fit = next
    loss = nextLoss
    if (gain < 1e-7 * (1 + loss)) break
  }
  const weights = new Float64Array(penalty.length)
  active.forEach((i, k) => {
    weights[i] = fit[k]!
  })
  return { weights, bias: fit[last]! }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

/** Solves the symmetric positive definite system whose upper triangle is given row by row. */
function solve(upper: Float64Array, right: Float64Array): number[] {
  const size = right.length
  const matrix = Matrix.zeros(size, size)
  for (let i = 0; i < size; i++) {
    for (let j = i; j < size; j++) {
      matrix.set(i, j, upper[i * size + j]!)
      matrix.set(j, i, upper[i * size + j]!)
    }
  }
  return new CholeskyDecomposition(matrix).solve(Matrix.columnVector([...right])).to1DArray()
}
