/** The ways of telling how alike two pieces are: ours, its halves, and those it has to beat. */
import type { Rows } from '../../node/features/catalogue.ts'
import { packStyle } from '../../node/features/style/compact.ts'
import { LibraryEmbedding } from '../../node/profile/embedding.ts'
import type { Metric } from '../../node/profile/metric.ts'
import { noChoice, type Reference } from '../../node/profile/reference.ts'
import { StyleSpace } from '../../node/profile/style.ts'
import { VectorIndex } from '../../node/profile/vector-index.ts'
import type { MeasuredExcerpt } from './measured.ts'

/** Items of a database in the order of their likeness to a query. */
export type Ranking = (query: readonly MeasuredExcerpt[], k: number) => readonly number[]
/** `items`: one excerpt or several (a track) each. */
export type Method = (items: readonly (readonly MeasuredExcerpt[])[]) => Ranking

/** As `uplift similar` ranks, by a metric that was learned elsewhere: drops with drops, breakdowns with breakdowns. */
export const embeddingMethod =
  (metric: Metric): Method =>
  items => {
    const library = embeddingOf(items, metric)
    return (query, k) => library.similar(segmentsOf(query), { k }).map(({ reference }) => Number(reference.hash))
  }
/** Without the trained half. */
export const styleHalf = (metric: Metric): Method => embeddingMethod({ ...metric, rows: 0 })

/** A library of these; without a metric it learns its own, as the user's does. */
export const embeddingOf = (items: readonly (readonly MeasuredExcerpt[])[], metric?: Metric): LibraryEmbedding =>
  new LibraryEmbedding(
    items.map((excerpts, i) => ({ ...named(`${i}`), style: packStyle(segmentsOf(excerpts)) })),
    metric,
  )

const segmentsOf = (excerpts: readonly MeasuredExcerpt[]) => excerpts.map(({ style }) => style)

/** MFCC statistics, z-scored over the database. */
export const mfccMethod: Method = items => {
  const mean = (excerpts: readonly MeasuredExcerpt[]) =>
    Float32Array.from(
      excerpts[0]!.mfcc,
      (_, i) => excerpts.reduce((sum, { mfcc }) => sum + mfcc[i]!, 0) / excerpts.length,
    )
  const vectors = items.map(mean)
  const middle = vectors[0]!.map((_, i) => vectors.reduce((sum, vector) => sum + vector[i]!, 0) / vectors.length)
  const spread = middle.map((m, i) =>
    Math.sqrt(vectors.reduce((sum, vector) => sum + (vector[i]! - m) ** 2, 0) / vectors.length),
  )
  const scaled = (vector: Float32Array) => vector.map((value, i) => (value - middle[i]!) / (spread[i]! || 1))
  const index = VectorIndex.of(vectors.map(scaled))
  return (query, k) => index.nearest(scaled(mean(query)), k).map(({ index: i }) => i)
}

/** The distance over the profile's figures alone. */
export const statisticsMethod: Method = items => {
  const references = items.map((excerpts, i): Reference => {
    const values = Object.fromEntries(
      Object.entries(rowsOf(excerpts)).map(([scope, { values }]) => [
        scope,
        Object.fromEntries(Object.entries(values).filter(([, value]) => typeof value === 'number')),
      ]),
    ) as Reference['values']
    return { ...named(`${i}`), values }
  })
  const space = new StyleSpace(references)
  return (query, k) => space.nearest(rowsOf(query), k).map(({ reference }) => Number(reference.hash))
}

/** Of which nothing is known but its name. */
export const named = (name: string): Reference => ({
  hash: name,
  title: name,
  seconds: 30,
  tempo: null,
  key: null,
  values: {},
  findings: [],
  choice: noChoice,
})

/** Of a track, the rows of its sections; of an excerpt, what it has. The first of a section counts. */
const rowsOf = (excerpts: readonly MeasuredExcerpt[]): Rows =>
  Object.fromEntries([...excerpts].reverse().flatMap(({ rows }) => Object.entries(rows)))
