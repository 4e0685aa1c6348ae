/**
 * The judge: finished records against the same records with flaws in their mix, as a probability that says how sure it is.
 * Fitted from numbers alone; the copies were measured before (app/judge.ts).
 */
import type { LogisticJudge } from '../onnx/graphs.ts'
import { type Reference, teaches } from '../reference.ts'
import { areaUnderCurve, brierScore, drawn, type Estimate, estimated, groupsOf, type Scored } from './agreement.ts'
import { beyondMiddle, columnsOf, type Figures, farthest, inputsOf, type JudgeColumn } from './columns.ts'
import { fitLogistic, type LogisticFit, sigmoid } from './logistic.ts'

/** A reference's own degraded copy, or a track that the user calls unfinished. */
export interface Counterexample {
  /** Hash of the reference; null: a draft of the user's own. */
  readonly of: string | null
  /** Of the file, or anything else that tells it from the others. */
  readonly name: string
  readonly figures: Figures
}

export interface Judge {
  readonly stage: 'premaster' | 'master'
  readonly columns: readonly JudgeColumn[]
  /** Calibrated; its inputs are the columns' figures (`inputsOf`). What onnxruntime runs. */
  readonly model: LogisticJudge
  /** The same fitted to references drawn anew: how far the answer depends on which ones there were. */
  readonly replicas: readonly Pick<LogisticJudge, 'weights' | 'bias'>[]
  /** Mean of σ beyond the middle over the references, by column: what is usual is no reason. */
  readonly usual: Float32Array
  readonly references: number
  readonly counterexamples: number
  /** Of those, drafts of the user's. */
  readonly drafts: number
  /** On tracks that it had not seen, all copies of a track in one part. */
  readonly auc: Estimate
  readonly brier: Estimate
  readonly penalty: number
}

/** Fewer say nothing about how finished records differ among themselves. */
export const fewestReferences = 20
const parts = 5
/** Candidates for the strength of the ridge. */
const penalties = [1, 3, 10, 30] as const
const replicas = 30

interface Example {
  readonly group: string
  readonly isPositive: boolean
  readonly row: Float64Array
}

