/** Interval of a share from a count of yes and no, 95 %: Wilson (1927). `k` of `n` may be weighted counts; 0 to 1 for n = 0. */
export function wilson(k: number, n: number): { readonly low: number; readonly high: number } {
  if (!(k >= 0 && n >= k)) throw new RangeError(`k must be from 0 to n, got ${k} of ${n}`)
  if (n === 0) return { low: 0, high: 1 }
  const z = 1.96
  const centre = (k + z ** 2 / 2) / (n + z ** 2)
  const half = (z / (n + z ** 2)) * Math.sqrt((k * (n - k)) / n + z ** 2 / 4)
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) }
}
