/**
 * The tracks of a take as they reach Main: each tap with the gains of its fader and pan and of the groups it passes. Devices
 * on groups and on Main come behind the taps and are left out: they act on what passes them alike. A group's pan turns the
 * balance of what is in it, so gains simply multiply.
 */
import type { HeardTrack } from '../features/masking/hearing.ts'
import { mixerState } from '../live/mixer.ts'
import { panGains } from '../live/pan.ts'
import type { Take } from '../live/session.ts'
import { type LiveSet, type Track, trackAt } from '../live/set.ts'
import { isAudible } from './contributions.ts'

/** Audible tracks and returns that were heard, in Live's order. */
export const heardTracks = (set: LiveSet, take: Take): HeardTrack[] =>
  set.tracks.flatMap(track => heardTrack(set, take, track) ?? [])

/** null: it has no part of its own in Main, or was not heard. */
export function heardTrack(set: LiveSet, take: Take, track: Track): HeardTrack | null {
  const audio = take.taps.get(track.path)
  if (!audio || track.kind === 'group' || track.kind === 'master' || !isAudible(set, track)) return null
  return { name: track.name, audio, gains: gainsToMain(set, track) }
}

function gainsToMain(set: LiveSet, track: Track): { readonly left: number; readonly right: number } {
  const { gain, pan } = mixerState(track)
  const sides = panGains(pan)
  const own = { left: gain * sides.left, right: gain * sides.right }
  const group = track.group === null ? undefined : trackAt(set, track.group)
  if (!group) return own
  const behind = gainsToMain(set, group)
  return { left: own.left * behind.left, right: own.right * behind.right }
}
