/** Does stated confidence mean something? Fixes by what they said, against the share that helped when applied alone. */
import { helps } from './figures.ts'
import type { ScenarioResult } from './result.ts'

export interface CalibrationRow {
  readonly stated: string
  readonly fixes: number
  /** Mean of what was stated; NaN for words. */
  readonly meanStated: number
  readonly helped: number
}

/** Lower ends; the last one ends at 1. */
const bins = [0, 0.5, 0.7, 0.8, 0.9] as const

export function calibration(results: readonly ScenarioResult[]): CalibrationRow[] {
  const fixes = results.flatMap(result =>
    result.offered
      .filter(({ refused }) => !refused)
      .map(fix => ({ confidence: fix.confidence, helped: helps(fix, result) })),
  )
  const row = (stated: string, of: typeof fixes): CalibrationRow => {
    const numbers = of.map(({ confidence }) => (typeof confidence === 'number' ? confidence : Number.NaN))
    const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length
    return {
      stated,
      fixes: of.length,
      meanStated: mean(numbers),
      helped: mean(of.map(({ helped }) => (helped ? 1 : 0))),
    }
  }
  const byNumber = bins.map((low, i) => {
    const high = bins[i + 1] ?? 1
    const isIn = (x: number) => x >= low && (x < high || high === 1)
    return row(
      `${low}–${high}`,
      fixes.filter(({ confidence }) => typeof confidence === 'number' && isIn(confidence)),
    )
  })
  const words = ['low', 'medium', 'high'].map(word =>
    row(
      word,
      fixes.filter(({ confidence }) => confidence === word),
    ),
  )
  return [...byNumber, ...words].filter(({ fixes: count }) => count > 0)
}
