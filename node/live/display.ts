/** The text Live shows for a value, written and read. Laws between raw and display values are in value.ts. */
import type { ParameterRow } from './device-table.ts'

/** A number in base units: dB, Hz, ms, %, ratio, −1…1 for pan. ±Infinity for "inf : 1" and "-inf dB". */
export interface DisplayValue {
  readonly value: number
  /** "dB", "Hz", "ms", "%", ":1", "1:x", "pan", another unit as written, or "" for a bare number. */
  readonly unit: string
}

/** `toFixed` as C's printf does it: an exact tie goes to the even digit (12.5 → 12, 17.5 → 18). */
function fixed(value: number, decimals: number): string {
  const magnitude = Math.abs(value)
  const odd = magnitude * 2 ** (decimals + 1)
  const isTie = Number.isInteger(odd) && odd % 2 === 1
  const floor = Math.floor(magnitude * 10 ** decimals)
  const text = isTie ? ((floor + (floor % 2)) / 10 ** decimals).toFixed(decimals) : magnitude.toFixed(decimals)
  return value < 0 && Number(text) !== 0 ? `-${text}` : text
}

function number(value: number, digits: ParameterRow['digits']): string {
  const magnitude = Math.abs(value)
  if (digits === 'whole') return fixed(value, 0)
  if (digits === 'tenths') return fixed(value, 1)
  if (digits === 'coarse') return fixed(value, magnitude < 10 ? 1 : 0)
  return fixed(value, magnitude < 10 ? 2 : magnitude < 100 ? 1 : 0)
}

/** Live's text of a number in base units, e.g. "-2.80 dB", "1.50 kHz", "25L", "4.00 : 1". */
export function formatDisplay({ unit, digits }: Pick<ParameterRow, 'unit' | 'digits'>, value: number): string {
  const text = number(value, digits)
  switch (unit) {
    case 'dB':
      return value === Number.NEGATIVE_INFINITY ? '-inf dB' : `${text} dB`
    case 'Hz':
      return value >= 1000 ? `${number(value / 1000, digits)} kHz` : `${text} Hz`
    case 'ms':
      return value >= 1000 ? `${number(value / 1000, digits)} s` : `${text} ms`
    case ':1':
      return value === Number.POSITIVE_INFINITY ? 'inf : 1' : `${text} : 1`
    case '1:x':
      return `1 : ${text}`
    case 'pan': {
      const steps = Math.round(Math.abs(value) * 50)
      return steps === 0 ? 'C' : `${steps}${value < 0 ? 'L' : 'R'}`
    }
    case '°':
      return `${text}°`
    case '%':
    case 's':
    case 'st':
      return `${text} ${unit}`
    case '':
      return text
  }
}

const signed = String.raw`([-+−]?(?:inf|∞|\d+\.?\d*|\.\d+))`
const quantity = new RegExp(String.raw`^${signed}\s*([^\d\s:/.+−-]*)$`, 'i')
const ratio = new RegExp(String.raw`^${signed}\s*:\s*1$`, 'i')
const expansion = new RegExp(String.raw`^1\s*:\s*${signed}$`, 'i')
const pan = /^(\d+)\s*([LR])$/i

const factors: Readonly<Record<string, { readonly unit: string; readonly factor: number }>> = {
  khz: { unit: 'Hz', factor: 1000 },
  hz: { unit: 'Hz', factor: 1 },
  s: { unit: 'ms', factor: 1000 },
  ms: { unit: 'ms', factor: 1 },
  db: { unit: 'dB', factor: 1 },
}

function parseNumber(text: string): number {
  const plain = text.replace('−', '-').toLowerCase()
  return /inf|∞/.test(plain) ? (plain.startsWith('-') ? -1 : 1) * Number.POSITIVE_INFINITY : Number(plain)
}

/**
 * Reads Live's text. null: a word ("Peak", "A"), a note, or a division ("1/16").
 * Max hands a bare number over as a number, so numbers are read too.
 */
export function parseDisplay(text: string | number): DisplayValue | null {
  if (typeof text === 'number') return Number.isNaN(text) ? null : { value: text, unit: '' }
  const trimmed = text.trim()
  if (trimmed.toUpperCase() === 'C') return { value: 0, unit: 'pan' }
  const side = pan.exec(trimmed)
  if (side) return { value: ((side[2]!.toUpperCase() === 'L' ? -1 : 1) * Number(side[1])) / 50, unit: 'pan' }
  // "1 : 1" is both; Live's compressor shows "1.00 : 1".
  const compression = ratio.exec(trimmed)
  if (compression) return { value: parseNumber(compression[1]!), unit: ':1' }
  const expanding = expansion.exec(trimmed)
  if (expanding) return { value: parseNumber(expanding[1]!), unit: '1:x' }
  const match = quantity.exec(trimmed)
  if (!match) return null
  const written = match[2]!
  const known = factors[written.toLowerCase()]
  return { value: parseNumber(match[1]!) * (known?.factor ?? 1), unit: known?.unit ?? written }
}

/** One step of the last digit in Live's text, in base units: 0.1 for "-2.8 dB", 10 for "1.50 kHz". */
export function lastDigit(text: string | number): number {
  const fraction = /\.(\d+)/.exec(String(text))?.[1] ?? ''
  const unit = /[a-z]+$/i.exec(String(text).trim())?.[0] ?? ''
  return 10 ** -fraction.length * (factors[unit.toLowerCase()]?.factor ?? 1)
}
