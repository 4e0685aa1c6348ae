/**
 * How unusual a track is among references, when nothing is known of what is wrong: the Mahalanobis distance on robust
 * z-scores, with the covariance drawn towards a multiple of the identity as far as the data say (Ledoit and Wolf 2004).
 */
import { CholeskyDecomposition, Matrix } from 'ml-matrix'

/** Below, the distances of the references among themselves say nothing. */
export const fewestForDistance = 12
/** References are measured against the others of so many parts: with all in, each would be near to itself. */
const parts = 10

export interface OneClass {
  /** The root mean square distance per direction. */
  distance(point: Float64Array): number
  /** Of every reference from the others, ascending. */
  readonly usual: readonly number[]
}

/** `points`: z-scores of the references, all of one length. Throws RangeError for fewer than `fewestForDistance`. */
export function fitOneClass(points: readonly Float64Array[]): OneClass {
  if (points.length < fewestForDistance)
    throw new RangeError(`a distance needs at least ${fewestForDistance} references, got ${points.length}`)
  const usual = Array.from({ length: parts }, (_, part) => {
    const distance = distanceFrom(points.filter((_, i) => i % parts !== part))
    return points.filter((_, i) => i % parts === part).map(distance)
  })
  return { distance: distanceFrom(points), usual: usual.flat().sort((a, b) => a - b) }
}

/** Share of the references that are nearer to the others than this: 1 is farther than all. */
export const rankAmong = ({ usual }: Pick<OneClass, 'usual'>, distance: number): number =>
  usual.filter(each => each < distance).length / usual.length

function distanceFrom(points: readonly Float64Array[]): (point: Float64Array) => number {
  const size = points[0]!.length
  const centre = Float64Array.from(
    { length: size },
    (_, i) => points.reduce((sum, p) => sum + p[i]!, 0) / points.length,
  )
  const centred = new Matrix(points.map(point => Array.from(point, (value, i) => value - centre[i]!)))
  const cholesky = new CholeskyDecomposition(shrunk(centred))
  return point => {
    const difference = Matrix.columnVector(Array.from(point, (value, i) => value - centre[i]!))
    return Math.sqrt(difference.transpose().mmul(cholesky.solve(difference)).get(0, 0) / size)
  }
}

function shrunk(centred: Matrix): Matrix {
  const { rows: count, columns: size } = centred
  const covariance = centred.transpose().mmul(centred).div(count)
  const mean = covariance.trace() / size
  const target = Matrix.eye(size).mul(mean)
  const square = (matrix: Matrix) => matrix.norm('frobenius') ** 2 / size
  const apart = square(Matrix.sub(covariance, target))
  // ‖xxᵀ − S‖² = ‖x‖⁴ − 2 xᵀSx + ‖S‖²
  const own = centred.mmul(covariance)
  let noise = 0
  for (let n = 0; n < count; n++) {
    let [length, through] = [0, 0]
    for (let i = 0; i < size; i++) {
      length += centred.get(n, i) ** 2
      through += centred.get(n, i) * own.get(n, i)
    }
    noise += (length ** 2 - 2 * through) / size + square(covariance)
  }
  const share = apart > 0 ? Math.min(1, noise / count ** 2 / apart) : 1
  // Where all references are the same there is no spread to divide by.
  return covariance
    .mul(1 - share)
    .add(target.mul(share))
    .add(Matrix.eye(size).mul(1e-6))
}
