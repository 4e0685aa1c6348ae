/**
 * Loudness after ITU-R BS.1770-4, EBU Tech 3341 (momentary, short-term) and Tech 3342 (loudness range).
 *
 * The K-weighted energy is taken once on a 10 ms grid and everything follows from it. A 100 ms grid, as many meters use,
 * misses the momentary maximum by up to 0.45 LU (Tech 3341 case 13). A mono file is measured as the standard has it, as one
 * channel: 3.01 LU below the same signal on two.
 */
import { type Audio, frameCount } from '../audio/audio.ts'
import { kernels } from '../dsp/kernels/kernels.ts'
import type { Curve } from './analysis.ts'

export interface Loudness {
  /** LUFS (range: LU); null where the audio is too short or nothing passes the gates. */
  readonly integrated: number | null
  readonly momentaryMax: number | null
  readonly shortTermMax: number | null
  readonly range: number | null
  /** Windows of 0.4 s and 3 s, LUFS, every 0.1 s; a value stands at the middle of its window. */
  readonly momentary: Curve
  readonly shortTerm: Curve
  /** K-weighted mean square of the gating blocks: block i spans i · 0.1 s to i · 0.1 s + 0.4 s. */
  readonly blocks: Float64Array
}

export interface TimeRange {
  readonly startSeconds: number
  readonly endSeconds: number
}

const gridPerSecond = 100
/** In grid steps. */
const momentaryWindow = 40
const shortTermWindow = 300
const step = 10
const stepSeconds = step / gridPerSecond

const absoluteGate = -70
const relativeGate = -10
const rangeRelativeGate = -20
const rangePercentiles = [0.1, 0.95] as const
/** Where a curve has less energy or none. */
const curveFloor = -120

/** Eq. 2 of the standard; the constant takes back the weighting's gain at 997 Hz. */
const toLoudness = (meanSquare: number) => -0.691 + 10 * Math.log10(meanSquare)
const toMeanSquare = (loudness: number) => 10 ** ((loudness + 0.691) / 10)
const absolutePower = toMeanSquare(absoluteGate)
const definedLoudness = (meanSquare: number) => (meanSquare > absolutePower ? toLoudness(meanSquare) : null)

/** Channel weights by WAVE order L R C (LFE) Ls Rs …: surrounds +1.5 dB, the LFE is left out. */
function channelWeight(channel: number, channels: number): number {
  if (channels < 5 || channel < 3) return 1
  return channel === 3 && channels > 5 ? 0 : 1.41
}

/** Energy before each grid point: a difference of two is the energy between them, exactly 0 in digital silence. */
function cumulativeEnergy(energies: Float64Array): Float64Array {
  const sums = new Float64Array(energies.length + 1)
  for (let i = 0; i < energies.length; i++) sums[i + 1] = sums[i]! + energies[i]!
  return sums
}

/** Mean square of every whole window, `every` grid steps apart. */
function windowPowers(sums: Float64Array, boundaries: Uint32Array, window: number, every: number): Float64Array {
  const powers = new Float64Array(Math.max(0, Math.floor((sums.length - 1 - window) / every) + 1))
  for (let i = 0, from = 0; i < powers.length; i++, from += every)
    powers[i] = (sums[from + window]! - sums[from]!) / (boundaries[from + window]! - boundaries[from]!)
  return powers
}

function maximum(values: Float64Array): number {
  let most = 0
  for (let i = 0; i < values.length; i++) if (values[i]! > most) most = values[i]!
  return most
}

/** Mean of the blocks above the absolute gate and above `relative` LU under those blocks' own mean. NaN without any. */
function gatedMean(blocks: Float64Array, relative: number): { mean: number; gate: number } {
  const gate = meanAbove(blocks, absolutePower) * 10 ** (relative / 10)
  return { mean: meanAbove(blocks, Math.max(absolutePower, gate)), gate }
}

function meanAbove(blocks: Float64Array, gate: number): number {
  let sum = 0
  let count = 0
  for (let i = 0; i < blocks.length; i++) {
    if (!(blocks[i]! > gate)) continue
    sum += blocks[i]!
    count++
  }
  return sum / count
}

function integratedLoudness(blocks: Float64Array): number | null {
  const { mean } = gatedMean(blocks, relativeGate)
  return Number.isNaN(mean) ? null : toLoudness(mean)
}

function loudnessRange(shortTerm: Float64Array): number | null {
  const { gate } = gatedMean(shortTerm, rangeRelativeGate)
  if (Number.isNaN(gate)) return null
  const least = Math.max(gate, absolutePower)
  const sorted = shortTerm.filter(power => power > least).sort()
  const [low, high] = rangePercentiles.map(p => sorted[Math.round((sorted.length - 1) * p)]!)
  return toLoudness(high!) - toLoudness(low!)
}

function curve(powers: Float64Array, window: number): Curve {
  const values = Float32Array.from(powers, power => Math.max(curveFloor, toLoudness(power)))
  return { startSeconds: window / gridPerSecond / 2, stepSeconds, values }
}

export function measureLoudness({ sampleRate, channels }: Audio): Loudness {
  const frames = frameCount({ sampleRate, channels })
  const count = Math.floor((frames * gridPerSecond) / sampleRate)
  const boundaries = new Uint32Array(count + 1)
  for (let i = 0; i <= count; i++) boundaries[i] = Math.round((i * sampleRate) / gridPerSecond)
  const energies = new Float64Array(count)
  const weights = channels.map((_, c) => channelWeight(c, channels.length))
  kernels().addKWeightedEnergy(channels, sampleRate, { boundaries, weights, into: energies })
  const sums = cumulativeEnergy(energies)
  if (!Number.isFinite(sums[count])) throw new RangeError('audio must not contain NaN or Infinity')

  const blocks = windowPowers(sums, boundaries, momentaryWindow, step)
  const shortTerm = windowPowers(sums, boundaries, shortTermWindow, step)
  return {
    integrated: integratedLoudness(blocks),
    momentaryMax: definedLoudness(maximum(windowPowers(sums, boundaries, momentaryWindow, 1))),
    shortTermMax: definedLoudness(maximum(windowPowers(sums, boundaries, shortTermWindow, 1))),
    range: loudnessRange(shortTerm),
    momentary: curve(blocks, momentaryWindow),
    shortTerm: curve(shortTerm, shortTermWindow),
    blocks,
  }
}

/** Integrated loudness of several stretches together: the blocks that lie wholly inside one, gated as one programme. */
export function gatedLoudness({ blocks }: Pick<Loudness, 'blocks'>, ranges: readonly TimeRange[]): number | null {
  const windowSeconds = momentaryWindow / gridPerSecond
  const chosen = new Float64Array(blocks.length)
  let count = 0
  for (let i = 0; i < blocks.length; i++)
    if (isInside(ranges, i * stepSeconds, i * stepSeconds + windowSeconds)) chosen[count++] = blocks[i]!
  return integratedLoudness(chosen.subarray(0, count))
}

/** Times of windows are multiples of 0.1 s, which doubles do not hold exactly. */
const slack = 1e-6

/** Whether a window lies wholly inside one of the ranges. */
export function isInside(ranges: readonly TimeRange[], from: number, to: number): boolean {
  for (const { startSeconds, endSeconds } of ranges)
    if (from >= startSeconds - slack && to <= endSeconds + slack) return true
  return false
}
