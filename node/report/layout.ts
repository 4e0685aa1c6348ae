/** Plain text for a terminal of 100 columns: wrapping, columns, range bars, colour when asked for. */
import type { Light } from './words.ts'

export const pageWidth = 100

// Escape codes by hand: util.styleText came with Node 20.12, and the package promises Node 20.
const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const
export type Colour = keyof typeof codes
export type Paint = (colour: Colour, text: string) => string
export const painter =
  (color: boolean): Paint =>
  (colour, text) =>
    color && text !== '' ? `\x1b[${codes[colour]}m${text}\x1b[0m` : text

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
const controls = /\u001b\[[0-9;]*[A-Za-z]|[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]+/g
/** Names come from files and Live sets: nothing in them may move the cursor, colour the screen or turn the text round. */
export const printable = (text: string) => text.replace(controls, ' ')

/** Every string of plain data made printable; typed arrays are left as they are. */
export function printableData<T>(data: T): T {
  if (typeof data === 'string') return printable(data) as T
  if (data === null || typeof data !== 'object' || ArrayBuffer.isView(data)) return data
  if (Array.isArray(data)) return data.map(printableData) as T
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, printableData(value)])) as T
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes take no room
const visible = (text: string) => [...text.replace(/\x1b\[\d+m/g, '')].length
export const padEnd = (text: string, width: number) => text + ' '.repeat(Math.max(0, width - visible(text)))
export const padStart = (text: string, width: number) => ' '.repeat(Math.max(0, width - visible(text))) + text

/** Wraps at spaces; `rest` indents the lines after the first. Words longer than a line are cut. */
export function wrap(text: string, first = '', rest = ' '.repeat(visible(first))): string[] {
  const lines: string[] = []
  let line = first
  let empty = true
  const flush = () => {
    lines.push(line.trimEnd())
    line = rest
    empty = true
  }
  for (let word of text.split(/\s+/).filter(Boolean)) {
    if (!empty && visible(line) + 1 + visible(word) > pageWidth) flush()
    while (visible(line) + visible(word) > pageWidth) {
      const room = pageWidth - visible(line)
      line += [...word].slice(0, room).join('')
      word = [...word].slice(room).join('')
      flush()
    }
    line += empty ? word : ` ${word}`
    empty = false
  }
  if (!empty || lines.length === 0) flush()
  return lines
}

/** Rows as columns; `right` marks the columns set flush right. */
export function columns(rows: readonly (readonly string[])[], right: readonly number[] = []): string[] {
  const widths: number[] = []
  for (const row of rows) for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, visible(cell))
  return rows.map(row =>
    `  ${row.map((cell, i) => (right.includes(i) ? padStart : padEnd)(cell, widths[i]!)).join('  ')}`.trimEnd(),
  )
}

const barCells = 27
/** How many σ the bar shows on either side of the zone. */
const margin = 4

/** "....[====|====].....o....": the zone, its median, and where the value is; "<" and ">" off the bar. */
export function rangeBar(
  value: number,
  { low, high, median, sigma }: Readonly<Record<'low' | 'high' | 'median' | 'sigma', number>>,
): string {
  const from = low - margin * sigma
  const to = high + margin * sigma
  const cell = (x: number) => Math.round(((x - from) / (to - from)) * (barCells - 1))
  const cells: string[] = Array.from({ length: barCells }, (_, i) => (i >= cell(low) && i <= cell(high) ? '=' : '.'))
  cells[cell(low)] = '['
  cells[cell(high)] = ']'
  if (cell(low) < cell(median) && cell(median) < cell(high)) cells[cell(median)] = '|'
  const at = cell(value)
  cells[Math.max(0, Math.min(barCells - 1, at))] = at < 0 ? '<' : at >= barCells ? '>' : 'o'
  return cells.join('')
}

export const join = (blocks: readonly (readonly string[])[]) =>
  `${blocks
    .filter(block => block.length > 0)
    .map(block => block.join('\n'))
    .join('\n\n')}\n`

/** A titled block; nothing when there are no lines. */
export const block = (paint: Paint, title: string, lines: readonly string[]) =>
  lines.length > 0 ? [paint('bold', title), ...lines] : []

export const lightColours: Record<Light, Colour> = {
  critical: 'red',
  warning: 'yellow',
  minor: 'cyan',
  ok: 'green',
}

export interface TextOptions {
  /** The caller knows whether this goes to a terminal. */
  readonly color: boolean
}
