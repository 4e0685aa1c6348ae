/**
 * Styles among references: k-means on points that were made comparable, with a count that holds when the references are
 * drawn anew. One cluster is an honest answer.
 */
import { kmeans } from 'ml-kmeans'
import { Matrix, SingularValueDecomposition } from 'ml-matrix'

export interface Clustering {
  /** Which cluster each point is in. */
  readonly clusters: readonly number[]
  readonly count: number
  /** Mean adjusted Rand index between clusterings of half of the points each; null: one cluster, nothing to compare. */
  readonly stability: number | null
}

/** Below, clusters would be accidents. */
const leastPoints = 25
const smallestCluster = 8
const mostClusters = 8
/** Draws of half of the points that must agree with each other on how they fall. */
const draws = 12
const agreement = 0.65
/** Directions of the cloud that are kept, at most. */
const mostDirections = 10

/**
 * `points`: rows of one length, every entry on a comparable scale (z-scores). The largest count whose clusters come again
 * in other halves of the references, and of which none is tiny; else 1. The same points give the same clusters.
 */
export function clusterPoints(points: readonly (readonly number[])[]): Clustering {
  const one = { clusters: points.map(() => 0), count: 1, stability: null }
  if (points.length < leastPoints) return one
  const places = principal(points)
  const limit = Math.min(mostClusters, Math.floor(Math.sqrt(points.length / 4)))
  for (let count = limit; count >= 2; count--) {
    const { clusters } = nearestMeans(places, count, 1)
    const sizes = Array.from({ length: count }, (_, c) => clusters.filter(cluster => cluster === c).length)
    if (Math.min(...sizes) < smallestCluster) continue
    const stability = stabilityOf(places, count)
    if (stability >= agreement) return { clusters: bySize(clusters, sizes), count, stability }
  }
  return one
}

/**
 * Coordinates along the directions that carry more than an average share of the spread (Kaiser's criterion): styles differ in
 * several features at once, chance in one at a time.
 */
function principal(points: readonly (readonly number[])[]): number[][] {
  const matrix = new Matrix(points.map(row => [...row])).center('column')
  const { diagonal, rightSingularVectors } = new SingularValueDecomposition(matrix, { autoTranspose: true })
  const average = diagonal.reduce((sum, value) => sum + value ** 2, 0) / diagonal.length
  const strong = diagonal.filter(value => value ** 2 > average).length
  const kept = Math.min(mostDirections, Math.max(1, strong))
  return matrix.mmul(rightSingularVectors.subMatrixColumn(Array.from({ length: kept }, (_, i) => i))).to2DArray()
}

/** The best of several starts. */
function nearestMeans(places: readonly number[][], count: number, seed: number) {
  const tries = Array.from({ length: 8 }, (_, i) => kmeans(places as number[][], count, { seed: 97 * seed + i }))
  const cost = (result: (typeof tries)[number]) =>
    result.clusters.reduce((sum, c, i) => sum + squaredDistance(places[i]!, result.centroids[c]!), 0)
  return tries.reduce((best, each) => (cost(each) < cost(best) ? each : best))
}

const squaredDistance = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0)

/** Pairs of halves: all points go to the nearest centre of each half's clusters; do the two ways of sorting agree? */
function stabilityOf(places: readonly number[][], count: number): number {
  let sum = 0
  for (let draw = 0; draw < draws; draw++) {
    const order = shuffled(places.length, draw)
    const half = Math.floor(places.length / 2)
    const [one, other] = [order.slice(0, half), order.slice(half)].map(part => {
      const { centroids } = nearestMeans(
        part.map(i => places[i]!),
        count,
        draw + 2,
      )
      return places.map(place => nearest(place, centroids))
    })
    sum += adjustedRandIndex(one!, other!)
  }
  return sum / draws
}

function nearest(place: readonly number[], centroids: readonly (readonly number[])[]): number {
  const distances = centroids.map(centroid => squaredDistance(place, centroid))
  return distances.indexOf(Math.min(...distances))
}

/** 1: the same clusters, whatever their numbers; 0: no more in common than chance (Hubert and Arabie 1985). */
export function adjustedRandIndex(a: readonly number[], b: readonly number[]): number {
  const pairs = (n: number) => (n * (n - 1)) / 2
  const counts = (keys: readonly string[]) => {
    const map = new Map<string, number>()
    for (const key of keys) map.set(key, (map.get(key) ?? 0) + 1)
    return [...map.values()].reduce((sum, n) => sum + pairs(n), 0)
  }
  const both = counts(a.map((cluster, i) => `${cluster} ${b[i]}`))
  const [inA, inB] = [counts(a.map(String)), counts(b.map(String))]
  const chance = (inA * inB) / pairs(a.length)
  const most = (inA + inB) / 2
  return most === chance ? 1 : (both - chance) / (most - chance)
}

/** Largest cluster first. */
function bySize(clusters: readonly number[], sizes: readonly number[]): number[] {
  const order = sizes.map((_, c) => c).sort((a, b) => sizes[b]! - sizes[a]! || a - b)
  return clusters.map(cluster => order.indexOf(cluster))
}

/** 0 … n − 1 in an order that follows from the seed (a linear congruential generator, Numerical Recipes' constants). */
function shuffled(n: number, seed: number): number[] {
  const order = Array.from({ length: n }, (_, i) => i)
  let state = (seed + 1) * 2_654_435_761
  for (let i = n - 1; i > 0; i--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    const j = Math.floor((state / 2 ** 32) * (i + 1))
    ;[order[i], order[j]] = [order[j]!, order[i]!]
  }
  return order
}
