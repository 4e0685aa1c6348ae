/**
 * The guide in the hub: listens to the taps while the mode asks for it, watches what the user moves, and keeps the model's
 * guide up to date, at most once a block of frames.
 */
import type { WireTap } from '../../../device/protocol.ts'
import type { Transport } from '../../adapters/max-bridge/connection.ts'
import type { SectionType } from '../../features/catalogue.ts'
import { sectionsFromLocators } from '../../features/sections.ts'
import { Guide, type GuideSection } from '../../guide/guide.ts'
import type { TapInfo } from '../../guide/live-tap.ts'
import { fixKey } from '../../guide/preferences/subject.ts'
import { type LiveSet, type Parameter, type ParameterRef, parameterAt } from '../../live/set.ts'
import type { Choices } from './choices.ts'
import type { Desk } from './desk.ts'
import { type Model, shownFixes } from './model.ts'

/** All taps report within so long of each other: one answer for all of them. */
const blockMs = 30
/** A tap that says nothing wakes nobody. */
const lookMs = 1_000
/** While music plays, a message has been read by then; the guide's line may follow. */
const readMs = 8_000
/** What the mixer's strip shows; a fix' own parameters come on top. */
const watched = ['Track Volume', 'Track Panning'] as const

export class LiveGuide {
  readonly #desk: Desk
  readonly #guide = new Guide()
  readonly #now: () => number
  #seen: Partial<Pick<Model, 'taps' | 'findings' | 'slots' | 'heard' | 'choices'>> & { set?: LiveSet | null } = {}
  #message: { readonly of: Model['message']; readonly since: number } | null = null
  /** Keys of the taps that stream; "": none. */
  #listening = ''
  /** Known without a capture: sections are told by the set. */
  #snapshot: LiveSet | null = null
  #isLooking = false
  #unwatch: (() => void)[] = []
  #block: NodeJS.Timeout | null = null
  #look: NodeJS.Timeout | null = null

  constructor(desk: Desk, now: () => number = () => performance.now()) {
    this.#desk = desk
    this.#now = now
  }

