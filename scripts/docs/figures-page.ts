/** docs/figures.md, and the tables of the README between its marks, made from what the commands kept (scripts/figures.ts). */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type Figure, type Figures, figuresSchema } from '../figures.ts'

/** In the order of the page. A file is called like its area, or `<area>-<part>.json`. */
const areas = {
  loop: {
    title: 'Does the loop work?',
    about:
      'Known faults of known size in songs whose healthy original is known; solved, applied, rendered and measured again. The twin target asks whether the reasoning is right, the profile target whether it serves the user. [How it is judged](fixes.md#how-it-is-judged).',
  },
  measures: {
    title: 'Do we measure right?',
    about: 'Every measure against known answers, standards and other programs.',
  },
  learning: {
    title: 'Does it learn?',
    about:
      'Similarity, styles and the learned judge on generated tracks of producers, seeds and faults that were not learned from; chance and a plain MFCC baseline beside it.',
  },
  synth: {
    title: 'Are the sounds of a synth read right?',
    about:
      'Csound sounds of known parameters, dry, in a reverb, and with another part leaking in at −20 dB. Half of them were held out from the first thresholds.',
  },
  cost: {
    title: 'What it costs',
    about:
      "CPU of whole fresh processes unless it says otherwise. The machine's speed moves by a third from hour to hour: the other programs beside it are measured in the same run.",
  },
  survive: {
    title: 'Does it survive?',
    about: 'Damaged input, deaths of the process, an hour of use. The tests do the same briefly.',
  },
} as const
export type Area = keyof typeof areas
const areaNames = Object.keys(areas) as Area[]

export interface FiguresFile {
  readonly name: string
  readonly area: Area
  readonly figures: Figures
}

/** Throws a RangeError that names file and fault: figures are kept by commands, so a fault is somebody's edit. */
export function readFigures(folder: string): FiguresFile[] {
  const files = readdirSync(folder).filter(name => name.endsWith('.json'))
  const read = files.map((file): FiguresFile => {
    const name = basename(file, '.json')
    const area = areaNames.find(each => name === each || name.startsWith(`${each}-`))
    if (!area) throw new RangeError(`${file} must begin with one of ${areaNames.join(', ')}`)
    const parsed = figuresSchema.safeParse(JSON.parse(readFileSync(join(folder, file), 'utf8')))
    if (parsed.error)
      throw new RangeError(`${file}: ${parsed.error.issues[0]!.path.join('.')} ${parsed.error.issues[0]!.message}`)
    return { name, area, figures: parsed.data }
  })
  const place = ({ area }: FiguresFile) => areaNames.indexOf(area)
  return read.sort((a, b) => place(a) - place(b) || (a.name < b.name ? -1 : 1))
}

export function figuresPage(files: readonly FiguresFile[]): string {
  return `${[
    '# Figures',
    '',
    '<!-- Made by scripts/make-docs.ts from docs/figures/*.json, which the commands write; do not edit. -->',
    '',
    'A figure counts only when it was measured on audio, by other code than that which made the result, and can be measured again with one command. _Bar_ is what must hold, _aim_ what is wished for; intervals are 95 % unless it says otherwise. A command keeps its figures with `--figures docs/figures/<area>.json`, and `node scripts/run.mjs scripts/make-docs.ts` makes this page of them.',
    '',
    ...summary(files),
    ...areaNames.flatMap(area =>
      section(
        area,
        files.filter(file => file.area === area),
      ),
    ),
  ].join('\n')}\n`
}

function section(area: Area, files: readonly FiguresFile[]): string[] {
  if (files.length === 0) return []
  const { title, about } = areas[area]
  return ['', `## ${title}`, '', about, ...files.flatMap(({ figures }) => run(figures))]
}

function run(figures: Figures): string[] {
  const groups = [...new Set(figures.rows.map(({ group }) => group))]
  return [
    '',
    headOf(figures),
    ...groups.flatMap(group => [
      '',
      ...(group === '' ? [] : [`**${group}**`, '']),
      ...table(figures.rows.filter(row => row.group === group)),
    ]),
    ...(figures.printed.some(line => line !== '') ? printed(figures.printed) : []),
  ]
}

const headOf = ({ command, date, commit, machine }: Figures) => `\`${command}\`, ${date}, commit ${commit}, ${machine}.`

/** Only columns that hold something. */
function table(rows: readonly Figure[]): string[] {
  const all: readonly [string, (row: Figure) => string][] = [
    ['figure', ({ what }) => what],
    ['result', ({ value, interval }) => (interval === undefined ? value : `${value} (${interval})`)],
    ['of', ({ n }) => (n === undefined ? '' : `${n}`)],
    ['against', ({ against }) => against ?? ''],
    ['bar', ({ bar }) => bar ?? ''],
    ['aim', ({ aim }) => aim ?? ''],
    ['', verdict],
  ]
  return markdown(
    all.filter(([, of], i) => i < 2 || rows.some(row => of(row) !== '')),
    rows,
  )
}

