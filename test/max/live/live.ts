/**
 * Live, as far as a Max device can see it: the Live Object Model over a simulated set, a transport on the virtual clock,
 * an undo history, and Live's refusals. What the facts leave open is a switch (`LiveHabits`), so that tests can show that
 * the devices work either way.
 *
 * What it cannot prove: that Live's own answers look like these. See the switches, and device/FACTS.md.
 */
import { type Control, control } from '../../../node/adapters/simulated/control.ts'
import type { SimulatedChain, SimulatedDevice, SimulatedTrack } from '../../../node/adapters/simulated/model.ts'
import type { SimulatedSet } from '../../../node/adapters/simulated/simulated-set.ts'
import { deviceRows } from '../../../node/live/device-table.ts'
import type { Clock } from '../clock.ts'
import { type Kind, type Node, Nodes } from './node.ts'
import { Transport } from './transport.ts'
import { UndoHistory } from './undo.ts'

/** What nobody knows about Max's door to Live. The defaults are the harder ones. */
export interface LiveHabits {
  /** A refused write, an unknown property or function: an exception, or a line in the Max window. */
  readonly refusals: 'throw' | 'silent'
  /** `display_value`: Live's text, a number in base units (12.2+), or not there yet. */
  readonly displayValue: 'text' | 'number' | 'absent'
  /** Observers are called from within the write that changed something, or by the main thread's queue. */
  readonly notifications: 'at-once' | 'queued'
  readonly hasSongName: boolean
  /** insert_device, delete_device of 12.3. */
  readonly canInsert: boolean
  readonly version: readonly [major: number, minor: number, bugfix: number]
  /** What one call of the Live API costs of the main thread's time, in ms: Knobbler measured 0.04 to 0.1 in v8. */
  readonly callMs: number
}

export const usualHabits: LiveHabits = {
  refusals: 'throw',
  displayValue: 'text',
  notifications: 'at-once',
  hasSongName: false,
  canInsert: true,
  version: [12, 4, 2],
  callMs: 0.06,
}

/** A track, or a rack's chain. */
export interface DeviceOwner {
  readonly devices: SimulatedDevice[]
}

export class Live {
  readonly set: SimulatedSet
  readonly habits: LiveHabits
  readonly nodes = new Nodes()
  readonly transport: Transport
  readonly undo = new UndoHistory()
  readonly song: Node
  readonly app: Node
  /** Lines of the Max window: what Live refused in silence. */
  readonly refusals: string[] = []
  readonly frozen = new Set<SimulatedTrack>()
  readonly colors = new Map<SimulatedTrack, number>()
  /** Selected in Live's view. */
  selected: { track: SimulatedTrack; device: SimulatedDevice | null }
  /** Delay of a device in samples, where it has one. */
  readonly latencies = new Map<SimulatedDevice, number>()
  /** What the user does in the very moment in which a parameter is about to be written. */
  meddle: ((parameter: Control) => void) | null = null
  /** Counts changes of what the set sounds like. */
  revision = 0
  /** A notification is under way: nothing can be written. */
  isNotifying = false
  /** Calls of the Live API so far, and the processor time that this fake took for them. */
  readonly work = { calls: 0, ms: 0 }
  /** Whoever wants to know that something may have changed. */
  readonly #watchers = new Set<() => void>()

  constructor(set: SimulatedSet, clock: Clock, habits: Partial<LiveHabits> = {}) {
    this.set = set
    this.habits = { ...usualHabits, ...habits }
    const { facts, tracks } = set.inside
    this.transport = new Transport(clock, facts.tempo, facts.sampleRate)
    this.song = this.nodes.of('song', set, null)
    this.app = this.nodes.of('app', this, null)
    this.selected = { track: tracks[0]!, device: null }
  }

  get tracks(): SimulatedTrack[] {
    return this.set.inside.tracks
  }

  get sampleRate(): number {
    return this.set.inside.facts.sampleRate
  }

