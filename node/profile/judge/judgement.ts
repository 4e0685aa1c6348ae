/** What the judge says of a track, how sure it is of that, and why; or why it says nothing. */
import { type Category, type FeatureId, feature, type Scope } from '../../features/catalogue.ts'
import { judged } from '../onnx/graphs.ts'
import type { Estimate } from './agreement.ts'
import { beyondMiddle, type Figures, inputsOf, measuredShare } from './columns.ts'
import type { Judge } from './fit-judge.ts'

export interface Judged {
  readonly kind: 'judged'
  /** finished: like a reference; unfinished: like one with flaws in its mix; unclear: its interval holds both. */
  readonly verdict: 'finished' | 'unfinished' | 'unclear'
  /** That it is a reference and not a copy with flaws, when both are as likely beforehand. */
  readonly probability: number
  /** 90 %, by fitting to references drawn anew. */
  readonly interval: { readonly low: number; readonly high: number }
  /** Groups of figures that speak against it, the heaviest first. */
  readonly reasons: readonly Reason[]
  readonly references: number
  /** How well it tells the two apart on tracks that it has not seen. */
  readonly auc: Estimate
  /** Which runtime gave the probability; they agree to 1e-5. */
  readonly answeredBy: 'onnxruntime' | 'TypeScript'
}

/** Without copies there is no "wrong": only how far it is from the references, among their own distances. */
export interface Unusual {
  readonly kind: 'distance'
  /** Share of the references that are nearer to the others; 1: farther out than all. */
  readonly rank: number
  readonly references: number
  /** Why the judge itself does not answer. */
  readonly why: string
}

export interface Silent {
  readonly kind: 'silent'
  readonly why: string
}

export type Judgement = Judged | Unusual | Silent

export interface Reason {
  readonly group: Category
  /** In log odds; negative speaks against the track, beyond what is usual among the references. */
  readonly weight: number
  /** Share of the replicas that agree with its sign; those below 0.8 are not told. */
  readonly stability: number
  /** The figure that weighs most in it. */
  readonly telling: { readonly scope: Scope; readonly feature: FeatureId; readonly sigmas: number }
}

/** An area under the curve that could be this low is a judge that guesses. */
export const leastArea = 0.6
/** Fewer of its figures, and the rest is assumed: it would judge the average. */
const leastMeasured = 0.5
const leastStability = 0.8
/** Log odds: less is a word too many. */
const leastWeight = 0.1

/** Why this judge must not speak of anything; null: it may. */
export function incompetence({ auc, references }: Pick<Judge, 'auc' | 'references'>): string | null {
  if (auc.low > leastArea) return null
  return `On tracks that it had not seen, the judge told your ${references} references from their copies with flaws in ${percent(auc.value)} of the pairs (${percent(auc.low)} to ${percent(auc.high)}; guessing: 50 %): too few to speak.`
}

const percent = (share: number) => `${Math.round(100 * share)} %`

/** `probability`: of the model on `inputsOf(judge.columns, figures)`, when another runtime has computed it. */
export function judgement(judge: Judge, figures: Figures, probability: number | null = null): Judged | Silent {
  const why = incompetence(judge)
  if (why !== null) return { kind: 'silent', why }
  if (measuredShare(judge.columns, figures) < leastMeasured)
    return { kind: 'silent', why: 'Less than half of what the judge listens to could be measured.' }
  const inputs = inputsOf(judge.columns, figures)
  const { model, replicas, references, auc } = judge
  const answers = replicas.map(replica => judged({ ...model, ...replica }, inputs)).sort((a, b) => a - b)
  const at = (p: number) => answers[Math.round(p * (answers.length - 1))]!
  const own = probability ?? judged(model, inputs)
  // The replicas see fewer different tracks; the answer itself is always inside.
  const interval = { low: Math.min(own, at(0.05)), high: Math.max(own, at(0.95)) }
  return {
    kind: 'judged',
    verdict: interval.low > 0.5 ? 'finished' : interval.high < 0.5 ? 'unfinished' : 'unclear',
    probability: own,
    interval,
    reasons: reasonsOf(judge, inputs),
    references,
    auc,
    answeredBy: probability === null ? 'TypeScript' : 'onnxruntime',
  }
}

function reasonsOf({ columns, model, replicas, usual }: Judge, inputs: Float32Array): Reason[] {
  const beyond = beyondMiddle(columns, inputs)
  const excess = columns.map((_, i) => beyond[i]! - usual[i]!)
  const groups = [...new Set(columns.map(({ feature: id }) => feature(id).category))]
  return groups
    .flatMap((group): Reason[] => {
      const own = columns.flatMap(({ feature: id }, i) => (feature(id).category === group ? [i] : []))
      const weightBy = ({ weights }: { readonly weights: Float32Array }) =>
        own.reduce((sum, i) => sum + weights[i]! * excess[i]!, 0)
      const weight = weightBy(model)
      if (weight > -leastWeight) return []
      const stability = replicas.filter(replica => weightBy(replica) < 0).length / replicas.length
      const telling = own.reduce((most, i) =>
        model.weights[i]! * excess[i]! < model.weights[most]! * excess[most]! ? i : most,
      )
      const { scope, feature: id, side } = columns[telling]!
      const sigmas = (side === 'high' ? 1 : -1) * beyond[telling]!
      return stability < leastStability ? [] : [{ group, weight, stability, telling: { scope, feature: id, sigmas } }]
    })
    .sort((a, b) => a.weight - b.weight)
}
