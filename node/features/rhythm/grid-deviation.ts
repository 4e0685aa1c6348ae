/**
 * How far the beats stray from the constant grid: stretches of eight beats are folded on the beat and laid over each other
 * (cross-correlation of the onset strength); the deviation is the RMS of their lateness. A drift is followed from stretch
 * to stretch, so it may add up to more than the distance between two hits.
 */
import { at } from '../../dsp/circular.ts'
import type { OnsetCurves } from '../../dsp/onset.ts'
import type { BeatGrid } from '../analysis.ts'
import { combined } from './tempo.ts'

const stretchBeats = 8
const leastStretches = 2
/** Of the low-band onsets of a usual stretch: with less there is no kick, and the hits may be anywhere. */
const leastLow = 0.4
/** From one stretch to the next, and about its first reading once all are known. */
const reachSeconds = 0.04
const fineReachSeconds = 0.015
/** Stretches less alike than this have no common pattern. */
const leastLikeness = 0.3

export interface GridDeviation {
  /** RMS lateness about its mean, ms; `null` with fewer than two stretches of eight beats with kicks, or no two alike. */
  readonly deviationMs: number | null
  /** 0 to 1: how alike the stretches are. */
  readonly confidence: number
}

const undefinedDeviation: GridDeviation = { deviationMs: null, confidence: 0 }

export function gridDeviation(
  onsets: OnsetCurves,
  { tempo, firstBeatSeconds }: Pick<BeatGrid, 'tempo' | 'firstBeatSeconds'>,
): GridDeviation {
  const { hopSeconds } = onsets
  const period = 60 / tempo / hopSeconds
  const places = Math.round(period)
  const stretches = stretchesOf(onsets, { first: firstBeatSeconds / hopSeconds, period, places })
  if (stretches.length < leastStretches) return undefinedDeviation
  // Each is laid over the mean of those before it, near the one before it.
  const mean = new Float64Array(places)
  let before = 0
  const rough = stretches.map(stretch => {
    before = Math.round(bestLag(stretch, mean, before, reachSeconds / hopSeconds).lag)
    addAligned(mean, stretch, before)
    return before
  })
  const readings = stretches.map((stretch, n) => {
    const { lag, likeness } = bestLag(stretch, mean, rough[n]!, fineReachSeconds / hopSeconds)
    // A stretch that plays something else says little about its place.
    return { lag, weight: Math.max(0, likeness) ** 2 }
  })
  const total = readings.reduce((sum, { weight }) => sum + weight, 0)
  const confidence = Math.sqrt(total / readings.length)
  if (!(confidence >= leastLikeness)) return undefinedDeviation
  const centre = readings.reduce((sum, { lag, weight }) => sum + weight * lag, 0) / total
  const rms = Math.sqrt(readings.reduce((sum, { lag, weight }) => sum + weight * (lag - centre) ** 2, 0) / total)
  return { deviationMs: (1000 * rms * 60) / tempo / places, confidence }
}

interface Grid {
  /** Frames. */
  readonly first: number
  readonly period: number
  /** Points per beat. */
  readonly places: number
}

/** The stretches with kicks, each folded on the beat. */
function stretchesOf(onsets: OnsetCurves, grid: Grid): Float64Array[] {
  const { low } = onsets
  const curve = combined(onsets)
  const beats = Math.floor((low.length - grid.first) / grid.period)
  if (!curve || beats < stretchBeats) return []
  const starts = Array.from(
    { length: Math.floor(beats / stretchBeats) },
    (_, n) => grid.first + n * stretchBeats * grid.period,
  )
  const strengths = starts.map(start => {
    let sum = 0
    const to = Math.min(low.length, Math.round(start + stretchBeats * grid.period))
    for (let m = Math.max(0, Math.round(start)); m < to; m++) sum += low[m]!
    return sum
  })
  const usual = strengths.slice().sort((a, b) => a - b)[Math.floor(0.75 * strengths.length)]!
  return starts
    .filter((_, n) => strengths[n]! > 0 && strengths[n]! >= leastLow * usual)
    .map(first => foldedBeats(curve, { ...grid, first }))
}

function addAligned(mean: Float64Array, stretch: Float64Array, lag: number): void {
  for (let k = 0; k < mean.length; k++) mean[k]! += at(stretch, k + lag)
}

/** Eight beats added up, less their mean. Place k is k / places of a beat after the grid's. */
function foldedBeats(curve: Float32Array, { first, period, places }: Grid): Float64Array {
  const sum = new Float64Array(places)
  let mean = 0
  for (let beat = 0; beat < stretchBeats; beat++) addBeat(curve, first + beat * period, period / places, sum)
  for (let k = 0; k < places; k++) mean += sum[k]! / places
  for (let k = 0; k < places; k++) sum[k]! -= mean
  return sum
}

/** The curve read every `step` frames from `first` on. */
function addBeat(curve: Float32Array, first: number, step: number, onto: Float64Array): void {
  for (let k = 0; k < onto.length; k++) {
    const place = first + k * step
    const n = Math.floor(place)
    const share = place - n
    if (n >= 0 && n + 1 < curve.length) onto[k] = onto[k]! + (1 - share) * curve[n]! + share * curve[n + 1]!
  }
}

/** The lag, in places and between them, at which the stretch is most like the mean. */
function bestLag(stretch: Float64Array, mean: Float64Array, around: number, reachPlaces: number) {
  const reach = Math.round(reachPlaces)
  const norm = Math.sqrt(product(stretch, stretch, 0) * product(mean, mean, 0))
  const likeness = (lag: number) => (norm > 0 ? product(stretch, mean, lag) / norm : 0)
  let best = around
  let most = -Infinity
  for (let lag = around - reach; lag <= around + reach; lag++) {
    const here = likeness(lag)
    if (here > most) {
      most = here
      best = lag
    }
  }
  const left = likeness(best - 1)
  const right = likeness(best + 1)
  const bend = left - 2 * most + right
  const between = bend < 0 && most >= left && most >= right ? (0.5 * (left - right)) / bend : 0
  return { lag: best + between, likeness: most }
}

/** Σ x(k + lag) · y(k) over one period. */
function product(x: Float64Array, y: Float64Array, lag: number): number {
  const { length } = y
  let sum = 0
  let at = ((lag % length) + length) % length
  for (let k = 0; k < length; k++) {
    sum += x[at]! * y[k]!
    if (++at === length) at = 0
  }
  return sum
}
