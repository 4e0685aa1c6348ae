/** Retrieval by segment and by style, with intervals over tracks. */
import { bootstrap, type Interval } from '../evaluation/bootstrap.ts'
import type { MeasuredExcerpt, MeasuredTrack } from './measured.ts'
import type { Method } from './methods.ts'

export interface Share {
  readonly share: number
  /** 95 %, by drawing tracks anew; null: one track. */
  readonly interval: Interval | null
  readonly queries: number
}

const shareOf = (perQuery: readonly number[]): Share => {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  return {
    share: mean(perQuery),
    interval: bootstrap(
      perQuery.map(value => [value]),
      mean,
    ),
    queries: perQuery.length,
  }
}

/** Excerpts of other tracks, and of the query's own track without the query itself. */
export function segmentRetrieval(
  tracks: readonly MeasuredTrack[],
  method: Method,
): (degradation: string) => { readonly first: Share; readonly hit: Share } {
  const items = tracks.flatMap((track, t) =>
    track.excerpts.map((excerpt, e) => ({ excerpt, track: t, isQuery: e === track.query })),
  )
  const rank = method(items.map(({ excerpt }) => [excerpt]))
  return degradation => {
    const found = tracks.flatMap(({ degraded, excerpts }, t) => {
      const query = degraded[degradation]
      if (!query || excerpts.length < 2) return []
      // One more than five: the query's clean twin is taken out.
      const nearest = rank([query], 6).filter(i => !(items[i]!.track === t && items[i]!.isQuery))
      return [nearest.slice(0, 5).map(i => items[i]!.track === t)]
    })
    return {
      first: shareOf(found.map(([first]) => Number(first))),
      hit: shareOf(found.map(hits => Number(hits.includes(true)))),
    }
  }
}

/** By drawing at random, P@1 and hit@5 of the same task. */
export function segmentChance(tracks: readonly MeasuredTrack[]): { readonly first: number; readonly hit: number } {
  const total = tracks.reduce((sum, { excerpts }) => sum + excerpts.length, 0) - 1
  const each = tracks.map(({ excerpts }) => {
    const right = excerpts.length - 1
    let miss = 1
    for (let i = 0; i < 5; i++) miss *= (total - right - i) / (total - i)
    return { first: right / total, hit: 1 - miss }
  })
  const mean = (of: (one: (typeof each)[number]) => number) => each.reduce((sum, one) => sum + of(one), 0) / each.length
  return { first: mean(one => one.first), hit: mean(one => one.hit) }
}

/** Share of the five nearest other tracks that have the query's label; no track of the query's producer is among them. */
export function stylePrecision(
  tracks: readonly MeasuredTrack[],
  method: Method,
  isSameArtist: IsSameArtist,
): (query: StyleQuery) => Share {
  const rank = method(tracks.map(({ excerpts }) => excerpts))
  return query =>
    shareOf(
      tracks.flatMap((track, t) => {
        const excerpts = query(track)
        if (!excerpts) return []
        const nearest = rank(excerpts, tracks.length).filter(i => i !== t && !isSameArtist(track, tracks[i]!))
        return [nearest.slice(0, 5).filter(i => tracks[i]!.style === track.style).length / 5]
      }),
    )
}

/** What of the track is asked with; null: nothing. */
export type StyleQuery = (track: MeasuredTrack) => readonly MeasuredExcerpt[] | null
export type IsSameArtist = (a: MeasuredTrack, b: MeasuredTrack) => boolean

export function styleChance(tracks: readonly MeasuredTrack[], isSameArtist: IsSameArtist): number {
  const each = tracks.map((track, t) => {
    const others = tracks.filter((other, i) => i !== t && !isSameArtist(track, other))
    return others.filter(({ style }) => style === track.style).length / others.length
  })
  return each.reduce((sum, share) => sum + share, 0) / each.length
}
