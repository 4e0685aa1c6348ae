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
export const leastPoints = 25
const smallestCluster = 8
const mostClusters = 8
/** A cluster more for each so many points, at most. */
const pointsPerCluster = 12
/** Pairs of halves that must agree on how the points fall. */
const draws = 16
/** Clouds without clusters that the same is asked of, and pairs of halves of each. */
const clouds = 5
const drawsPerCloud = 4
/**
 * How much better halves agree than those of a cloud without clusters. Found on generated styles (seeds 200 to 227): three
 * styles of 16 tracks gave 0.46 to 0.60, two 0.62 to 0.83, one (24 to 100 tracks, mixed of others) at most 0.31.
 */
const leastExcess = 0.35
/** Directions of the cloud that are kept, at most. */
const mostDirections = 10
/** Directions and agreement are settled with this many points: more would only take time. */
const mostPoints = 300

/**
 * `points`: rows of one length, every entry on a comparable scale. Any cloud that is longer than wide falls into halves
 * that agree somewhat, so agreement counts beyond that of normally distributed points of the same extent. The count that
 * has most of it, where that is enough and no cluster is tiny; else 1. The same points give the same clusters.
 */
export function clusterPoints(points: readonly (readonly number[])[]): Clustering {
  const one = { clusters: points.map(() => 0), count: 1, stability: null }
  if (points.length < leastPoints) return one
  const places = principal(points)
  const some = thinned(places)
  const limit = Math.min(mostClusters, Math.floor(points.length / pointsPerCluster))
  let best: Clustering = one
  let mostExcess = leastExcess
  for (let count = 2; count <= limit; count++) {
    const stability = stabilityOf(some, count, draws)
    if (stability < mostExcess) continue
    const excess = stability - stabilityByChance(some, count)
    if (excess < mostExcess) continue
    const { clusters } = nearestMeans(places, count, 1, 8)
    const sizes = Array.from({ length: count }, (_, c) => clusters.filter(cluster => cluster === c).length)
    if (Math.min(...sizes) < smallestCluster) continue
    mostExcess = excess
    best = { clusters: bySize(clusters, sizes), count, stability }
  }
  return best
}

/**
 * Coordinates along the directions that carry more than an average share of the spread (Kaiser's criterion): styles differ in
 * several features at once, chance in one at a time.
 */
function principal(points: readonly (readonly number[])[]): number[][] {
  const all = new Matrix(points.map(row => [...row])).center('column')
  const some = new Matrix(thinned(points).map(row => [...row])).center('column')
  const { diagonal, rightSingularVectors } = new SingularValueDecomposition(some, { autoTranspose: true })
  const average = diagonal.reduce((sum, value) => sum + value ** 2, 0) / diagonal.length
  const strong = diagonal.filter(value => value ** 2 > average).length
  const kept = Math.min(mostDirections, Math.max(1, strong))
  return all.mmul(rightSingularVectors.subMatrixColumn(Array.from({ length: kept }, (_, i) => i))).to2DArray()
}

/** Evenly over the whole, so that an order by folder takes no style away. */
const thinned = <T>(points: readonly T[]): readonly T[] =>
  points.length <= mostPoints
    ? points
    : Array.from({ length: mostPoints }, (_, i) => points[Math.floor((i * points.length) / mostPoints)]!)

/** Of normally distributed points with the same spread along each direction. */
function stabilityByChance(places: readonly (readonly number[])[], count: number): number {
  const spreads = places[0]!.map((_, d) => Math.hypot(...places.map(place => place[d]!)) / Math.sqrt(places.length))
  let sum = 0
  for (let cloud = 0; cloud < clouds; cloud++) {
    const normal = normalNumbers(cloud)
    const points = places.map(() => spreads.map(spread => spread * normal()))
    sum += stabilityOf(points, count, drawsPerCloud)
  }
  return sum / clouds
}

/** The best of several starts. */
function nearestMeans(places: readonly (readonly number[])[], count: number, seed: number, starts: number) {
  const tries = Array.from({ length: starts }, (_, i) => kmeans(places as number[][], count, { seed: 97 * seed + i }))
  const cost = (result: (typeof tries)[number]) =>
    result.clusters.reduce((sum, c, i) => sum + squaredDistance(places[i]!, result.centroids[c]!), 0)
  return tries.reduce((best, each) => (cost(each) < cost(best) ? each : best))
}

const squaredDistance = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0)

/** Pairs of halves: all points go to the nearest centre of each half's clusters; do the two ways of sorting agree? */
function stabilityOf(places: readonly (readonly number[])[], count: number, pairs: number): number {
  let sum = 0
  for (let draw = 0; draw < pairs; draw++) {
    const order = shuffled(places.length, draw)
    const half = Math.floor(places.length / 2)
    const [one, other] = [order.slice(0, half), order.slice(half)].map(part => {
      const { centroids } = nearestMeans(
        part.map(i => places[i]!),
        count,
        draw + 2,
        3,
      )
      return places.map(place => nearest(place, centroids))
    })
    sum += adjustedRandIndex(one!, other!)
  }
  return sum / pairs
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

/** 0 … n − 1 in an order that follows from the seed. */
function shuffled(n: number, seed: number): number[] {
  const order = Array.from({ length: n }, (_, i) => i)
  const next = numbers(seed)
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1))
    ;[order[i], order[j]] = [order[j]!, order[i]!]
  }
  return order
}

/** Box and Muller 1958. */
function normalNumbers(seed: number): () => number {
  const next = numbers(seed)
  return () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
}

/** 0 to 1, by a linear congruential generator (Numerical Recipes' constants). */
function numbers(seed: number): () => number {
  let state = (seed + 1) * 2_654_435_761
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
