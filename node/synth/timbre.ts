/**
 * Waveform and filter together: what a filter takes away looks like another waveform, so neither can be named alone. Every
 * pair of models is fitted to the harmonics in dB, the cutoff of its own in every frame; both sides are floored at what
 * the recording can show, so that a harmonic that should be there and is not counts as much as one too many.
 */
import { powerToDb } from '../dsp/decibel.ts'
import type { Frame, Places } from './harmonics.ts'
import { type FilterModel, filterGainDb, filterModels, pulse, type WaveformModel, waveformModels } from './models.ts'

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

interface Pair {
  readonly waveform: WaveformModel
  readonly filter: FilterModel
}

/** How many pairs of the coarse search are looked at closely. */
const finalists = 5

/**
 * The best fits, the best first: one per waveform (a pulse's widths are one) and filter type and slope. Every pair of a
 * coarse choice, then all resonances, widths and cutoffs around the best of them. Bands (no fundamental) have no waveform.
 */
export function fitTimbre(frames: readonly Frame[], places: Places, sampleRate: number): TimbreFit[] {
  const heard = frames.map(heardOf)
  const waveforms = places.f0 === null ? [flatSource] : waveformModels
  const responses = new Map<FilterModel, readonly Float64Array[]>()
  const fit = ({ waveform, filter }: Pair, step: number): TimbreFit => {
    if (!responses.has(filter)) responses.set(filter, responsesOf(filter, places, sampleRate))
    const source = Float64Array.from(places.numbers, waveform.levelDb)
    const best = heard.map(each => bestCutoff(each, source, responses.get(filter)!, step))
    const errorDb = best.reduce((sum, { error }) => sum + error, 0) / best.length
    return {
      waveform,
      filter,
      cutoffs: best.map(({ index }) => (filter.type === 'none' ? null : cutoffAt(index))),
      errorDb,
      cost: errorDb + freedom(waveform, filter),
    }
  }
  const coarse = pairs(
    waveforms.filter(
      ({ pulseWidth }) => pulseWidth === null || coarseWidths.some(w => Math.abs(w - pulseWidth) < 1e-9),
    ),
    filterModels.filter(({ type, q }) => type === 'none' || coarseResonances.includes(q)),
  ).map(pair => fit(pair, 2))
  const kinds = bestOfKinds(coarse).slice(0, finalists)
  // The middle frame: a moving width has no one value, and is looked for elsewhere.
  const pulses =
    places.f0 === null || kinds[0]!.errorDb < wellDb ? [] : pulsesOf(heard[heard.length >> 1]!, places, sampleRate)
  const fine = kinds.flatMap(({ waveform, filter }) =>
    pairs(
      waveforms.filter(
        each =>
          each.waveform === waveform.waveform &&
          Math.abs((each.pulseWidth ?? 0) - (waveform.pulseWidth ?? 0)) <= (kinds.length > 1 ? 0.09 : 0.5),
      ),
      filterModels.filter(each => each.type === filter.type && each.slopeDbPerOctave === filter.slopeDbPerOctave),
    ).map(pair => fit(pair, 1)),
  )
  const widths = pulses.flatMap(({ waveform, filter }) =>
    pairs(
      [waveform],
      filterModels.filter(each => each.type === filter.type && each.slopeDbPerOctave === filter.slopeDbPerOctave),
    ).map(pair => fit(pair, 1)),
  )
  return bestOfKinds([...fine, ...coarse, ...widths])
}

/** Where nothing fits well, a pulse may: its width decides which harmonics are missing, and the coarse ones miss that. */
const wellDb = 1
/** Harmonics up to here tell widths a fiftieth apart from one another; higher ones only much nearer ones. */
const widthHarmonics = 20
const widthStep = 0.004

