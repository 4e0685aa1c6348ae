/** What kinds of fixes brought as measured, beside what was foretold: from before and after, never from predictions alone. */
import type { MeasuredEvent, PreferenceEvent, Subject } from './event.ts'

export interface Effectiveness {
  readonly kind: Subject['kind']
  /** Fixes that were measured. */
  readonly count: number
  /** Falls of the distance, summed; negative: it rose. Of a pass with several fixes each has the share that was foretold of it. */
  readonly foretold: number
  readonly measured: number
  /** measured / foretold; null where two takes of one mix differ by more than was foretold altogether. */
  readonly ratio: number | null
}

/** Kinds with the most measured fixes first. */
export function effectiveness(events: readonly PreferenceEvent[]): readonly Effectiveness[] {
  const sums = new Map<Subject['kind'], { count: number; foretold: number; measured: number; spread: number }>()
  for (const event of events) {
    if (event.event !== 'measured') continue
    const shares = sharesOf(event)
    for (const [i, { subject }] of event.fixes.entries()) {
      const sum = sums.get(subject.kind) ?? { count: 0, foretold: 0, measured: 0, spread: 0 }
      sum.count++
      sum.foretold += shares[i]! * (event.before - event.predicted)
      sum.measured += shares[i]! * (event.before - event.after)
      // Independent takes: variances add.
      sum.spread = Math.hypot(sum.spread, shares[i]! * event.spread)
      sums.set(subject.kind, sum)
    }
  }
  return [...sums]
    .map(([kind, { spread, ...sum }]) => ({
      kind,
      ...sum,
      ratio: sum.foretold > spread ? sum.measured / sum.foretold : null,
    }))
    .sort((a, b) => b.count - a.count)
}

/** Sum 1. */
function sharesOf({ fixes }: MeasuredEvent): readonly number[] {
  const weights = fixes.map(({ predictedReduction }) => Math.max(0, predictedReduction))
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map(weight => (all > 0 ? weight / all : 1 / fixes.length))
}
