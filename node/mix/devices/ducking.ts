/** How deep a gain over time ducks on the beat, in the terms of features/sidechain; and the threshold that ducks as deep as wanted. */
import { gainToDb } from '../../dsp/decibel.ts'
import { median } from '../../dsp/statistics.ts'
import type { TimeRange } from '../../features/loudness.ts'
import type { GainCurve } from './device-model.ts'

export interface Beats {
  readonly firstBeatSeconds: number
  readonly secondsPerBeat: number
}

export interface Ducking {
  /** Sustained gain over the lowest after the beat, dB. */
  readonly depthDb: number
  /** From the beat to the start of the bottom; null where nothing is ducked. */
  readonly delayMs: number | null
  /** From there until nine tenths of the depth are regained. */
  readonly recoveryMs: number | null
}

/** Points per beat. */
const phases = 128
/** Less is not heard as ducking. */
const audibleDepthDb = 1.5
/** Where a ducker may reach its lowest point, in beats around the beat. */
const nearBeat = [-0.06, 0.42] as const

/** Beats wholly inside the ranges count, all of them when there are none given. Without a whole beat the depth is 0. */
export function duckingOf(curve: GainCurve, beats: Beats, ranges?: readonly TimeRange[]): Ducking {
  const folded = foldedDb(curve, beats, ranges)
  if (folded === null) return { depthDb: 0, delayMs: null, recoveryMs: null }
  const at = (phase: number) => folded[((phase % phases) + phases) % phases]!
  const loudest = [...folded].sort((a, b) => b - a).slice(0, Math.round(phases / 12))
  const sustained = loudest.reduce((sum, db) => sum + db, 0) / loudest.length
  const first = Math.round(nearBeat[0] * phases)
  let lowest = first
  for (let p = first; p < nearBeat[1] * phases; p++) if (at(p) < at(lowest)) lowest = p
  const depthDb = Math.max(0, sustained - at(lowest))
  if (depthDb < audibleDepthDb) return { depthDb, delayMs: null, recoveryMs: null }
  let low = first
  while (at(low) > at(lowest) + 0.1 * depthDb) low++
  let back = lowest
  while (back < lowest + phases && at(back) < sustained - 0.1 * depthDb) back++
  const ms = (1000 * beats.secondsPerBeat) / phases
  return { depthDb, delayMs: Math.max(0, (low + 0.5) * ms), recoveryMs: (back - low) * ms }
}

/** Median over the beats of the gain in dB at each phase, lightly smoothed as the measure is. */
function foldedDb(
  { stepSeconds, gain }: GainCurve,
  { firstBeatSeconds, secondsPerBeat }: Beats,
  ranges?: readonly TimeRange[],
): Float64Array | null {
  const seconds = gain.length * stepSeconds
  const starts: number[] = []
  for (const { startSeconds, endSeconds } of ranges ?? [{ startSeconds: 0, endSeconds: seconds }]) {
    const from = Math.ceil((Math.max(0, startSeconds) - firstBeatSeconds) / secondsPerBeat - 0.02)
    const to = Math.floor((Math.min(seconds, endSeconds) - firstBeatSeconds) / secondsPerBeat + 0.02)
    for (let n = from; n < to; n++) starts.push(firstBeatSeconds + n * secondsPerBeat)
  }
  if (starts.length === 0) return null
  const medians = Float64Array.from({ length: phases }, (_, p) => {
    const offset = ((p + 0.5) / phases) * secondsPerBeat
    const column = starts.map(start => gain[Math.floor((start + offset) / stepSeconds)] ?? 1)
    return gainToDb(Math.max(1e-7, median(column)!))
  })
  return medians.map((db, p) => 0.5 * db + 0.25 * (medians[(p + 1) % phases]! + medians[(p + phases - 1) % phases]!))
}
