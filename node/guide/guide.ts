/**
 * The guide: from tap frames, transport and changes of the set to what can be said right now. Incremental and bounded: a frame
 * costs the same after an hour as at the start, and a change makes only what lies behind it anew. Pure: the caller tells the
 * time in milliseconds of one clock; no I/O.
 */
import { type FaceState, faceLights } from '../../device/protocol.ts'
import { ChangeWatch } from './change-watch.ts'
import { Drift } from './drift.ts'
import { type GuidePreset, guidePreset } from './guide-preset.ts'
import type { GuideState, LiveTrack, Suggestion } from './guide-state.ts'
import { LiveTap, type TapInfo } from './live-tap.ts'
import { type Held, type OfferedFix, suggestions } from './suggestions.ts'
import { lineOf } from './words.ts'

export interface GuideSection {
  /** One of its own for each: "drop", "drop 2". */
  readonly name: string
  readonly fromBeats: number
  readonly toBeats: number
}

export interface GuideSet {
  readonly sections: readonly GuideSection[]
  /** Paths of the tracks that hear a track: its groups, the returns, Main. */
  readonly behind: ReadonlyMap<string, readonly string[]>
}

/** More are of sets that are long gone. */
const mostDismissed = 500
/** Beats that playback may be off from where it should be by now; more is a jump. */
const jumpBeats = 2

export class Guide {
  readonly #preset: GuidePreset
  readonly #taps = new Map<number, LiveTap>()
  readonly #changes: ChangeWatch
  readonly #dismissed = new Set<string>()
  /** Findings that hold, and since when. */
  #held = new Map<string, number>()
  #set: GuideSet = { sections: [], behind: new Map() }
  #transport: { readonly beats: number; readonly tempo: number; readonly at: number } | null = null
  #startedAt = 0
  /** As it was when the set was measured last; null: it was not. */
  #measured: { readonly lights: FaceState['lights']; readonly taps: ReadonlyMap<number, Drift> } | null = null
  /** Tracks that were changed since then. */
  readonly #changed = new Set<string>()
  #fixes: readonly OfferedFix[] = []

  constructor(preset: GuidePreset = guidePreset) {
    this.#preset = preset
    this.#changes = new ChangeWatch(preset)
  }

