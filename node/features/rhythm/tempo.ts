/**
 * Tempo of a whole piece from its onset strength: a coarse one from spectrum and autocorrelation together, then the slope
 * of the phases of the beat's halves and quarters, and how well one constant tempo explains all of it.
 */
import { periodicities, phasors } from '../../dsp/autocorrelation.ts'
import { sumOf as curveSum, energyOf } from '../../dsp/loops.ts'
import type { OnsetCurves } from '../../dsp/onset.ts'

export interface Tempo {
  readonly bpm: number
  /** One tempo explains the whole piece. */
  readonly isSteady: boolean
  /** 0 to 1: how well the phases of two-beat stretches agree with one tempo all through the song; 1 from 0.9 up. */
  readonly steadiness: number
  /** 0 to 1: how far half and double of it are behind; 1 when they are out of question or the tempo was given. */
  readonly octaveCertainty: number
}

export const lowestTempo = 60
export const highestTempo = 200

/** The best single tempo; `null` where nothing ever gets louder. `known`: a given one, BPM, is only judged. */
export function findTempo(onsets: OnsetCurves, known?: number): Tempo | null {
  const both = combined(onsets)
  if (!both) return null
  const coarse = known === undefined ? coarseTempo(onsets) : null
  const start = known ?? coarse?.bpm
  if (start === undefined) return null
  const bpm = known ?? refinedTempo(both, onsets.hopSeconds, start)
  const { steadiness, salience } = regularityOf(both, onsets.hopSeconds, bpm)
  return {
    bpm,
    isSteady: salience >= leastSalience && steadiness >= leastSteadiness,
    steadiness: Math.min(1, Math.max(0, steadiness - leastSteadiness) / (fullSteadiness - leastSteadiness)),
    octaveCertainty: coarse?.octaveCertainty ?? 1,
  }
}

/**
 * Noise and random notes stay under a salience of 6 and a steadiness of 0.5 (a rubato six-eight under 0.3); five
 * seconds of a plain beat reach 12 and 0.98, whole songs 20 to 70 and 0.88.
 */
const leastSalience = 6
const leastSteadiness = 0.55
const fullSteadiness = 0.9

/** Both curves with equal spread added up, less their mean; `null` when nothing ever gets louder. */
export function combined({ full, low }: OnsetCurves): Float32Array | null {
  const a = deviation(full)
  const b = deviation(low)
  if (a === 0 && b === 0) return null
  const gainA = a && 1 / a
  const gainB = b && 1 / b
  const both = new Float32Array(full.length)
  weighted(full, low, gainA, gainB, both)
  // Without the mean, or it would leak into the harmonics of stretches that are no whole number of beats.
  lower(both, curveSum(both) / both.length)
  return both
}

const deviation = (curve: Float32Array) =>
  Math.sqrt(Math.max(0, energyOf(curve) / curve.length - (curveSum(curve) / curve.length) ** 2))

// Each loop a function of its own: V8 compiles a long loop while it runs, and a small function is ready soon.

function weighted(a: Float32Array, b: Float32Array, gainA: number, gainB: number, into: Float32Array): void {
  for (let n = 0; n < into.length; n++) into[n] = gainA * a[n]! + gainB * b[n]!
}

function lower(curve: Float32Array, by: number): void {
  for (let n = 0; n < curve.length; n++) curve[n] = curve[n]! - by
}

function pairs(curve: Float32Array): Float32Array {
  const halved = new Float32Array(curve.length >> 1)
  for (let n = 0; n < halved.length; n++) halved[n] = curve[2 * n]! + curve[2 * n + 1]!
  return halved
}

/** Harmonics of the beat: halves, thirds (six-eight stays lower) and quarters of it. */
const harmonics = [1, 2, 3, 4]

/**
 * Centre and widths (octaves) of the expectation. Wide enough to leave 90 and 174 BPM a chance; faster readings are more
 * often the double of a song than slower ones its half, because hats double the beat and nothing halves it.
 */
const usualTempo = 135
const octavesBelow = 0.5
const octavesAbove = 0.4

function expectation(bpm: number): number {
  const octaves = Math.log2(bpm / usualTempo)
  return Math.exp(-0.5 * (octaves / (octaves > 0 ? octavesAbove : octavesBelow)) ** 2)
}

/**
 * The tempo whose harmonics stand out in the spectrum and whose beat repeats in the autocorrelation: the spectrum alone
 * also likes multiples, the autocorrelation also likes fractions, their product neither (after Peeters 2006).
 */
