/** Routing as Max sees it: dictionaries as JSON text. */
import type { SimulatedDevice, SimulatedTrack } from '../../../node/adapters/simulated/model.ts'
import { setSidechainSource } from '../../../node/adapters/simulated/structure.ts'
import { WriteRefused } from '../../../node/live/session.ts'
import type { Live } from './live.ts'
import type { Node } from './node.ts'
import { Refusal } from './properties.ts'

interface Route {
  readonly display_name: string
  readonly identifier: number | string
}

const none: Route = { display_name: 'No Input', identifier: 0 }
const channels: readonly Route[] = [
  { display_name: 'Pre FX', identifier: 1 },
  { display_name: 'Post FX', identifier: 2 },
  { display_name: 'Post Mixer', identifier: 3 },
]

export function routingOf(live: Live, node: Node, name: string): string {
  return JSON.stringify({ [name]: routes(live, node, name) })
}

function routes(live: Live, node: Node, name: string): Route | readonly Route[] {
  switch (name) {
    case 'output_routing_type':
      return outputOf(live, node.object as SimulatedTrack)
    case 'available_output_routing_types':
      return [outputOf(live, node.object as SimulatedTrack), { display_name: 'Sends Only', identifier: 900 }]
    case 'available_input_routing_types':
      return inputsOf(live, node)
    case 'input_routing_type': {
      const { sidechain } = node.object as SimulatedDevice
      const heard = live.tracks.findIndex(({ id }) => id === sidechain)
      return heard < 0 ? none : routeOf(live, live.tracks[heard]!)
    }
    case 'available_input_routing_channels':
      return (node.object as SimulatedDevice).sidechain === null ? [] : channels
    default:
      return (node.object as SimulatedDevice).sidechain === null
        ? { display_name: '', identifier: 0 }
        : channels[chosenChannel.get(node.object) ?? 1]!
  }
}

/** "Post FX" unless another was chosen. */
const chosenChannel = new WeakMap<object, number>()

/** Live numbers what has no number in its name: "1-Kick". */
const routeOf = (live: Live, track: SimulatedTrack): Route => {
  const index = live.tracks.indexOf(track)
  const display_name =
    track.kind === 'master' ? 'Main' : track.kind === 'return' ? track.name : `${index + 1}-${track.name}`
  return { display_name, identifier: 100 + track.id }
}

const inputsOf = (live: Live, node: Node): readonly Route[] => {
  const own = node.parent!.object
  return [none, ...live.tracks.filter(track => track !== own).map(track => routeOf(live, track))]
}

function outputOf(live: Live, track: SimulatedTrack): Route {
  if (track.output === 'sends-only') return { display_name: 'Sends Only', identifier: 900 }
  if (track.output === 'none') return { display_name: 'No Output', identifier: 901 }
  const group = live.tracks.find(({ id }) => id === track.group)
  if (track.output === 'group' && group) return { display_name: group.name, identifier: 100 + group.id }
  return track.kind === 'master'
    ? { display_name: 'Ext. Out', identifier: 902 }
    : { display_name: 'Main', identifier: 903 }
}

/** Takes JSON text, with or without the property's name around it, or an object. */
export function setRouting(live: Live, node: Node, name: string, value: unknown): void {
  const parsed = (typeof value === 'string' ? JSON.parse(value) : value) as Record<string, unknown>
  const { identifier } = (parsed[name] ?? parsed) as Partial<Route>
  if (name === 'input_routing_channel') {
    const index = channels.findIndex(channel => channel.identifier === identifier)
    if (index < 0) throw new Refusal(`no such channel: ${identifier}`)
    chosenChannel.set(node.object, index)
    return
  }
  const isNone = identifier === none.identifier
  const source = live.tracks.find(track => routeOf(live, track).identifier === identifier) ?? null
  if (!isNone && !source) throw new Refusal(`no such routing type: ${identifier}`)
  const device = node.object as SimulatedDevice
  const before = device.sidechain
  const owner = live.tracks.find(track => track.devices.includes(device))
  if (!owner) throw new Refusal('routing of a device in a rack is not part of this fake')
  const target = {
    track: 'tracks 0' as const,
    device: `devices ${owner.devices.indexOf(device)}` as const,
    parameter: null,
  }
  try {
    setSidechainSource(live.tracks, owner, target, isNone ? null : source)
  } catch (error) {
    if (error instanceof WriteRefused) throw new Refusal(error.message)
    throw error
  }
  live.undo.did(() => {
    device.sidechain = before
  })
}
