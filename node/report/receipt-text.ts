/** Receipts as plain text: a list of sessions, or one of them in full. */
import { columns, join, type Paint, painter, printableData, type TextOptions, wrap } from './layout.ts'
import type { Receipt, ReceiptFix } from './receipt.ts'
import { formatFeature, formatNumber, formatShare, placeLabel } from './words.ts'

/** One line a session, newest last. */
export function receiptsText(receipts: readonly Receipt[], { color }: TextOptions): string {
  const paint = painter(color)
  if (receipts.length === 0) return 'No receipts yet: they are written when fixes are applied.\n'
  const rows = printableData(receipts).map(receipt => [
    receipt.id,
    localTime(receipt.time),
    receipt.set,
    scoreWords(receipt),
    countWords(receipt),
  ])
  return join([[paint('bold', 'Receipts'), ...columns([['', 'When', 'Set', 'Score', 'Fixes'], ...rows])]])
}

export function receiptText(receipt: Receipt, { color }: TextOptions): string {
  const paint = painter(color)
  const page = printableData(receipt)
  const { checkpoint, ledger, settled, spread } = page
  return join([
    [
      paint('bold', `${page.set}, ${localTime(page.time)}: score ${scoreWords(page)} of 100`),
      ...wrap(`Compared with ${page.profile.provenance}, as a ${page.stage}. ${gapWords(page)}`),
      ...(spread > 0 ? wrap(`Two takes of this mix differ by up to ${formatNumber(spread, 3)} in the gap.`) : []),
      ...(settled ? wrap('The last plan asked for nothing more.') : []),
    ],
    ...page.passes.map((pass, i) => passLines(paint, pass, i + 1)),
    checkpoint === null
      ? []
      : wrap(
          ledger === null
            ? `Checkpoint "${checkpoint}"; the old values were kept only as long as the set itself.`
            : `Checkpoint "${checkpoint}"; the old values are in ${ledger}.`,
        ),
  ])
}

const marks: Record<ReceiptFix['outcome'], Parameters<Paint>[0]> = {
  applied: 'green',
  refused: 'yellow',
  'rolled back': 'yellow',
  'not approved': 'dim',
}

function passLines(paint: Paint, pass: Receipt['passes'][number], number: number): string[] {
  const gap = [pass.before, pass.predicted, pass.after].map(value => formatNumber(value, 3))
  const head = `Pass ${number}: gap ${gap[0]} → ${gap[1]} predicted → ${gap[2]} measured`
  return [
    paint('bold', head),
    ...(pass.reason === null ? [] : wrap(pass.reason, '  ')),
    ...(pass.fixes.length === 0 ? ['  Nothing was offered.'] : pass.fixes.flatMap(fix => fixLines(paint, fix))),
    ...pass.leftAlone.flatMap(reason => wrap(reason, '  left alone  ')),
    ...featureLines(pass),
  ]
}

function fixLines(paint: Paint, fix: ReceiptFix): string[] {
  const { title, outcome, reason, readBack, writes, measured, verdict } = fix
  const effect = measured ? `: gap ${formatNumber(measured.before, 3)} → ${formatNumber(measured.after, 3)}` : ''
  const worse = verdict === 'worse' ? ', worse' : ''
  return [
    ...wrap(`${title}${effect}`, `  ${paint(marks[outcome], `${outcome}${worse}`)}  `),
    ...readBack.flatMap(({ parameter, before, after }) => wrap(`${parameter}: ${before} → ${after}`, '           ')),
    ...(reason === null ? [] : wrap(reason, '           ')),
    ...writes
      .filter(({ putBack }) => !putBack)
      .flatMap(({ name, before, now }) =>
        wrap(`STILL CHANGED: ${name} was ${before}, holds ${now ?? 'an unknown value'}`, '           '),
      ),
  ]
}

const shownFeatures = 8

function featureLines({ features }: Receipt['passes'][number]): string[] {
  const rows = features
    .slice(0, shownFeatures)
    .map(({ feature, scope, before, predicted, after }) => [
      placeLabel(feature, scope),
      formatFeature(feature, before),
      predicted === null ? '–' : formatFeature(feature, predicted),
      formatFeature(feature, after),
    ])
  return rows.length === 0 ? [] : columns([['', 'Before', 'Predicted', 'Measured'], ...rows], [1, 2, 3])
}

const scoreWords = ({ score }: Receipt) => `${formatNumber(score.before, 0)} → ${formatNumber(score.after, 0)}`

function gapWords({ gapReduction }: Receipt): string {
  if (gapReduction === null) return 'There was no gap to close.'
  if (Math.abs(gapReduction) < 0.005) return 'The gap did not change.'
  return `The gap ${gapReduction > 0 ? 'shrank' : 'GREW'} by ${formatShare(Math.abs(gapReduction))}.`
}

function countWords({ passes }: Receipt): string {
  const fixes = passes.flatMap(pass => pass.fixes)
  return (['applied', 'refused', 'rolled back', 'not approved'] as const)
    .flatMap(outcome => {
      const count = fixes.filter(fix => fix.outcome === outcome).length
      return count > 0 ? [`${count} ${outcome}`] : []
    })
    .join(', ')
}

/** "2026-11-22 14:32", as the clock on the wall showed it. */
function localTime(iso: string): string {
  const time = new Date(iso)
  const two = (value: number) => String(value).padStart(2, '0')
  const day = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-')
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}`
}
