/** What one followed line does: its resonance, its slides, the level of its steps. Frames come from dsp/pitch-frames.ts. */
import type { PitchFrames } from '../../dsp/pitch-frames.ts'

export interface LineFrames {
  /** Frames with a pitch that is loud enough to be the line's. */
  readonly voiced: readonly number[]
  /** log2 of the resonance in Hz where there is one; NaN elsewhere. One per frame. */
  readonly resonance: Float64Array
  /** Level of the harmonics, dB; −Infinity where unvoiced. */
  readonly level: Float64Array
}

const leastPeriodicity = 0.12
/** Below the loudest frame of the stretch, dB. */
const quietest = 30
/** Kicks and subs are below. */
const lowestHz = 150
const highestHz = 4000
/** The level of a note is read below the hats. */
const highestLevelHz = 1500
const mostHarmonics = 40
const fewestHarmonics = 8
const leastProminence = 7
/** The resonance moves less than this from frame to frame, octaves; peaks of beating voices jump. */
const steadyOctaves = 0.4
/** Frames. */
const fewestSteady = 4

export function lineOf(frames: PitchFrames): LineFrames {
  const { count, hz, periodicity } = frames
  const level = new Float64Array(count).fill(Number.NEGATIVE_INFINITY)
  const resonance = new Float64Array(count).fill(Number.NaN)
  const scratch = new Float64Array(mostHarmonics + 2)
  const smooth = new Float64Array(mostHarmonics + 2)
  let loudest = Number.NEGATIVE_INFINITY
  for (let t = 0; t < count; t++) {
    if (periodicity[t]! < leastPeriodicity) continue
    const harmonics = readHarmonics(frames, t, scratch)
    const lowest = Math.ceil(lowestHz / hz[t]!)
    const highest = Math.min(harmonics, Math.floor(highestLevelHz / hz[t]!))
    level[t] = 10 * Math.log10(sumOf(scratch, lowest, highest) + 1e-20)
    loudest = Math.max(loudest, level[t]!)
    resonance[t] = resonanceOf(scratch, smooth, { lowest, harmonics, hz: hz[t]! })
  }
  const voiced: number[] = []
  for (let t = 0; t < count; t++) {
    if (level[t]! > loudest - quietest) voiced.push(t)
    else level[t] = Number.NEGATIVE_INFINITY
  }
  return { voiced, resonance: steady(resonance, level), level }
}

/** Only what stays and moves smoothly for a while. */
function steady(resonance: Float64Array, level: Float64Array): Float64Array {
  const kept = new Float64Array(resonance.length).fill(Number.NaN)
  let from = 0
  for (let t = 0; t <= resonance.length; t++) {
    const goesOn =
      t > from &&
      t < resonance.length &&
      level[t]! > Number.NEGATIVE_INFINITY &&
      Math.abs(resonance[t]! - resonance[t - 1]!) <= steadyOctaves
    if (goesOn) continue
    if (t - from >= fewestSteady && level[from]! > Number.NEGATIVE_INFINITY) kept.set(resonance.subarray(from, t), from)
    from = t
  }
  return kept
}

/** Power of each harmonic, from index 1; returns the highest number. */
function readHarmonics({ hz, power, bins, binHz }: PitchFrames, t: number, into: Float64Array): number {
  const f0 = hz[t]!
  const harmonics = Math.min(mostHarmonics, Math.floor(Math.min(highestHz, (bins - 3) * binHz) / f0))
  const first = t * bins
  for (let k = 1; k <= harmonics; k++) {
    const centre = Math.round((k * f0) / binHz)
    let most = 0
    for (let b = centre - 1; b <= centre + 1; b++) most = Math.max(most, power[first + b]!)
    into[k] = most
  }
  return harmonics
}

function sumOf(power: Float64Array, lowest: number, highest: number): number {
  let sum = 0
  for (let k = lowest; k <= highest; k++) sum += power[k]!
  return sum
}

/**
 * log2 of the frequency of the harmonics that stand out from those below and above, the slope of a saw (6 dB per octave)
 * taken off and three harmonics averaged: detuned voices beat in single harmonics, and a square has every second one.
 */
