/**
 * What the judge hears of a track: how far each figure lies on a bad side of the references' middle, in σ. A ridge on plain
 * z-scores could not learn that both too wide and too narrow are wrong; two columns a figure can.
 */
import { type FeatureId, feature, featureIds, type Scope } from '../../features/catalogue.ts'
import { distributionOf } from '../distribution.ts'
import { type Reference, weightFor } from '../reference.ts'

/** The figures of a track, by scope: rows and kept references alike. */
export type Figures = Reference['values']

export interface JudgeColumn {
  readonly scope: Scope
  readonly feature: FeatureId
  /** Which side of the middle it counts: above, or below. */
  readonly side: 'high' | 'low'
  /** Of the references. */
  readonly middle: number
  readonly spread: number
  /** Columns of one group of correlated figures: they share one vote. */
  readonly sharers: number
}

/** Further out than this many σ says "different", and no more. */
export const farthest = 4

const judgedScopes: readonly Scope[] = ['overall', 'drop', 'breakdown']
/** A gain would move them, and how loud a track is, everybody sees. */
const levels: readonly string[] = ['LUFS', 'dBTP']

/**
 * Figures that a mix can have wrong and that at least half of the references have. `stage` premaster: only what a limiter
 * leaves alone, since the references are masters.
 */
export function columnsOf(references: readonly Reference[], stage: 'premaster' | 'master'): readonly JudgeColumn[] {
  const heard = featureIds.filter(id => {
    const { bad, gap, unit, survivesMastering } = feature(id)
    return bad !== 'none' && gap === 'mix' && !levels.includes(unit) && (stage === 'master' || survivesMastering)
  })
  const found = judgedScopes.flatMap(scope =>
    heard.flatMap((id): Omit<JudgeColumn, 'sharers'>[] => {
      const values = references.flatMap(reference => figureOf(reference, scope, id) ?? [])
      if (values.length < Math.max(2, references.length / 2)) return []
      const { median: middle, low, high } = distributionOf(values)
      // σ from p10 to p90: where a library holds two styles, a MAD sees only the larger one's spread.
      const spread = Math.max((high - low) / 2.56, feature(id).floor)
      const { bad } = feature(id)
      const sides = (['high', 'low'] as const).filter(side => bad === 'both' || bad === side)
      return sides.map(side => ({ scope, feature: id, side, middle, spread }))
    }),
  )
  const key = ({ feature: id, side }: (typeof found)[number]) => `${feature(id).group} ${side}`
  const sizes = new Map<string, number>()
  for (const column of found) sizes.set(key(column), (sizes.get(key(column)) ?? 0) + 1)
  return found.map(column => ({ ...column, sharers: sizes.get(key(column))! }))
}

/** What a reference teaches of it; undefined where it is not measured, or spoiled by what was found. */
const figureOf = (reference: Reference, scope: Scope, id: FeatureId) =>
  weightFor(reference, id) > 0 ? reference.values[scope]?.[id] : undefined

/** One entry a column; the middle where nothing is measured: nothing is known, so nothing is held against it. */
export const inputsOf = (columns: readonly JudgeColumn[], figures: Figures): Float32Array =>
  Float32Array.from(columns, ({ scope, feature: id, middle }) => figures[scope]?.[id] ?? middle)

/** 0 to 4 in each column: σ beyond the middle on its side. */
export const beyondMiddle = (columns: readonly JudgeColumn[], inputs: Float32Array): Float64Array =>
  Float64Array.from(columns, ({ side, middle, spread }, i) => {
    const z = (inputs[i]! - middle) / spread
    return Math.min(farthest, Math.max(0, side === 'high' ? z : -z))
  })

/** Share of the columns that have a figure. */
export function measuredShare(columns: readonly JudgeColumn[], figures: Figures): number {
  const has = columns.filter(({ scope, feature: id }) => figures[scope]?.[id] !== undefined)
  return columns.length === 0 ? 0 : has.length / columns.length
}
