/** Does the learned judge tell a mix with flaws from a healthy one, on tracks, producers and kinds of flaws that it has not met? */
import type { Rows } from '../../node/features/catalogue.ts'
import {
  areaUnderCurve,
  brierScore,
  type Estimate,
  estimated,
  type Scored,
} from '../../node/profile/judge/agreement.ts'
import { beyondMiddle, type Figures, inputsOf } from '../../node/profile/judge/columns.ts'
import { flawKinds } from '../../node/profile/judge/degrade.ts'
import { type Counterexample, fitJudge, type Judge } from '../../node/profile/judge/fit-judge.ts'
import { judgement } from '../../node/profile/judge/judgement.ts'
import { fitOneClass } from '../../node/profile/judge/one-class.ts'
import { judged } from '../../node/profile/onnx/graphs.ts'
import { noChoice, type Reference } from '../../node/profile/reference.ts'
import type { Print, Verdict } from './judge.ts'
import type { MeasuredTrack } from './measured.ts'

/** Left out of the training of a second judge, to be met for the first time: one of tone, one of dynamics, one of width. */
const unmet: readonly string[] = ['harsh', 'squashed', 'narrow']

/** A judge of these tracks and their copies, with how it does on those of them that it has not seen. null: too few. */
export function learnJudge(tracks: readonly MeasuredTrack[], print: Print): Judge | null {
  const judge = fitJudge(
    tracks.map(referenceOf),
    tracks.flatMap(copiesOf).map(({ example }) => example),
    'master',
  )
  if (judge)
    print(
      `  from ${judge.references} tracks and ${judge.counterexamples} copies; by its own cross-validation: AUC ${text(judge.auc)}, Brier ${text(judge.brier)} (guessing 0.5 and 0.25; intervals 90 %)`,
    )
  return judge
}

export function judgeTheJudge(
  training: readonly MeasuredTrack[],
  others: readonly MeasuredTrack[],
  print: Print,
): Verdict[] {
  print('\nThe learned judge, on generated drops')
  const judge = learnJudge(training, print)
  if (!judge) {
    print('  skipped: too few tracks to learn from')
    return []
  }
  const references = training.map(referenceOf)
  const copies = training.flatMap(copiesOf)
  const test = others.filter(track => track.copies.length > 0)
  const all = test.flatMap(copiesOf)
  const ofJudge = (of: Judge) => (figures: Figures) => judged(of.model, inputsOf(of.columns, figures))
  const found = scored(test, all, ofJudge(judge))
  print(
    `  ${test.length} other tracks of other producers, ${all.length} copies: AUC ${text(estimated(found, areaUnderCurve))}, Brier ${text(estimated(found, brierScore))}`,
  )
  printCalibration(found, print)
  for (const kind of flawKinds) {
    const own = all.filter(({ flaws }) => flaws.some(flaw => flaw === kind))
    if (own.length > 3)
      print(
        `    ${kind.padEnd(15)} ${`${own.length}`.padStart(3)} copies: AUC ${text(estimated(scored(test, own, ofJudge(judge)), areaUnderCurve))}`,
      )
  }
  const isNew = ({ flaws }: Copy) => flaws.some(flaw => unmet.includes(flaw))
  const blind = fitJudge(
    references,
    copies.filter(copy => !isNew(copy)).map(({ example }) => example),
    'master',
  )
  const fresh = all.filter(isNew)
  if (blind && fresh.length > 3)
    print(
      `  never taught ${unmet.join(', ')}; copies with them: AUC ${text(estimated(scored(test, fresh, ofJudge(blind)), areaUnderCurve))}`,
    )
  const oneClass = fitOneClass(
    references.map(({ values }) => beyondMiddle(judge.columns, inputsOf(judge.columns, values))),
  )
  const distance = scored(
    test,
    all,
    figures => -oneClass.distance(beyondMiddle(judge.columns, inputsOf(judge.columns, figures))),
  )
  print(`  for comparison, the distance from the references alone: AUC ${text(estimated(distance, areaUnderCurve))}`)
  printVerdicts(judge, test, all, print)
  const auc = estimated(found, areaUnderCurve)
  return [
    { what: 'judge: AUC on unseen tracks (interval 90 %)', value: auc.value, interval: auc, bar: null },
    { what: 'judge: AUC on unseen tracks, low end of its interval, against guessing', value: auc.low, bar: 0.5 },
  ]
}

