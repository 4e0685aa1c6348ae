/**
 * Devices that answer to level, as moves: what a new threshold or limiter gain does to the powers that reach Main, to how deep the
 * mix ducks and, on Main, to peaks. The curves come from the device models (mix/devices/), over a few bars of every section.
 */
import { bandCount } from '../dsp/bands.ts'
import type { Analysis } from '../features/analysis.ts'
import type { Scope } from '../features/catalogue.ts'
import type { Take } from '../live/session.ts'
import type { LiveSet, TrackPath } from '../live/set.ts'
import { betweenKnots } from './between-knots.ts'
import type { StereoSignal } from './devices/device-model.ts'
import { barsOfPiece, type Digest, digestOf } from './digest.ts'
import { effectsOnMain } from './dynamics-on-main.ts'
import { effectsOnTrack } from './dynamics-on-track.ts'
import type { Contributor } from './model.ts'
import type { DeviceMove, DynamicEffect, DynamicEffects } from './moves.ts'

export interface DynamicsInput {
  readonly set: LiveSet
  readonly take: Take
  readonly analysis: Analysis
  readonly scopes: readonly Scope[]
  readonly contributors: readonly Contributor[]
  /** How deep a track ducks as measured, dB; null where nothing is sustained. */
  readonly ducking: (track: TrackPath) => number | null
  /** What enters Main's chain; null when not every track was heard. */
  readonly enteringMain: StereoSignal | null
}

export interface WithDigest extends DynamicsInput {
  readonly digest: Digest
}

/** A move that cannot be told changes nothing: no search will choose it. Answers are kept, a search asks again. */
export function dynamicEffects(input: DynamicsInput): DynamicEffects {
  const kept = new Map<string, readonly DynamicEffect[]>()
  let parts: { onMain: Effects; onTrack: Effects } | null = null
  const start = () => {
    const digest = (bars: number) => digestOf(input.analysis, input.scopes, input.take.main.sampleRate, bars)
    return {
      onMain: effectsOnMain({ ...input, digest: digest(barsOfPiece.main) }),
      onTrack: betweenKnots(effectsOnTrack({ ...input, digest: digest(barsOfPiece.track) })),
    }
  }
  return move => {
    const key = keyOf(move)
    let effects = kept.get(key)
    if (!effects) {
      parts ??= start()
      const told = move.node === 'master_track' ? parts.onMain(move) : parts.onTrack(move)
      effects = told ?? input.scopes.map(() => ({ ratio: new Float64Array(bandCount).fill(1), shifts: {} }))
      kept.set(key, effects)
    }
    return effects
  }
}

/** One entry per scope; null: cannot be told. */
export type Effects = (move: DeviceMove) => readonly DynamicEffect[] | null

const keyOf = ({ node, device, from, to, key }: DeviceMove): string =>
  [node, device, key ?? '', ...Object.entries(to).filter(([name, value]) => from[name] !== value)].join(' ')