/** null: fewer than 20 references that teach and have a copy each. The same examples give the same judge. */
export function fitJudge(
  references: readonly Reference[],
  counterexamples: readonly Counterexample[],
  stage: Judge['stage'],
): Judge | null {
  const copied = new Set(counterexamples.map(({ of }) => of))
  const used = references.filter(each => teaches(each) && copied.has(each.hash))
  if (used.length < fewestReferences) return null
  const known = new Set<string | null>([null, ...used.map(({ hash }) => hash)])
  const against = counterexamples.filter(({ of }) => known.has(of))
  const columns = columnsOf(used, stage)
  const rowOf = (figures: Figures) => beyondMiddle(columns, inputsOf(columns, figures))
  const examples = [
    ...used.map(({ hash, values }): Example => ({ group: hash, isPositive: true, row: rowOf(values) })),
    ...against.map(
      ({ of, name, figures }): Example => ({ group: of ?? `draft ${name}`, isPositive: false, row: rowOf(figures) }),
    ),
  ]
  const { penalty, scores } = bestPenalty(examples, columns)
  const { slope, offset } = platt(scores)
  const calibrated = scores.map(each => ({ ...each, score: sigmoid(slope * each.score + offset) }))
  const asModel = (fit: LogisticFit) => graphed(fit, slope, offset)
  const groups = [...groupsOf(examples).values()]
  const whole = fitted(examples, columns, penalty)
  return {
    stage,
    columns,
    model: { ...scales(columns), ...asModel(whole) },
    replicas: Array.from({ length: replicas }, (_, draw) => {
      const sample = drawn(groups.length, draw).flatMap(i => groups[i]!)
      return asModel(fitted(sample, columns, penalty, whole))
    }),
    usual: Float32Array.from(columns, (_, i) => mean(examples.filter(e => e.isPositive).map(({ row }) => row[i]!))),
    references: used.length,
    counterexamples: against.length,
    drafts: against.filter(({ of }) => of === null).length,
    auc: estimated(scores, areaUnderCurve),
    brier: estimated(calibrated, brierScore),
    penalty,
  }
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** Both kinds weigh alike, however many copies there are; correlated columns share the freedom of one. */
function fitted(
  examples: readonly Example[],
  columns: readonly JudgeColumn[],
  penalty: number,
  start?: LogisticFit,
): LogisticFit {
  const positives = examples.filter(({ isPositive }) => isPositive).length
  const negatives = examples.length - positives
  return fitLogistic(
    {
      rows: examples.map(({ row }) => row),
      isPositive: examples.map(({ isPositive }) => isPositive),
      importance: examples.map(({ isPositive }) => positives / (isPositive ? positives : negatives)),
    },
    {
      penalty: Float64Array.from(columns, ({ sharers }) => penalty * sharers),
      onlyNegative: true,
      ...(start ? { start } : {}),
    },
  )
}

/** Grouped cross-validation: the penalty with the least log loss on unseen tracks, and the scores that it gave them. */
function bestPenalty(examples: readonly Example[], columns: readonly JudgeColumn[]) {
  const order = [...new Set(examples.map(({ group }) => group))].sort()
  const partOf = new Map(order.map((group, i) => [group, i % parts]))
  const before: LogisticFit[] = []
  const tried = penalties.map(penalty => {
    const scores = Array.from({ length: parts }, (_, part): Scored[] => {
      const fit = fitted(
        examples.filter(({ group }) => partOf.get(group) !== part),
        columns,
        penalty,
        before[part],
      )
      before[part] = fit
      return examples
        .filter(({ group }) => partOf.get(group) === part)
        .map(({ group, isPositive, row }) => ({ group, isPositive, score: logitOf(fit, row) }))
    }).flat()
    return { penalty, scores, loss: logLoss(scores) }
  })
  return tried.reduce((best, each) => (each.loss < best.loss ? each : best))
}

const logitOf = ({ weights, bias }: LogisticFit, row: Float64Array) =>
  row.reduce((sum, value, i) => sum + value * weights[i]!, bias)

function logLoss(scores: readonly Scored[]): number {
  const kind = (isPositive: boolean) =>
    mean(
      scores
        .filter(each => each.isPositive === isPositive)
        .map(({ score }) => Math.log1p(Math.exp(Math.min(500, isPositive ? -score : score)))),
    )
  return kind(true) + kind(false)
}

/** Platt 1999 on scores of unseen tracks, with his smoothed targets; both kinds weigh alike, so one half means one half. */
function platt(scores: readonly Scored[]): { readonly slope: number; readonly offset: number } {
  const positives = scores.filter(({ isPositive }) => isPositive).length
  const negatives = scores.length - positives
  const middle = mean(scores.map(({ score }) => score))
  const spread = Math.sqrt(mean(scores.map(({ score }) => (score - middle) ** 2))) || 1
  // A smoothed target is both kinds at once: mostly its own, a little of the other.
  const sure = { positive: (positives + 1) / (positives + 2), negative: (negatives + 1) / (negatives + 2) }
  const rows = scores.flatMap(({ score, isPositive }) => {
    const [own, share] = isPositive ? [sure.positive, 1 / positives] : [sure.negative, 1 / negatives]
    const row = Float64Array.of((score - middle) / spread)
    return [
      { row, isPositive, importance: positives * share * own },
      { row, isPositive: !isPositive, importance: positives * share * (1 - own) },
    ]
  })
  const { weights, bias } = fitLogistic(
    {
      rows: rows.map(({ row }) => row),
      isPositive: rows.map(({ isPositive }) => isPositive),
      importance: rows.map(({ importance }) => importance),
    },
    { penalty: Float64Array.of(1e-6) },
  )
  const slope = weights[0]! / spread
  return { slope, offset: bias - slope * middle }
}

/**
 * The graph clips to ±limit, and a column counts from the middle (0) to 4 σ beyond: with the middle moved by half of that,
 * clip(z − 2, ±2) + 2 is the same, and the bias takes up the 2.
 */
function graphed({ weights, bias }: LogisticFit, slope: number, offset: number) {
  const scaled = weights.map(weight => slope * weight)
  const total = scaled.reduce((sum, weight) => sum + weight, 0)
  return { weights: Float32Array.from(scaled), bias: slope * bias + offset + (farthest / 2) * total }
}

const scales = (columns: readonly JudgeColumn[]): Pick<LogisticJudge, 'middle' | 'spread' | 'limit'> => ({
  middle: Float32Array.from(
    columns,
    ({ side, middle, spread }) => middle + (side === 'high' ? 1 : -1) * (farthest / 2) * spread,
  ),
  spread: Float32Array.from(columns, ({ side, spread }) => (side === 'high' ? spread : -spread)),
  limit: farthest / 2,
})
