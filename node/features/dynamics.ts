/** Dynamics: crest factor, peak to short-term ratio, and the punch of the hits. */
import { gainToDb, powerToDb } from '../dsp/decibel.ts'
import type { Envelopes } from '../dsp/envelope.ts'
import { type LevelGrid, levelStepsPerSecond, meanSquare, peakOver, stepsBetween } from '../dsp/level-grid.ts'
import { addTo, writeSquares } from '../dsp/loops.ts'
import { median } from '../dsp/statistics.ts'
import type { BeatGrid, Curve } from './analysis.ts'
import { isInside, type TimeRange } from './loudness.ts'

const blockSeconds = 3
/** A remainder shorter than this joins no block: a peak over too little RMS is an accident of where it was cut. */
const leastBlockSeconds = 1.5
/** Mean square of −60 dBFS: below, the crest of noise floor and reverb tails would outvote the programme. */
const leastPower = 1e-6

/**
 * Crest factor in dB: the median over blocks of 3 s of sample peak over RMS in the louder channel (by RMS). Blocks tile each
 * range from its start, to the nearest 10 ms; a range or audio shorter than one block is one block. Without ranges: the whole
 * audio.
 */
export function crestFactor(levels: LevelGrid, ranges?: readonly TimeRange[]): number | null {
  const channels = Math.min(2, levels.peaks.length)
  const whole = { startSeconds: 0, endSeconds: Number.POSITIVE_INFINITY }
  const block = blockSeconds * levelStepsPerSecond
  const crests: number[] = []
  for (const { startSeconds, endSeconds } of ranges ?? [whole]) {
    const { from: start, to: end } = stepsBetween(levels, startSeconds, endSeconds)
    for (let from = start; from < end; from += block) {
      const to = Math.min(end, from + block)
      if (from > start && to - from < leastBlockSeconds * levelStepsPerSecond) break
      let power = 0
      let peak = 0
      for (let c = 0; c < channels; c++) {
        const own = meanSquare(levels, c, from, to)
        if (own <= power) continue
        power = own
        peak = peakOver(levels, c, from, to)
      }
      if (power > leastPower) crests.push(gainToDb(peak / Math.sqrt(power)))
    }
  }
  return median(crests)
}

/** Windows quieter than this under the loudest one say how quiet a break is, not how much room the peaks have, LU. */
const quietLu = 10

/**
 * Peak to short-term ratio in dB: true peak of each 3 s window over its short-term loudness, the median of the windows that lie
 * within 10 LU of the loudest. `peaks`: true peak per 10 ms, linear, from the start of the audio; `shortTerm`: LUFS, every
 * 0.1 s, standing at the middle of its window. Only windows wholly inside the ranges count; `null` when there are none.
 */
export function peakToShortTermRatio(
  peaks: Float32Array,
  shortTerm: Curve,
  ranges?: readonly TimeRange[],
): number | null {
  const { startSeconds: half, stepSeconds, values } = shortTerm
  const windows: number[] = []
  let loudest = Number.NEGATIVE_INFINITY
  for (let i = 0; i < values.length; i++) {
    const middle = half + i * stepSeconds
    if (!(values[i]! > -70) || (ranges && !isInside(ranges, middle - half, middle + half))) continue
    windows.push(i)
    loudest = Math.max(loudest, values[i]!)
  }
  // A maximum per step of the curve first: windows overlap thirtyfold. Only of the steps that are looked at.
  const steps = Math.round((2 * half) / stepSeconds)
  const [first = 0] = windows
  const stepPeaks = new Float32Array((windows.at(-1) ?? 0) + steps - first)
  const perStep = Math.round(stepSeconds * peaksPerSecond)
  for (let i = 0; i < stepPeaks.length; i++)
    stepPeaks[i] = largest(peaks, (first + i) * perStep, (first + i + 1) * perStep)
  const ratios: number[] = []
  for (const i of windows)
    if (values[i]! > loudest - quietLu)
      ratios.push(gainToDb(largest(stepPeaks, i - first, i - first + steps)) - values[i]!)
  return median(ratios)
}

const peaksPerSecond = 100

function largest(values: Float32Array, from: number, to: number): number {
  let most = 0
  for (let i = from, end = Math.min(to, values.length); i < end; i++) if (values[i]! > most) most = values[i]!
  return most
}

/** The hit: its loudest 12 ms, looked for from just before the beat to 60 ms after it. */
const hitSeconds = 0.012
const hitReach = { before: 0.012, after: 0.06 } as const
const shortestBeats = 8
/** Beats this far below the louder ones are pauses. */
const pauseDb = -20

/** One beat: how far its hit stands out of it, and how loud the hit is. */
export interface Hit {
  readonly seconds: number
  readonly punchDb: number
  readonly levelDb: number
}

/** The hits of all beats that sound, from the mono envelopes (below 150 Hz and from 345 Hz up). */
export function hitsOf({ hopSeconds, frames, octaves, low }: Envelopes, grid: BeatGrid): Hit[] {
  const beat = 60 / grid.tempo
  const hitFrames = Math.max(1, Math.round(hitSeconds / hopSeconds))
  const power = new Float32Array(frames)
  writeSquares(low, 0.5, power)
  for (const octave of octaves) addTo(power, octave)
  const frameAt = (time: number) => Math.max(0, Math.min(frames, Math.round(time / hopSeconds)))
  const first = Math.ceil(-grid.firstBeatSeconds / beat - 0.02)
  const hits: Hit[] = []
  for (let n = first; grid.firstBeatSeconds + (n + 1) * beat <= frames * hopSeconds + 0.02 * beat; n++) {
    const at = grid.firstBeatSeconds + n * beat
    const level = middleOf(power.subarray(frameAt(at), frameAt(at + beat)))
    if (!(level > 0)) continue
    const hit = loudestMean(power, frameAt(at - hitReach.before), frameAt(at + hitReach.after), hitFrames)
    hits.push({ seconds: at, punchDb: powerToDb(hit / level), levelDb: powerToDb(hit) })
  }
  return hits
}

/** Largest mean of `width` values that begins between `from` and `to`. */
function loudestMean(values: Float32Array, from: number, to: number, width: number): number {
  let most = 0
  for (let m = from; m <= to; m++) {
    let sum = 0
    for (let k = m; k < m + width && k < values.length; k++) sum += values[k]!
    if (sum > most) most = sum
  }
  return most / width
}

/**
 * Transient punch in dB: the median over the beats of the hit's level over the median level of that beat. A limiter or a
 * compressor with fast attack lowers it; the overall level does not. Beats 20 dB below the usual are pauses and left out.
 * `null` for fewer than eight beats.
 */
export function transientPunch(hits: readonly Hit[], ranges?: readonly TimeRange[]): number | null {
  const inside = hits.filter(
    ({ seconds }) =>
      ranges?.some(({ startSeconds, endSeconds }) => seconds >= startSeconds - 0.01 && seconds < endSeconds - 0.1) ??
      true,
  )
  if (inside.length < shortestBeats) return null
  const usual = median(inside.map(({ levelDb }) => levelDb))!
  return median(inside.filter(({ levelDb }) => levelDb > usual + pauseDb).map(({ punchDb }) => punchDb))
}

const middleOf = (values: Float32Array) => values.slice().sort()[values.length >> 1] ?? 0
