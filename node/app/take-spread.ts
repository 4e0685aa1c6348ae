/**
 * How far two takes of one mix differ in D: free-running oscillators, random LFOs and round-robin samples make every take
 * different, and only a change beyond that counts as better or worse.
 */
import type { Rows } from '../features/catalogue.ts'
import { compileObjective } from '../gap/objective.ts'
import { scoring } from '../gap/scoring.ts'
import type { Target } from './proof-of.ts'

/**
 * The largest over pairs of takes of Σ_s W_s Σ_f w_f · min(c, |x_f − y_f| / σ_f): no two rows that differ so can differ by more
 * in D, wherever their zones lie. Two takes are a small sample, so the bound is what is wanted, not the difference that they
 * happen to have. 0 for one take, or equal ones. `takes`: rows of the same bars in the same state.
 */
export function takeSpread({ profile, stage }: Target, takes: readonly Rows[]): number {
  const [first, ...others] = takes
  if (!first || others.length === 0) return 0
  const { terms, scopeWeights } = compileObjective(profile, stage, first, others)
  let largest = 0
  for (const [i, one] of takes.entries()) {
    for (const other of takes.slice(i + 1)) {
      const reach = terms.reduce((sum, { scope, id, sigma, weight }) => {
        const difference = Math.abs(one[scope]!.values[id]! - other[scope]!.values[id]!)
        return sum + (scopeWeights[scope] ?? 0) * weight * Math.min(scoring.cap.value, difference / sigma)
      }, 0)
      largest = Math.max(largest, reach)
    }
  }
  return largest
}
