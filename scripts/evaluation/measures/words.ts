/** Figures as the table of measures prints them. */

/** The error of the largest size, with its sign; NaN when anything is NaN or there is nothing. */
export function worstOf(errors: readonly number[]): number {
  let worst = errors.length > 0 ? 0 : Number.NaN
  for (const error of errors) if (Number.isNaN(error) || Math.abs(error) > Math.abs(worst)) worst = error
  return errors.some(Number.isNaN) ? Number.NaN : worst
}

/** "+0.012", "−0.4"; "nothing read" for NaN. */
export const signed = (value: number, digits: number) =>
  Number.isNaN(value) ? 'nothing read' : `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`

export const percent = (share: number) => (Number.isNaN(share) ? '–' : `${Math.round(100 * share)} %`)
