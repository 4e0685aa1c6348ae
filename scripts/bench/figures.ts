/** The lines of the bench as figures to keep, with the bars of EVALUATION 3 beside those that have one. */
import type { Figure } from '../figures.ts'

/** As printed: a line of cells under a heading that names its columns. */
export interface BenchLine {
  readonly heading: string
  readonly columns: readonly string[]
  readonly label: string
  readonly cells: readonly string[]
}

interface Bar {
  readonly heading: RegExp
  readonly label: RegExp
  /** Of the columns; the whole line where the label holds the figure. */
  readonly column?: string
  /** What is compared: the first number of the cell where there is no group. */
  readonly number?: RegExp
  readonly bar: number
  readonly aim?: number
  readonly unit: string
  /** More is better. */
  readonly least?: true
}

const bars: readonly Bar[] = [
  { heading: /^One 6-minute/, label: /^full analysis$/, column: 'CPU', bar: 6, aim: 2.5, unit: 's' },
  { heading: /^One 6-minute/, label: /^without looking/, column: 'CPU', bar: 1.6, unit: 's' },
  { heading: /^One 6-minute/, label: /^full analysis$/, column: 'peak memory', bar: 1500, aim: 400, unit: 'MB' },
  { heading: /^Loudness/, label: /^(ffmpeg|loudgain)/, column: 'ours ×', bar: 1, aim: 4, unit: '×', least: true },
  { heading: /^Twenty/, label: /^second run/, column: 'wall', bar: 5, unit: 's' },
  { heading: /^Growth with tracks/, label: /^24 tracks/, column: 'plan', bar: 5, aim: 1, unit: 's' },
  { heading: /^The panel/, label: /^first paint/, column: 'median', bar: 1000, aim: 300, unit: 'ms' },
  { heading: /^Similarity/, label: /^one vector/, column: 'CPU', bar: 50, aim: 5, unit: 'ms' },
  { heading: /^A set file/, label: /./, column: 'CPU', bar: 5, unit: 's' },
  { heading: /^A set file/, label: /./, column: 'peak memory', bar: 500, unit: 'MB' },
  { heading: /^From a tap/, label: /light on the face/, number: /longest ([\d.]+)/, bar: 100, unit: 'ms' },
  { heading: /^From a tap/, label: /our own computing/, number: /longest ([\d.]+)/, bar: 20, unit: 'ms' },
  { heading: /^The devices/, label: /^snapshot/, number: /our code in one .*?longest ([\d.]+)/, bar: 10, unit: 'ms' },
]

/** A row a cell, so that each has its own bar. What has no column of its own is the range of the first. */
export const benchFigures = (lines: readonly BenchLine[]): Figure[] =>
  lines.flatMap(line => {
    const { heading, columns, label, cells } = line
    const own = cells.slice(0, Math.max(1, columns.length))
    return own.map((value, i) => {
      const interval = i === 0 ? cells[own.length] : undefined
      return {
        group: heading,
        what: own.length === 1 ? label : `${label}: ${columns[i]}`,
        value,
        ...(interval === undefined ? {} : { interval }),
        ...judged(line, columns[i], value),
      }
    })
  })

/** A line of text, as the measurements in the fake Max print it: "what: value". */
export function textLine(heading: string, text: string): BenchLine {
  const at = text.indexOf(': ')
  return at < 0
    ? { heading, columns: [], label: text.trim(), cells: [] }
    : { heading, columns: [], label: text.slice(0, at).trim(), cells: [text.slice(at + 2)] }
}

type Judged = Pick<Figure, 'bar' | 'aim' | 'met' | 'aimMet'>

function judged({ heading, label }: BenchLine, column: string | undefined, value: string): Judged {
  const found = bars.find(
    bar => bar.heading.test(heading) && bar.label.test(label) && (bar.column === undefined || bar.column === column),
  )
  const number = Number((found?.number ?? /([\d.]+)/).exec(value)?.[1])
  if (!found || Number.isNaN(number)) return { met: null }
  const { bar, aim, unit, least } = found
  const isMet = (limit: number) => (least ? number > limit : number < limit)
  const words = (limit: number) => `${least ? 'above' : 'below'} ${limit} ${unit}`
  return {
    bar: words(bar),
    met: isMet(bar),
    ...(aim === undefined ? {} : { aim: words(aim), aimMet: isMet(aim) }),
  }
}
