/** Where the tracks of a library lie by sound, the nearest to a piece of music, and in which respects each is near or far. */
import type { StyleSegment } from '../features/analysis.ts'
import { type SectionType, sectionTypes } from '../features/catalogue.ts'
import { unpackStyle } from '../features/style/compact.ts'
import { type StylePart, stylePartNames, stylePartStart, styleParts } from '../features/style/layout.ts'
import { pooledStyle } from '../features/style/pooled.ts'
import { embed, fitMetric, type Metric, partDistance, zScores } from './metric.ts'
import { type Reference, teaches } from './reference.ts'
import { mostSimilar, unit, VectorIndex } from './vector-index.ts'

export interface SimilarTrack<R extends Reference = Reference> {
  readonly reference: R
  /** −1 to 1; 1: the same. Of the whole, or of the parts that were asked for. */
  readonly similarity: number
  /** How near it is in each respect. */
  readonly parts: Readonly<Record<StylePart, PartCloseness>>
}

export interface PartCloseness {
  /** Root mean square difference in σ of the library. */
  readonly distance: number
  /** Share of the pairs of the library's tracks that are farther apart than this: 1 is as tight as it gets. */
  readonly rank: number
  readonly word: 'tight' | 'near' | 'apart' | 'far'
}

export interface SimilarOptions {
  readonly k: number
  /** Compare this section only; the whole track otherwise. */
  readonly section?: SectionType
  /** Only these respects. */
  readonly parts?: readonly StylePart[]
  /** Hashes that are not to be found: the query itself. */
  readonly except?: readonly string[]
}

/** What a network hears in the tracks of a library, beside their style. */
export interface SoundSpace {
  /** Share of its vote in the whole, 0 to 1. */
  readonly share: number
  readonly dimensions: number
  /** By hash: a unit vector for each of a track's segments, null where it heard nothing. */
  readonly vectors: ReadonlyMap<string, SegmentSounds>
}
export type SegmentSounds = readonly (Float32Array | null)[]

/** Pairs for "tight" and "far": 100 tracks have 4,950. */
const rankedTracks = 100

export class LibraryEmbedding<R extends Reference = Reference> {
  /** Tracks with a style, that teach. */
  readonly tracks: readonly { readonly reference: R; readonly segments: readonly StyleSegment[] }[]
  readonly metric: Metric
  readonly #sound: SoundSpace | null
  readonly #crowds = new Map<string, Crowd<R>>()
  readonly #pools = new WeakMap<readonly StyleSegment[], Pools>()
  readonly #points = new WeakMap<Float32Array, Float32Array>()

  /** `metric`: one that was learned elsewhere; of the references' own segments otherwise, and then RangeError without any. */
  constructor(references: readonly R[], metric?: Metric, sound: SoundSpace | null = null) {
    this.#sound = sound
    this.tracks = references.flatMap(reference => {
      const segments = teaches(reference) && reference.style !== undefined ? unpackStyle(reference.style) : null
      return segments && segments.length > 0 ? [{ reference, segments }] : []
    })
    this.metric =
      metric ??
      fitMetric(
        this.tracks.flatMap(({ reference, segments }) =>
          segments.map(({ vector }) => ({ vector, track: reference.hash })),
        ),
      )
  }

