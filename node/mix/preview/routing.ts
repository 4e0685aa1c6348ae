/** Live's mixer before and after the moves: what flows from where to where, at which gains on left and right. */
import { dbToGain } from '../../dsp/decibel.ts'
import { mixerState } from '../../live/mixer.ts'
import { panGains } from '../../live/pan.ts'
import { type LiveSet, masterOf, type Track, type TrackPath, trackAt } from '../../live/set.ts'
import type { Move } from '../moves.ts'

export interface Gains {
  readonly left: number
  readonly right: number
}

/** From behind a track's devices to what it plays into. Gain 0: not connected. */
export interface Connection {
  readonly from: TrackPath
  readonly before: Gains
  readonly after: Gains
}

export interface Routing {
  /** What flows into a group, a return or Main. */
  inputsOf(track: Track): readonly Connection[]
  /** A track's own fader, pan and activator. */
  fader(track: Track): { readonly before: Gains; readonly after: Gains }
}

const silent: Gains = { left: 0, right: 0 }

export function routingOf(set: LiveSet, moves: readonly Move[]): Routing {
  const main = masterOf(set)
  const returns = set.tracks.filter(({ kind }) => kind === 'return')
  const soloed = (after: boolean) =>
    new Set(
      set.tracks
        .filter(({ solo, kind }) => solo && kind !== 'return')
        .map(({ path }) => path)
        .filter(path => !after || !moves.some(move => move.kind === 'solo' && move.node === path)),
    )
  const solo = { before: soloed(false), after: soloed(true) }

  const ownGains = (track: Track, after: boolean): Gains => {
    const { gain, pan, active } = mixerState(track)
    const own = after ? moves.filter(({ node }) => node === track.path) : []
    const heard = own.reduce((on, move) => (move.kind === 'mute' ? move.on : on), active)
    if (!heard || !passesSolo(set, track, after ? solo.after : solo.before)) return silent
    const db = own.reduce((sum, move) => (move.kind === 'level' ? sum + move.db : sum), 0)
    const sides = panGains(own.reduce((p, move) => (move.kind === 'pan' ? move.to : p), pan))
    return { left: gain * dbToGain(db) * sides.left, right: gain * dbToGain(db) * sides.right }
  }
  const fader = (track: Track) => ({ before: ownGains(track, false), after: ownGains(track, true) })
  const connection = (track: Track, send = 1): Connection => {
    const { before, after } = fader(track)
    return { from: track.path, before: times(before, send), after: times(after, send) }
  }

  return {
    fader,
    inputsOf(target) {
      if (target.path === main.path)
        return set.tracks
          .filter(({ output, path }) => output === 'main' && path !== main.path)
          .map(track => connection(track))
      if (target.kind === 'group')
        return set.tracks
          .filter(({ group, output }) => group === target.path && output === 'group')
          .map(track => connection(track))
      if (target.kind !== 'return') return []
      const index = returns.indexOf(target)
      return set.tracks.flatMap(track => {
        const send = track.path === main.path || track.output === 'none' ? 0 : (mixerState(track).sends[index] ?? 0)
        return send > 0 ? [connection(track, send)] : []
      })
    },
  }
}

const times = ({ left, right }: Gains, factor: number): Gains => ({ left: factor * left, right: factor * right })

/** Solo of a group keeps what is in it, solo of a track keeps the groups around it; returns and Main always pass. */
function passesSolo(set: LiveSet, track: Track, soloed: ReadonlySet<TrackPath>): boolean {
  if (soloed.size === 0 || track.kind === 'return' || track.kind === 'master') return true
  const around = (path: TrackPath): TrackPath[] => {
    const group = trackAt(set, path)?.group ?? null
    return group === null ? [path] : [path, ...around(group)]
  }
  return (
    around(track.path).some(path => soloed.has(path)) || [...soloed].some(path => around(path).includes(track.path))
  )
}
