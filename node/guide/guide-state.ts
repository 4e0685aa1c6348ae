/** What the guide knows right now, as plain data for the face and the page. "Not measured" is null or `off`, never 0. */
import type { FaceState } from '../../device/protocol.ts'
import type { Level } from './frame-ring.ts'
import type { SectionLevel } from './section-statistics.ts'

/**
 * playing: its values are of now. stopped: Live does not play. stale: it should send and does not. unheard: there is a reason
 * why it cannot be heard (`why`). waiting: it plays, and too little has been heard yet.
 */
export type LiveTrackState = 'playing' | 'stopped' | 'stale' | 'unheard' | 'waiting'

export interface LiveTrack {
  readonly key: number
  /** Live's path; null: the tap's place is not known. */
  readonly track: string | null
  readonly name: string
  readonly state: LiveTrackState
  /** "frozen", "not the last device", …; "" unless unheard. */
  readonly why: string
  readonly momentary: Level | null
  readonly shortTerm: Level | null
  /** Highest sample of the last 3 s, dBFS. */
  readonly peak: number | null
  /** Of the section that is playing, over all its plays since the track was changed last. */
  readonly section: SectionLevel | null
  /** The user is moving something on it. */
  readonly isMoving: boolean
}

export interface Suggestion {
  /** The same finding has the same key for as long as it lasts. */
  readonly key: string
  /** safety: never silenced by what was learned. measure: capture again. fix: one of the plan. */
  readonly kind: 'safety' | 'measure' | 'fix'
  readonly words: string
  /** Without figures that move while it plays. */
  readonly stillWords: string
  /** Place of the fix among those shown, from 0; null: no fix. */
  readonly place: number | null
}

export interface GuideState {
  readonly transport: 'playing' | 'stopped'
  /** Name of the section that is playing; null: stopped, or the set's locators do not say. */
  readonly section: string | null
  /** A Tap on Main; null: there is none. */
  readonly main: LiveTrack | null
  readonly tracks: readonly LiveTrack[]
  /** As measured last, as far as that still holds, and what is heard now. off: not measured. */
  readonly lights: FaceState['lights']
  /** At most 80 characters. */
  readonly line: string
  /** The same without figures that move while it plays: for Max, which forgets no text. */
  readonly stillLine: string
  readonly tone: FaceState['tone']
  readonly suggestion: Suggestion | null
}