function resonanceOf(
  power: Float64Array,
  smooth: Float64Array,
  { lowest, harmonics, hz }: { readonly lowest: number; readonly harmonics: number; readonly hz: number },
): number {
  // Two harmonics have to lie below it, and two above.
  const first = lowest + 2
  if (harmonics - lowest < fewestHarmonics || !hasOddHarmonics(power, lowest, harmonics)) return Number.NaN
  let best = first
  for (let k = lowest; k <= harmonics; k++) {
    let sum = 0
    let count = 0
    for (let j = Math.max(lowest, k - 1); j <= Math.min(harmonics, k + 1); j++) {
      sum += power[j]! * j * j
      count++
    }
    smooth[k] = sum / count
    if (k >= first && k <= harmonics - 2 && smooth[k]! > smooth[best]!) best = k
  }
  const below = average(smooth, lowest, Math.max(lowest, Math.floor(best / 1.6)))
  const above = average(smooth, Math.min(harmonics, Math.ceil(best * 1.6)), Math.min(harmonics, best * 2))
  const prominence = 10 * Math.log10(smooth[best]! / Math.max(below, above, 1e-30))
  return prominence >= leastProminence ? Math.log2(best * hz) : Number.NaN
}

/** Whether the pitch is not an octave or a twelfth too low: most odd harmonics are within 20 dB of their neighbours. */
function hasOddHarmonics(power: Float64Array, lowest: number, harmonics: number): boolean {
  let present = 0
  let all = 0
  for (let k = lowest + 1 - (lowest % 2); k < harmonics; k += 2) {
    all++
    if (power[k]! > 0.01 * Math.max(power[k - 1]!, power[k + 1]!)) present++
  }
  return present > 0.6 * all
}

function average(values: Float64Array, from: number, to: number): number {
  let sum = 0
  for (let k = from; k <= to; k++) sum += values[k]!
  return sum / (to - from + 1)
}

/** A held note: consecutive frames of nearly one pitch. */
interface Held {
  readonly from: number
  /** Last frame. */
  readonly to: number
}

const steadySemitones = 0.35
const longestSlideFrames = 12
const fewestBetween = 3
/** Frames after its start in which a note that was slid to may still creep. */
const settling = 5
/** Shares of the interval within which a frame is on its way. */
const left = 0.1
const arrived = 0.92
const smallestSemitones = 0.8
const largestSemitones = 25

/** Slides: between two held notes the pitch passes through the interval, frame by frame. A jump has no frames there. */
export function slidesOf({ hz }: PitchFrames, { voiced }: LineFrames): number {
  const pitch = (t: number) => 12 * Math.log2(hz[t]! / 440)
  const notes = heldNotes(voiced, pitch)
  const isVoiced = new Set(voiced)
  let slides = 0
  for (let i = 1; i < notes.length; i++) {
    const before = notes[i - 1]!
    const after = notes[i]!
    if (after.from - before.to > longestSlideFrames) continue
    const settled = Math.min(after.to, after.from + settling)
    const start = pitch(before.to)
    const interval = pitch(settled) - start
    if (Math.abs(interval) < smallestSemitones || Math.abs(interval) > largestSemitones) continue
    let between = 0
    let strays = 0
    let reached = 0
    for (let t = before.to + 1; t <= settled; t++) {
      const share = isVoiced.has(t) ? shareOf(pitch(t), start, interval) : -1
      if (share >= arrived && share < 1.1) break
      if (share > Math.max(left, reached - 0.05) && share < arrived) {
        between++
        reached = share
      } else if (share < -0.1 || share > 1.1) strays++
    }
    if (between >= fewestBetween && strays <= 1) slides++
  }
  return slides
}

/** Where between two pitches a third is, 0 to 1; one read on its second to fourth harmonic is put right. */
function shareOf(pitch: number, start: number, interval: number): number {
  for (const harmonic of misread) {
    const share = (pitch - harmonic - start) / interval
    if (share > -0.05 && share < 1.05) return share
  }
  return (pitch - start) / interval
}

/** Semitones of the first to fourth harmonic. */
const misread = [0, 12, 19.02, 24]

function heldNotes(voiced: readonly number[], pitch: (t: number) => number): Held[] {
  const notes: Held[] = []
  for (let i = 0; i < voiced.length; i++) {
    const from = i
    while (
      i + 1 < voiced.length &&
      voiced[i + 1] === voiced[i]! + 1 &&
      Math.abs(pitch(voiced[i + 1]!) - pitch(voiced[i]!)) < steadySemitones
    )
      i++
    if (i > from) notes.push({ from: voiced[from]!, to: voiced[i]! })
  }
  return notes
}
