/**
 * How clean a separated stem is: what leaks in from the rest of the mix, what the separation took out, where the spectrum
 * was cut. It lowers the confidence of everything that is then measured on the stem.
 */
import { z } from 'zod'
import data from '../../../presets/stem-quality.json' with { type: 'json' }
import { type Audio, stereoOf } from '../../audio/audio.ts'
import { powerToDb } from '../../dsp/decibel.ts'
import { type Estimate, ramp, unknown } from '../estimate.ts'
import { type SoloPassage, soloPassages } from './solo-passages.ts'
import { placeOfStem, type StemPlace } from './stem-place.ts'
import { type StemSpectra, stemSpectra } from './stem-spectra.ts'

const figure = z.strictObject({ value: z.number(), unit: z.string(), why: z.string().min(1) })
export const limits = z
  .strictObject({
    version: z.literal(1),
    leastCorrelation: figure,
    bleedHeardDb: figure,
    bleedSpoilsDb: figure,
    holesHeard: figure,
    holesSpoil: figure,
    leastTrust: figure,
    cutDb: figure,
    soloDb: figure,
    shortestSoloSeconds: figure,
  })
  .parse(data)

export interface StemQuality {
  readonly place: StemPlace
  /** Power of what goes along with the rest, against the stem's own; null also where none is heard. */
  readonly bleed: Estimate
  /** Share of the cells in which the stem should go on and is gone. */
  readonly holes: Estimate
  /** Above this frequency the stem is cut and the mix is not. */
  readonly cut: Estimate
  /** 0 to 1: what the confidences of later answers are multiplied by. */
  readonly trust: number
  /** Where the stem sounds alone in the mix, the longest first. */
  readonly solos: readonly SoloPassage[]
}

/** null: the stem is not in this mix (another song, a silent stem, or moved by more than a quarter of a second). */
export function stemQuality(stem: Audio, mix: Audio): StemQuality | null {
  if (stem.sampleRate !== mix.sampleRate)
    throw new RangeError(`stem and mix must have one rate, got ${stem.sampleRate} and ${mix.sampleRate}`)
  const { sampleRate } = stem
  const [own, all] = [mono(stem), mono(mix)]
  const place = placeOfStem(own, all, sampleRate)
  if (place.correlation < limits.leastCorrelation.value) return null
  const moved = Float32Array.from({ length: all.length }, (_, n) => own[n + place.lag] ?? 0)
  const spectra = stemSpectra(moved, all, { sampleRate, gain: place.gain })
  const bleed = bleedOf(spectra)
  const holes = holesOf(spectra)
  return {
    place,
    bleed,
    holes,
    cut: cutOf(spectra),
    trust: trustOf(bleed, holes),
    solos: soloPassages(spectra, {
      restDb: limits.soloDb.value,
      shortestSeconds: limits.shortestSoloSeconds.value,
    }),
  }
}

/**
 * The coherent output power (Bendat & Piersol, Random Data, 2010, ch. 9): of stem = own + b · rest the share that goes along
 * with the rest. What the same notes of two parts have in common by chance shrinks with the number of frames and is taken off.
 */
function bleedOf({ stem, rest, cross, frames }: StemSpectra): Estimate {
  if (frames < fewestFrames) return unknown('dB', 'too short to tell bleed from chance')
  let [common, all] = [0, 0]
  for (let k = 1; k < stem.length; k++) {
    const product = stem[k]! * rest[k]!
    if (!(product > 0)) continue
    const coherence = Math.min(1, cross[k]! / product)
    const beyondChance = Math.max(0, (coherence - 1 / frames) / (1 - 1 / frames))
    common += beyondChance * stem[k]!
    all += stem[k]!
  }
  if (!(all > 0)) return unknown('dB', 'nothing else sounds in the mix')
  // Per bin chance still scatters upwards: no figure below what it alone would give.
  const floor = powerToDb(2 / frames)
  const db = powerToDb(common / Math.max(1e-12, all - common) + 1e-12)
  if (db < floor) return unknown('dB', `none is heard above ${floor.toFixed(0)} dB, what chance gives`)
  return { value: Math.min(0, db), unit: 'dB', confidence: ramp(frames, 400, 20) * 0.5 + 0.45 }
}

const fewestFrames = 20

function holesOf({ holes, steadyCells }: StemSpectra): Estimate {
  if (steadyCells < 1000) return unknown('', 'the stem is never the louder part for long enough')
  return { value: holes / steadyCells, unit: '', confidence: 0.8 }
}

const cutFromHz = 8000

function cutOf({ stem, rest, binHz }: StemSpectra): Estimate {
  const mix = stem.map((own, k) => own + rest[k]!)
  const band = (values: Float64Array, from: number, to: number) => {
    const cells = values.subarray(Math.round(from / binHz), Math.round(to / binHz))
    return powerToDb(cells.reduce((sum, each) => sum + each, 0) / Math.max(1, cells.length) + 1e-30)
  }
  const highest = 0.9 * binHz * stem.length
  let found: { hz: number; drop: number } | null = null
  for (let hz = cutFromHz; hz < highest; hz += 2 * binHz) {
    const drop = (values: Float64Array) => band(values, 0.93 * hz, hz) - band(values, 1.04 * hz, 1.1 * hz)
    const beyond = drop(stem) - Math.max(0, drop(mix))
    if (drop(stem) > limits.cutDb.value && beyond > limits.cutDb.value / 2 && drop(stem) > (found?.drop ?? 0))
      found = { hz, drop: drop(stem) }
  }
  return found ? { value: found.hz, unit: 'Hz', confidence: 0.8 } : unknown('Hz', 'it is not cut')
}

function trustOf(bleed: Estimate, holes: Estimate): number {
  const clean = bleed.value === null ? 1 : ramp(bleed.value, limits.bleedHeardDb.value, limits.bleedSpoilsDb.value)
  const whole = holes.value === null ? 1 : ramp(holes.value, limits.holesHeard.value, limits.holesSpoil.value)
  return Math.max(limits.leastTrust.value, clean * whole)
}

function mono(audio: Audio): Float32Array {
  const [left, right] = stereoOf(audio)
  return left === right ? left : left.map((each, n) => (each + right[n]!) / 2)
}
