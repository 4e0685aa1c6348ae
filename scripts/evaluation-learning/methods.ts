/** The ways of telling how alike two pieces are: ours, its halves, and those it has to beat. */
import type { StyleSegment } from '../../node/features/analysis.ts'
import type { Rows } from '../../node/features/catalogue.ts'
import { styleSize } from '../../node/features/style/layout.ts'
import { pooledStyle } from '../../node/features/style/pooled.ts'
import { embed, type Metric } from '../../node/profile/metric.ts'
import { noChoice, type Reference } from '../../node/profile/reference.ts'
import { StyleSpace } from '../../node/profile/style.ts'
import { VectorIndex } from '../../node/profile/vector-index.ts'
import type { MeasuredExcerpt } from './measured.ts'

/** Items of a database in the order of their likeness to a query. */
export type Ranking = (query: readonly MeasuredExcerpt[], k: number) => readonly number[]
/** `items`: one excerpt or several (a track) each. */
export type Method = (items: readonly (readonly MeasuredExcerpt[])[]) => Ranking

/** Vectors by cosine. */
const byVector =
  (point: (excerpts: readonly MeasuredExcerpt[]) => Float32Array): Method =>
  items => {
    const index = new VectorIndex(items.map(point))
    return (query, k) => index.nearest(point(query), k).map(({ index: i }) => i)
  }

const styleOf = (excerpts: readonly MeasuredExcerpt[]) => pooledStyle(excerpts.map(({ style }): StyleSegment => style))!

export const embeddingMethod = (metric: Metric): Method => byVector(excerpts => embed(metric, styleOf(excerpts)))
/** Only the z-scores, every part with the same vote. */
export const styleHalf = (metric: Metric): Method =>
  byVector(excerpts => embed(metric, styleOf(excerpts)).subarray(0, styleSize))
/** Only the trained discriminants. */
export const soundHalf = (metric: Metric): Method =>
  byVector(excerpts => embed(metric, styleOf(excerpts)).subarray(styleSize))

/** For clustering: z-scores, each part with the same vote. */
export const stylePoints = (metric: Metric, vectors: readonly Float32Array[]): number[][] =>
  vectors.map(vector => [...embed({ ...metric, rows: 0 }, vector)])

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
  const index = new VectorIndex(vectors.map(scaled))
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
    return { hash: `${i}`, title: `${i}`, seconds: 30, tempo: null, key: null, values, findings: [], choice: noChoice }
  })
  const space = new StyleSpace(references)
  return (query, k) => space.nearest(rowsOf(query), k).map(({ reference }) => Number(reference.hash))
}

/** Of a track, the rows of its sections; of an excerpt, what it has. The first of a section counts. */
const rowsOf = (excerpts: readonly MeasuredExcerpt[]): Rows =>
  Object.fromEntries([...excerpts].reverse().flatMap(({ rows }) => Object.entries(rows)))
