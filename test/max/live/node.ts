/** Objects of the Live Object Model, each with the id that it keeps as long as this Live runs. */
import type { Control } from '../../../node/adapters/simulated/control.ts'
import type { SimulatedChain, SimulatedDevice, SimulatedTrack } from '../../../node/adapters/simulated/model.ts'
import type { Locator } from '../../../node/live/set.ts'

interface Kinds {
  app: object
  song: object
  'song-view': object
  track: SimulatedTrack
  'track-view': SimulatedTrack
  device: SimulatedDevice
  'device-view': SimulatedDevice
  chain: SimulatedChain
  mixer: SimulatedTrack | SimulatedChain
  parameter: Control
  cue: Locator
}
export type Kind = keyof Kinds

/** What Max calls the type. */
export const typeNames: Readonly<Record<Kind, string>> = {
  app: 'Application',
  song: 'Song',
  'song-view': 'Song.View',
  track: 'Track',
  'track-view': 'Track.View',
  device: 'Device',
  'device-view': 'Device.View',
  chain: 'Chain',
  mixer: 'MixerDevice',
  parameter: 'DeviceParameter',
  cue: 'CuePoint',
}

export type Node = {
  [K in Kind]: { readonly kind: K; readonly object: Kinds[K]; readonly id: number; readonly parent: Node | null }
}[Kind]

/** Hands out ids; the same object of the same kind has the same. */
export class Nodes {
  readonly #byObject = new Map<Kind, Map<object, Node>>()
  readonly #byId = new Map<number, Node>()
  #next = 1

  of<K extends Kind>(kind: K, object: Kinds[K], parent: Node | null): Node {
    const alike = this.#byObject.get(kind) ?? new Map<object, Node>()
    this.#byObject.set(kind, alike)
    const known = alike.get(object)
    // Moved to another place in the set: the same object, below another parent.
    if (known?.parent === parent) return known
    const node = { kind, object, id: known?.id ?? this.#next++, parent } as Node
    alike.set(object, node)
    this.#byId.set(node.id, node)
    return node
  }

  byId(id: number): Node | undefined {
    return this.#byId.get(id)
  }
}
