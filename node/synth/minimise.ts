/** Downhill simplex (J. A. Nelder and R. Mead 1965) for functions of a few parameters without derivatives. */
export interface Minimum {
  readonly at: readonly number[]
  readonly value: number
}

export function minimise(
  f: (at: readonly number[]) => number,
  start: readonly number[],
  steps: readonly number[],
  rounds: number,
): Minimum {
  let corners: Minimum[] = [start, ...start.map((_, i) => start.map((x, j) => (i === j ? x + steps[j]! : x)))].map(
    at => ({
      at,
      value: f(at),
    }),
  )
  const n = start.length
  for (let round = 0; round < rounds; round++) {
    corners = corners.toSorted((a, b) => a.value - b.value)
    const worst = corners[n]!
    const centre = start.map((_, j) => corners.slice(0, n).reduce((sum, { at }) => sum + at[j]!, 0) / n)
    const along = (factor: number): Minimum => {
      const at = centre.map((c, j) => c + factor * (worst.at[j]! - c))
      return { at, value: f(at) }
    }
    const reflected = along(-1)
    if (reflected.value < corners[0]!.value) {
      const expanded = along(-2)
      corners[n] = expanded.value < reflected.value ? expanded : reflected
    } else if (reflected.value < corners[n - 1]!.value) corners[n] = reflected
    else {
      const contracted = reflected.value < worst.value ? along(-0.5) : along(0.5)
      if (contracted.value < Math.min(worst.value, reflected.value)) corners[n] = contracted
      else {
        const best = corners[0]!
        corners = corners.map((corner, i) => {
          if (i === 0) return corner
          const at = corner.at.map((x, j) => (x + best.at[j]!) / 2)
          return { at, value: f(at) }
        })
      }
    }
  }
  return corners.reduce((a, b) => (b.value < a.value ? b : a))
}
