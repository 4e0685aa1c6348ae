/**
 * Which harmonic notes sound in a long spectrum. The salience of a fundamental is the sum of the amplitudes at its
 * harmonics over their number to the power of 0.85, found, taken out, the next one found in the rest (after A. Klapuri,
 * "Multiple fundamental frequency estimation by summing harmonic amplitudes", ISMIR 2006). An octave too low, in a chord
 * also fed by the other notes, finds somewhat more among twice as many places; an octave too high half of it.
 */
import type { LongSpectrum } from '../../dsp/long-spectrum.ts'

const lowestHz = 110
const highestHz = 1200
const perOctave = 120
/** Harmonics are read between these: below, chords and basses crowd; above, filters close. */
const salienceLow = 200
const salienceHigh = 4000
/** A stack of ±50 cents is inside, the next semitone is not. */
const reach = 6
/** Bands beyond the last one whose surroundings are read. */
const margin = 2 ** ((3 * reach) / perOctave)
const crowding = 0.85
/** Notes below this share of the strongest one's salience are leakage and reverberation. */
const leastShare = 0.4

/** Distance of harmonic k from the fundamental in bands. */
const harmonicSteps = Float64Array.from(
  { length: Math.ceil(salienceHigh / lowestHz) + 1 },
  (_, k) => perOctave * Math.log2(k),
)

const candidates = Float64Array.from(
  { length: Math.floor(perOctave * Math.log2(highestHz / lowestHz)) + 1 },
  (_, i) => lowestHz * 2 ** (i / perOctave),
)

/** Within nine tenths of a semitone of one that was found. */
function isTaken(hz: number, found: readonly number[]): boolean {
  for (let i = 0; i < found.length; i++) if (hz < found[i]! * tooNear && hz * tooNear > found[i]!) return true
  return false
}

const tooNear = 2 ** (0.9 / 12)

/** Fundamentals in Hz, most salient first. */
export function notesOf(spectrum: LongSpectrum, most: number): number[] {
  const rest = new Remainder(spectrum)
  const found: number[] = []
  let strongest = 0
  while (found.length < most) {
    let best = 0
    let bestHz = 0
    for (let i = 0; i < candidates.length; i++) {
      const hz = candidates[i]!
      if (isTaken(hz, found)) continue
      const salience = rest.salience(hz)
      if (salience > best) {
        best = salience
        bestHz = hz
      }
    }
    if (!(best > 0) || best < leastShare * strongest) break
    strongest = Math.max(strongest, best)
    found.push(bestHz)
    rest.remove(bestHz)
  }
  return found
}

/** Amplitude per band of a tenth of a semitone, from which notes can be removed. */
class Remainder {
  readonly #level: Float64Array
  readonly #from: number
  readonly #top: number

  constructor(spectrum: LongSpectrum) {
    this.#top = Math.min(salienceHigh, spectrum.highestHz)
    this.#from = salienceLow / margin
    const count = Math.max(0, Math.floor(perOctave * Math.log2((this.#top * margin) / this.#from)))
    this.#level = new Float64Array(count)
    // Zeros on both sides, where the surroundings of the outermost bands reach.
    const narrow = new Float64Array(count + 4 * reach)
    let below = spectrum.between(0, this.#hz(-0.5))
    for (let i = 0; i < count; i++) {
      const next = spectrum.between(0, this.#hz(i + 0.5))
      narrow[i + 2 * reach] = next - below
      below = next
    }
    for (let i = 0; i < count; i++) this.#level[i] = stackLevel(narrow, i + 2 * reach)
  }

  #hz(index: number): number {
    return this.#from * 2 ** (index / perOctave)
  }

  #index(hz: number): number {
    return Math.round(perOctave * Math.log2(hz / this.#from))
  }

  salience(hz: number): number {
    const first = perOctave * Math.log2(hz / this.#from)
    const from = Math.ceil(salienceLow / hz)
    // Below the top.
    const to = Math.ceil(this.#top / hz)
    return to > from ? harmonicSum(this.#level, first, from, to) * shareOf[to - from]! : 0
  }

  remove(hz: number): void {
    for (let k = 1; k * hz < this.#top * margin; k++) {
      const centre = this.#index(k * hz)
      for (let i = Math.max(0, centre - reach); i <= Math.min(this.#level.length - 1, centre + reach); i++)
        this.#level[i] = 0
    }
  }
}

/** Weighted towards the middle of a stack, less what a broad spectrum (drums, noise) would put there. */
function stackLevel(narrow: Float64Array, i: number): number {
  let inside = narrow[i]!
  let outside = 0
  for (let d = 1; d <= reach; d++) {
    inside += (narrow[i - d]! + narrow[i + d]!) * (1 - d / (reach + 1))
    outside += narrow[i - reach - d]! + narrow[i + reach + d]!
  }
  return Math.sqrt(Math.max(0, inside - outside / 2))
}

/** Of harmonics `from` to before `to`. */
function harmonicSum(level: Float64Array, first: number, from: number, to: number): number {
  let sum = 0
  for (let k = from; k < to; k++) sum += level[Math.round(first + harmonicSteps[k]!)]!
  return sum
}

/** By number of harmonics. */
const shareOf = harmonicSteps.map((_, count) => 1 / count ** crowding)
