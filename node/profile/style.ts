/**
 * How references lie to each other: points in a space of comparable features, clusters in it, the nearest to a track, and
 * in which respect each is near or far.
 */
import { median } from 'd3-array'
import { type FeatureId, feature, featureIds, type Rows, type Scope, scopes } from '../features/catalogue.ts'
import { clusterPoints } from './clusters.ts'
import { distributionOf } from './distribution.ts'
import { LibraryEmbedding } from './embedding.ts'
import { type Reference, rowsOf, teaches } from './reference.ts'

/** Respects in which two tracks can be alike, each with the categories of features that tell it. */
export const aspects = {
  'low end': ['low end'],
  tone: ['spectrum'],
  width: ['stereo'],
  dynamics: ['dynamics', 'loudness', 'sidechain'],
  groove: ['rhythm'],
  colour: ['trance colour'],
} as const
export type Aspect = keyof typeof aspects
export const aspectNames = Object.keys(aspects) as Aspect[]

interface Column {
  readonly scope: Scope
  readonly id: FeatureId
  readonly aspect: Aspect
  readonly middle: number
  readonly spread: number
  /** 1 / √(columns of its group in its aspect): correlated features share one vote. */
  readonly weight: number
}

/** A z-score beyond this says "different", and no more. */
const farthest = 4

/** The space that a library spans. */
export class StyleSpace {
  readonly references: readonly Reference[]
  readonly #columns: readonly Column[]
  readonly #points: readonly (readonly number[])[]

  /** Of the references that teach. Features that most of them have are its coordinates. */
  constructor(references: readonly Reference[]) {
    this.references = references.filter(teaches)
    this.#columns = columnsOf(this.references)
    this.#points = this.references.map(reference => this.#pointOf(rowsOf(reference)))
  }

  /** z-scores; 0 where a feature is not measured: nothing is known, so nothing is held against it. */
  #pointOf(rows: Rows): number[] {
    return this.#columns.map(({ scope, id, middle, spread }) => {
      const value = rows[scope]?.values[id]
      return typeof value === 'number' ? Math.max(-farthest, Math.min(farthest, (value - middle) / spread)) : 0
    })
  }

  /** The `k` references that are most like these rows, nearest first. `among`: only some of the respects. */
  nearest(rows: Rows, k: number, among: readonly Aspect[] = aspectNames): readonly Neighbour[] {
    const point = this.#pointOf(rows)
    return this.references
      .map((reference, i) => {
        const distances = this.#distances(point, this.#points[i]!)
        const counted = among.flatMap(aspect => distances[aspect] ?? [])
        const distance = Math.sqrt(counted.reduce((sum, each) => sum + each ** 2, 0) / Math.max(1, counted.length))
        return { reference, distance, distances }
      })
      .sort((a, b) => a.distance - b.distance)
      .slice(0, k)
  }

  /** Styles among the references, the largest first. One, when they do not fall apart. */
  clusters(): readonly StyleCluster[] {
    const { clusters, count, stability } = clusterPoints(this.#sounds() ?? this.#figures())
    return Array.from({ length: count }, (_, cluster) => {
      const members = this.references.flatMap((_, i) => (clusters[i] === cluster ? [i] : []))
      const centre = this.#columns.map((_, c) => median(members, i => this.#points[i]![c]!) ?? 0)
      const distance = (i: number) =>
        this.#points[i]!.reduce((sum, value, c) => sum + this.#columns[c]!.weight * (value - centre[c]!) ** 2, 0)
      const exemplar = [...members].sort((a, b) => distance(a) - distance(b))[0]!
      const traits = this.#columns
        .map(({ scope, id }, c) => ({ scope, feature: id, sigmas: centre[c]! }))
        .sort((a, b) => Math.abs(b.sigmas) - Math.abs(a.sigmas))
      return {
        members: members.map(i => this.references[i]!),
        exemplar: this.references[exemplar]!,
        traits: oneAFeature(traits).slice(0, 5),
        stability,
      }
    })
  }

  /** How the references sound, as neighbours are found; null: not all were measured by a version that kept it. */
  #sounds(): readonly (readonly number[])[] | null {
    if (this.references.length === 0 || this.references.some(({ style }) => style === undefined)) return null
    const library = new LibraryEmbedding(this.references)
    return library.tracks.length === this.references.length ? library.points() : null
  }

  #figures(): readonly (readonly number[])[] {
    return this.#points.map(point => point.map((value, i) => value * this.#columns[i]!.weight))
  }

  /** Root mean square difference per respect, in σ of the library. Respects that the library does not tell are absent. */
  #distances(a: readonly number[], b: readonly number[]): Neighbour['distances'] {
    const sums = new Map<Aspect, { sum: number; weight: number }>()
    this.#columns.forEach(({ aspect, weight }, i) => {
      const entry = sums.get(aspect) ?? { sum: 0, weight: 0 }
      entry.sum += weight ** 2 * (a[i]! - b[i]!) ** 2
      entry.weight += weight ** 2
      sums.set(aspect, entry)
    })
    return Object.fromEntries([...sums].map(([aspect, { sum, weight }]) => [aspect, Math.sqrt(sum / weight)]))
  }
}

export interface Neighbour {
  readonly reference: Reference
  /** 0: the same; 1: as far as one σ of the library in every respect. */
  readonly distance: number
  readonly distances: Readonly<Partial<Record<Aspect, number>>>
}

export interface StyleCluster {
  readonly members: readonly Reference[]
  /** The member in the middle. */
  readonly exemplar: Reference
  /** What tells it from the library as a whole, most telling first; its median in σ. */
  readonly traits: readonly { readonly scope: Scope; readonly feature: FeatureId; readonly sigmas: number }[]
  readonly stability: number | null
}

const aspectOf = (id: FeatureId) =>
  aspectNames.find(aspect => (aspects[aspect] as readonly string[]).includes(feature(id).category))

function columnsOf(references: readonly Reference[]): Column[] {
  const found = scopes.flatMap(scope =>
    featureIds.flatMap((id): Omit<Column, 'weight'>[] => {
      const aspect = aspectOf(id)
      const values = references.flatMap(({ values }) => values[scope]?.[id] ?? [])
      if (!aspect || values.length < Math.max(2, references.length / 2)) return []
      const { median: middle, low, high } = distributionOf(values)
      // σ from p10 to p90: where a library holds two styles, a MAD sees only the larger one's spread.
      return [{ scope, id, aspect, middle, spread: Math.max((high - low) / 2.56, feature(id).floor, 1e-9) }]
    }),
  )
  const key = ({ aspect, id }: Omit<Column, 'weight'>) => `${aspect} ${feature(id).group}`
  const sizes = new Map<string, number>()
  for (const column of found) sizes.set(key(column), (sizes.get(key(column)) ?? 0) + 1)
  return found.map(column => ({ ...column, weight: 1 / Math.sqrt(sizes.get(key(column))!) }))
}

/** The most telling section of each feature group. */
function oneAFeature<T extends { readonly feature: FeatureId }>(traits: readonly T[]): T[] {
  const seen = new Set<string>()
  return traits.filter(({ feature: id }) => {
    const { group } = feature(id)
    if (seen.has(group)) return false
    seen.add(group)
    return true
  })
}
