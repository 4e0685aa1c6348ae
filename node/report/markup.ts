/** HTML by tagged template: every value is escaped unless it is markup made here. */
import { printable } from './layout.ts'

/** Markup that is safe to insert: made by `html` alone. */
export interface Markup {
  readonly markup: string
}

export type Piece = string | number | null | false | Markup | readonly Piece[]

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
export const escapeHtml = (text: string) => printable(text).replace(/[&<>"']/g, character => entities[character]!)

/** A number and its unit stay on one line. */
const bound = (text: string) => text.replace(/(\d) (?=(?:%|σ|dB|dBTP|LUFS|LU|Hz|kHz|BPM)(?!\w))/g, '$1\u00a0')

function render(piece: Piece): string {
  if (piece === null || piece === false) return ''
  if (typeof piece === 'string') return escapeHtml(bound(piece))
  if (typeof piece === 'number') return coordinate(piece)
  return 'markup' in piece ? piece.markup : piece.map(render).join('')
}

/** Numbers in markup are coordinates and percentages: two decimals, and never anything that is not a number. */
function coordinate(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`a number in markup must be finite, got ${value}`)
  return String(Math.round(value * 100) / 100)
}

export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  return { markup: strings.reduce((text, part, i) => text + render(pieces[i - 1] ?? null) + part) }
}
