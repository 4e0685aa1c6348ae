/**
 * A setting whose sound is not simulated must stand where it does nothing: better no take than one that pretends.
 * Throws RangeError.
 */
export function requireNeutral(
  device: string,
  value: (parameter: string) => number,
  neutral: Readonly<Record<string, number>>,
): void {
  for (const [parameter, wanted] of Object.entries(neutral)) {
    // Raw values are stored in 32 bits, so that 0 % may be shown by 1e-8.
    if (Math.abs(value(parameter) - wanted) > 1e-5) {
      throw new RangeError(`"${parameter}" of ${device} is simulated only at ${wanted}, got ${value(parameter)}`)
    }
  }
}