  /** By name; the test's own way to say which. */
  track(name: string): SimulatedTrack {
    const found = this.tracks.find(track => track.name === name)
    if (!found) throw new RangeError(`the set has no track "${name}"`)
    return found
  }

  get main(): SimulatedTrack {
    return this.tracks.at(-1)!
  }

  /** Puts a Max device on a track or in a chain, last or at `index`, as dragging it there does. */
  addMaxDevice(track: DeviceOwner, name: string, index = track.devices.length): SimulatedDevice {
    const device = maxDevice(name)
    track.devices.splice(index, 0, device)
    this.changed()
    return device
  }

  removeDevice(device: SimulatedDevice): void {
    const owner = this.ownerOf(device)
    owner?.devices.splice(owner.devices.indexOf(device), 1)
    this.changed()
  }

  /** The track or chain whose list holds the device. */
  ownerOf(device: SimulatedDevice): { readonly devices: SimulatedDevice[] } | undefined {
    const search = (owner: { readonly devices: SimulatedDevice[] }): typeof owner | undefined =>
      owner.devices.includes(device)
        ? owner
        : owner.devices.flatMap(({ chains }) => chains.map(chain => search(chain))).find(found => found)
    return this.tracks.map(search).find(found => found)
  }

  trackNode(track: SimulatedTrack): Node {
    return this.nodes.of('track', track, this.song)
  }

  deviceNode(device: SimulatedDevice): Node | undefined {
    const search = (owner: Node): Node | undefined => {
      for (const child of this.listOf(owner, 'devices')) {
        if (child.object === device) return child
        for (const chain of this.listOf(child, 'chains')) {
          const found = search(chain)
          if (found) return found
        }
      }
      return undefined
    }
    return this.tracks.map(track => search(this.trackNode(track))).find(found => found)
  }

  /** Children of the name; [] where the object has no such list. */
  listOf(node: Node, name: string): readonly Node[] {
    const many = <K extends Kind>(kind: K, objects: readonly Parameters<typeof this.nodes.of<K>>[1][]) =>
      objects.map(object => this.nodes.of(kind, object, node))
    const { tracks } = this
    switch (`${node.kind} ${name}`) {
      case 'song tracks':
      case 'song visible_tracks':
        return many(
          'track',
          tracks.filter(({ kind }) => kind !== 'return' && kind !== 'master'),
        )
      case 'song return_tracks':
        return many(
          'track',
          tracks.filter(({ kind }) => kind === 'return'),
        )
      case 'song cue_points':
        return many('cue', [...this.set.inside.facts.locators])
      case 'track devices':
      case 'chain devices':
        return many('device', (node.object as SimulatedTrack | SimulatedChain).devices)
      case 'device parameters':
        return many('parameter', (node.object as SimulatedDevice).controls)
      case 'device chains':
        return many('chain', (node.object as SimulatedDevice).chains)
      case 'mixer sends':
        return many(
          'parameter',
          (node.object as SimulatedTrack).mixer.filter(({ row }) => /^Send /.test(row.name)),
        )
      default:
        return []
    }
  }

  /** undefined: no child of that name; null: it has one by that name, and there is none now. */
  childOf(node: Node, name: string): Node | null | undefined {
    const { nodes } = this
    if (name === 'canonical_parent') return node.parent
    const control = (kind: string) => {
      const { mixer } = node.object as SimulatedTrack
      const found = mixer.find(({ row }) => row.name.endsWith(kind))
      return found ? nodes.of('parameter', found, node) : null
    }
    switch (`${node.kind} ${name}`) {
      case 'song master_track':
        return this.trackNode(this.main)
      case 'song view':
        return nodes.of('song-view', this.set.inside.facts, node)
      case 'song-view selected_track':
        return this.tracks.includes(this.selected.track) ? this.trackNode(this.selected.track) : null
      case 'track mixer_device':
      case 'chain mixer_device':
        return nodes.of('mixer', node.object as SimulatedTrack, node)
      case 'track view':
        return nodes.of('track-view', node.object as SimulatedTrack, node)
      case 'track-view selected_device': {
        const { track, device } = this.selected
        return track === node.object && device ? (this.deviceNode(device) ?? null) : null
      }
      case 'track group_track': {
        const group = this.tracks.find(({ id }) => id === (node.object as SimulatedTrack).group)
        return group ? this.trackNode(group) : null
      }
      case 'device view':
        return nodes.of('device-view', node.object as SimulatedDevice, node)
      case 'mixer volume':
        return control('Volume')
      case 'mixer panning':
        return control('Panning')
      case 'mixer track_activator':
      case 'mixer chain_activator':
        return name.startsWith(node.parent!.kind) ? control('Activator') : undefined
      default:
        return undefined
    }
  }

