/**
 * The gain over a beat of what is sustained, told from the drums on top of it.
 *
 * In a band, the power of bin k on a beat is g²·m(k) + d: g the gain looked for, m the power of the sustained partials
 * there, d what a hit adds, much the same in all bins of a band. So g² is the slope of the spectrum over m: a weighted
 * regression with an intercept. m is the geometric mean late in the *other* beats of the same bar, so chance cannot make
 * a beat its own pattern; weights 1 / (m + c)², c the band's median, let every strong partial count alike (partials beat
 * by a share of their power). The slope over its own value late in the beat is the gain, squared.
 */
import { powerToDb } from '../../dsp/decibel.ts'
import { beatsPerBar } from '../rhythm/downbeat.ts'
import { type BeatSpectra, highestHz, lowestHz, phases } from './beat-spectra.ts'

/** Groups of bars that are left out one after the other: how far they agree. */
export const folds = 4

/** Slopes of one band of one channel, summed over the bars of each fold, for each place in the bar. */
export interface BandGain {
  readonly isSide: boolean
  /** [fold · 4 + place] → per phase. */
  readonly sums: readonly Float64Array[]
  /** The same late in the beat. */
  readonly late: Float64Array
  /** Mean power late in the beat. */
  readonly power: number
  /** Power of all bins in the first fifth of the beat, and late in it, summed over the beats of each place in the bar. */
  readonly hits: Float64Array
  readonly rests: Float64Array
}

const bandEdges = [lowestHz, 2400, highestHz]
/** The part of the beat where a ducker has recovered. */
export const lateFrom = Math.round(0.6 * phases)
export const lateTo = Math.round(0.96 * phases)
/** The first tenth of a second after the beat: where a clap is. */
const hitTo = Math.round(0.2 * phases)

export function sustainedGains(spectra: readonly BeatSpectra[]): BandGain[] {
  const { bins, firstHz, stepHz } = spectra[0]!
  const binOf = (hz: number) => Math.max(0, Math.min(bins, Math.ceil((hz - firstHz) / stepHz)))
  return [true, false].flatMap(isSide =>
    bandEdges.slice(1).flatMap((edge, band) => {
      const from = binOf(bandEdges[band]!)
      const width = (edge === highestHz ? bins : binOf(edge)) - from
      return width < fewestBins ? [] : [bandGain(spectra, { isSide, offset: (isSide ? bins : 0) + from, width })]
    }),
  )
}

/** A slope and an intercept need some to stand on. */
const fewestBins = 6
/** −40 dB against the band's mean keeps the logarithm of silence finite. */
const floorPower = 1e-4

interface Band {
  readonly isSide: boolean
  readonly offset: number
  readonly width: number
}

function bandGain(spectra: readonly BeatSpectra[], { isSide, offset, width }: Band): BandGain {
  const stride = 2 * spectra[0]!.bins
  const rowAt = (beat: number, phase: number) => (beat * phases + phase) * stride + offset
  const late = new Float64Array(spectra.length * beatsPerBar * width)
  let mean = 0
  spectra.forEach(({ power }, g) => {
    for (let beat = 0; beat < beatsPerBar; beat++)
      for (let p = lateFrom; p < lateTo; p++)
        addTo(late, (g * beatsPerBar + beat) * width, power, rowAt(beat, p), width)
  })
  for (let n = 0; n < late.length; n++) {
    late[n]! /= lateTo - lateFrom
    mean += late[n]! / late.length
  }
  const sums = Array.from({ length: folds * beatsPerBar }, () => new Float64Array(phases))
  const lates = new Float64Array(folds * beatsPerBar)
  const hits = new Float64Array(beatsPerBar)
  const rests = new Float64Array(beatsPerBar)
  const floor = floorPower * mean + Number.MIN_VALUE
  const weights = new Float64Array(width)
  const ones = new Float64Array(width).fill(1)
  spectra.forEach(({ power, kicked }, g) => {
    for (let beat = 0; beat < beatsPerBar; beat++) {
      if (!kicked[beat]) continue
      patternOf(late.subarray(g * beatsPerBar * width, (g + 1) * beatsPerBar * width), beat, floor, weights)
      if (!regressionWeights(weights)) continue
      const cell = (g % folds) * beatsPerBar + beat
      const row = (g * beatsPerBar + beat) * width
      lates[cell]! += weightedSum(late, row, weights)
      rests[beat]! += weightedSum(late, row, ones)
      const sum = sums[cell]!
      for (let p = 0; p < phases; p++) sum[p]! += weightedSum(power, rowAt(beat, p), weights)
      for (let p = 0; p < hitTo; p++) hits[beat]! += weightedSum(power, rowAt(beat, p), ones) / hitTo
    }
  })
  return { isSide, sums, late: lates, power: mean, hits, rests }
}

