/** One tap as the guide hears it: its last seconds, its sections, and what of that may be shown now. */
import { FrameRing } from './frame-ring.ts'
import type { LiveTrack, LiveTrackState } from './guide-state.ts'
import { SectionStatistics } from './section-statistics.ts'

export interface TapInfo {
  readonly key: number
  /** Live's path of its track; null: not known. */
  readonly track: string | null
  readonly name: string
  /** Why it cannot be heard; "": it can. */
  readonly why: string
  /** main-input: on Main, in front of its devices. */
  readonly place: 'track' | 'main' | 'main-input'
}

/** What a tap's row depends on besides its own frames. */
export interface Moment {
  readonly isPlaying: boolean
  readonly section: string | null
  readonly isStale: boolean
  readonly isMoving: boolean
}

export class LiveTap {
  readonly sections = new SectionStatistics()
  readonly #ring = new FrameRing()
  #info: TapInfo
  /** When the last frame came; null: none has. */
  heardAt: number | null = null
  #row: { readonly version: number; readonly moment: Moment; readonly row: LiveTrack } | null = null
  #version = 0

  constructor(info: TapInfo) {
    this.#info = info
  }

  get info(): TapInfo {
    return this.#info
  }

  /** What is known of it now. */
  tell(info: TapInfo): void {
    const { key, track, name, why, place } = this.#info
    const isSame =
      key === info.key && track === info.track && name === info.name && why === info.why && place === info.place
    if (isSame) return
    this.#info = info
    this.#version++
  }

  /** `section` null: kept for the last seconds only. Returns false for what is no frame. */
  write(frame: readonly number[], section: string | null, now: number): boolean {
    if (!this.#ring.write(frame)) return false
    if (section !== null) this.sections.write(section, frame)
    this.heardAt = now
    this.#version++
    return true
  }

  /** Playback ended or jumped: the last seconds are of another place. */
  interrupt(): void {
    this.#ring.reset()
    this.heardAt = null
    this.#version++
  }

  /** The track is another one since it was changed. */
  forget(): void {
    this.sections.reset()
    this.#version++
  }

  /** The same object as before where nothing of it has changed. */
  row(moment: Moment): LiveTrack {
    const { info } = this
    if (this.#row?.version === this.#version && isSameMoment(this.#row.moment, moment)) return this.#row.row
    const state = this.#state(moment)
    const isHeard = state === 'playing'
    const row: LiveTrack = {
      key: info.key,
      track: info.track,
      name: info.name,
      state,
      why: info.why,
      momentary: isHeard ? this.#ring.momentary() : null,
      shortTerm: isHeard ? this.#ring.shortTerm() : null,
      peak: isHeard ? this.#ring.peak() : null,
      section: isHeard && moment.section !== null ? this.sections.of(moment.section) : null,
      isMoving: moment.isMoving,
    }
    this.#row = { version: this.#version, moment, row }
    return row
  }

  #state({ isPlaying, isStale }: Moment): LiveTrackState {
    if (this.info.why !== '') return 'unheard'
    if (!isPlaying) return 'stopped'
    if (isStale) return 'stale'
    return this.#ring.momentary() ? 'playing' : 'waiting'
  }
}

const isSameMoment = (a: Moment, b: Moment) =>
  a.isPlaying === b.isPlaying && a.section === b.section && a.isStale === b.isStale && a.isMoving === b.isMoving