interface Copy {
  readonly example: Counterexample
  readonly flaws: readonly string[]
}

const figuresOf = (rows: Rows): Figures =>
  Object.fromEntries(
    Object.entries(rows).map(([scope, { values }]) => [
      scope,
      Object.fromEntries(Object.entries(values).filter(([, value]) => typeof value === 'number')),
    ]),
  ) as Figures

export const referenceOf = ({ name, excerpts, query }: MeasuredTrack): Reference => ({
  hash: name,
  title: name,
  seconds: 30,
  tempo: null,
  key: null,
  values: figuresOf(excerpts[query]!.rows),
  findings: [],
  choice: noChoice,
})

const copiesOf = ({ name, copies }: MeasuredTrack): Copy[] =>
  copies.map(({ flaws, rows }, i) => ({
    example: { of: name, name: `${name} ${i}`, figures: figuresOf(rows) },
    flaws: flaws.map(({ kind }) => kind),
  }))

/** A copy and its healthy twin are of one group. */
const scored = (
  tracks: readonly MeasuredTrack[],
  copies: readonly Copy[],
  score: (figures: Figures) => number,
): Scored[] => [
  ...tracks.map(track => ({ group: track.name, isPositive: true, score: score(referenceOf(track).values) })),
  ...copies.map(({ example }) => ({ group: example.of!, isPositive: false, score: score(example.figures) })),
]

function printCalibration(found: readonly Scored[], print: Print): void {
  const [yes, no] = [true, false].map(kind => found.filter(({ isPositive }) => isPositive === kind).length)
  for (const [low, high] of [
    [0, 0.3],
    [0.3, 0.5],
    [0.5, 0.7],
    [0.7, 1.01],
  ] as const) {
    const inside = found.filter(({ score }) => score >= low && score < high)
    if (inside.length === 0) continue
    // Healthy ones and copies count alike, as the judge assumes.
    const [healthy, flawed] = [true, false].map(
      kind => inside.filter(({ isPositive }) => isPositive === kind).length / (kind ? yes! : no!),
    )
    const stated = inside.reduce((sum, { score }) => sum + score, 0) / inside.length
    print(
      `    stated ${low.toFixed(1)} to ${Math.min(1, high).toFixed(1)} (mean ${stated.toFixed(2)}): ${inside.length} drops, healthy ${(healthy! / (healthy! + flawed!)).toFixed(2)}`,
    )
  }
}

/** How often it speaks, and how often it is right then. */
function printVerdicts(judge: Judge, test: readonly MeasuredTrack[], copies: readonly Copy[], print: Print): void {
  const verdictsOf = (figures: readonly Figures[]) =>
    figures.map(each => judgement(judge, each)).map(each => (each.kind === 'judged' ? each.verdict : 'silent'))
  const line = (name: string, verdicts: readonly string[]) => {
    const count = (verdict: string) => verdicts.filter(each => each === verdict).length
    print(
      `  said of ${verdicts.length} ${name}: finished ${count('finished')}, unfinished ${count('unfinished')}, cannot tell ${count('unclear')}, silent ${count('silent')}`,
    )
  }
  line('healthy drops', verdictsOf(test.map(track => referenceOf(track).values)))
  line('copies with flaws', verdictsOf(copies.map(({ example }) => example.figures)))
}

const text = ({ value, low, high }: Estimate) => `${value.toFixed(2)} [${low.toFixed(2)}–${high.toFixed(2)}]`