  /** What is in the set now; a tap that stays keeps what it has heard. */
  setTaps(taps: readonly TapInfo[]): void {
    const keys = new Set(taps.map(({ key }) => key))
    for (const key of [...this.#taps.keys()]) if (!keys.has(key)) this.#taps.delete(key)
    for (const info of taps) {
      const known = this.#taps.get(info.key)
      // Moved to another track, it hears another thing.
      if (known && known.info.track === info.track && known.info.place === info.place) known.tell(info)
      else this.#taps.set(info.key, new LiveTap(info))
    }
  }

  setSet(set: GuideSet): void {
    const isSame = JSON.stringify(set.sections) === JSON.stringify(this.#set.sections)
    this.#set = set
    if (!isSame) for (const tap of this.#taps.values()) tap.forget()
  }

  transport({ playing, beats, tempo }: { playing: boolean; beats: number; tempo: number }, now: number): void {
    const before = this.#transport
    if (!playing) {
      this.#transport = null
      if (before) this.#interrupt()
      return
    }
    const expected = before ? before.beats + ((now - before.at) * before.tempo) / 60_000 : beats
    if (!before || Math.abs(beats - expected) > jumpBeats) {
      this.#interrupt()
      this.#startedAt = now
    }
    this.#transport = { beats, tempo, at: now }
  }

  /** `values` in the order of `tapMeters`. Returns false for what was not used: an unknown tap, no frame, nothing plays. */
  frame(key: number, values: readonly number[], now: number): boolean {
    const tap = this.#taps.get(key)
    if (!tap || !this.#isPlaying(now)) return false
    // What is being moved is neither what it was nor what it will be.
    return tap.write(values, this.#isAffected(tap) ? null : (this.#section()?.name ?? null), now)
  }

  /** Something of a track was moved. */
  changed(track: string, now: number): void {
    this.#changes.changed(track, now)
    this.#changed.add(track)
  }

  /** What was moved of a track is again where it was when it was measured. */
  restored(track: string, now: number): void {
    this.#changes.changed(track, now)
    this.#changed.delete(track)
  }

  /** A plan was made on what was played so far: what is heard from now on is compared with it. */
  measured(lights: FaceState['lights']): void {
    this.#measured = {
      lights,
      taps: new Map([...this.#taps].map(([key, tap]) => [key, new Drift(tap.sections.all())])),
    }
    this.#changed.clear()
  }

  /** What was measured is of another set. */
  forget(): void {
    this.#measured = null
    this.#changed.clear()
    this.#fixes = []
  }

  /** Fixes that can be applied, best first. */
  setFixes(fixes: readonly OfferedFix[]): void {
    this.#fixes = fixes
  }

  /** Never suggested again. */
  dismiss(key: string): void {
    this.#dismissed.add(key)
    if (this.#dismissed.size > mostDismissed) this.#dismissed.delete(this.#dismissed.values().next().value!)
  }

  /** `proposes`: fixes and captures too, not only what is unsafe. */
  state(now: number, { proposes }: { readonly proposes: boolean }): GuideState {
    for (const track of this.#changes.settled(now)) this.#makeAnew(track)
    const isPlaying = this.#isPlaying(now)
    const section = isPlaying ? (this.#section()?.name ?? null) : null
    const rows = new Map([...this.#taps].map(([key, tap]) => [key, this.#row(tap, { isPlaying, section }, now)]))
    const placed = (place: TapInfo['place']) => [...this.#taps].find(([, { info }]) => info.place === place)?.[0]
    const mainKey = placed('main') ?? placed('main-input')
    const main = mainKey === undefined ? null : rows.get(mainKey)!
    const tracks = [...this.#taps].flatMap(([key, { info }]) => (info.place === 'track' ? [rows.get(key)!] : []))
    const held = { main: placed('main') === undefined ? null : main, tracks, moved: this.#moved(), fixes: this.#fixes }
    const suggestion = isPlaying ? this.#suggestion(held, now, proposes) : this.#nothing()
    const shown = { transport: isPlaying ? 'playing' : 'stopped', section, main, tracks } as const
    return {
      ...shown,
      lights: this.#lights(held, isPlaying),
      ...lineOf({ ...shown, suggestion, isMainInput: placed('main') === undefined }),
      suggestion,
    }
  }

  #row(tap: LiveTap, moment: { readonly isPlaying: boolean; readonly section: string | null }, now: number): LiveTrack {
    const since = Math.max(tap.heardAt ?? Number.NEGATIVE_INFINITY, this.#startedAt)
    const isMoving = tap.info.track !== null && this.#changes.isMoving(tap.info.track)
    return tap.row({ ...moment, isMoving, isStale: now - since > this.#preset.staleMs.value })
  }

  /** Live tells of its transport while it plays, five times a second; silence means the line is gone. */
  #isPlaying(now: number): boolean {
    return this.#transport !== null && now - this.#transport.at <= this.#preset.staleMs.value
  }

  #section(): GuideSection | undefined {
    const beats = this.#transport?.beats ?? Number.NaN
    return this.#set.sections.find(({ fromBeats, toBeats }) => beats >= fromBeats && beats < toBeats)
  }

  #interrupt(): void {
    for (const tap of this.#taps.values()) tap.interrupt()
  }

  #isAffected({ info }: LiveTap): boolean {
    // Nothing is in motion nearly always: frames then cost nothing here.
    for (const track of this.#changes.moving) if (this.#hears(info.track, track)) return true
    return false
  }

  #hears(listener: string | null, track: string): boolean {
    return listener === track || (listener !== null && (this.#set.behind.get(track)?.includes(listener) ?? false))
  }

  /** Only what hears the track. */
  #makeAnew(track: string): void {
    for (const tap of this.#taps.values()) if (this.#hears(tap.info.track, track)) tap.forget()
  }

  /** Names of tracks that are no longer as they were measured. */
  #moved(): string[] {
    const { taps } = this.#measured ?? {}
    if (!taps) return []
    return [...this.#taps].flatMap(([key, { info, sections }]) => {
      if (info.place !== 'track') return []
      const isChanged = info.track !== null && this.#changed.has(info.track)
      const isOther = isChanged || (taps.get(key)?.of(sections) ?? 0) > this.#preset.driftDb.value
      return isOther ? [info.name] : []
    })
  }

  #suggestion(held: Held, now: number, proposes: boolean): Suggestion | null {
    const found = suggestions(held, this.#preset).filter(
      ({ key, kind }) => (proposes || kind === 'safety') && !this.#dismissed.has(key),
    )
    this.#held = new Map(found.map(({ key }) => [key, this.#held.get(key) ?? now]))
    if (!this.#changes.isQuiet(now)) return null
    return found.find(({ key }) => now - this.#held.get(key)! >= this.#preset.holdMs.value) ?? null
  }

  #nothing(): null {
    this.#held = new Map()
    return null
  }

  #lights({ main, moved }: Held, isPlaying: boolean): FaceState['lights'] {
    const isAsMeasured = this.#measured !== null && this.#changed.size === 0 && moved.length === 0
    const lights = isAsMeasured
      ? { ...this.#measured!.lights }
      : (Object.fromEntries(faceLights.map(light => [light, 'off'])) as {
          -readonly [L in keyof FaceState['lights']]: FaceState['lights'][L]
        })
    const { peak = null, section = null } = (isPlaying ? main : null) ?? {}
    if (peak !== null && peak > this.#preset.overDb.value) lights.loudness = 'critical'
    const correlation = section?.level.correlation ?? null
    if (correlation !== null && correlation < this.#preset.cancelling.value) lights.stereo = 'critical'
    return lights
  }
}