function addTo(target: Float64Array, to: number, x: Float32Array, from: number, count: number): void {
  for (let k = 0; k < count; k++) target[to + k]! += x[from + k]!
}

function weightedSum(x: Float32Array | Float64Array, from: number, weights: Float64Array): number {
  let sum = 0
  for (let k = 0; k < weights.length; k++) sum += x[from + k]! * weights[k]!
  return sum
}

/** Geometric mean, late in the other beats of the bar. */
function patternOf(late: Float64Array, beat: number, floor: number, into: Float64Array): void {
  const width = into.length
  for (let k = 0; k < width; k++) {
    let product = 1
    for (let other = 0; other < beatsPerBar; other++) if (other !== beat) product *= late[other * width + k]! + floor
    into[k] = Math.cbrt(product)
  }
}

/** Replaces a pattern by what gives the slope over it when summed with a spectrum; false when the pattern is flat. */
function regressionWeights(pattern: Float64Array): boolean {
  const middle = pattern.slice().sort()[pattern.length >> 1]!
  let weight = 0
  let weighted = 0
  for (const m of pattern) {
    const w = (m + middle) ** -2
    weight += w
    weighted += w * m
  }
  const mean = weighted / weight
  let scale = 0
  for (let k = 0; k < pattern.length; k++) {
    const m = pattern[k]!
    // Less the mean: what a hit adds to all bins alike drops out.
    pattern[k] = (m + middle) ** -2 * (m - mean)
    scale += pattern[k]! * m
  }
  if (!(scale > 0)) return false
  for (let k = 0; k < pattern.length; k++) pattern[k]! /= scale
  return true
}

/** Squared gain per phase over the chosen cells (fold · 4 + place in the bar). */
export function gainOf({ sums, late }: BandGain, uses: (fold: number, place: number) => boolean): Float64Array {
  const gain = new Float64Array(phases)
  let whole = 0
  for (let cell = 0; cell < sums.length; cell++) {
    if (!uses(cell >> 2, cell & 3)) continue
    whole += late[cell]!
    for (let p = 0; p < phases; p++) gain[p]! += sums[cell]![p]!
  }
  return gain.map(value => value / whole)
}

const backbeatDb = 1

/**
 * Which of the bar's four beats to read: those without a clap or snare. A hit is louder on every other beat; when the
 * two pairs differ by more than 1 dB over what is late in the beat, the quieter pair, else all.
 */
export function placesWithoutClap(bands: readonly BandGain[]): readonly boolean[] {
  const pair = (of: 'hits' | 'rests', parity: number) =>
    bands.reduce((sum, band) => sum + band[of][parity]! + band[of][parity + 2]!, 0)
  const difference = powerToDb((pair('hits', 1) * pair('rests', 0)) / (pair('hits', 0) * pair('rests', 1)))
  if (!(Math.abs(difference) > backbeatDb)) return [true, true, true, true]
  const quieter = difference > 0 ? 0 : 1
  return [0, 1, 2, 3].map(place => (place & 1) === quieter)
}
