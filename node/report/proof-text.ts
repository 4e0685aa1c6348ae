/** A proof as plain text: the gap before, as predicted, as measured; every fix with what Live gave back. */
import { feature } from '../features/catalogue.ts'
import type { Pass, Proof } from '../fixes/proof.ts'
import { provenance } from '../profile/profile.ts'
import { gapLines, priorNote } from './analysis-text.ts'
import { declinedOf, gapStories, heardSentence, largestChanges, predictionError } from './facts.ts'
import { affectedWords, predictedWords, readBackWords } from './fix-words.ts'
import { block, columns, join, type Paint, painter, printableData, type TextOptions, wrap } from './layout.ts'
import {
  formatDeviation,
  formatFeature,
  formatNumber,
  formatRange,
  formatShare,
  noGapWords,
  placeLabel,
} from './words.ts'

const shownChanges = 12
const arrow = (values: readonly number[], digits: number) =>
  values.map(value => formatNumber(value, digits)).join(' → ')

export function proofText(proof: Proof, { color }: TextOptions): string {
  const paint = painter(color)
  const page = printableData(proof)
  const { kind } = page.profile
  const scored = page.features.length > 0
  const remaining = gapStories(page).flatMap(({ after }) => after ?? [])
  const applied = page.passes.some(pass => pass.applied.some(each => each.outcome.kind === 'applied'))
  return join([
    [
      paint('bold', verdict(page)),
      ...wrap(`Compared with ${provenance(page.profile)}, as a ${page.stage}. ${heardSentence(page.before)}`),
      ...(kind === 'prior' ? wrap(priorNote) : []),
    ],
    ...page.passes.map((pass, i) => passLines(paint, pass, i + 1)),
    block(paint, 'Largest changes', changeLines(page)),
    block(paint, 'How well it was foretold', wrap(errorSentence(page), '  ')),
    block(
      paint,
      'Gaps that remain',
      remaining.length > 0
        ? gapLines(paint, remaining, kind)
        : scored
          ? wrap(`None: ${noGapWords(page.distanceAfter.total, kind)}`, '  ')
          : [],
    ),
    applied ? wrap('Every change is in the ledger with its old value: Undo puts it back.') : [],
  ])
}

/** "Score 41 → 78. The gap shrank by 71 %." Says so, too, when it did not. */
export function verdict({ scoreBefore, scoreAfter, gapReduction, features }: Proof): string {
  if (features.length === 0) return 'No score: nothing here is in the profile.'
  const score = `Score ${arrow([scoreBefore, scoreAfter], 0)} of 100.`
  if (gapReduction === null) return `${score} There was no gap to close.`
  if (Math.abs(gapReduction) < 0.005) return `${score} The gap did not change.`
  return `${score} The gap ${gapReduction > 0 ? 'shrank' : 'GREW'} by ${formatShare(Math.abs(gapReduction))}.`
}

export function errorSentence(proof: Proof): string {
  const { medianDb, count } = predictionError(proof)
  if (medianDb === null) return 'No figure in dB moved, so no prediction was put to the test.'
  const figures = count === 1 ? 'the 1 figure' : `the ${count} figures`
  const when = proof.passes.length > 1 ? ' in the last pass' : ''
  return `Median error of prediction${when}: ${formatNumber(medianDb, 2)} dB over ${figures} in dB that moved.`
}

function passLines(paint: Paint, pass: Pass, number: number): string[] {
  const { plan, applied, before, predicted, after } = pass
  const outcome = `gap ${arrow([before], 3)} → ${arrow([predicted], 3)} predicted → ${arrow([after], 3)} measured`
  const fixes = applied.flatMap(({ fix, outcome, distance }) => {
    const measured = distance ? `, gap measured ${arrow([distance.before, distance.after], 3)}` : ''
    if (outcome.kind === 'refused') {
      const rest = outcome.rolledBack ? ' What it had written was put back.' : ''
      return [
        ...wrap(`${fix.title}: ${outcome.reason}${rest}`, `  ${paint('yellow', 'refused')}  `),
        ...wrap(fix.byHand, '           By hand: '),
      ]
    }
    return [
      ...wrap(
        `${fix.title}: ${affectedWords(fix)}, predicted to close ${predictedWords(fix, plan)}${measured}`,
        `  ${paint('green', 'applied')}  `,
      ),
      ...outcome.readBack.flatMap(each => wrap(readBackWords(each), '           ')),
    ]
  })
  const declined = declinedOf(pass).flatMap(fix => wrap(fix.title, '  not approved  '))
  const left = plan.refused.flatMap(reason => wrap(reason, '  left alone  '))
  const nothing = fixes.length + declined.length === 0 ? ['  Nothing to apply.'] : []
  return [paint('bold', `Pass ${number}: ${outcome}`), ...fixes, ...declined, ...nothing, ...left]
}

function changeLines(proof: Proof): string[] {
  const rows = largestChanges(proof, shownChanges).map(
    ({ feature: id, scope, before, predicted, after, low, high }) => [
      placeLabel(id, scope),
      formatFeature(id, before),
      predicted === null ? '–' : formatFeature(id, predicted),
      formatFeature(id, after),
      formatDeviation(feature(id).unit, after - before),
      formatRange(id, { low, high }),
    ],
  )
  if (rows.length === 0) return []
  return columns([['', 'Before', 'Predicted', 'After', 'Change', 'Range'], ...rows], [1, 2, 3, 4])
}
