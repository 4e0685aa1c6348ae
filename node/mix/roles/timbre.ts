/** What a track sounds like: where its power lies, how wide it is, how much of it is pitched, how many notes at a time. */
import { type Audio, stereoOf } from '../../audio/audio.ts'
import { bandRange, emptyBandStatistics, gridCentres, sumRange } from '../../dsp/bands.ts'
import { frameSizeFor, StereoSpectrum } from '../../dsp/stereo-spectrum.ts'
import type { Stretch } from './active-bars.ts'

export interface Timbre {
  /** Mean of log2(f / 1 kHz), weighted with power, and its standard deviation: octaves. */
  readonly centre: number
  readonly spread: number
  /** Power below 120 Hz and above 5 kHz over the rest, dB, −40 to 40. */
  readonly low: number
  readonly high: number
  /** Side over mid, dB, −40 to 10. */
  readonly width: number
  /** 0 to 1: share of the power in spectral peaks. */
  readonly tonality: number
  /** 1 to 12: how many pitch classes share the power of the peaks of one moment; null with hardly any. */
  readonly pitchClasses: number | null
  /** Standard deviation of the lowest strong note, semitones, 0 to 12; null where little lies below 120 Hz. */
  readonly bassMotion: number | null
}

const frames = 48
const everything = bandRange(20, 20_000)
const lows = bandRange(20, 120)
const highs = bandRange(5000, 20_000)

/** null: nothing sounds in the stretches. */
export function timbreOf(audio: Audio, stretches: readonly Stretch[]): Timbre | null {
  const { sampleRate } = audio
  const [left, right] = stereoOf(audio)
  const size = frameSizeFor(sampleRate)
  const spectrum = new StereoSpectrum(size, sampleRate)
  const total = emptyBandStatistics()
  const peaks = new Peaks(spectrum)
  const perStretch = Math.max(1, Math.floor(frames / Math.max(1, stretches.length)))
  for (const { fromSeconds, toSeconds } of stretches)
    for (let i = 0; i < perStretch; i++) {
      // Spread unevenly (golden ratio): even steps would meet the same places of every bar.
      const middle = fromSeconds + ((i + ((0.618 * (i + 1)) % 1)) * (toSeconds - fromSeconds)) / perStretch
      spectrum.accumulate(left, right, Math.round(middle * sampleRate) - size / 2, total)
      peaks.add()
    }
  const power = total.mm.map((mm, k) => mm + total.ss[k]!)
  const all = sumRange(power, everything)
  if (!(all > 0)) return null
  const octaves = gridCentres.map(hz => Math.log2(hz / 1000))
  const centre = power.reduce((sum, p, k) => sum + p * octaves[k]!, 0) / all
  const variance = power.reduce((sum, p, k) => sum + p * (octaves[k]! - centre) ** 2, 0) / all
  const over = (part: number) => ratioDb(part, all - part, -40, 40)
  return {
    centre,
    spread: Math.sqrt(variance),
    low: over(sumRange(power, lows)),
    high: over(sumRange(power, highs)),
    width: ratioDb(sumRange(total.ss, everything), sumRange(total.mm, everything), -40, 10),
    tonality: Math.min(1, peaks.power / all),
    pitchClasses: peaks.pitchClasses(leastNotes * all),
    bassMotion: sumRange(power, lows) >= leastLow * all ? peaks.bassMotion() : null,
  }
}

/** 10·log10(a / b) between two limits. */
export const ratioDb = (a: number, b: number, least: number, most: number) =>
  Math.max(least, Math.min(most, 10 * Math.log10(Math.max(a, 1e-30) / Math.max(b, 1e-30))))

/** Share of the power in note peaks from which on they tell how many notes there are. */
const leastNotes = 0.03
/** Share of the power below 120 Hz from which on a track has a bass note. */
const leastLow = 0.1
const lowestHz = 40
const highestBassHz = 250
const highestHz = 6000
const lowestNoteHz = 90
const highestNoteHz = 2500
/** A peak counts when it is this many times the mean amplitude around it; the peaks of noise reach 2.5. */
const prominence = 3
const neighbours = 12