export function coarseTempo(onsets: OnsetCurves): { readonly bpm: number; readonly octaveCertainty: number } | null {
  // Half the time resolution is plenty for periods of 75 ms and more, and takes half the time.
  const hopSeconds = 2 * onsets.hopSeconds
  const halved = [pairs(onsets.full), pairs(onsets.low)] as const
  const scales = halved.map(curve => deviation(curve) || 1)
  const curves = periodicities(...halved)
  const { size } = curves[0]
  const score = (bpm: number) => {
    const hz = bpm / 60
    let strength = 0
    let repeats = 0
    for (let c = 0; c < 2; c++) {
      const { magnitude, correlation } = curves[c]!
      for (const h of harmonics) strength += (magnitude[Math.round(h * hz * hopSeconds * size)] ?? 0) / scales[c]!
      for (let beats = 1; beats <= 4; beats *= 2) {
        const lag = Math.round(beats / hz / hopSeconds)
        repeats += Math.max(0, correlation[lag - 1] ?? 0, correlation[lag] ?? 0, correlation[lag + 1] ?? 0)
      }
    }
    return strength * repeats * expectation(bpm)
  }
  // A quarter of a bin of the fundamental is a whole bin of the fourth harmonic.
  const step = 60 / (4 * size * hopSeconds)
  const bestNear = (from: number, to: number) => {
    let best = { bpm: 0, score: 0 }
    for (let bpm = from; bpm <= to; bpm += step) {
      const here = score(bpm)
      if (here > best.score) best = { bpm, score: here }
    }
    return best
  }
  const best = bestNear(lowestTempo, highestTempo)
  if (best.score === 0) return null
  const rival = Math.max(...[0.5, 2].map(f => bestNear(f * best.bpm - 4 * step, f * best.bpm + 4 * step).score))
  return { bpm: best.bpm, octaveCertainty: Math.min(1, 2 * Math.max(0, 1 - rival / best.score)) }
}

/**
 * Phases of the beat's halves and quarters in stretches of eight beats: their slope over the song is the error of the
 * tempo. (The beat itself would jump by half a turn where only the off-beat plays.)
 */
export function refinedTempo(curve: Float32Array, hopSeconds: number, coarse: number): number {
  let tempo = coarse
  const seconds = curve.length * hopSeconds
  const count = Math.max(4, Math.round((seconds * coarse) / 60 / 8))
  for (const h of [2, 2, 4, 4]) {
    const { re, im } = phasors(curve, (h * tempo * hopSeconds) / 60, count)
    const mean = Math.atan2(sumOf(im), sumOf(re))
    let w = 0
    let wt = 0
    let wp = 0
    let wtt = 0
    let wtp = 0
    for (let k = 0; k < count; k++) {
      const weight = re[k]! ** 2 + im[k]! ** 2
      let phase = Math.atan2(im[k]!, re[k]!) - mean
      phase -= 2 * Math.PI * Math.round(phase / (2 * Math.PI))
      w += weight
      wt += weight * k
      wp += weight * phase
      wtt += weight * k * k
      wtp += weight * k * phase
    }
    const spread = w * wtt - wt * wt
    if (spread > 0) tempo += ((((w * wtp - wt * wp) / spread) * count) / (2 * Math.PI * h * seconds)) * 60
  }
  return tempo
}

export interface Regularity {
  /** 0 to 1: how well the phases of two-beat stretches agree with one tempo. */
  readonly steadiness: number
  /** Height of the beat's harmonics over what the same onsets in random order would give. */
  readonly salience: number
}

export function regularityOf(curve: Float32Array, hopSeconds: number, tempo: number): Regularity {
  const count = Math.max(1, Math.round((curve.length * hopSeconds * tempo) / 60 / 2))
  let agreed = 0
  let all = 0
  let power = 0
  for (const h of harmonics) {
    const { re, im } = phasors(curve, (h * tempo * hopSeconds) / 60, count)
    const together = Math.hypot(sumOf(re), sumOf(im))
    let apart = 0
    for (let k = 0; k < count; k++) apart += Math.hypot(re[k]!, im[k]!)
    agreed += together * apart
    all += apart * apart
    power += together * together
  }
  const spread = deviation(curve)
  if (all === 0 || spread === 0) return { steadiness: 0, salience: 0 }
  return { steadiness: agreed / all, salience: Math.sqrt(power / curve.length) / spread }
}

const sumOf = (values: Float64Array): number => {
  let sum = 0
  for (let k = 0; k < values.length; k++) sum += values[k]!
  return sum
}
