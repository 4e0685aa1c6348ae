/** Two measured pieces of music at equal loudness, feature by feature and section by section. */
import { type FeatureId, feature, featureIds, type Rows, type Scope, scopes } from '../features/catalogue.ts'

export interface RowDifference {
  readonly scope: Scope
  readonly feature: FeatureId
  /** At the loudness of the reference. */
  readonly mine: number
  readonly reference: number
  /** mine − reference, in the feature's unit. */
  readonly difference: number
  /** |difference| in smallest audible differences of the feature: below 1 nobody hears it. */
  readonly steps: number
}

export interface RowComparison {
  /** Integrated loudness, mine − reference, LU; taken out of all that follows. null: one of them has none. */
  readonly loudnessLu: number | null
  /** Scopes that both have, in the order of a track. */
  readonly scopes: readonly Scope[]
  /** Every feature that both have, farthest apart first. */
  readonly differences: readonly RowDifference[]
}

/** Scales that move one to one with the level. */
const levels: readonly string[] = ['LUFS', 'dBTP']

export function compareRows(mine: Rows, reference: Rows): RowComparison {
  const [loud, wanted] = [mine, reference].map(rows => rows.overall?.values.integratedLoudness)
  const loudnessLu = typeof loud === 'number' && typeof wanted === 'number' ? loud - wanted : null
  const shared = scopes.filter(scope => mine[scope] && reference[scope])
  const differences = shared.flatMap(scope =>
    featureIds.flatMap((id): RowDifference[] => {
      const { unit, levelDependent, floor } = feature(id)
      const [own, other] = [mine[scope]!.values[id], reference[scope]!.values[id]]
      if (id === 'integratedLoudness' || typeof own !== 'number' || typeof other !== 'number') return []
      const matched = levelDependent && levels.includes(unit) ? own - (loudnessLu ?? 0) : own
      const difference = matched - other
      return [{ scope, feature: id, mine: matched, reference: other, difference, steps: Math.abs(difference) / floor }]
    }),
  )
  return { loudnessLu, scopes: shared, differences: differences.sort((a, b) => b.steps - a.steps) }
}

/** The farthest of each group of features that move together, per scope: what is worth saying. */
export function tellingDifferences(differences: readonly RowDifference[]): readonly RowDifference[] {
  const seen = new Set<string>()
  return differences.filter(({ scope, feature: id, steps }) => {
    const key = `${scope} ${feature(id).group}`
    if (steps < 1 || seen.has(key)) return false
    seen.add(key)
    return true
  })
}
