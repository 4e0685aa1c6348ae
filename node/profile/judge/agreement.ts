/** How well scores tell two kinds apart, and how sure that is when all examples of one track are drawn together. */

export interface Scored {
  /** Examples of one group stand or fall together: a reference and its copies. */
  readonly group: string
  readonly score: number
  readonly isPositive: boolean
}

export interface Estimate {
  readonly value: number
  readonly low: number
  readonly high: number
}

/** Share of the pairs of one of each kind that the scores put in order; ties count half. NaN: only one kind. */
export function areaUnderCurve(examples: readonly Omit<Scored, 'group'>[]): number {
  const sorted = [...examples].sort((a, b) => a.score - b.score)
  let [rankSum, positives] = [0, 0]
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    while (to < sorted.length && sorted[to]!.score === sorted[from]!.score) to++
    const rank = (from + to + 1) / 2
    for (let i = from; i < to; i++) {
      if (!sorted[i]!.isPositive) continue
      rankSum += rank
      positives++
    }
  }
  const negatives = sorted.length - positives
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives)
}

/** Mean squared error of probabilities: 0 perfect, 0.25 what "one half" always gets. Both kinds count alike. */
export function brierScore(examples: readonly Omit<Scored, 'group'>[]): number {
  const share = (isPositive: boolean) => {
    const kind = examples.filter(example => example.isPositive === isPositive)
    return kind.reduce((sum, { score }) => sum + (score - Number(isPositive)) ** 2, 0) / kind.length
  }
  return (share(true) + share(false)) / 2
}

/** `statistic` with its 90 % interval, by drawing groups anew. Deterministic. */
export function estimated(
  examples: readonly Scored[],
  statistic: (sample: readonly Scored[]) => number,
  resamples = 400,
): Estimate {
  const groups = [...groupsOf(examples).values()]
  const values = Array.from({ length: resamples }, (_, draw) =>
    statistic(drawn(groups.length, draw).flatMap(i => groups[i]!)),
  )
    .filter(value => !Number.isNaN(value))
    .sort((a, b) => a - b)
  const at = (p: number) => values[Math.round(p * (values.length - 1))] ?? Number.NaN
  return { value: statistic(examples), low: at(0.05), high: at(0.95) }
}

/** Examples by group, in their order. */
export function groupsOf<T extends { readonly group: string }>(examples: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const example of examples) {
    const group = groups.get(example.group)
    if (group) group.push(example)
    else groups.set(example.group, [example])
  }
  return groups
}

/** `count` numbers below `count`, with repetitions; the same for the same draw (a linear congruential generator). */
export function drawn(count: number, draw: number): number[] {
  let state = Math.imul(draw + 1, 2_654_435_761) >>> 0
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * count)
  })
}
