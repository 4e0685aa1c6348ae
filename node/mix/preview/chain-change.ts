/** What the moves change in a chain of devices, and what can be said about it: shared by tracks and buses. */
import type { DevicePath, Track, TrackPath } from '../../live/set.ts'
import type { StereoSignal } from '../devices/device-model.ts'
import { type Key, keyOf, type LinearStage } from './chain-program.ts'
import type { Stage } from './device-chain.ts'

export interface Chain {
  readonly track: Track
  readonly stages: readonly Stage[]
  /** What the side-chains of the chain's devices hear. */
  readonly keys: ReadonlyMap<TrackPath, Key>
  readonly sampleRate: number
}

export interface ChainChange {
  /** null: nothing changes, or nothing can be told. */
  readonly change: StereoSignal | null
  /** Where it is an approximation, in words. */
  readonly notes: readonly string[]
  /** Devices whose own moves are not in it, and why. */
  readonly unheard: readonly { readonly device: DevicePath; readonly reason: string }[]
}

export const unchanged: ChainChange = { change: null, notes: [], unheard: [] }

export const isLinear = (stage: Stage): stage is LinearStage => stage.kind === 'linear'

/** Moved, or listening to something that moves. */
export function isAffected(stage: Stage, keys: ReadonlyMap<TrackPath, Key>): boolean {
  if (stage.isMoved) return true
  if (stage.kind !== 'dynamic' || stage.before['S/C On'] !== 1) return false
  const { before, after } = keyOf(stage, keys)
  return before !== after
}

export const unheardMoves = (stages: readonly Stage[], reason: (stage: Stage) => string): ChainChange['unheard'] =>
  stages.filter(({ isMoved }) => isMoved).map(stage => ({ device: stage.device.path, reason: reason(stage) }))

export const answerNotes = (stages: readonly Stage[], { name }: Track) =>
  stages
    .filter(({ kind }) => kind === 'dynamic')
    .map(({ device }) => `${device.name} on ${name} answers as its model says.`)

/** Widening what was mono, opening what was cut: what is gone from the recording stays gone. */
export function lostNotes(stages: readonly LinearStage[], { name }: Track): string[] {
  return stages
    .filter(({ isMoved, before, after, model }) => isMoved && opensUp(model, before, after))
    .map(({ device }) => `What ${device.name} on ${name} took away in the recording cannot be brought back.`)
}

/** At these frequencies, of which the lowest and the highest matter to bass mono and to steep filters. */
const probes = [40, 60, 100, 300, 1000, 3000, 8000, 14_000]

function opensUp(model: LinearStage['model'], before: LinearStage['before'], after: LinearStage['after']): boolean {
  const [b, a] = [before, after].map(settings => model.response(settings, 48_000, probes))
  const size = (re: Float64Array, im: Float64Array, k: number) => Math.hypot(re[k]!, im[k]!)
  return probes.some(
    (_, k) =>
      (size(b!.mRe, b!.mIm, k) < 0.01 && size(a!.mRe, a!.mIm, k) > 0.1) ||
      (size(b!.sRe, b!.sIm, k) < 0.01 && size(a!.sRe, a!.sIm, k) > 0.1),
  )
}
