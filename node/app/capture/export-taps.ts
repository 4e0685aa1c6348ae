/** From a track's file, behind its fader, to what a tap would hear in front of it. */
import type { Audio } from '../../audio/audio.ts'
import { mixerState } from '../../live/mixer.ts'
import { mixerNames, type Track } from '../../live/set.ts'
import { type ExportSound, faderGains } from './export-sound.ts'
import { stateSentence, type TrackState } from './take-report.ts'

export interface Tap {
  readonly tap: Audio | null
  readonly state: TrackState
  readonly note: string | null
}

export function tapOf(track: Track, file: Audio | undefined, { side }: ExportSound): Tap {
  const missing = (state: Exclude<TrackState, 'heard'>): Tap => ({
    tap: null,
    state,
    note: stateSentence(track.name, state),
  })
  if (!file) return missing('no-file')
  if (!mixerState(track).active && isSilent(file)) return missing('muted')
  if (side === 'before-fader') return { tap: file, state: 'heard', note: null }
  const { left, right } = audibleGains(track)
  if (left === 0 && right === 0) return missing('fader-down')
  const without = (channel: Float32Array, gain: number) => {
    if (gain === 1) return channel
    // A side that the pan shuts out is lost; it stays silent behind the pan as well.
    return channel.map(x => (gain > 0 ? x / gain : 0))
  }
  const [l, r] = [file.channels[0]!, file.channels[1] ?? file.channels[0]!]
  const tap = { sampleRate: file.sampleRate, channels: [without(l, left), without(r, right)] }
  return { tap, state: 'heard', note: noteOf(track, left === 0 || right === 0) }
}

/** A side at −120 dB is shut: what the cosine leaves of it is rounding. */
function audibleGains(track: Track) {
  const { left, right } = faderGains(track)
  return { left: left < 1e-6 ? 0 : left, right: right < 1e-6 ? 0 : right }
}

function noteOf(track: Track, isOneSided: boolean): string | null {
  const isAutomated = track.mixer.some(
    ({ name, automation }) => automation !== 'none' && (name === mixerNames.volume || name === mixerNames.panning),
  )
  if (isOneSided) return `${track.name} is panned to one side: what it plays on the other is not in its file.`
  if (isAutomated) {
    return `${track.name} has its volume or pan automated: its file is right in the mix, its level before the fader is not known.`
  }
  return null
}

const isSilent = ({ channels }: Audio) => channels.every(channel => channel.every(sample => sample === 0))
