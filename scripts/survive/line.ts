/** What a run of survive.ts found, one line each, the table that it prints, and its rows for the documents. */
import type { Figure } from '../figures.ts'

export const areas = ['fuzz', 'kills', 'soak'] as const
export type Area = (typeof areas)[number]

export interface SurviveLine {
  readonly area: Area
  readonly what: string
  readonly count: number
  readonly unit: 'inputs' | 'deaths' | 'minutes'
  /** In a few words. */
  readonly found: string
  /** What did not survive, in sentences; []: all of it did. */
  readonly faults: readonly string[]
  /** From beginning to end. */
  readonly seconds: number
}

export const isWell = ({ faults }: SurviveLine): boolean => faults.length === 0

/** A line for each, the faults below, the sums last. */
export function linesTable(lines: readonly SurviveLine[]): string {
  const cells = lines.map(line => [
    line.area,
    line.what,
    `${line.count} ${line.unit}`,
    `${line.seconds.toFixed(0)} s`,
    isWell(line) ? 'pass' : 'FAIL',
    line.found,
  ])
  const widths = cells[0]?.map((_, column) => Math.max(...cells.map(row => row[column]!.length))) ?? []
  const aligned = cells.map(row =>
    row.map((cell, i) => (i === 2 || i === 3 ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))).join('  '),
  )
  const sums = (['inputs', 'deaths', 'minutes'] as const).flatMap(unit => {
    const of = lines.filter(line => line.unit === unit)
    return of.length === 0 ? [] : [`${of.reduce((sum, { count }) => sum + count, 0)} ${unit}`]
  })
  const failed = lines.filter(line => !isWell(line)).length
  return [
    ...aligned.map(line => line.trimEnd()),
    ...lines.flatMap(({ what, faults }) => faults.map(fault => `FAULT ${what}: ${fault}`)),
    `${sums.join(', ')}: ${lines.length - failed} of ${lines.length} passed.`,
  ].join('\n')
}

/** For docs/figures.md. */
export const lineFigures = (lines: readonly SurviveLine[]): Figure[] =>
  lines.map(({ area, what, count, unit, found, faults }) => ({
    group: groups[area],
    what,
    value: faults.length === 0 ? `${count} ${unit}: ${found}` : faults.join('; '),
    n: count,
    bar:
      area === 'fuzz'
        ? 'no crash, no hang, one clear sentence'
        : 'nothing lost, nothing half done, nothing left behind',
    met: faults.length === 0,
  }))

const groups: Readonly<Record<Area, string>> = {
  fuzz: 'Damaged input',
  kills: 'Deaths of the process',
  soak: 'Hours of use',
}
