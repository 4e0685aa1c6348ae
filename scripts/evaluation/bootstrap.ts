/** Bootstrap intervals: songs are drawn again with replacement, since the scenarios of one song are not independent. */
import { mulberry32, pick } from '../../node/adapters/demo-song/random.ts'

export interface Interval {
  readonly low: number
  readonly high: number
}

/**
 * The 2.5 and 97.5 % quantiles of `statistic` over resamples of `clusters` (one list of results a song). null: fewer than two
 * clusters, or a statistic that is not a number in most resamples. Deterministic by `seed`.
 */
export function bootstrap<T>(
  clusters: readonly (readonly T[])[],
  statistic: (sample: readonly T[]) => number,
  { resamples = 1000, seed = 1 }: { readonly resamples?: number; readonly seed?: number } = {},
): Interval | null {
  if (clusters.length < 2) return null
  const random = mulberry32(seed)
  const values = Array.from({ length: resamples }, () => statistic(clusters.flatMap(() => pick(random, clusters))))
    .filter(value => !Number.isNaN(value))
    .sort((a, b) => a - b)
  if (values.length < resamples / 2) return null
  const at = (p: number) => values[Math.min(values.length - 1, Math.floor(p * values.length))]!
  return { low: at(0.025), high: at(0.975) }
}