  /**
   * Has all places computed by somebody else, in one call (onnxruntime), the query's among them; `embed` of metric.ts computes
   * what was not. `run`: from style vectors to what `embed` gives for each.
   */
  async embedWith(
    run: (vectors: readonly Float32Array[]) => Promise<readonly Float32Array[]>,
    query: readonly StyleSegment[],
  ): Promise<void> {
    const vectors = [query, ...this.tracks.map(({ segments }) => segments)].flatMap(segments =>
      [...this.#poolsOf(segments).values()].map(({ vector }) => vector),
    )
    const points = await run(vectors)
    vectors.forEach((vector, i) => {
      this.#points.set(vector, points[i]!)
    })
    this.#crowds.clear()
  }

  /**
   * The tracks most like these segments, nearest first: drops are compared with drops, breakdowns with breakdowns, and the
   * sections that two tracks share vote alike. Without a shared section they are compared as wholes; with `section`, tracks
   * that do not have it are not found. `sounds`: what the network hears in these segments, where the library has such.
   */
  similar(
    segments: readonly StyleSegment[],
    options: SimilarOptions,
    sounds: SegmentSounds = [],
  ): readonly SimilarTrack<R>[] {
    const { k, section, parts, except = [] } = options
    const query = this.#placeOf({ segments, sounds, section, parts })
    if (!query) return []
    const crowd = this.#crowdOf(section, parts)
    const { members, pairs } = crowd
    const hidden = (i: number) => except.includes(members[i]!.reference.hash)
    return mostSimilar(crowd.likeness(query), k, hidden).map(({ index, similarity }) => {
      const { reference, place } = members[index]!
      const parts = stylePartNames.map(part => [part, closeness(distanceOf(query, place, part), pairs[part])])
      return { reference, similarity, parts: Object.fromEntries(parts) as Record<StylePart, PartCloseness> }
    })
  }

  /**
   * One row a track, of `tracks`: the squared distance of two is how unlike they are (`similar`), in the sections that most
   * tracks have. A track without one stands there as a whole.
   */
  points(): readonly (readonly number[])[] {
    const { members } = this.#crowdOf(undefined, undefined)
    const places = members.map(({ place }) => place)
    const common = sectionTypes.filter(
      type => places.filter(({ sections }) => sections.has(type)).length > places.length / 2,
    )
    return places.map(({ sections, whole }) =>
      common.length === 0 ? [...whole.point] : common.flatMap(type => [...(sections.get(type) ?? whole).point]),
    )
  }

  /** Made once for each way of asking. */
  #crowdOf(section: SectionType | undefined, parts: readonly StylePart[] | undefined): Crowd<R> {
    const key = JSON.stringify([section, parts])
    const known = this.#crowds.get(key)
    if (known) return known
    const crowd = new Crowd(
      this.tracks.flatMap(({ reference, segments }) => {
        const sounds = this.#sound?.vectors.get(reference.hash) ?? []
        const place = this.#placeOf({ segments, sounds, section, parts })
        return place ? [{ reference, place }] : []
      }),
    )
    this.#crowds.set(key, crowd)
    return crowd
  }

  #placeOf({ segments, sounds, section, parts }: Whereabouts): Place | null {
    const pools = this.#poolsOf(segments)
    const spotOf = (type: SectionType | 'whole'): Spot | null => {
      const pool = pools.get(type)
      if (!pool) return null
      const z = zScores(this.metric, pool.vector)
      if (parts) return { z, point: onlyParts(z, parts) }
      const point = this.#points.get(pool.vector) ?? embed(this.metric, pool.vector)
      return { z, point: this.#sound ? withSound(point, this.#sound, pool.members, sounds) : point }
    }
    const wanted = sectionTypes.filter(type => section === undefined || type === section)
    const sections = new Map(
      wanted.flatMap(type => {
        const spot = spotOf(type)
        return spot ? [[type, spot] as const] : []
      }),
    )
    const whole = spotOf('whole')
    return sections.size > 0 && whole ? { sections, whole } : null
  }

  #poolsOf(segments: readonly StyleSegment[]): Pools {
    const known = this.#pools.get(segments)
    if (known) return known
    const pools: Pools = new Map(
      (['whole', ...sectionTypes] as const).flatMap(type => {
        const members = segments.flatMap((segment, i) => (type === 'whole' || segment.section === type ? [i] : []))
        const vector = pooledStyle(members.map(i => segments[i]!))
        return vector ? [[type, { vector, members }] as const] : []
      }),
    )
    this.#pools.set(segments, pools)
    return pools
  }
}

interface Whereabouts {
  readonly segments: readonly StyleSegment[]
  readonly sounds: SegmentSounds
  readonly section: SectionType | undefined
  readonly parts: readonly StylePart[] | undefined
}

/** The mean style of each section type and of the whole, with the numbers of the segments that it is of. */
type Pools = ReadonlyMap<SectionType | 'whole', { readonly vector: Float32Array; readonly members: readonly number[] }>

