/**
 * The plainest loops over a whole song's curves. Shared, and each a function of its own: V8 compiles a long loop while it
 * runs, and a small function that others have used before is ready at once.
 */

export function sumOf(x: Float32Array): number {
  let sum = 0
  for (let n = 0; n < x.length; n++) sum += x[n]!
  return sum
}

/** Σ x² */
export function energyOf(x: Float32Array): number {
  let sum = 0
  for (let n = 0; n < x.length; n++) sum += x[n]! * x[n]!
  return sum
}

export function addTo(onto: Float32Array, x: Float32Array): void {
  for (let n = 0; n < onto.length; n++) onto[n] = onto[n]! + x[n]!
}

/** gain · x² */
export function writeSquares(x: Float32Array, gain: number, into: Float32Array): void {
  for (let n = 0; n < into.length; n++) into[n] = gain * x[n]! * x[n]!
}
