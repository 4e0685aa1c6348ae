/**
 * Waveform and filter together: what a filter takes away looks like another waveform, so neither can be named alone. Every
 * pair of models is fitted to the harmonics in dB, the cutoff of its own in every frame; both sides are floored at what
 * the recording can show, so that a harmonic that should be there and is not counts as much as one too many.
 */
import { powerToDb } from '../dsp/decibel.ts'
import type { Frame, Places } from './harmonics.ts'
import { type FilterModel, filterGainDb, filterModels, type WaveformModel, waveformModels } from './models.ts'

export interface TimbreFit {
  readonly waveform: WaveformModel
  readonly filter: FilterModel
  /** Per frame; null without a filter. */
  readonly cutoffs: readonly (number | null)[]
  /** RMS of what the models do not explain, dB, mean over the frames. */
  readonly errorDb: number
  /** `errorDb` and what the pair's freedom costs: what fits are ranked by. */
  readonly cost: number
}

/** Harmonics this far below the strongest are not used. */
const deepestDb = -60
/** A harmonic that is off by more says that the model is wrong there, not by how much. */
const largestError = 18
const cutoffsPerOctave = 8
const lowestCutoff = 50
const highestCutoff = 18_000

export const cutoffGrid: readonly number[] = Array.from(
  { length: Math.floor(cutoffsPerOctave * Math.log2(highestCutoff / lowestCutoff)) + 1 },
  (_, i) => lowestCutoff * 2 ** (i / cutoffsPerOctave),
)

/** All pairs, the best first. `noise`: the source is flat and has no waveform. */
export function fitTimbre(frames: readonly Frame[], places: Places, sampleRate: number): TimbreFit[] {
  const heard = frames.map(frame => heardOf(frame))
  const waveforms = places.f0 === null ? [flatSource] : waveformModels
  const sources = waveforms.map(waveform => Float64Array.from(places.numbers, waveform.levelDb))
  const fits: TimbreFit[] = []
  for (const filter of filterModels) {
    const cutoffs = filter.type === 'none' ? [0] : cutoffGrid
    const responses = cutoffs.map(cutoff =>
      Float64Array.from(places.hz, hz => (cutoff > 0 ? filterGainDb(filter, cutoff, hz, sampleRate) : 0)),
    )
    waveforms.forEach((waveform, w) => {
      // Nothing is left of a sine that a filter could shape.
      if (waveform.waveform === 'sine' && filter.type !== 'none') return
      const best = heard.map(each => bestCutoff(each, sources[w]!, responses))
      const errorDb = best.reduce((sum, { error }) => sum + error, 0) / best.length
      fits.push({
        waveform,
        filter,
        cutoffs: best.map(({ index }) => (filter.type === 'none' ? null : cutoffs[index]!)),
        errorDb,
        cost: errorDb + freedom(waveform, filter),
      })
    })
  }
  return fits.toSorted((a, b) => a.cost - b.cost)
}

const flatSource: WaveformModel = { waveform: 'saw', pulseWidth: null, levelDb: () => 0 }

/** dB of error that a simpler pair may have more: what a free choice gains on noise alone. */
function freedom({ waveform }: WaveformModel, { type, q }: FilterModel): number {
  const filter = type === 'none' ? 0 : type === 'lowpass' ? 0.35 : 0.6
  return filter + (Math.abs(q - Math.SQRT1_2) < 0.01 ? 0 : 0.1) + (waveform === 'pulse' ? 0.4 : 0)
}

interface Heard {
  /** dB, floored. */
  readonly level: Float64Array
  readonly floor: Float64Array
}

function heardOf({ power, floor }: Frame): Heard {
  const loudest = power.reduce((most, each) => Math.max(most, each), 1e-30)
  const least = Float64Array.from(floor, each => Math.max(powerToDb(loudest) + deepestDb, powerToDb(2 * each + 1e-30)))
  return { level: power.map((each, i) => Math.max(powerToDb(each + 1e-30), least[i]!)), floor: least }
}

function bestCutoff({ level, floor }: Heard, source: Float64Array, responses: readonly Float64Array[]) {
  let index = 0
  let error = Number.POSITIVE_INFINITY
  for (let i = 0; i < responses.length; i++) {
    const here = misfit(level, floor, source, responses[i]!)
    if (here < error) {
      error = here
      index = i
    }
  }
  return { index, error }
}

/** RMS error after the best gain, both sides floored, each error at most `largestError`. */
function misfit(level: Float64Array, floor: Float64Array, source: Float64Array, response: Float64Array): number {
  const count = level.length
  // The gain from what stands above the floor, strong harmonics first: twice, the second time without outliers.
  let gain = 0
  let sum = 0
  let weight = 0
  for (let i = 0; i < count; i++) {
    const model = source[i]! + response[i]!
    if (level[i]! <= floor[i]! + 1 || model < -90) continue
    const w = 1 + Math.max(0, level[i]! - floor[i]!) / 10
    sum += w * (level[i]! - model)
    weight += w
  }
  if (weight === 0) return largestError
  gain = sum / weight
  for (let pass = 0; pass < 2; pass++) {
    sum = 0
    weight = 0
    for (let i = 0; i < count; i++) {
      const model = source[i]! + response[i]! + gain
      if (level[i]! <= floor[i]! + 1 && model <= floor[i]!) continue
      const off = level[i]! - Math.max(model, floor[i]!)
      const w = 1 / (1 + (off / 6) ** 2)
      sum += w * off
      weight += w
    }
    if (weight > 0) gain += sum / weight
  }
  let squares = 0
  let used = 0
  for (let i = 0; i < count; i++) {
    const model = Math.max(source[i]! + response[i]! + gain, floor[i]!)
    const off = Math.min(largestError, Math.abs(level[i]! - model))
    squares += off * off
    used++
  }
  return Math.sqrt(squares / used)
}
