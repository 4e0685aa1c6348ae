/** What became of each track in a take, and in words: tracks that were not heard are told apart, never taken for silence. */
import type { TapStatus } from '../../../device/protocol.ts'
import type { TrackPath } from '../../live/set.ts'
import { formatShare } from '../../report/words.ts'

/**
 * heard: it is in the take. untapped: no tap, no file. not-recorded: the tap did not answer when the take began. incomplete:
 * its file does not hold the whole range. unplaced: its file does not say where in the song it is. unreadable: there is no
 * such file, or none that can be read. no-file, fader-down, not-in-main: of an exported folder. The others are what the tap
 * said.
 */
export type TrackState =
  | 'heard'
  | 'untapped'
  | 'not-recorded'
  | 'incomplete'
  | 'unplaced'
  | 'unreadable'
  | 'no-file'
  | 'fader-down'
  | 'not-in-main'
  | Exclude<TapStatus, 'ready'>

export interface TakeTrack {
  readonly path: TrackPath
  readonly name: string
  readonly state: TrackState
  /** A sentence for everything but `heard` without a remark; null otherwise. */
  readonly note: string | null
}

export interface TakeReport {
  /** All but Main, in Live's order. */
  readonly tracks: readonly TakeTrack[]
  /** Why the tracks are not certain to lie right to the sample; [] when they are. */
  readonly doubts: readonly string[]
  /** How much later Main sounds than the tracks; it is moved by that where its file goes so far. null: not to be told. */
  readonly mainLagMs: number | null
  /** Sentences about files. */
  readonly warnings: readonly string[]
}

const stateWords: Readonly<Record<Exclude<TrackState, 'heard'>, string>> = {
  untapped: 'has no Uplift Tap',
  'not-recorded': 'did not answer when the take began',
  incomplete: 'was not recorded to the end of the range',
  unplaced: 'was recorded without a song position',
  unreadable: 'has a recording that cannot be read',
  'no-file': 'has no file',
  'fader-down': 'has its fader at −∞: its file is silent, whatever plays there',
  'not-in-main': 'has a file that does not sound in Main: rename it to its track, and drop the folder again',
  stale: 'has a tap that does not answer',
  off: 'has a tap that is switched off',
  'in-rack': 'has its tap inside a rack, where it hears one chain only: put it last on the track',
  'not-last': 'has devices behind its tap: put the tap last',
  frozen: 'is frozen: its tap does not run',
  muted: 'is muted',
  'other-version': 'has a tap of another version of Uplift',
}

/** "Pad is frozen: its tap does not run." */
export const stateSentence = (name: string, state: Exclude<TrackState, 'heard'>) => `${name} ${stateWords[state]}.`

/** "7 of 24 tracks heard explain 81 %": at most 48 characters. Whole numbers, so that few texts differ. */
export function heardWords(heard: {
  readonly heardTracks: number
  readonly audibleTracks: number
  /** 0 to 1. */
  readonly explained: number
}): string {
  const { heardTracks, audibleTracks, explained } = heard
  if (heardTracks === 0) return `Main heard, none of ${audibleTracks} tracks`
  return `${heardTracks} of ${audibleTracks} tracks heard explain ${formatShare(explained)}`
}

/** The tracks that were not heard, those of one reason in one sentence: "Not heard: 3 tracks have no Uplift Tap." */
export function missingWords({ tracks }: Pick<TakeReport, 'tracks'>): string[] {
  const byState = new Map<Exclude<TrackState, 'heard'>, string[]>()
  for (const { name, state } of tracks) {
    if (state !== 'heard') byState.set(state, [...(byState.get(state) ?? []), name])
  }
  return [...byState].map(([state, names]) =>
    names.length === 1
      ? stateSentence(names[0]!, state)
      : `${names.length} tracks: each ${stateWords[state]} (${names.join(', ')}).`,
  )
}
