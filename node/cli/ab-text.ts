/** What `uplift ab` says: what there is to hear, how loud it was before matching, and how the votes stand. */
import type { Preview, PreviewFiles } from '../app/preview.ts'
import { answersTo, identifications, preferences, type Trial, type Votes } from '../app/votes.ts'
import { columns, printableData, wrap } from '../report/layout.ts'
import { formatNumber } from '../report/words.ts'

export function previewText(preview: Preview, files: PreviewFiles): string {
  const { title, pair } = printableData(preview)
  const rows = [
    ['before', pair.before, files.before],
    ['after', pair.after, files.after],
    ['reference', pair.reference, files.reference],
  ] as const
  return [
    `${title}: ${excerptWords(preview)}`,
    ...columns(rows.flatMap(([name, heard, file]) => (heard && file ? [[name, levelWords(heard), file]] : []))),
    ...caveats(preview),
    '',
  ].join('\n')
}

export function trialText({ id, question, titles }: Trial, preview: Preview, files: readonly string[]): string {
  const asked = question === 'preference' ? 'which do you prefer?' : 'A is before, B is after: what is X?'
  return [
    `Trial ${id}, ${printableData(titles).join(', ')}: ${asked} ${answersTo(question).join(' / ')}`,
    ...files.map(file => `  ${file}`),
    ...caveats(preview),
    '',
  ].join('\n')
}

export function votesText({ trials }: Pick<Votes, 'trials'>): string {
  const sections = [
    table(
      ['Blind preference', 'after', 'before', 'none', 'p'],
      preferences(trials).map(row => [row.kind, row.after, row.before, row.noPreference, chance(row.p)]),
    ),
    table(
      ['Blind identification', 'right', 'wrong', 'cannot tell', 'p'],
      identifications(trials).map(row => [row.kind, row.right, row.wrong, row.cannotTell, chance(row.p)]),
    ),
  ].filter(lines => lines.length > 0)
  if (sections.length === 0) return 'No votes yet.'
  const meaning = 'p: how probable a split at least this uneven is when both are alike (two-sided, exact).'
  return [...sections.flatMap(lines => [...lines, '']), ...wrap(meaning)].join('\n')
}

const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] =>
  rows.length === 0 ? [] : columns([head, ...rows.map(row => row.map(String))], [1, 2, 3, 4])

const chance = (p: number) => (p < 0.001 ? '< 0.001' : p.toFixed(3))

function excerptWords({ excerpt: { section, bars, startSeconds, endSeconds } }: Preview): string {
  const clock = (seconds: number) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`
  const length = bars === null ? `${Math.round(endSeconds - startSeconds)} s` : `${bars} ${bars === 1 ? 'bar' : 'bars'}`
  return `${length}${section === null ? '' : ` of the ${section}`} from ${clock(startSeconds)}`
}

function levelWords({ loudness, attenuation }: Preview['pair']['before']): string {
  if (loudness === null) return 'silent'
  const turned = attenuation < -0.005 ? `, turned down ${formatNumber(-attenuation, 2)} dB` : ''
  return `${formatNumber(loudness, 1)} LUFS${turned}`
}

const caveats = ({ pair }: Preview): string[] =>
  [
    ...(pair.approximate ? [`Approximate: ${pair.notes.join(' ')}`] : []),
    ...pair.leftOut.map(({ reason }) => `Not heard here: ${reason}`),
  ].flatMap(text => wrap(printableData(text), '  '))