  /** Whether the object is still in the set. */
  isAlive(node: Node): boolean {
    if (node.parent === null) return true
    if (!this.isAlive(node.parent)) return false
    const { object, parent } = node
    switch (node.kind) {
      case 'track':
        return this.tracks.includes(node.object)
      case 'device':
        return (parent.object as SimulatedTrack | SimulatedChain).devices.includes(node.object)
      case 'chain':
        return (parent.object as SimulatedDevice).chains.includes(node.object)
      case 'parameter': {
        const owner = parent.object as SimulatedDevice | SimulatedTrack
        return ('controls' in owner ? owner.controls : owner.mixer).includes(object as Control)
      }
      default:
        return true
    }
  }

  /** Live's canonical path. */
  pathOf(node: Node): string {
    if (node.kind === 'song') return 'live_set'
    if (node.kind === 'app') return 'live_app'
    const { parent } = node
    const before = this.pathOf(parent!)
    if (node.kind === 'track' && node.object.kind === 'master') return `${before} master_track`
    for (const list of ['tracks', 'return_tracks', 'cue_points', 'devices', 'parameters', 'chains', 'sends']) {
      const index = this.listOf(parent!, list).indexOf(node)
      if (index >= 0) return `${before} ${list} ${index}`
    }
    const children = ['view', 'mixer_device', 'volume', 'panning', 'track_activator', 'chain_activator']
    return `${before} ${children.find(name => this.childOf(parent!, name) === node) ?? '?'}`
  }

  /** null: nothing is there. */
  resolve(path: string, thisDevice: SimulatedDevice | null): Node | null {
    const words = path.replaceAll('"', '').trim().split(/\s+/)
    let node: Node | null = null
    for (let i = 0; i < words.length; i++) {
      const word = words[i]!
      if (i === 0) {
        node = this.#root(word, words[1], thisDevice)
        if (word === 'id') i++
      } else {
        const list: readonly Node[] = this.listOf(node!, word)
        if (/^\d+$/.test(words[i + 1] ?? '')) node = list[Number(words[++i])] ?? null
        else node = this.childOf(node!, word) ?? null
      }
      if (node === null) return null
    }
    return node
  }

  #root(word: string, next: string | undefined, thisDevice: SimulatedDevice | null): Node | null {
    if (word === 'live_set') return this.song
    if (word === 'live_app') return this.app
    if (word === 'this_device') return (thisDevice && this.deviceNode(thisDevice)) ?? null
    if (word !== 'id') return null
    const node = this.nodes.byId(Number(next))
    return node && this.isAlive(node) ? node : null
  }

  watch(look: () => void): () => void {
    this.#watchers.add(look)
    return () => void this.#watchers.delete(look)
  }

  /** Something that sounds was changed. */
  sounds(): void {
    this.revision++
    this.changed()
  }

  /** The set may have changed, by whomever: observers look. */
  changed(): void {
    for (const look of [...this.#watchers]) look()
  }
}

const maxDevice = (name: string): SimulatedDevice => ({
  kind: 'max',
  className: 'MxDeviceAudioEffect' as SimulatedDevice['className'],
  name,
  controls: [control(deviceRows('StereoGain').find(row => row.name === 'Device On')!)],
  sidechain: null,
  chains: [],
  effect: null,
})