/** Both votes in one vector: the cosine of two of these is the weighted mean of both cosines. */
function withSound(
  point: Float32Array,
  { share, dimensions }: SoundSpace,
  members: readonly number[],
  sounds: SegmentSounds,
): Float32Array {
  const sum = new Float32Array(dimensions)
  for (const i of members) {
    sounds[i]?.forEach((value, d) => {
      sum[d]! += value
    })
  }
  const out = new Float32Array(point.length + dimensions)
  out.set(point.map(value => value * Math.sqrt(1 - share)))
  out.set(
    unit(sum).map(value => value * Math.sqrt(share)),
    point.length,
  )
  return out
}

/** Where a track lies, per section and as a whole. */
interface Place {
  readonly sections: ReadonlyMap<SectionType, Spot>
  readonly whole: Spot
}
interface Spot {
  readonly point: Float32Array
  readonly z: Float32Array
}

/** All tracks of a library, ready to be compared with. */
class Crowd<R> {
  readonly members: readonly { readonly reference: R; readonly place: Place }[]
  readonly pairs: Readonly<Record<StylePart, Float64Array>>
  readonly #sections: ReadonlyMap<SectionType, { readonly index: VectorIndex; readonly members: readonly number[] }>
  readonly #whole: VectorIndex

  constructor(members: readonly { readonly reference: R; readonly place: Place }[]) {
    this.members = members
    this.pairs = pairDistances(members.slice(0, rankedTracks).map(({ place }) => place))
    this.#whole = new VectorIndex(members.map(({ place }) => place.whole.point))
    this.#sections = new Map(
      sectionTypes.map(type => {
        const having = members.flatMap(({ place }, i) => (place.sections.has(type) ? [i] : []))
        const points = having.map(i => members[i]!.place.sections.get(type)!.point)
        return [type, { index: new VectorIndex(points), members: having }]
      }),
    )
  }

  /** Of every member: the mean cosine over the sections that it shares with the query, of the wholes where it shares none. */
  likeness({ sections, whole }: Place): Float64Array {
    const sums = new Float64Array(this.members.length)
    const counts = new Float64Array(this.members.length)
    for (const [type, { point }] of sections) {
      const { index, members } = this.#sections.get(type)!
      index.similarities(point).forEach((similarity, i) => {
        sums[members[i]!]! += similarity
        counts[members[i]!]! += 1
      })
    }
    const wholes = counts.includes(0) ? this.#whole.similarities(whole.point) : null
    return sums.map((sum, i) => (counts[i]! > 0 ? sum / counts[i]! : wholes![i]!))
  }
}

/** The spots of both in each section that they share, or of both as wholes. */
function pairsOf(a: Place, b: Place): readonly (readonly [Spot, Spot])[] {
  const shared = [...a.sections].flatMap(([type, spot]) => {
    const other = b.sections.get(type)
    return other ? [[spot, other] as const] : []
  })
  return shared.length > 0 ? shared : [[a.whole, b.whole]]
}

const distanceOf = (a: Place, b: Place, part: StylePart) =>
  Math.sqrt(mean(pairsOf(a, b).map(([x, y]) => partDistance(x.z, y.z, part) ** 2)))

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

function onlyParts(z: Float32Array, parts: readonly StylePart[]): Float32Array {
  const out = new Float32Array(z.length)
  for (const part of parts) {
    const [from, count] = [stylePartStart[part], styleParts[part]]
    for (let i = from; i < from + count; i++) out[i] = z[i]! / Math.sqrt(count)
  }
  return out
}

/** Distances of all pairs, ascending, for each part. */
function pairDistances(places: readonly Place[]): Readonly<Record<StylePart, Float64Array>> {
  return Object.fromEntries(
    stylePartNames.map(part => [
      part,
      Float64Array.from(places.flatMap((a, i) => places.slice(i + 1).map(b => distanceOf(a, b, part)))).sort(),
    ]),
  ) as Record<StylePart, Float64Array>
}

function closeness(distance: number, pairs: Float64Array): PartCloseness {
  // Of a library of one there are no pairs: nothing says what is near.
  const farther = pairs.length === 0 ? 0.5 : pairs.filter(pair => pair > distance).length / pairs.length
  return { distance, rank: farther, word: wordFor(farther) }
}

/** A tenth of all pairs is as near as "tight", half is nearer than "apart", a quarter is as far as "far". */
const wordFor = (rank: number): PartCloseness['word'] =>
  rank >= 0.9 ? 'tight' : rank >= 0.5 ? 'near' : rank > 0.25 ? 'apart' : 'far'
