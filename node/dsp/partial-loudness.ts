/**
 * Loudness per auditory filter, alone and beside other sounds: Moore, Glasberg & Baer 1997 (JAES 45, eq. 12 to 18) with the
 * constants of ANSI S3.4-2007. Unit: sones per ERB, both ears together. E are excitations in linear power, 1 = 0 dB SPL.
 *
 * Alone:   N' = C·[(G·E + A)^α − A^α]; below the threshold E_THRQ times (2E / (E + E_THRQ))^1.5.
 * In noise, with E_THRN = K·E_N + E_THRQ (masked threshold):
 *   E ≥ E_THRN: N' = C·[((E + E_N)·G + A)^α − A^α] − C·[((E_N + E_THRN)·G + A)^α − (E_THRQ·G + A)^α]·(E_THRN / E)^0.3
 *   E < E_THRN: N' = C·(2E / (E + E_THRN))^1.5 · [(E_THRQ·G + A)^α − A^α] · [((E + E_N)·G + A)^α − (E_N·G + A)^α]
 *               / [((E_N + E_THRN)·G + A)^α − (E_N·G + A)^α]
 *
 * Left out: the other exponent of single filters above 100 dB (it changes a 120 dB tone by 1 %).
 */
import { filterCentres, filterCount, filterStep } from './erb.ts'

/** Sones per ERB and ear; with two ears a 1 kHz tone at 40 dB SPL is 1 sone. */
const c = 0.046871
const ears = 2

/** Threshold excitation over frequency, dB (ANSI S3.4-2007, table 4): 3.73 dB from 500 Hz up. */
const thresholdDb: readonly (readonly [number, number])[] = [
  [50, 28.18],
  [63, 23.9],
  [80, 19.2],
  [100, 15.68],
  [125, 12.67],
  [160, 10.09],
  [200, 8.08],
  [250, 6.3],
  [315, 5.3],
  [400, 4.5],
  [500, 3.73],
]

/** Exponent over the low-level gain of the cochlea in dB (ANSI S3.4-2007, table 5). */
const exponents: readonly (readonly [number, number])[] = [
  [-25, 0.26692],
  [-20, 0.25016],
  [-15, 0.23679],
  [-10, 0.22228],
  [-5, 0.21055],
  [0, 0.2],
]

/** Signal-to-noise ratio at the masked threshold behind the filter, dB (Moore et al. 1997, figure 9; read to ±0.5 dB). */
const detectionDb: readonly (readonly [number, number])[] = [
  [50, 13.5],
  [63, 10],
  [80, 7.1],
  [100, 4.9],
  [125, 3.1],
  [160, 1.5],
  [200, 0.4],
  [250, -0.5],
  [315, -1.3],
  [400, -1.9],
  [500, -2.3],
  [630, -2.7],
  [800, -2.9],
  [1000, -3],
]

const threshold = filterCentres.map(hz => 10 ** (overLog(thresholdDb, hz) / 10))
const gain = threshold.map(e => 10 ** 0.373 / e)
const exponent = gain.map(g => between(exponents, 10 * Math.log10(g)))
const detection = filterCentres.map(hz => 10 ** (overLog(detectionDb, hz) / 10))
const floor = exponent.map(alpha => solveFloor(alpha))
const floorPower = exponent.map((alpha, i) => floor[i]! ** alpha)
/** (E_THRQ·G + A)^α − A^α: the same in every filter, since every sound at its threshold is equally loud. */
const thresholdStep = exponent.map((alpha, i) => (threshold[i]! * gain[i]! + floor[i]!) ** alpha - floorPower[i]!)

/** Of filter `i` excited by `signal` alone. */
export function specificLoudness(signal: number, i: number): number {
  if (!(signal > 0)) return 0
  const value = c * ((gain[i]! * signal + floor[i]!) ** exponent[i]! - floorPower[i]!)
  return ears * (signal >= threshold[i]! ? value : value * ((2 * signal) / (signal + threshold[i]!)) ** 1.5)
}

/** Of filter `i` excited by `signal` while `noise` excites it too; never more than `alone`, its loudness without. */
export function specificPartialLoudness(
  signal: number,
  noise: number,
  i: number,
  alone = specificLoudness(signal, i),
): number {
  if (!(signal > 0)) return 0
  if (!(noise > 0)) return alone
  const g = gain[i]!
  const a = floor[i]!
  const alpha = exponent[i]!
  const masked = detection[i]! * noise + threshold[i]!
  const together = ((signal + noise) * g + a) ** alpha
  const atThreshold = ((noise + masked) * g + a) ** alpha
  const value =
    signal >= masked
      ? c * (together - floorPower[i]! - (atThreshold - thresholdStep[i]! - floorPower[i]!) * (masked / signal) ** 0.3)
      : c *
        belowThreshold(((2 * signal) / (signal + masked)) ** 1.5, i, together, atThreshold, (noise * g + a) ** alpha)
  return Math.min(alone, Math.max(0, ears * value))
}

const belowThreshold = (factor: number, i: number, together: number, atThreshold: number, noise: number) =>
  (factor * thresholdStep[i]! * (together - noise)) / (atThreshold - noise)

/** Loudness of a whole pattern alone, sones. */
export function loudnessOf(pattern: Float64Array): number {
  let sum = 0
  for (let i = 0; i < filterCount; i++) sum += specificLoudness(pattern[i]!, i)
  return filterStep * sum
}

/** Loudness of a pattern beside another, sones. */
export function partialLoudnessOf(pattern: Float64Array, noise: Float64Array): number {
  let sum = 0
  for (let i = 0; i < filterCount; i++) sum += specificPartialLoudness(pattern[i]!, noise[i]!, i)
  return filterStep * sum
}

/**
 * A from α: the standard's table of A is the one that makes a sound at its threshold equally loud in every filter,
 * (q + A)^α − A^α = (3q)^0.2 − (2q)^0.2 with q = E_THRQ·G. By bisection; agrees with the table within 0.5 %.
 */
function solveFloor(alpha: number): number {
  const q = 10 ** 0.373
  const step = (3 * q) ** 0.2 - (2 * q) ** 0.2
  let low = 1
  let high = 20
  for (let n = 0; n < 60; n++) {
    const middle = (low + high) / 2
    if ((q + middle) ** alpha - middle ** alpha > step) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** Linear between the points, constant outside. */
function between(points: readonly (readonly [number, number])[], x: number): number {
  const next = points.findIndex(([at]) => at >= x)
  if (next === 0) return points[0]![1]
  if (next < 0) return points.at(-1)![1]
  const [x0, y0] = points[next - 1]!
  const [x1, y1] = points[next]!
  return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0)
}

function overLog(points: readonly (readonly [number, number])[], hz: number): number {
  return between(
    points.map(([at, value]) => [Math.log(at), value] as const),
    Math.log(hz),
  )
}