class Peaks {
  /** Power in peaks, in the unit of the spectrum's band powers. */
  power = 0
  readonly #spectrum: StereoSpectrum
  readonly #amplitude: Float64Array
  readonly #before: Float64Array
  #classes = 0
  #weight = 0
  #bassWeight = 0
  #bassSum = 0
  #bassSquares = 0

  constructor(spectrum: StereoSpectrum) {
    this.#spectrum = spectrum
    this.#amplitude = new Float64Array(Math.ceil((highestHz * spectrum.size) / spectrum.sampleRate) + neighbours + 2)
    this.#before = new Float64Array(this.#amplitude.length + 1)
  }

  /** Counts the frame that the spectrum holds. */
  add(): void {
    const { mRe, mIm, sRe, sIm, powerScale, size, sampleRate } = this.#spectrum
    const amplitude = this.#amplitude
    const before = this.#before
    for (let k = 0; k < amplitude.length; k++) {
      amplitude[k] = Math.sqrt(mRe[k]! ** 2 + mIm[k]! ** 2 + sRe[k]! ** 2 + sIm[k]! ** 2)
      before[k + 1] = before[k]! + amplitude[k]!
    }
    const hz = sampleRate / size
    this.#addBass(hz)
    const classes = new Float64Array(12)
    for (let k = Math.ceil(lowestHz / hz); k < amplitude.length - neighbours - 1; k++) {
      const here = amplitude[k]!
      if (here <= amplitude[k - 1]! || here < amplitude[k + 1]!) continue
      const from = Math.max(0, k - neighbours)
      const to = k + neighbours + 1
      if (here * (to - from) < prominence * (before[to]! - before[from]!)) continue
      let power = 0
      for (let j = k - 2; j <= k + 2; j++) power += amplitude[j]! ** 2 * powerScale
      this.power += power
      const place = k + parabolicOffset(amplitude[k - 1]!, here, amplitude[k + 1]!)
      if (place * hz >= lowestNoteHz && place * hz <= highestNoteHz)
        classes[((Math.round(12 * Math.log2((place * hz) / 440)) % 12) + 12) % 12]! += power
    }
    const sum = classes.reduce((a, b) => a + b, 0)
    if (sum <= 0) return
    const entropy = classes.reduce((h, p) => (p > 0 ? h - (p / sum) * Math.log(p / sum) : h), 0)
    this.#classes += sum * Math.exp(entropy)
    this.#weight += sum
  }

  /** The strongest line below 250 Hz: a kick keeps its pitch, a bass line moves. */
  #addBass(hz: number): void {
    const amplitude = this.#amplitude
    let peak = Math.ceil(lowestHz / hz)
    for (let k = peak; k < highestBassHz / hz; k++) if (amplitude[k]! > amplitude[peak]!) peak = k
    const weight = amplitude[peak]! ** 2
    const place = peak + parabolicOffset(amplitude[peak - 1]!, amplitude[peak]!, amplitude[peak + 1]!)
    const note = 12 * Math.log2(place * hz)
    this.#bassWeight += weight
    this.#bassSum += weight * note
    this.#bassSquares += weight * note * note
  }

  bassMotion(): number | null {
    if (!(this.#bassWeight > 0)) return null
    const mean = this.#bassSum / this.#bassWeight
    return Math.min(12, Math.sqrt(Math.max(0, this.#bassSquares / this.#bassWeight - mean * mean)))
  }

  /** null: the peaks between the lowest and highest note hold less than `least`. */
  pitchClasses(least: number): number | null {
    return this.#weight > least ? this.#classes / this.#weight : null
  }
}

/** Of the vertex of a parabola through three values, −0.5 to 0.5. */
const parabolicOffset = (a: number, b: number, c: number) => {
  const curve = a - 2 * b + c
  return curve < 0 ? Math.max(-0.5, Math.min(0.5, (0.5 * (a - c)) / curve)) : 0
}
