/** What the mixer can do: level, pan, mute and solo. */
import { mixerNames } from '../../live/set.ts'
import { displayOf } from '../../mix/devices/live-settings.ts'
import type { Candidate, Place } from './candidate.ts'
import { change, notMovable } from './parameters.ts'

/** At the bottom of the fader a level in dB means nothing. */
const lowestDb = -60
const topDb = 6

export function levelCandidates({ track, rules, make, movable }: Place): Candidate[] {
  const volume = track.mixer.find(parameter => parameter.name === mixerNames.volume)
  if (!volume || !movable(null, volume.name)) return []
  const now = displayOf(null, volume)
  if (now === null || now < lowestDb) return []
  const { limitTotal } = rules.moves.level
  return [
    make('level', {
      control: 'level',
      range: [-limitTotal, Math.min(limitTotal, topDb - now)],
      postChain: true,
      move: db => ({ kind: 'level', node: track.path, db }),
      realise: db => [change(track, null, volume, now + db)],
    }),
  ]
}

export function panCandidates({ track, rules, make }: Place): Candidate[] {
  const panning = track.mixer.find(parameter => parameter.name === mixerNames.panning)
  if (track.kind === 'master' || !panning || notMovable(panning)) return []
  const now = panning.value
  const { limitTotal } = rules.moves.pan
  return [
    make('pan', {
      control: 'pan',
      range: [Math.max(-limitTotal, -1 - now), Math.min(limitTotal, 1 - now)],
      postChain: true,
      move: amount => ({ kind: 'pan', node: track.path, to: now + amount }),
      realise: amount => [change(track, null, panning, now + amount)],
    }),
  ]
}

/** A track that is muted, though what it plays was recorded. */
export function muteCandidates({ track, make }: Place): Candidate[] {
  const activator = track.mixer.find(parameter => parameter.name === mixerNames.activator)
  if (activator?.value !== 0 || notMovable(activator)) return []
  return [
    make('mute', {
      control: 'mute',
      range: [0, 1],
      isSwitch: true,
      postChain: true,
      move: () => ({ kind: 'mute', node: track.path, on: true }),
      realise: () => [change(track, null, activator, 1)],
    }),
  ]
}
