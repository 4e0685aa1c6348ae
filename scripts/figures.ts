/**
 * What a command has measured, kept in docs/figures/*.json: small files in git, from which docs/figures.md and the tables of
 * the README are made (scripts/make-docs.ts). Nobody types a figure.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { dirname } from 'node:path'
import { z } from 'zod'

export const figureSchema = z.strictObject({
  /** Rows of one group stand in one table: "Twin target". */
  group: z.string(),
  what: z.string().min(1),
  /** In words, with its unit: "100 %". */
  value: z.string().min(1),
  /** "92 % to 100 %"; 95 % unless it says otherwise. */
  interval: z.string().optional(),
  /** What it was counted over. */
  n: z.number().int().nonnegative().optional(),
  /** Where the truth comes from. */
  against: z.string().optional(),
  bar: z.string().optional(),
  aim: z.string().optional(),
  /** null: there is no bar, or it could not be run (`value` says why). */
  met: z.boolean().nullable(),
  aimMet: z.boolean().optional(),
})
export type Figure = z.infer<typeof figureSchema>

export const figuresSchema = z.strictObject({
  version: z.literal(1),
  /** As a user types it, without folders of this computer. */
  command: z.string().startsWith('npm run '),
  /** YYYY-MM-DD. */
  date: z.string().regex(/^\d{4}-\d\d-\d\d$/),
  /** "98e398a"; with "and changes" where files of the program differed from it. */
  commit: z.string().min(1),
  machine: z.string().min(1),
  rows: z.array(figureSchema).min(1),
  /** All that it printed, line by line. */
  printed: z.array(z.string()),
})
export type Figures = z.infer<typeof figuresSchema>

export const figuresOption = [
  '--figures <file>',
  'also keep the figures for docs/figures.md: docs/figures/<area>.json; then run scripts/make-docs.ts',
] as const

export interface Kept {
  /** Of package.json. */
  readonly script: string
  readonly rows: readonly Figure[]
  /** Whole text or its lines. */
  readonly printed: string | readonly string[]
}

/** Writes `file` whole or not at all, with the date, the commit and the machine. */
export function keepFigures(file: string, { script, rows, printed }: Kept): void {
  if (rows.length === 0) throw new RangeError(`${file} must hold figures: nothing was measured`)
  const lines = typeof printed === 'string' ? printed.split('\n') : printed
  const figures: Figures = figuresSchema.parse({
    version: 1,
    command: commandOf(script, process.argv.slice(2)),
    ...runOf(),
    rows,
    printed: lines.map(line => line.trimEnd()),
  })
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.part`, `${JSON.stringify(figures, null, 1)}\n`)
  renameSync(`${file}.part`, file)
}

/** Where results go is no part of what was measured, and a folder of this computer means nothing on another. */
export function commandOf(script: string, args: readonly string[]): string {
  const places = ['--figures', '--results', '--synth-results', '--print']
  const kept = args.flatMap((word, i) => {
    const [option, given] = word.split('=', 2)
    if (places.includes(option!)) return []
    if (places.includes(args[i - 1] ?? '') && args[i - 1] !== '--print') return []
    if (given !== undefined && /[\\/]/.test(given)) return [`${option}=<folder>`]
    return [/[\\/]/.test(word) ? '<folder>' : word]
  })
  return [`npm run ${script}`, ...(kept.length > 0 ? ['--', ...kept] : [])].join(' ')
}

/** Of this run, for the head of every table. */
export function runOf(): Pick<Figures, 'date' | 'commit' | 'machine'> {
  const changed = git('status', '--porcelain', '--', 'node', 'device', 'patchers', 'presets', 'scripts', 'test')
  const commit = currentCommit()
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: commit === null ? 'no commit' : changed ? `${commit} and changes` : commit,
    machine: `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown CPU'}`,
  }
}

/** Short; null outside a repository. */
export const currentCommit = (): string | null => git('rev-parse', '--short', 'HEAD')

function git(...args: readonly string[]): string | null {
  try {
    return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return null
  }
}

/** "wrong directions 0 (bar: 0)". */
export function figureWords({ what, value, interval, bar, aim }: Omit<Figure, 'group'>): string {
  const wanted = [...(bar === undefined ? [] : [`bar: ${bar}`]), ...(aim === undefined ? [] : [`aim: ${aim}`])].join(
    ', ',
  )
  return `${what} ${value}${interval === undefined ? '' : ` [${interval}]`}${wanted && ` (${wanted})`}`
}
