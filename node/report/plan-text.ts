/** A plan as a numbered list: the fault, the fix, what it touches, what it should bring. */
import type { Plan } from '../fixes/fix.ts'
import type { Comparison } from '../gap/gap.ts'
import type { ProfileKind } from '../profile/profile.ts'
import {
  affectedWords,
  alsoCloses,
  changeWords,
  confidenceWords,
  fixSeverity,
  limitWords,
  predictedWords,
  reasonSentence,
} from './fix-words.ts'
import { block, join, lightColours, type Paint, painter, printableData, type TextOptions, wrap } from './layout.ts'
import { capitalize, noGapWords, severityWords } from './words.ts'

export interface PlanTextOptions extends TextOptions {
  /** Who the target is: priors and references are named differently. */
  readonly kind: ProfileKind
}

export function planText(plan: Plan, comparison: Comparison, { color, kind }: PlanTextOptions): string {
  const paint = painter(color)
  const data = printableData({ plan, comparison })
  const { fixes, refused } = data.plan
  const left = block(
    paint,
    'Left alone',
    refused.flatMap(reason => wrap(reason, '  ')),
  )
  if (fixes.length === 0) return join([nothingToDo(paint, data.comparison, refused, kind), left])
  const gaps = data.comparison.gaps.length
  return join([
    [`Found ${gaps} ${gaps === 1 ? 'gap' : 'gaps'}, ${fixes.length} ${fixes.length === 1 ? 'fix' : 'fixes'}:`],
    ...fixes.map((fix, i) => fixLines(paint, { fix, number: i + 1 }, data, kind)),
    left,
  ])
}

function nothingToDo(
  paint: Paint,
  { gaps, objective, distance }: Comparison,
  refused: readonly string[],
  kind: ProfileKind,
): string[] {
  if (gaps.length === 0 && objective.terms.length > 0) {
    return [paint('green', 'Nothing to do.'), ...wrap(capitalize(noGapWords(distance.total, kind)))]
  }
  const why = refused.length > 0 ? '' : ' No allowed move closes enough of them to be worth making.'
  const count = gaps.length === 1 ? '1 gap remains' : `${gaps.length} gaps remain`
  return wrap(`No fix to offer. ${gaps.length === 0 ? '' : `${count}.${why}`}`)
}

function fixLines(
  paint: Paint,
  { fix, number }: { readonly fix: Plan['fixes'][number]; readonly number: number },
  { plan, comparison }: { readonly plan: Plan; readonly comparison: Comparison },
  kind: ProfileKind,
): string[] {
  const severity = fixSeverity(fix)
  const tag = `[${number}] ${paint(lightColours[severity], `${severityWords[severity].label}:`)} `
  const indent = ' '.repeat(`[${number}] `.length)
  const line = (label: string, text: string) => (text ? wrap(text, `${indent}${label}: `, `${indent}     `) : [])
  const expected = `(predicted to close ${predictedWords(fix, plan)}, ${confidenceWords(fix)}: ${fix.confidence.reason})`
  return [
    ...wrap(reasonSentence(fix, comparison, kind), tag, indent),
    ...line('Fix', paint('bold', fix.title)),
    ...line('Limit', limitWords(fix)),
    ...line('Affects', `${affectedWords(fix)}  ${expected}`),
    ...line('Sets', fix.changes.map(changeWords).join('; ')),
    ...line('Also closes', alsoCloses(fix)),
    ...line('Risk', fix.risk),
  ]
}
