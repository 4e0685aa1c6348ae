/** Reads the whole set, a parameter at a time. */
import type { WireChain, WireDevice, WireParameter, WireSet, WireTrack, WireTrackPath } from '../protocol.ts'
import type { Job } from './jobs.ts'
import type { Live, LiveId } from './live.ts'
import { mixerParameters } from './mixer.ts'
import { isRack, mixerClass, type Parameters, type TextClock } from './parameters.ts'
import { trackIds } from './places.ts'
import { Refusal } from './refusal.ts'
import { hasSidechainSource, outputText, sidechainText } from './routing.ts'
import type { StructureWatch, WatchedList } from './structure-watch.ts'

interface Reader {
  readonly live: Live
  readonly parameters: Parameters
  readonly liveVersion: string
  readonly structure: StructureWatch
}

/** The set may be rebuilt while it is read: then it is read again, so often. */
const restarts = 3

/** Throws Refusal (busy) when the set does not stand still. */
export function* readSet(reader: Reader): Job<WireSet> {
  for (let attempt = 0; attempt <= restarts; attempt++) {
    const { version } = reader.structure
    try {
      const walk = new Walk(reader)
      const set = yield* walk.set()
      yield* reader.structure.watch(walk.lists)
      if (reader.structure.version === version) return set
    } catch (error) {
      // What was there a moment ago is gone: the set has changed.
      if (!(error instanceof Refusal) || error.reason !== 'missing') throw error
      yield* reader.structure.settle()
    }
  }
  throw new Refusal('busy', 'The set is being changed. Try again when it stands still.')
}

/** Of a plug-in or a Max device no parameters are read: the first has what its user configured, the second what it likes. */
const isForeign = (className: string) => /^(Au)?PluginDevice$|^MxDevice/.test(className)

class Walk {
  /** The lists as they were read, to be watched from then on. */
  readonly lists: WatchedList[] = []
  readonly #reader: Reader
  #paths: ReadonlyMap<LiveId, WireTrackPath> = new Map()

  constructor(reader: Reader) {
    this.#reader = reader
  }

  *set(): Job<WireSet> {
    const { live, liveVersion } = this.#reader
    const { song } = live
    this.#paths = trackIds(live)
    for (const property of ['tracks', 'return_tracks'] as const) this.#list(song, property)
    const locators = []
    for (const id of live.ids(song, 'cue_points')) {
      locators.push({ name: live.text(id, 'name'), beats: live.number(id, 'time') })
      yield
    }
    const tracks: WireTrack[] = []
    for (const [id, path] of this.#paths) tracks.push(yield* this.#track(id, path))
    return {
      name: live.has(song, 'Song', 'name') ? live.text(song, 'name') : '',
      liveVersion,
      tempo: live.number(song, 'tempo'),
      beatsPerBar: (live.number(song, 'signature_numerator') * 4) / live.number(song, 'signature_denominator'),
      lengthBeats: live.number(song, 'last_event_time', 0) || live.number(song, 'song_length', 0),
      locators,
      tracks,
    }
  }

  *#track(id: LiveId, path: WireTrackPath): Job<WireTrack> {
    const { live } = this.#reader
    const isMain = path === 'master_track'
    const group = path.startsWith('tracks') ? live.child(id, 'group_track') : 0
    const head = {
      path,
      name: live.text(id, 'name'),
      color: live.number(id, 'color', 0),
      kind: this.#kind(id, path),
      group: this.#paths.get(group) ?? null,
      output: isMain ? '' : outputText(live, id),
      solo: !isMain && live.flag(id, 'solo'),
      frozen: path.startsWith('tracks') && live.flag(id, 'is_frozen'),
    }
    yield
    const mixer = yield* this.#mixer(id, isMain ? 'main' : 'track')
    return { ...head, mixer, devices: yield* this.#devices(id, '') }
  }

  #kind(id: LiveId, path: WireTrackPath): WireTrack['kind'] {
    const { live } = this.#reader
    if (path === 'master_track') return 'master'
    if (path.startsWith('return')) return 'return'
    if (live.flag(id, 'is_foldable')) return 'group'
    return live.flag(id, 'has_midi_input') ? 'midi' : 'audio'
  }

  *#mixer(owner: LiveId, kind: 'track' | 'main' | 'chain'): Job<WireParameter[]> {
    const { live, parameters } = this.#reader
    const rows: WireParameter[] = []
    for (const row of mixerParameters(live, owner, kind)) {
      rows.push(yield* parameters.read({ ...row, className: mixerClass }))
      yield
    }
    return rows
  }

  *#devices(owner: LiveId, before: string): Job<WireDevice[]> {
    const devices: WireDevice[] = []
    for (const [i, id] of this.#list(owner, 'devices').entries()) {
      devices.push(yield* this.#device(id, `${before}devices ${i}`))
    }
    return devices
  }

  *#device(id: LiveId, path: string): Job<WireDevice> {
    const { live, parameters } = this.#reader
    const className = live.text(id, 'class_name')
    const head = {
      path,
      className,
      name: live.text(id, 'name'),
      sidechain: hasSidechainSource(className) ? sidechainText(live, id) : null,
      latency: latencyOf(live, id),
    }
    yield
    const clock: TextClock = { className, spentMs: 0 }
    const rows: WireParameter[] = []
    for (const parameter of isForeign(className) ? [] : live.ids(id, 'parameters')) {
      const name = parameters.nameOf(parameter)
      rows.push(yield* parameters.read({ id: parameter, name, className }, clock))
      yield
    }
    return { ...head, parameters: rows, chains: isRack(className) ? yield* this.#chains(id, path, className) : [] }
  }

  *#chains(rack: LiveId, path: string, className: string): Job<WireChain[]> {
    const { live } = this.#reader
    const chains: WireChain[] = []
    for (const [i, id] of this.#list(rack, 'chains').entries()) {
      const chainPath = `${path} chains ${i}`
      const head = {
        path: chainPath,
        name: live.text(id, 'name'),
        isDrum: className === 'DrumGroupDevice',
        solo: live.flag(id, 'solo'),
      }
      const mixer = yield* this.#mixer(id, 'chain')
      chains.push({ ...head, mixer, devices: yield* this.#devices(id, `${chainPath} `) })
    }
    return chains
  }

  #list(id: LiveId, property: WatchedList['property']): LiveId[] {
    const ids = this.#reader.live.ids(id, property)
    this.lists.push({ id, property, ids })
    return ids
  }
}

/** Samples; null: this Live does not say. */
export const latencyOf = (live: Live, device: LiveId): number | null =>
  live.has(device, 'Device', 'latency_in_samples') ? live.number(device, 'latency_in_samples') : null
