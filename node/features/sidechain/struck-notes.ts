/**
 * What notes struck on the grid do to the gain over a beat, and how to take it off.
 *
 * A note is loudest when it is struck and falls until the next: arpeggios, plucks and leads on sixteenths make a ripple of
 * 1 to 3 dB that begins anew on every sixteenth, the one on the beat among them. Compared with the mean of what is late in
 * the beat, the bottom of a dip is then read 0.5 to 1.5 dB too high, since it falls into the loud part of a note. So each
 * place is compared with the same place of the third and fourth sixteenth, where a ducker has recovered.
 */
import { phases } from './beat-spectra.ts'

const sixteenth = phases / 4
/** A squared gain this far from 1 (6 dB) is a part that begins or ends there. */
const furthest = 4

/** Squared gain of the notes in one sixteenth, one value per phase: the mean of the last two of the beat, smoothed over three. */
export function strikesOf(gain: Float64Array): Float64Array {
  const mean = (q: number) => 0.5 * (gain[2 * sixteenth + q]! + gain[3 * sixteenth + q]!)
  const positive = Float64Array.from({ length: sixteenth }, (_, q) => Math.max(0, mean(q)))
  return positive.map((value, q) => {
    const before = positive[(q + sixteenth - 1) % sixteenth]!
    const after = positive[(q + 1) % sixteenth]!
    return Math.max(1 / furthest, Math.min(furthest, (before + value + after) / 3))
  })
}

/** The gain of the ducker alone. */
export function withoutStrikes(gain: Float64Array, strikes: Float64Array): Float64Array {
  return gain.map((value, p) => value / strikes[p % sixteenth]!)
}
