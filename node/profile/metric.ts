/**
 * What "alike" means for style vectors, in closed form: a vector becomes two unit vectors. Style: z-scores against the
 * library, each part with its vote. Sound: the directions in which tracks differ from each other and not within
 * themselves (linear discriminants, with every track a class whose members are its segments and altered copies of them;
 * Hatch et al. 2006, "Within-class covariance normalization"; Friedman 1989 for the shrinkage). The cosine of the two
 * together is their weighted mean.
 */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix'
import { type StylePart, stylePartNames, stylePartStart, styleParts, styleSize } from '../features/style/layout.ts'
import { altered } from './augment.ts'
import { unit } from './vector-index.ts'

export interface MetricSample {
  readonly vector: Float32Array
  /** Samples of one track have the same. */
  readonly track: string
}

/** Plain numbers: what answers a query, and what could be exported. */
export interface Metric {
  /** `z-scores`: too few tracks to learn which differences matter. */
  readonly kind: 'trained' | 'z-scores'
  readonly tracks: number
  readonly middle: Float32Array
  readonly spread: Float32Array
  /** `rows` discriminants of `styleSize` entries each, row by row; empty for `z-scores`. */
  readonly projection: Float32Array
  readonly rows: number
}

/** Fewer tracks than this have no between-track statistics to speak of. */
export const fewestTracks = 30
/** A z-score beyond this says "different", and no more. */
export const farthest = 4
const mostRows = 48
/** How far the within-track covariance is drawn to its own diagonal: the variances are sure long before the covariances are. */
const shrinkage = 0.2
const copies = 2
/** Covariances are settled with this many samples: more would only take time. */
const mostSamples = 4000
/** Share of the sound's vote in the whole. */
export const soundShare = 0.3

/** Of at least one sample. The same samples give the same metric. */
export function fitMetric(samples: readonly MetricSample[], { augment = true } = {}): Metric {
  if (samples.length === 0) throw new RangeError('a metric must have at least one sample, got 0')
  const tracks = new Map<string, Float32Array[]>()
  for (const { vector, track } of samples) {
    if (vector.length !== styleSize)
      throw new RangeError(`vectors must have ${styleSize} entries, got ${vector.length}`)
    tracks.set(track, [...(tracks.get(track) ?? []), vector])
  }
  const { middle, spread } = scaleOf(samples.map(({ vector }) => vector))
  const plain = { tracks: tracks.size, middle, spread }
  if (tracks.size < fewestTracks) return { ...plain, kind: 'z-scores', projection: new Float32Array(0), rows: 0 }
  const keepEvery = Math.ceil((samples.length * (augment ? 1 + copies : 1)) / mostSamples)
  let number = 0
  const classes = [...tracks.values()].map(vectors =>
    vectors
      .filter((_, i) => i % keepEvery === 0)
      .flatMap(vector => [vector, ...(augment ? Array.from({ length: copies }, () => altered(vector, number++)) : [])])
      .map(vector => zScores(plain, vector)),
  )
  return { ...plain, kind: 'trained', ...discriminants(classes) }
}

/** In σ of the library, within ±4; 0 where nothing was measured: nothing is known, so nothing is held against it. */
export function zScores({ middle, spread }: Pick<Metric, 'middle' | 'spread'>, vector: Float32Array): Float32Array {
  return vector.map((value, i) => {
    const z = (value - middle[i]!) / spread[i]!
    return Number.isNaN(z) ? 0 : Math.max(-farthest, Math.min(farthest, z))
  })
}

/** The vector by which tracks are compared: the cosine of two of these is the weighted mean of style's and sound's cosine. */
export function embed(metric: Metric, vector: Float32Array): Float32Array {
  const z = zScores(metric, vector)
  const style = unit(z.map((value, i) => value * voteOf[i]!))
  if (metric.rows === 0) return style
  const sound = unit(
    Float32Array.from({ length: metric.rows }, (_, row) => {
      let sum = 0
      for (let i = 0, at = row * styleSize; i < styleSize; i++) sum += metric.projection[at + i]! * z[i]!
      return sum
    }),
  )
  const out = new Float32Array(styleSize + metric.rows)
  out.set(style.map(value => value * Math.sqrt(1 - soundShare)))
  out.set(
    sound.map(value => value * Math.sqrt(soundShare)),
    styleSize,
  )
  return out
}

/** Root mean square difference of two vectors' z-scores in one part. */
export function partDistance(a: Float32Array, b: Float32Array, part: StylePart): number {
  const [from, count] = [stylePartStart[part], styleParts[part]]
  let sum = 0
  for (let i = from; i < from + count; i++) sum += (a[i]! - b[i]!) ** 2
  return Math.sqrt(sum / count)
}