function markdown<T>(columns: readonly (readonly [string, (row: T) => string])[], rows: readonly T[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`
  return [
    line(columns.map(([title]) => title)),
    `|${columns.map(() => ' --- |').join('')}`,
    ...rows.map(row => line(columns.map(([, of]) => of(row)))),
  ]
}

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

/** What is not met is never quiet. */
export function verdict({ met, aimMet, bar }: Figure): string {
  const ofAim = aimMet === undefined ? '' : aimMet ? 'aim met' : 'aim **not met**'
  if (met === null) return bar === undefined ? ofAim : 'not run'
  const ofBar = met ? 'met' : '**not met**'
  return [ofBar, ofAim].filter(Boolean).join('; ')
}

const printed = (lines: readonly string[]) => [
  '',
  '<details><summary>All that it printed</summary>',
  '',
  '```text',
  ...lines,
  '```',
  '',
  '</details>',
]

/** A row a run: how many bars, and which were missed. */
function summary(files: readonly FiguresFile[]): string[] {
  if (files.length === 0) return []
  const missed = ({ figures }: FiguresFile) => figures.rows.filter(({ met }) => met === false)
  const ofWhat = ({ group, what }: Figure, { figures }: FiguresFile) =>
    figures.rows.filter(row => row.what === what).length > 1 ? `${what} (${group})` : what
  return markdown<FiguresFile>(
    [
      ['', ({ area }) => areas[area].title],
      ['command', ({ figures }) => `\`${figures.command}\``],
      ['commit', ({ figures }) => `${figures.commit}, ${figures.date}`],
      [
        'bars met',
        ({ figures }) =>
          `${figures.rows.filter(({ met }) => met).length} of ${figures.rows.filter(({ met }) => met !== null).length}`,
      ],
      [
        '**not met**',
        file =>
          missed(file)
            .map(row => ofWhat(row, file))
            .join('; ') || 'none',
      ],
    ],
    files,
  )
}

const marked = /(<!-- figures:([a-z]+) -->\n)[\s\S]*?(<!-- \/figures -->)/g

/** The text with every marked block filled anew: `summary`, or an area, of which the rows with a bar or an aim are shown. */
export function fillFigures(text: string, files: readonly FiguresFile[]): string {
  return text.replace(marked, (_, open: string, name: string, close: string) => {
    if (name !== 'summary' && !areaNames.includes(name as Area))
      throw new RangeError(`figures:${name} must be summary or one of ${areaNames.join(', ')}`)
    const lines = name === 'summary' ? summary(files) : headline(files.filter(({ area }) => area === name))
    return `${open}${lines.length > 0 ? `\n${lines.join('\n')}\n\n` : ''}${close}`
  })
}

const headline = (files: readonly FiguresFile[]): string[] => {
  const shown = ({ bar, aim }: Figure) => bar !== undefined || aim !== undefined
  const [first, ...more] = files
  if (!first) return []
  if (more.length === 0) return [headOf(first.figures), '', ...besideEachOther(first.figures.rows.filter(shown))]
  const rows = files.flatMap(({ figures }) => figures.rows.filter(shown).map(row => ({ row, figures })))
  return markdown<(typeof rows)[number]>(
    [
      ['figure', ({ row }) => row.what],
      ['result', ({ row }) => cellOf(row)],
      ['bar', ({ row }) => row.bar ?? ''],
      ['aim', ({ row }) => row.aim ?? ''],
      ['commit, command', ({ figures: { commit, command } }) => `${commit}, \`${command}\``],
    ],
    rows,
  )
}

/** Groups that share figures (both targets) stand in columns, others below each other. */
function besideEachOther(rows: readonly Figure[]): string[] {
  const whats = [...new Set(rows.map(({ what }) => what))]
  const shared = whats.length < rows.length ? [...new Set(rows.map(({ group }) => group))] : []
  const columns = shared.filter(group => rows.filter(row => row.group === group).length > 1)
  const row = (what: string, group: string) => rows.find(each => each.what === what && each.group === group)
  const any = (what: string) => rows.find(each => each.what === what)!
  const rest = (what: string) => rows.find(each => each.what === what && !columns.includes(each.group))
  const groups: readonly (readonly [string, (what: string) => string])[] =
    columns.length > 1
      ? columns.map(
          (group, i) =>
            [group, (what: string) => cellOf(row(what, group) ?? (i === 0 ? rest(what) : undefined))] as const,
        )
      : [['result', (what: string) => cellOf(any(what))]]
  return markdown<string>(
    [['figure', what => what], ...groups, ['bar', what => any(what).bar ?? ''], ['aim', what => any(what).aim ?? '']],
    whats,
  )
}

const cellOf = (each: Figure | undefined) => (each ? `${each.value}${bold(each)}` : '–')

const bold = ({ met, aimMet }: Figure) => (met === false ? ' (**not met**)' : aimMet === false ? ' (aim not met)' : '')
