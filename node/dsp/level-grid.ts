/**
 * Peak and energy of every channel in steps of 10 ms, and what is wrong with the samples: one pass over the audio that crest
 * factor, energy curve and warnings share.
 */
import { kernels } from './kernels/kernels.ts'

export interface LevelGrid {
  readonly sampleRate: number
  /** Step i spans the samples boundaries[i] to boundaries[i + 1]; the last step may be shorter. */
  readonly boundaries: Uint32Array
  /** Per channel: largest absolute sample and sum of squares of each step. */
  readonly peaks: readonly Float32Array[]
  readonly energies: readonly Float64Array[]
  /** Per channel: places where at least four samples in a row sit at the same value of 0.98 or more. */
  readonly clippedRuns: readonly number[]
}

export const levelStepsPerSecond = 100

/** Runs of samples this close to full scale are clipping, not a peak that happens to touch it. */
const clippedRun = 4
const nearFullScale = 0.98

export function measureLevelGrid(channels: readonly Float32Array[], sampleRate: number): LevelGrid {
  if (!(sampleRate > 0)) throw new RangeError(`sampleRate must be positive, got ${sampleRate}`)
  const length = channels[0]?.length ?? 0
  const count = Math.ceil((length * levelStepsPerSecond) / sampleRate)
  const boundaries = new Uint32Array(count + 1)
  for (let i = 0; i <= count; i++) boundaries[i] = Math.min(length, Math.round((i * sampleRate) / levelStepsPerSecond))
  const { levelSteps } = kernels()
  const measured = channels.map(channel => levelSteps(channel, boundaries))
  return {
    sampleRate,
    boundaries,
    peaks: measured.map(({ peaks }) => peaks),
    energies: measured.map(({ energies }) => energies),
    clippedRuns: measured.map(({ peaks }, c) => clippedRunsIn(channels[c]!, boundaries, peaks)),
  }
}

function clippedRunsIn(channel: Float32Array, boundaries: Uint32Array, peaks: Float32Array): number {
  let runs = 0
  for (let i = 0; i < peaks.length; i++)
    if (peaks[i]! >= nearFullScale) runs += runsThatEndIn(channel, boundaries[i]!, boundaries[i + 1]!)
  return runs
}

/** Runs that reach their fourth sample inside the stretch. */
function runsThatEndIn(channel: Float32Array, from: number, to: number): number {
  let runs = 0
  let length = 1
  for (let n = Math.max(1, from - clippedRun + 1); n < to; n++) {
    const x = channel[n]!
    if (x === channel[n - 1] && Math.abs(x) >= nearFullScale) {
      length++
      if (length === clippedRun && n >= from) runs++
    } else length = 1
  }
  return runs
}

/** Step numbers of a stretch in seconds, inside the audio. */
export function stepsBetween({ boundaries }: LevelGrid, startSeconds: number, endSeconds: number) {
  const count = boundaries.length - 1
  const step = (seconds: number) => Math.max(0, Math.min(count, Math.round(seconds * levelStepsPerSecond)))
  return { from: step(startSeconds), to: step(endSeconds) }
}

/** Mean square of one channel over the steps from … to; 0 for none. */
export function meanSquare({ boundaries, energies }: LevelGrid, channel: number, from: number, to: number): number {
  let energy = 0
  for (let i = from; i < to; i++) energy += energies[channel]![i]!
  const samples = to > from ? boundaries[to]! - boundaries[from]! : 0
  return samples > 0 ? energy / samples : 0
}

/** Largest absolute sample of one channel over the steps from … to. */
export function peakOver({ peaks }: LevelGrid, channel: number, from: number, to: number): number {
  let peak = 0
  for (let i = from; i < to; i++) if (peaks[channel]![i]! > peak) peak = peaks[channel]![i]!
  return peak
}
