/** How deep a gain over one beat dips, read from the lowest 45 ms around the beat. */
import { powerToDb } from '../../dsp/decibel.ts'
import { phases } from './beat-spectra.ts'
import { type Dip, fitDip } from './duck-dip.ts'
import { lateFrom } from './sustained-gain.ts'

/** −30 dB: no mix ducks deeper and is still measurable. */
export const gainDb = (squared: number) => powerToDb(Math.max(1e-3, squared))

/** Where a ducker may reach its lowest point and come back from it, in phases around the beat. */
export const dipFrom = Math.round(-0.06 * phases)
const dipTo = lateFrom
/** The lowest point comes within a third of a beat. */
const turnBefore = Math.round(0.33 * phases) - dipFrom

export function dipOf(gain: Float64Array): { readonly dip: Dip; readonly depthDb: number } {
  const levels = aroundBeat(gain)
  const dip = fitDip(levels, turnBefore)
  return { dip, depthDb: Math.max(0, -gainDb(readAt(levels, dip))) }
}

/**
 * Depth with the lowest place chosen on one half of the bars and read on the other. Where nothing ducks, the lowest place
 * of all bars is the lowest draw of the noise; where something does, halves are a noisier reading of it.
 */
export function crossReadDb(halves: readonly Float64Array[]): number {
  const [first, second] = halves.map(aroundBeat)
  const level = 0.5 * (readAt(second!, fitDip(first!, turnBefore)) + readAt(first!, fitDip(second!, turnBefore)))
  return Math.max(0, -gainDb(level))
}

/** Median of five phases: a note that is struck on a sixteenth throws single ones far off. */
export function aroundBeat(gain: Float64Array): Float64Array {
  return Float64Array.from({ length: dipTo - dipFrom }, (_, p) =>
    medianAround(q => gain[(q + dipFrom + phases) % phases]!, p),
  )
}

const near = new Float64Array(5)

/** Median of the five values around a position. */
function medianAround(at: (position: number) => number, position: number): number {
  for (let k = 0; k < 5; k++) near[k] = at(position + k - 2)
  return near.sort()[2]!
}

/** Mean over the lowest 45 ms of the fit, or more where it is flat: a single phase is mostly noise. */
export function readAt(levels: Float64Array, { first, last, fit }: Dip): number {
  let from = first
  let to = last
  // Towards the lower side: a fast ducker's bottom must not be mixed with what was before the beat.
  while (to - from + 1 < leastWidth && (from > 0 || to < fit.length - 1))
    if ((fit[from - 1] ?? Infinity) < (fit[to + 1] ?? Infinity)) from--
    else to++
  let sum = 0
  for (let p = from; p <= to; p++) sum += levels[p]!
  return sum / (to - from + 1)
}

const leastWidth = 5

/**
 * How much deeper a dip goes than the mean over its lowest 45 ms, dB. The curve that was read is read once more: what its
 * own lowest point loses to the median, the transform's window and that mean, the true one has lost before. A dip that is
 * flat that long has lost nothing; of one that turns at once about half of what is missing comes back.
 */
export function lostToBlurDb({ fit, level }: Dip): number {
  const last = fit.length - 1
  const median = fit.map((_, p) => medianAround(q => fit[Math.max(0, Math.min(last, q))]!, p))
  const blurred = median.map(
    (value, p) => 0.25 * median[Math.max(0, p - 1)]! + 0.5 * value + 0.25 * median[Math.min(last, p + 1)]!,
  )
  return Math.max(0, gainDb(readAt(blurred, fitDip(blurred, turnBefore))) - gainDb(level))
}
