/** Numbers of the calibration as a table shows them. */
import type { Figure } from '../app/calibrate/figures.ts'

const digits: Readonly<Record<Figure['unit'], number>> = { dB: 2, Hz: 0, ms: 1, 'dB/octave': 1, ':1': 2, '': 2 }

/** "–" where there is none. `isSigned`: of differences. */
export function numberWithUnit(value: number | null, unit: Figure['unit'], isSigned = false): string {
  if (value === null) return '–'
  const rounded = value.toFixed(digits[unit]).replace('-', '−')
  return `${isSigned && value >= 0 ? '+' : ''}${rounded} ${unit}`.trimEnd()
}
