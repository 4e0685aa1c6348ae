/** Where the tracks of a library lie by sound, the nearest to a piece of music, and in which respects each is near or far. */
import type { StyleSegment } from '../features/analysis.ts'
import type { SectionType } from '../features/catalogue.ts'
import { unpackStyle } from '../features/style/compact.ts'
import { type StylePart, stylePartNames, stylePartStart, styleParts } from '../features/style/layout.ts'
import { pooledStyle } from '../features/style/pooled.ts'
import { embed, fitMetric, type Metric, partDistance, zScores } from './metric.ts'
import { type Reference, teaches } from './reference.ts'
import { VectorIndex } from './vector-index.ts'

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

/** Pairs for "tight" and "far": 200 tracks have 19,900. */
const rankedTracks = 200

export class LibraryEmbedding<R extends Reference = Reference> {
  /** Tracks with a style, that teach. */
  readonly tracks: readonly { readonly reference: R; readonly segments: readonly StyleSegment[] }[]
  readonly metric: Metric

  /** Throws RangeError when no reference has a style. */
  constructor(references: readonly R[]) {
    this.tracks = references.flatMap(reference => {
      const segments = teaches(reference) && reference.style !== undefined ? unpackStyle(reference.style) : null
      return segments && segments.length > 0 ? [{ reference, segments }] : []
    })
    this.metric = fitMetric(
      this.tracks.flatMap(({ reference, segments }) =>
        segments.map(({ vector }) => ({ vector, track: reference.hash })),
      ),
    )
  }

  /** The tracks most like these segments, nearest first. Tracks without the section that is asked for are not among them. */
  similar(segments: readonly StyleSegment[], options: SimilarOptions): readonly SimilarTrack<R>[] {
    const { k, section, parts, except = [] } = options
    const pooled = (of: readonly StyleSegment[]) =>
      pooledStyle(section === undefined ? of : of.filter(segment => segment.section === section))
    const query = pooled(segments)
    if (!query) return []
    const there = this.tracks.flatMap(({ reference, segments }) => {
      const vector = pooled(segments)
      return vector ? [{ reference, vector, z: zScores(this.metric, vector) }] : []
    })
    const point = (vector: Float32Array) =>
      parts ? onlyParts(zScores(this.metric, vector), parts) : embed(this.metric, vector)
    const index = new VectorIndex(there.map(({ vector }) => point(vector)))
    const hidden = (i: number) => except.includes(there[i]!.reference.hash)
    const ranks = pairDistances(there.slice(0, rankedTracks).map(({ z }) => z))
    const own = zScores(this.metric, query)
    return index.nearest(point(query), k, hidden).map(({ index: i, similarity }) => ({
      reference: there[i]!.reference,
      similarity,
      parts: Object.fromEntries(
        stylePartNames.map(part => [part, closeness(partDistance(own, there[i]!.z, part), ranks[part])]),
      ) as Record<StylePart, PartCloseness>,
    }))
  }
}

function onlyParts(z: Float32Array, parts: readonly StylePart[]): Float32Array {
  const out = new Float32Array(z.length)
  for (const part of parts) {
    const [from, count] = [stylePartStart[part], styleParts[part]]
    for (let i = from; i < from + count; i++) out[i] = z[i]! / Math.sqrt(count)
  }
  return out
}

/** Distances of all pairs, ascending, for each part. */
function pairDistances(points: readonly Float32Array[]): Readonly<Record<StylePart, Float64Array>> {
  return Object.fromEntries(
    stylePartNames.map(part => [
      part,
      Float64Array.from(points.flatMap((a, i) => points.slice(i + 1).map(b => partDistance(a, b, part)))).sort(),
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