  meter(key: number, values: readonly number[]): void {
    if (this.#listening === '') return
    this.#guide.frame(key, values, this.#now())
    this.#soon()
  }

  transport(transport: Transport): void {
    this.#guide.transport(transport, this.#now())
    if (this.#listening === '') return
    if (transport.playing) void this.#lookAtSet()
    this.#soon()
  }

  /** The other side has started anew: it streams nothing, and its paths may be others. */
  renew(): void {
    this.#listening = ''
    this.follow()
  }

  /** The set's structure changed. */
  moved(): void {
    this.#snapshot = null
  }

  /** Takes over what has changed in the model; does nothing where nothing did. */
  follow(): void {
    const { model, set } = this.#desk
    const { taps, findings, slots, heard, choices } = model
    const before = this.#seen
    this.#seen = { taps, findings, slots, heard, choices, set }
    if (taps !== before.taps) this.#guide.setTaps(taps.map(tapInfo))
    if (set !== before.set || choices !== before.choices || findings !== before.findings) this.#setSet()
    if (heard === null && before.heard) this.#guide.forget()
    if (findings !== before.findings && findings) this.#guide.measured(findings.lights)
    if (slots !== before.slots) {
      this.#guide.setFixes(
        slots
          .slice(0, shownFixes)
          .flatMap(({ fix, state }, place) =>
            state === 'offered' ? [{ key: fixKey(fix), title: fix.title, place }] : [],
          ),
      )
      for (const key of this.#desk.taste.turnedDown()) this.#guide.dismiss(key)
    }
    this.#listen()
  }

  close(): void {
    this.#rest()
    for (const stop of this.#unwatch.splice(0)) stop()
  }

  #listen(): void {
    const { link, isPassive, choices, taps } = this.#desk.model
    if (link !== 'ready') {
      this.#rest()
      return
    }
    const isWanted = !isPassive && isLive(choices)
    const keys = isWanted ? taps.filter(({ status }) => status === 'ready').map(({ key }) => key) : []
    const wanted = isWanted ? `taps ${keys.join(' ')}` : ''
    if (wanted === this.#listening) return
    this.#listening = wanted
    // Lost on the way, the next `renew` asks again.
    this.#desk.connection.request('listen', { taps: keys }).catch(() => {})
    if (!isWanted) {
      this.#rest()
      return
    }
    this.#look ??= setInterval(() => this.#update(), lookMs).unref()
    this.#soon()
  }

  /** Nothing is listened to: there is nothing to say. */
  #rest(): void {
    this.#listening = ''
    if (this.#block) clearTimeout(this.#block)
    if (this.#look) clearInterval(this.#look)
    this.#block = null
    this.#look = null
    if (this.#desk.model.guide) this.#desk.update({ guide: null })
  }

  #soon(): void {
    if (this.#listening === '' || this.#block) return
    this.#block = setTimeout(() => {
      this.#block = null
      this.#update()
    }, blockMs).unref()
  }

  #update(): void {
    if (this.#listening === '') return
    const { choices, message } = this.#desk.model
    const now = this.#now()
    const guide = this.#guide.state(now, { proposes: choices.mode === 'assist' })
    if (this.#message?.of !== message) this.#message = { of: message, since: now }
    const isRead =
      message !== null &&
      message.tone !== 'error' &&
      guide.transport === 'playing' &&
      now - this.#message.since > readMs
    this.#desk.update({ guide, ...(isRead ? { message: null } : {}) })
  }

  /** Sections are known before the first capture, too: the set is read once, when it plays. */
  async #lookAtSet(): Promise<void> {
    if (this.#desk.set || this.#snapshot || this.#isLooking || this.#desk.model.activity) return
    this.#isLooking = true
    try {
      this.#snapshot = await this.#desk.bridge.snapshot()
      this.#setSet()
    } catch {
      // Live is busy or gone: when it plays on, it is asked again.
    } finally {
      this.#isLooking = false
    }
  }

  #setSet(): void {
    const set = this.#desk.set ?? this.#snapshot
    if (!set) return
    const { choices } = this.#desk.model
    this.#guide.setSet({ sections: sectionsOf(set, choices.part), behind: behindOf(set) })
    for (const stop of this.#unwatch.splice(0)) stop()
    if (!isLive(choices)) return
    const away = new Map<string, Set<string>>()
    for (const ref of this.#refs(set)) {
      const parameter = parameterAt(set, ref)
      if (parameter) this.#watch(ref, parameter, away)
    }
  }

  #refs(set: LiveSet): readonly ParameterRef[] {
    const mixers = set.tracks.flatMap(({ path }) =>
      watched.map(parameter => ({ track: path, device: null, parameter }) satisfies ParameterRef),
    )
    const fixes = this.#desk.model.findings?.plan.fixes ?? []
    const own = fixes.flatMap(({ changes, inserts }) => (inserts ? [] : changes.map(({ ref }) => ref)))
    return [...new Map([...mixers, ...own].map(ref => [JSON.stringify(ref), ref])).values()]
  }

  /** `away`: parameters of each track that are not as they were. */
  #watch(ref: ParameterRef, { value: first }: Parameter, away: Map<string, Set<string>>): void {
    const name = `${ref.device ?? ''} ${ref.parameter}`
    let last = first
    const onChange = ({ value }: Parameter) => {
      if (value === last) return
      last = value
      const others = away.get(ref.track) ?? new Set()
      away.set(ref.track, others)
      if (value === first) others.delete(name)
      else others.add(name)
      if (others.size > 0) this.#guide.changed(ref.track, this.#now())
      else this.#guide.restored(ref.track, this.#now())
      this.#soon()
    }
    this.#unwatch.push(this.#desk.bridge.observe(ref, onChange))
  }
}

/** On demand, nothing is listened to that nobody has asked for. */
const isLive = ({ mode }: Choices) => mode !== 'on-demand'

const tapInfo = ({ key, track, trackName, status, place }: WireTap): TapInfo => ({
  key,
  track,
  name: trackName,
  why: status === 'ready' || status === 'stale' ? '' : status,
  place: track !== mainPath ? 'track' : place === 'first' ? 'main-input' : 'main',
})

const mainPath = 'master_track'

/** A declared part is all there is; otherwise what the locators name, each with a name of its own. */
function sectionsOf(set: LiveSet, part: SectionType | null): readonly GuideSection[] {
  if (part !== null) return [{ name: part, fromBeats: 0, toBeats: Number.MAX_VALUE }]
  const endBeats = (set.lengthSeconds * set.tempo) / 60
  // Beats go in for seconds: only their order is asked for.
  const locators = set.locators.map(({ name, beats }) => ({ name, seconds: beats }))
  const counts = new Map<SectionType, number>()
  return (sectionsFromLocators(locators, endBeats) ?? []).map(({ type, startSeconds, endSeconds }) => {
    const count = (counts.get(type) ?? 0) + 1
    counts.set(type, count)
    return { name: count === 1 ? type : `${type} ${count}`, fromBeats: startSeconds, toBeats: endSeconds }
  })
}

/** Who hears a track: the groups it is in, every return (sends are not told apart), Main. */
function behindOf({ tracks }: LiveSet): ReadonlyMap<string, readonly string[]> {
  const groupOf = new Map(tracks.map(({ path, group }) => [path, group]))
  const common = tracks.flatMap(({ path, kind }) => (kind === 'return' || kind === 'master' ? [path] : []))
  return new Map(
    tracks.map(({ path }) => {
      const groups: string[] = []
      for (let group = groupOf.get(path); group; group = groupOf.get(group)) groups.push(group)
      return [path, [...groups, ...common.filter(other => other !== path)]]
    }),
  )
}
