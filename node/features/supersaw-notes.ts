/**
 * Which harmonic notes sound in a long spectrum. The salience of a fundamental is the sum of the amplitudes at its
 * harmonics over their number to the power of 0.85, found, taken out, the next one found in the rest (after A. Klapuri,
 * "Multiple fundamental frequency estimation by summing harmonic amplitudes", ISMIR 2006). An octave too low, in a chord
 * also fed by the other notes, finds somewhat more among twice as many places; an octave too high half of it.
 */
import type { LongSpectrum } from '../dsp/long-spectrum.ts'

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

/** Fundamentals in Hz, most salient first. */
export function notesOf(spectrum: LongSpectrum, most: number): number[] {
  const rest = new Remainder(spectrum)
  const found: number[] = []
  let strongest = 0
  while (found.length < most) {
    let best = 0
    let bestHz = 0
    for (let i = 0; i <= Math.floor(perOctave * Math.log2(highestHz / lowestHz)); i++) {
      const hz = lowestHz * 2 ** (i / perOctave)
      if (found.some(other => Math.abs(Math.log2(hz / other)) < 0.9 / 12)) continue
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
    const narrow = new Float64Array(count)
    for (let i = 0; i < count; i++) narrow[i] = spectrum.between(this.#hz(i - 0.5), this.#hz(i + 0.5))
    // Weighted towards the middle of a stack, less what a broad spectrum (drums, noise) would put there.
    for (let i = 0; i < count; i++) {
      let inside = 0
      let outside = 0
      for (let d = -2 * reach; d <= 2 * reach; d++) {
        const power = narrow[i + d] ?? 0
        if (Math.abs(d) <= reach) inside += power * (1 - Math.abs(d) / (reach + 1))
        else outside += power
      }
      this.#level[i] = Math.sqrt(Math.max(0, inside - outside / 2))
    }
  }

  #hz(index: number): number {
    return this.#from * 2 ** (index / perOctave)
  }

  #index(hz: number): number {
    return Math.round(perOctave * Math.log2(hz / this.#from))
  }

  salience(hz: number): number {
    const first = perOctave * Math.log2(hz / this.#from)
    let sum = 0
    let count = 0
    for (let k = Math.ceil(salienceLow / hz); k * hz < this.#top; k++) {
      sum += this.#level[Math.round(first + harmonicSteps[k]!)]!
      count++
    }
    return count > 0 ? sum / count ** crowding : 0
  }

  remove(hz: number): void {
    for (let k = 1; k * hz < this.#top * margin; k++) {
      const centre = this.#index(k * hz)
      for (let i = Math.max(0, centre - reach); i <= Math.min(this.#level.length - 1, centre + reach); i++)
        this.#level[i] = 0
    }
  }
}
