/**
 * Where in the song each sample of a recording is: read from its third channel, the phase in the beat that Max's
 * plugphasor~ gives (0 to 1, then from the start; a constant while the transport stands still).
 *
 * All devices run on one sample clock, so a straight line through thousands of phases places a file far below a sample,
 * whatever it was recorded with: 32-bit floats step by 6e-8 of a beat, 16-bit files by 3e-5, which is half a sample.
 */
import { median } from '../../dsp/statistics.ts'

export interface SongPosition {
  /** First and last sample (exclusive) of the longest stretch in which the song runs evenly. */
  readonly fromSample: number
  readonly toSample: number
  /** Song position of `fromSample`, in beats. */
  readonly fromBeats: number
  readonly beatsPerSample: number
  /** Typical distance of the phases from the line, in samples. */
  readonly scatterSamples: number
  /** Other stretches in which the song ran, seconds together: before a jump, after one. */
  readonly elsewhereSeconds: number
}

export interface PhaseOptions {
  readonly sampleRate: number
  /** BPM by Live. */
  readonly tempo: number
  /** Song position when the recorder was told to start, or when Live was told to play from where it stood. */
  readonly startedAt: number
}

/** Samples per step. At 240 BPM and 8 kHz a step is a fifteenth of a beat: wraps are unmistakable. */
const step = 128
/** A step's length may differ by this share from the usual one: 26 samples, less than the smallest jump there is. */
const evenness = 0.2
/** The tempo in the recording may differ from Live's by this share; more, and a beat is not what we think it is. */
const tempoTolerance = 2e-3
/** Shortest stretch worth a line: steps. */
const fewestSteps = 32
/**
 * Beats before and after `startedAt` in which the song may begin to move: before, Live rounds; after, a recorder that was
 * told while the song played began late. One beat together, or there would be two answers.
 */
const earliest = 0.3

/** null: no song position is in it (the transport stood still, or the channel holds something else). */
export function songPosition(phase: Float32Array, options: PhaseOptions): SongPosition | null {
  const { sampleRate, tempo, startedAt } = options
  const lengths = stepLengths(phase)
  const usual = median(lengths.filter(length => length > 0 && length < 0.5))
  const expected = (step * tempo) / 60 / sampleRate
  if (usual === null || Math.abs(usual / expected - 1) > evenness) return null
  const stretches = evenStretches(lengths, usual)
  const longest = stretches.reduce<Stretch | null>((a, b) => (a && a.to - a.from >= b.to - b.from ? a : b), null)
  if (!longest || longest.to - longest.from < fewestSteps) return null

  const line = fitLine(unwrapped(phase, lengths, longest))
  if (Math.abs(line.slope / expected - 1) > tempoTolerance) return null
  const from = firstOnLine(phase, longest.from * step, line)
  const atFrom = line.start + (line.slope * (from - longest.from * step)) / step
  const wholeBeats = Math.ceil(startedAt - earliest - atFrom)
  const others = stretches.reduce((sum, { from, to }) => sum + to - from, 0) - (longest.to - longest.from)
  return {
    fromSample: from,
    toSample: longest.to * step,
    fromBeats: atFrom + wholeBeats,
    beatsPerSample: line.slope / step,
    scatterSamples: (line.scatter / line.slope) * step,
    elsewhereSeconds: (others * step) / sampleRate,
  }
}

/** Sample of the file, not rounded, at which the song is at `beats`. */
export const sampleAt = ({ fromSample, fromBeats, beatsPerSample }: SongPosition, beats: number) =>
  fromSample + (beats - fromBeats) / beatsPerSample

/** Beats per step, 0 to 1. */
function stepLengths(phase: Float32Array): Float64Array {
  const count = Math.max(0, Math.floor((phase.length - 1) / step))
  return Float64Array.from({ length: count }, (_, k) => {
    const difference = phase[(k + 1) * step]! - phase[k * step]!
    return difference - Math.floor(difference)
  })
}

/** In steps, `to` exclusive. */
interface Stretch {
  readonly from: number
  readonly to: number
}

function evenStretches(lengths: Float64Array, usual: number): Stretch[] {
  const stretches: Stretch[] = []
  let from = -1
  for (let k = 0; k <= lengths.length; k++) {
    const isEven = k < lengths.length && Math.abs(lengths[k]! / usual - 1) < evenness
    if (isEven && from < 0) from = k
    if (!isEven && from >= 0) {
      stretches.push({ from, to: k })
      from = -1
    }
  }
  return stretches
}

/** Song position at the ends of the stretch's steps, from 0 ≤ x < 1 on. Differences of floats are exact in doubles. */
function unwrapped(phase: Float32Array, lengths: Float64Array, { from, to }: Stretch): Float64Array {
  const positions = new Float64Array(to - from + 1)
  positions[0] = phase[from * step]!
  for (let k = from; k < to; k++) positions[k - from + 1] = positions[k - from]! + lengths[k]!
  return positions
}

/** y = start + slope · index; `scatter`: median distance from it. */
interface Line {
  readonly start: number
  readonly slope: number
  readonly scatter: number
}

/** Least squares, twice: the second time without what is far off the first line (a step across an edge, a dropout). */
function fitLine(y: Float64Array): Line {
  const first = leastSquares(y, () => true)
  const limit = 6 * Math.max(first.scatter, 1e-7)
  return leastSquares(y, k => Math.abs(y[k]! - first.start - first.slope * k) <= limit)
}

function leastSquares(y: Float64Array, isUsed: (index: number) => boolean): Line {
  let n = 0
  let sumK = 0
  let sumY = 0
  for (let k = 0; k < y.length; k++) {
    if (!isUsed(k)) continue
    n++
    sumK += k
    sumY += y[k]!
  }
  let products = 0
  let squares = 0
  for (let k = 0; k < y.length; k++) {
    if (!isUsed(k)) continue
    products += (k - sumK / n) * (y[k]! - sumY / n)
    squares += (k - sumK / n) ** 2
  }
  const slope = products / squares
  const start = sumY / n - (slope * sumK) / n
  const distances = y.map((value, k) => Math.abs(value - start - slope * k))
  return { start, slope, scatter: median(distances)! }
}

/** The stretch begins within the step before its first even one: back to the first sample whose phase is on the line. */
function firstOnLine(phase: Float32Array, from: number, { start, slope, scatter }: Line): number {
  const limit = Math.max(6 * scatter, (0.5 * slope) / step)
  let first = from
  while (first > 0 && first > from - step) {
    const expected = start + (slope * (first - 1 - from)) / step
    const difference = phase[first - 1]! - expected
    if (Math.abs(difference - Math.round(difference)) > limit) break
    first--
  }
  return first
}