/**
 * A part's vote does not depend on how many entries tell it. Tone and groove are what styles are called by; harmony says what
 * is played rather than how it sounds. Found on generated styles (seeds 200 to 299), where the exact figures matter little.
 */
const votes: Readonly<Record<StylePart, number>> = {
  'low end': 1,
  tone: 1.5,
  groove: 1.5,
  harmony: 0.5,
  dynamics: 1,
  width: 1,
}
export const voteOf = Float32Array.from(
  stylePartNames.flatMap(part => new Array<number>(styleParts[part]).fill(votes[part] / Math.sqrt(styleParts[part]))),
)

/** Median, and σ from p10 to p90: where a library holds two styles, a MAD sees only the larger one's spread. */
function scaleOf(vectors: readonly Float32Array[]): Pick<Metric, 'middle' | 'spread'> {
  const middle = new Float32Array(styleSize)
  const spread = new Float32Array(styleSize)
  for (let i = 0; i < styleSize; i++) {
    const values = Float32Array.from(vectors, vector => vector[i]!)
      .filter(value => !Number.isNaN(value))
      .sort()
    const at = (p: number) => values[Math.round(p * (values.length - 1))] ?? 0
    middle[i] = at(0.5)
    spread[i] = (at(0.9) - at(0.1)) / 2.56 || 1
  }
  return { middle, spread }
}

function discriminants(classes: readonly (readonly Float32Array[])[]): Pick<Metric, 'projection' | 'rows'> {
  const size = styleSize
  const means = classes.map(meanOf)
  const centre = meanOf(means)
  const within = new Float64Array(size * size)
  const between = new Float64Array(size * size)
  classes.forEach((vectors, c) => {
    // Tracks vote alike, whether they have three segments or thirty.
    for (const vector of vectors) addOuter(within, vector, means[c]!, 1 / (vectors.length * classes.length))
    addOuter(between, means[c]!, centre, 1 / classes.length)
  })
  const scatter = symmetric(within).mul(1 - shrinkage)
  for (let i = 0; i < size; i++) scatter.set(i, i, scatter.get(i, i) / (1 - shrinkage) + leastVariance)
  const inner = new EigenvalueDecomposition(scatter, { assumeSymmetric: true })
  const whiten = inner.eigenvectorMatrix.clone()
  inner.realEigenvalues.forEach((value, column) => {
    whiten.mulColumn(column, 1 / Math.sqrt(Math.max(leastVariance, value)))
  })
  const outer = new EigenvalueDecomposition(whiten.transpose().mmul(symmetric(between)).mmul(whiten), {
    assumeSymmetric: true,
  })
  // Eigenvalues come in ascending order.
  const rows = Math.min(mostRows, classes.length - 1)
  const axes = Array.from({ length: rows }, (_, row) => size - 1 - row)
  const projection = whiten.mmul(outer.eigenvectorMatrix.subMatrixColumn(axes)).transpose()
  axes.forEach((axis, row) => {
    // A direction counts by the share of its scatter that lies between tracks: the last ones are mostly chance.
    const ratio = Math.max(0, outer.realEigenvalues[axis]!)
    projection.mulRow(row, Math.sqrt(ratio / (1 + ratio)))
  })
  return { projection: Float32Array.from(projection.to1DArray()), rows }
}

/** Keeps the inverse finite where all segments of every track are the same. */
const leastVariance = 1e-9

function meanOf(vectors: readonly Float32Array[]): Float32Array {
  const sums = new Float64Array(styleSize)
  for (const vector of vectors) for (let i = 0; i < styleSize; i++) sums[i]! += vector[i]!
  return Float32Array.from(sums, sum => sum / vectors.length)
}

/** Adds weight · (x − mean)(x − mean)ᵀ to the upper triangle, row by row. */
function addOuter(into: Float64Array, vector: Float32Array, mean: Float32Array, weight: number): void {
  const difference = Float64Array.from(vector, (value, i) => value - mean[i]!)
  for (let i = 0; i < styleSize; i++) {
    const a = weight * difference[i]!
    if (a === 0) continue
    for (let j = i, at = i * styleSize + i; j < styleSize; j++, at++) into[at]! += a * difference[j]!
  }
}

function symmetric(upper: Float64Array): Matrix {
  return new Matrix(
    Array.from({ length: styleSize }, (_, i) =>
      Array.from({ length: styleSize }, (_, j) => upper[Math.min(i, j) * styleSize + Math.max(i, j)]!),
    ),
  )
}