/** Every pulse width, by the low harmonics, alone and through plain low-passes; then, near the best, by all of them. */
function pulsesOf(heard: Heard, places: Places, sampleRate: number): Pair[] {
  const plain = filterModels.filter(({ type, q }) => type === 'none' || (type === 'lowpass' && q === Math.SQRT1_2))
  return plain.map(filter => {
    const responses = responsesOf(filter, places, sampleRate)
    const errorOf = (width: number, count: number) => {
      const cut = (values: Float64Array) => values.subarray(0, count)
      const source = Float64Array.from(places.numbers.slice(0, count), pulse(width).levelDb)
      const low = { level: cut(heard.level), floor: cut(heard.floor) }
      return bestCutoff(low, source, responses.map(cut), 2).error
    }
    const best = (widths: readonly number[], count: number) =>
      widths
        .filter(width => width > 0.02 && width < 0.5)
        .map(width => ({ width, error: errorOf(width, count) }))
        .reduce((a, b) => (b.error < a.error ? b : a)).width
    const near = (width: number, step: number, count: number) =>
      best(
        [0, -2, -1, 1, 2].map(k => width + k * step),
        count,
      ) // the middle first: it wins a tie
    const every = Array.from({ length: Math.floor(0.47 / widthStep) }, (_, i) => 0.026 + i * widthStep)
    const low = near(near(best(every, widthHarmonics), 0.001, widthHarmonics), 0.0005, widthHarmonics)
    return { waveform: pulse(near(near(low, 0.0005, places.hz.length), 0.0002, places.hz.length)), filter }
  })
}

const coarseWidths = [0.06, 0.1, 0.16, 0.2, 0.25, 0.3, 1 / 3, 0.4, 0.46]
const coarseResonances = [Math.SQRT1_2, 1.5, 4, 8]

const pairs = (waveforms: readonly WaveformModel[], filters: readonly FilterModel[]): Pair[] =>
  // Nothing is left of a sine that a filter could shape.
  waveforms.flatMap(waveform =>
    filters.filter(({ type }) => waveform.waveform !== 'sine' || type === 'none').map(filter => ({ waveform, filter })),
  )

/** The best of each waveform with each type and slope of filter, the best first. */
function bestOfKinds(fits: readonly TimbreFit[]): TimbreFit[] {
  const best = new Map<string, TimbreFit>()
  for (const fit of fits) {
    const kind = `${fit.waveform.waveform} ${fit.filter.type} ${fit.filter.slopeDbPerOctave}`
    if (fit.cost < (best.get(kind)?.cost ?? Number.POSITIVE_INFINITY)) best.set(kind, fit)
  }
  return [...best.values()].toSorted((a, b) => a.cost - b.cost)
}

const responsesOf = (filter: FilterModel, { hz }: Places, sampleRate: number) =>
  (filter.type === 'none' ? [0] : cutoffGrid).map(cutoff =>
    Float64Array.from(hz, each => (cutoff > 0 ? filterGainDb(filter, cutoff, each, sampleRate) : 0)),
  )

/** Cutoff of a place on the grid, between two as well. */
const cutoffAt = (index: number) => lowestCutoff * 2 ** (index / cutoffsPerOctave)

/** One pair followed over frames: cutoff (Hz) and error (dB) in each. */
export class CutoffReader {
  readonly #source: Float64Array
  readonly #responses: readonly Float64Array[]

  constructor({ waveform, filter }: Pair, places: Places, sampleRate: number) {
    this.#source = Float64Array.from(places.numbers, waveform.levelDb)
    this.#responses = responsesOf(filter, places, sampleRate)
  }

  read(frame: Frame): { readonly hz: number; readonly errorDb: number } {
    const { index, error } = bestCutoff(heardOf(frame), this.#source, this.#responses, 1)
    return { hz: cutoffAt(index), errorDb: error }
  }
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

/** The place on the grid where the error is smallest, between two by the parabola through three. */
function bestCutoff({ level, floor }: Heard, source: Float64Array, responses: readonly Float64Array[], step: number) {
  let index = 0
  let error = Number.POSITIVE_INFINITY
  const errorAt = (i: number) => misfit(level, floor, source, responses[i]!)
  for (let i = 0; i < responses.length; i += step) {
    const here = errorAt(i)
    if (here < error) {
      error = here
      index = i
    }
  }
  if (step > 1 || index === 0 || index === responses.length - 1) return { index, error }
  const [before, after] = [errorAt(index - 1) ** 2, errorAt(index + 1) ** 2]
  const curvature = before - 2 * error ** 2 + after
  return { index: index + (curvature > 0 ? (0.5 * (before - after)) / curvature : 0), error }
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
