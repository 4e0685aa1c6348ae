/** Reads a dip from levels around the beat: down, then up again, and nothing else is believed. */

export interface Dip {
  /** Lowest level of the fit. */
  readonly level: number
  /** Positions at that level: first and last. */
  readonly first: number
  readonly last: number
  readonly fit: Float64Array
}

/**
 * Least-squares fit that falls up to one place and rises after it (two isotonic regressions, pool adjacent violators).
 * The turn lies before position `before`.
 * It has no shape to fit beyond that, and averages just as many neighbours as the noise asks for.
 */
export function fitDip(levels: Float64Array, before = levels.length): Dip {
  const count = levels.length
  let best: Float64Array = new Float64Array(count)
  let least = Infinity
  for (let turn = 0; turn < Math.min(before, count); turn++) {
    const fit = new Float64Array(count)
    rising(levels, turn, count, 1, fit)
    rising(levels, turn - 1, -1, -1, fit)
    let error = 0
    for (let p = 0; p < count; p++) error += (fit[p]! - levels[p]!) ** 2
    if (error < least) {
      least = error
      best = fit
    }
  }
  const level = best.reduce((a, b) => Math.min(a, b), Infinity)
  const isLowest = (value: number) => value <= level + 1e-9 * Math.abs(level)
  return { level, first: best.findIndex(isLowest), last: best.findLastIndex(isLowest), fit: best }
}

/** Least-squares fit that never falls. */
export function risingFit(levels: Float64Array): Float64Array {
  const fit = new Float64Array(levels.length)
  rising(levels, 0, levels.length, 1, fit)
  return fit
}

/** Non-decreasing fit of levels[from], levels[from + step] … up to but not including `to`. */
function rising(levels: Float64Array, from: number, to: number, step: 1 | -1, fit: Float64Array): void {
  const means: number[] = []
  const sizes: number[] = []
  for (let p = from; p !== to; p += step) {
    let mean = levels[p]!
    let size = 1
    while (means.length > 0 && means.at(-1)! > mean) {
      const pooled = sizes.pop()!
      mean = (mean * size + means.pop()! * pooled) / (size + pooled)
      size += pooled
    }
    means.push(mean)
    sizes.push(size)
  }
  let p = from
  for (let k = 0; k < means.length; k++) for (let n = 0; n < sizes[k]!; n++, p += step) fit[p] = means[k]!
}
