/** What the learned judge says, in words. It stands beside the score and never changes it. */
import { feature } from '../features/catalogue.ts'
import type { Judge } from '../profile/judge/fit-judge.ts'
import type { Judged, Judgement, Reason } from '../profile/judge/judgement.ts'
import { incompetence } from '../profile/judge/judgement.ts'
import { wrap } from './layout.ts'
import { formatNumber, formatShare, inScope } from './words.ts'

/** The sentences of a judgement, the answer first. */
export function judgementWords(judgement: Judgement): readonly string[] {
  switch (judgement.kind) {
    case 'silent':
      return [`Learned judge: says nothing. ${judgement.why}`]
    case 'distance':
      return [
        `Learned judge: as a whole farther from your ${judgement.references} references than ${formatShare(judgement.rank)} of them are from the others.`,
        `Whether that is good or bad it cannot say. ${judgement.why}`,
      ]
    case 'judged':
      return [answer(judgement), ...reasons(judgement), footing(judgement)]
  }
}

export const judgementText = (judgement: Judgement): string =>
  judgementWords(judgement)
    .flatMap(sentence => wrap(sentence))
    .join('\n')

function answer({ verdict, probability, interval }: Judged): string {
  const figures = `${formatShare(probability)} (${formatShare(interval.low)} to ${formatShare(interval.high)})`
  switch (verdict) {
    case 'finished':
      return `Learned judge: sounds like a finished record of your references, ${figures}.`
    case 'unfinished':
      return `Learned judge: sounds like one of your references with flaws in its mix; finished: ${figures}.`
    case 'unclear':
      return `Learned judge: cannot tell. Finished: ${figures}, and an interval that holds 50 % says nothing.`
  }
}

const reasons = ({ reasons: told }: Judged): string[] =>
  told.length === 0 ? [] : [`What speaks against it: ${told.map(reasonWords).join('; ')}.`]

const reasonWords = ({ group, telling: { scope, feature: id, sigmas } }: Reason) =>
  `${group} (${feature(id).label} ${formatNumber(Math.abs(sigmas), 1)} σ ${sigmas < 0 ? 'below' : 'above'} your references ${inScope(scope)})`

const footing = ({ references, auc, answeredBy }: Judged) =>
  `It learned from ${references} references and copies of them with flaws, and tells the two apart in ${formatShare(auc.value)} of the pairs (${formatShare(auc.low)} to ${formatShare(auc.high)}) on tracks that it had not seen. Computed by ${answeredBy}. It changes no figure and no score.`

/** What a judge that was just made is good for. */
export function judgeText(judge: Judge): string {
  const { stage, references, counterexamples, drafts, auc, brier } = judge
  const own = drafts > 0 ? `, ${drafts} of them drafts of yours` : ''
  const why = incompetence(judge)
  return [
    `For ${stage}s, from ${references} references and ${counterexamples} counterexamples${own}:`,
    `  on tracks that it had not seen, right in ${formatShare(auc.value)} of the pairs (${formatShare(auc.low)} to ${formatShare(auc.high)}; guessing: 50 %)`,
    `  error of its probabilities ${formatNumber(brier.value, 3)} (Brier; ${formatNumber(brier.low, 3)} to ${formatNumber(brier.high, 3)}; guessing: 0.25)`,
    ...(why === null
      ? []
      : ['  too little to speak by: it stays silent, and the distance from your references is told instead']),
  ].join('\n')
}
