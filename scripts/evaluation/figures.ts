/** The figures of EVALUATION 1 over a group of scenarios. NaN where there is nothing to count. */
import type { HeldOutDistances } from './held-out.ts'
import {
  type AnyResult,
  type ControlName,
  type ControlResult,
  isControlled,
  isDetectable,
  type OfferedFix,
  type ScenarioResult,
} from './result.ts'

export const quantile = (values: readonly number[], p: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted.length === 0 ? Number.NaN : sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))]!
}
/** The upper one of two middles, so that a figure was always measured somewhere. */
export const median = (values: readonly number[]) => quantile(values, 0.5)
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0)
export const share = (flags: readonly boolean[]) => sum(flags.map(flag => (flag ? 1 : 0))) / flags.length
const present = (values: readonly (number | null)[]) => values.filter(value => value !== null)

interface Distances {
  readonly before: number
  readonly after: number
}

/** 1 − ΣD_after / ΣD_before. */
export const pooledReduction = (results: readonly Distances[]) =>
  1 - sum(results.map(({ after }) => after)) / sum(results.map(({ before }) => before))

const reductionOf = ({ before, after }: Distances) => (before > 0 ? 1 - after / before : 0)

export interface Figures {
  readonly total: number
  readonly detectable: number
  readonly reductionMedian: number
  readonly reductionWorst: number
  readonly pooledReduction: number
  readonly cause: number
  /** Of all faults, singles and several at once, how many a plan had a right fix for. */
  readonly found: number
  readonly wrong: number
  readonly amountMedian: number
  readonly predictionDb: number
  readonly predictionSigma: number
  readonly moves: number
  readonly firstThree: number
  readonly precision: number
  readonly guardsBroken: number
  readonly unsettled: number
}

export function figuresOf(all: readonly AnyResult[]): Figures {
  const results = all.filter(isDetectable)
  const over = <T>(value: (result: ScenarioResult) => T) => results.map(value)
  return {
    total: all.length,
    detectable: results.length,
    reductionMedian: median(over(({ gapReduction }) => gapReduction)),
    reductionWorst: quantile(
      over(({ gapReduction }) => gapReduction),
      0,
    ),
    pooledReduction: pooledReduction(results),
    cause: share(over(({ cause }) => cause)),
    found: sum(over(({ found }) => found)) / sum(over(({ faults }) => faults)),
    wrong: sum(over(({ wrongDirections }) => wrongDirections.length)),
    amountMedian: median(present(over(({ amountError }) => amountError))),
    predictionDb: median(present(over(({ predictionDb }) => predictionDb))),
    predictionSigma: median(present(over(({ predictionSigma }) => predictionSigma))),
    moves: median(over(({ moves }) => moves)),
    firstThree: median(present(over(({ firstThree }) => firstThree))),
    precision: precisionOf(results),
    guardsBroken: results.filter(({ brokenGuards }) => brokenGuards.length > 0).length,
    unsettled: results.filter(({ offeredAgain }) => offeredAgain > 0).length,
  }
}

/** Of the fixes offered that could be applied: the share that lowers the held-out distance of its target when alone. */
export const precisionOf = (results: readonly ScenarioResult[]) =>
  share(results.flatMap(result => result.offered.filter(({ refused }) => !refused).map(fix => helps(fix, result))))

/** Against the twin its Bark distance judges; against a profile the references' levels. */
export const heldOutOf = ({ target }: Pick<ScenarioResult, 'target'>, distances: HeldOutDistances) =>
  target === 'profile' && distances.references !== null ? distances.references : distances.bark

export const helps = ({ heldOut }: Pick<OfferedFix, 'heldOut'>, result: Pick<ScenarioResult, 'target' | 'heldOut'>) =>
  heldOutOf(result, heldOut) < heldOutOf(result, result.heldOut.before)

export interface ControlFigures {
  readonly median: number
  readonly worst: number
  readonly pooled: number
  /** Share of scenarios in which D falls, and in which the held-out distance does. */
  readonly falls: number
  readonly heldOutFalls: number
  readonly moves: number
}

/**
 * `loop` is the whole loop itself, `none` no change: in one table on the same scenarios. A control is counted where it was made:
 * give it beside the loop of those scenarios only (`isControlled`).
 */
export function controlFigures(
  results: readonly ScenarioResult[],
  name: ControlName | 'loop' | 'none',
): ControlFigures {
  const outcomes = results.flatMap(result => {
    const outcome = outcomeOf(result, name)
    return outcome ? [{ result, ...outcome }] : []
  })
  const reductions = outcomes.map(reductionOf)
  return {
    median: median(reductions),
    worst: quantile(reductions, 0),
    pooled: pooledReduction(outcomes),
    falls: share(outcomes.map(({ before, after }) => after < before)),
    heldOutFalls: share(
      outcomes.map(({ result, heldOut }) => heldOutOf(result, heldOut) < heldOutOf(result, result.heldOut.before)),
    ),
    moves: median(outcomes.map(({ moves }) => moves)),
  }
}

function outcomeOf(result: ScenarioResult, name: ControlName | 'loop' | 'none'): ControlResult | null {
  const { before, after, moves, heldOut } = result
  if (name === 'loop') return { before, after, moves, heldOut: heldOut.after }
  if (name === 'none') return { before, after: before, moves: 0, heldOut: heldOut.before }
  return isControlled(result) ? result.controls[name] : null
}
