/** All tracks of a library, ready to be compared with: plain numbers, so that they can be kept. */
import { type SectionType, sectionTypes } from '../features/catalogue.ts'
import { type StylePart, stylePartNames } from '../features/style/layout.ts'
import { partDistance } from './metric.ts'
import { VectorIndex } from './vector-index.ts'

/** Where a track lies, per section and as a whole. */
export interface Place {
  readonly sections: ReadonlyMap<SectionType, Spot>
  readonly whole: Spot
}
export interface Spot {
  readonly point: Float32Array
  readonly z: Float32Array
}

export interface CrowdData {
  readonly dimensions: number
  /** Unit vectors of the members, one behind the other. */
  readonly whole: Float32Array
  readonly sections: ReadonlyMap<SectionType, { readonly members: readonly number[]; readonly vectors: Float32Array }>
  /** How far apart pairs of members are, ascending, for each part. */
  readonly pairs: Readonly<Record<StylePart, Float64Array>>
}

/** Pairs for "tight" and "far": 100 tracks have 4,950. */
const rankedTracks = 100

export class Crowd {
  readonly data: CrowdData
  readonly #sections: ReadonlyMap<SectionType, { readonly index: VectorIndex; readonly members: readonly number[] }>
  readonly #whole: VectorIndex

  constructor(data: CrowdData) {
    this.data = data
    const { dimensions, whole, sections } = data
    this.#whole = VectorIndex.from(whole, dimensions)
    this.#sections = new Map(
      [...sections].map(([type, { vectors, members }]) => [
        type,
        { index: VectorIndex.from(vectors, dimensions), members },
      ]),
    )
  }

  static of(places: readonly Place[]): Crowd {
    const whole = VectorIndex.of(places.map(({ whole }) => whole.point))
    const sections = new Map(
      sectionTypes.map(type => {
        const members = places.flatMap(({ sections }, i) => (sections.has(type) ? [i] : []))
        const index = VectorIndex.of(members.map(i => places[i]!.sections.get(type)!.point))
        return [type, { vectors: index.vectors, members }] as const
      }),
    )
    const pairs = pairDistances(places.slice(0, rankedTracks))
    return new Crowd({ dimensions: whole.dimensions, whole: whole.vectors, sections, pairs })
  }

  get size(): number {
    return this.#whole.size
  }

  /** Of every member: the mean cosine over the sections that it shares with the query, of the wholes where it shares none. */
  likeness({ sections, whole }: Place): Float64Array {
    const sums = new Float64Array(this.size)
    const counts = new Float64Array(this.size)
    for (const [type, { point }] of sections) {
      const found = this.#sections.get(type)
      if (!found || found.members.length === 0) continue
      found.index.similarities(point).forEach((similarity, i) => {
        sums[found.members[i]!]! += similarity
        counts[found.members[i]!]! += 1
      })
    }
    const wholes = counts.includes(0) ? this.#whole.similarities(whole.point) : null
    return sums.map((sum, i) => (counts[i]! > 0 ? sum / counts[i]! : wholes![i]!))
  }
}

/** How far two places are apart in a part: in the sections that they share, or as wholes. */
export const distanceOf = (a: Place, b: Place, part: StylePart): number =>
  Math.sqrt(mean(spotsOf(a, b).map(([x, y]) => partDistance(x.z, y.z, part) ** 2)))

/** The spots of both in each section that they share, or of both as wholes. */
function spotsOf(a: Place, b: Place): readonly (readonly [Spot, Spot])[] {
  const shared = [...a.sections].flatMap(([type, spot]) => {
    const other = b.sections.get(type)
    return other ? [[spot, other] as const] : []
  })
  return shared.length > 0 ? shared : [[a.whole, b.whole]]
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

function pairDistances(places: readonly Place[]): CrowdData['pairs'] {
  return Object.fromEntries(
    stylePartNames.map(part => [
      part,
      Float64Array.from(places.flatMap((a, i) => places.slice(i + 1).map(b => distanceOf(a, b, part)))).sort(),
    ]),
  ) as Record<StylePart, Float64Array>
}
