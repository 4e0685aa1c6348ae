/** Plain-text columns and figures. */

export const percent = (x: number) => (Number.isNaN(x) ? '–' : `${Math.round(100 * x)} %`)
export const fixed = (x: number, digits = 2) => (Number.isNaN(x) ? '–' : x.toFixed(digits))

/** First column left, the others right, each as wide as its longest cell. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map(cells => (cells[i] ?? '').length)))
  return rows
    .map(cells => cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[i]!))).join('  '))
    .map(line => `${line.trimEnd()}\n`)
    .join('')
}
