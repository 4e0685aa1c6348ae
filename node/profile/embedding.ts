/** Where the tracks of a library lie by sound, the nearest to a piece of music, and in which respects each is near or far. */
import { bisectRight } from 'd3-array'
import type { StyleSegment } from '../features/analysis.ts'
import { type SectionType, sectionTypes } from '../features/catalogue.ts'
import { unpackStyle } from '../features/style/compact.ts'
import { type StylePart, stylePartNames, stylePartStart, styleParts } from '../features/style/layout.ts'
import { pooledStyle } from '../features/style/pooled.ts'
import { Crowd, type CrowdData, distanceOf, type Place, type Spot } from './crowd.ts'
import { embed, fitMetric, type Metric, zScores } from './metric.ts'
import { type Reference, teaches } from './reference.ts'
import { mostSimilar, unit } from './vector-index.ts'

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

/** What laying a library out comes to: numbers that can be kept, and used as long as nothing that they follow from changes. */
export interface Layout {
  readonly metric: Metric
  /** Of the references, those that stand in it, in their order. */
  readonly tracks: readonly number[]
  readonly crowd: CrowdData
}

export class LibraryEmbedding<R extends Reference = Reference> {
  /** Tracks with a style, that teach. */
  readonly tracks: readonly Track<R>[]
  readonly metric: Metric
  readonly #sound: SoundSpace | null
  readonly #kept: Layout | null
  readonly #places: readonly number[]
  readonly #crowds = new Map<string, Gathering<R>>()
  readonly #pools = new WeakMap<readonly StyleSegment[], Pools>()
  readonly #points = new WeakMap<Float32Array, Float32Array>()

  /**
   * `metric`: one that was learned elsewhere; of the references' own segments otherwise, and then RangeError without any.
   * `kept`: the `layout` of the same references and the same sound, from before.
   */
  constructor(references: readonly R[], metric?: Metric, sound: SoundSpace | null = null, kept: Layout | null = null) {
    this.#sound = sound
    this.#kept = kept
    const tracks = kept
      ? kept.tracks.map(i => ({ i, track: new Track(references[i]!) }))
      : references.flatMap((reference, i) => {
          const track = teaches(reference) && reference.style !== undefined ? new Track(reference) : null
          return track && track.segments.length > 0 ? [{ i, track }] : []
        })
    this.tracks = tracks.map(({ track }) => track)
    this.#places = tracks.map(({ i }) => i)
    this.metric =
      metric ??
      kept?.metric ??
      fitMetric(
        this.tracks.flatMap(({ reference, segments }) =>
          segments.map(({ vector }) => ({ vector, track: reference.hash })),
        ),
      )
  }

  /** Everything that had to be computed of the references, laid out for whole tracks. */
  layout(): Layout {
    return (
      this.#kept ?? { metric: this.metric, tracks: this.#places, crowd: this.#crowdOf(undefined, undefined).crowd.data }
    )
  }

  /**
   * Has all places that are not kept computed by somebody else, in one call (onnxruntime), the query's among them; `embed` of metric.ts computes
   * what was not. `run`: from style vectors to what `embed` gives for each.
   */
  async embedWith(
    run: (vectors: readonly Float32Array[]) => Promise<readonly Float32Array[]>,
    query: readonly StyleSegment[],
  ): Promise<void> {
    const wanted = [query, ...(this.#kept ? [] : this.tracks.map(({ segments }) => segments))]
    const vectors = wanted.flatMap(segments => [...this.#poolsOf(segments).values()].map(({ vector }) => vector))
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
    const { members, crowd } = this.#crowdOf(section, parts)
    const hidden = (i: number) => except.includes(members[i]!.reference.hash)
    return mostSimilar(crowd.likeness(query), k, hidden).map(({ index, similarity }) => {
      const { reference } = members[index]!
      const place = this.#placeOfTrack(members[index]!, section, parts)!
      const found = stylePartNames.map(part => [
        part,
        closeness(distanceOf(query, place, part), crowd.data.pairs[part]),
      ])
      return { reference, similarity, parts: Object.fromEntries(found) as Record<StylePart, PartCloseness> }
    })
  }

  /**
   * One row a track, of `tracks`: the squared distance of two is how unlike they are (`similar`), in the sections that most
   * tracks have. A track without one stands there as a whole.
   */
  points(): readonly (readonly number[])[] {
    const places = this.tracks.flatMap(track => this.#placeOfTrack(track, undefined, undefined) ?? [])
    const common = sectionTypes.filter(
      type => places.filter(({ sections }) => sections.has(type)).length > places.length / 2,
    )
    return places.map(({ sections, whole }) =>
      common.length === 0 ? [...whole.point] : common.flatMap(type => [...(sections.get(type) ?? whole).point]),
    )
  }

  /** Made once for each way of asking. */
  #crowdOf(section: SectionType | undefined, parts: readonly StylePart[] | undefined): Gathering<R> {
    const key = JSON.stringify([section, parts])
    const known = this.#crowds.get(key)
    if (known) return known
    const made = this.#kept && !section && !parts ? this.#keptCrowd(this.#kept) : this.#madeCrowd(section, parts)
    this.#crowds.set(key, made)
    return made
  }

  #keptCrowd({ crowd }: Layout): Gathering<R> {
    return { members: this.tracks, crowd: new Crowd(crowd) }
  }

  #madeCrowd(section: SectionType | undefined, parts: readonly StylePart[] | undefined): Gathering<R> {
    const found = this.tracks.flatMap(track => {
      const place = this.#placeOfTrack(track, section, parts)
      return place ? [{ track, place }] : []
    })
    return { members: found.map(({ track }) => track), crowd: Crowd.of(found.map(({ place }) => place)) }
  }

  #placeOfTrack({ reference, segments }: Track<R>, section?: SectionType, parts?: readonly StylePart[]): Place | null {
    const sounds = this.#sound?.vectors.get(reference.hash) ?? []
    return this.#placeOf({ segments, sounds, section, parts })
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

/** A reference, with its segments once they are asked for. */
class Track<R extends Reference> {
  readonly reference: R
  #segments: readonly StyleSegment[] | null = null

  constructor(reference: R) {
    this.reference = reference
  }

  /** [] where what is kept of its style is damaged. */
  get segments(): readonly StyleSegment[] {
    this.#segments ??= unpackStyle(this.reference.style ?? '') ?? []
    return this.#segments
  }
}

interface Gathering<R extends Reference> {
  readonly members: readonly Track<R>[]
  readonly crowd: Crowd
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

function onlyParts(z: Float32Array, parts: readonly StylePart[]): Float32Array {
  const out = new Float32Array(z.length)
  for (const part of parts) {
    const [from, count] = [stylePartStart[part], styleParts[part]]
    for (let i = from; i < from + count; i++) out[i] = z[i]! / Math.sqrt(count)
  }
  return out
}

function closeness(distance: number, pairs: Float64Array): PartCloseness {
  // Of a library of one there are no pairs: nothing says what is near.
  const farther = pairs.length === 0 ? 0.5 : (pairs.length - bisectRight(pairs, distance)) / pairs.length
  return { distance, rank: farther, word: wordFor(farther) }
}

/** A tenth of all pairs is as near as "tight", half is nearer than "apart", a quarter is as far as "far". */
const wordFor = (rank: number): PartCloseness['word'] =>
  rank >= 0.9 ? 'tight' : rank >= 0.5 ? 'near' : rank > 0.25 ? 'apart' : 'far'
