/** What Live's objects can be told to do. */
import { findControl, textOf } from '../../../node/adapters/simulated/control.ts'
import { insertable } from '../../../node/adapters/simulated/devices/designs.ts'
import type { SimulatedChain, SimulatedDevice, SimulatedTrack } from '../../../node/adapters/simulated/model.ts'
import { insertDevice } from '../../../node/adapters/simulated/structure.ts'
import { deviceName } from '../../../node/live/device-table.ts'
import { WriteRefused } from '../../../node/live/session.ts'
import type { Atom } from '../atoms.ts'
import type { Live } from './live.ts'
import type { Node } from './node.ts'
import { Refusal } from './properties.ts'

type Call = (live: Live, node: Node, args: readonly Atom[]) => Atom | readonly Atom[] | undefined

/** Everything that the object can be called for. */
export function functionsOf({ habits }: Live, node: Node): Readonly<Record<string, Call>> {
  const all = functions[node.kind] ?? {}
  if (habits.canInsert) return all
  return Object.fromEntries(Object.entries(all).filter(([name]) => !/^(insert|duplicate)_device$/.test(name)))
}

const functions: Readonly<Record<string, Readonly<Record<string, Call>>>> = {
  app: {
    get_major_version: ({ habits }) => habits.version[0],
    get_minor_version: ({ habits }) => habits.version[1],
    get_bugfix_version: ({ habits }) => habits.version[2],
    get_version_string: ({ habits }) => habits.version.join('.'),
  },
  song: {
    start_playing: live => void live.transport.play(live.transport.startBeats),
    continue_playing: live => void live.transport.play(),
    stop_playing: live => void live.transport.stop(),
    jump_by: (live, _, [beats]) => void live.transport.jump(live.transport.exactBeats + Number(beats)),
    begin_undo_step: live => void live.undo.begin(),
    end_undo_step: live => void live.undo.end(),
    undo: live => void live.undo.undo(),
    sync_parameter_changes: () => undefined,
    get_current_beats_song_time: live => {
      const { beats } = live.transport
      const inBar = live.set.inside.facts.beatsPerBar
      return `${Math.floor(beats / inBar) + 1}.${(Math.floor(beats) % inBar) + 1}.1.0`
    },
  },
  'song-view': {
    select_device(live, _, args) {
      const id = Number(args.at(-1))
      const chosen = live.nodes.byId(id)
      const owner = chosen?.kind === 'device' ? chosen.parent : null
      if (chosen?.kind !== 'device' || owner?.kind !== 'track') throw new Refusal('select_device wants a device.')
      live.selected = { track: owner.object, device: chosen.object }
      return undefined
    },
  },
  track: { insert_device: insert, delete_device: remove },
  chain: { insert_device: insert, delete_device: remove },
  parameter: {
    str_for_value: (_, node, [value]) => {
      if (node.kind !== 'parameter') throw new Refusal('str_for_value is of parameters')
      return textOf(node.object, Number(value))
    },
    re_enable_automation: (_, node) => {
      if (node.kind === 'parameter' && node.object.automation === 'overridden') node.object.automation = 'playing'
      return undefined
    },
    begin_gesture: () => undefined,
    end_gesture: () => undefined,
  },
}

/** By the name in Live's browser; Live's answer is the new device, and an unknown name does nothing. */
function insert(live: Live, node: Node, [name, index]: readonly Atom[]): Atom[] | undefined {
  if (live.isNotifying) throw new Refusal('Changes cannot be triggered by notifications. You will need to defer.')
  const className = insertable.find(one => deviceName(one) === name)
  if (!className) {
    if (live.habits.refusals === 'throw') throw new Refusal(`Device "${name}" not found.`)
    return undefined
  }
  const owner = node.object as SimulatedTrack | SimulatedChain
  const at = index === undefined ? owner.devices.length : Number(index)
  const track = { ...live.main, devices: owner.devices }
  const target = { track: 'master_track' as const, device: null, parameter: null }
  try {
    insertDevice(track, target, { className, index: at, set: live.set.inside.declared })
  } catch (error) {
    if (error instanceof WriteRefused) throw new Refusal(error.message)
    throw error
  }
  const inserted = owner.devices[at]!
  live.undo.did(() => owner.devices.splice(owner.devices.indexOf(inserted), 1))
  return ['id', live.nodes.of('device', inserted, node).id]
}

function remove(live: Live, node: Node, [index]: readonly Atom[]): undefined {
  if (live.isNotifying) throw new Refusal('Changes cannot be triggered by notifications. You will need to defer.')
  const { devices } = node.object as SimulatedTrack | SimulatedChain
  const [gone] = devices.splice(Number(index), 1)
  if (!gone) throw new Refusal(`There is no device ${index}.`)
  live.undo.did(() => devices.splice(Number(index), 0, gone))
}

/** The device's on switch. */
export const deviceOn = (device: SimulatedDevice) => findControl(device.controls, 'Device On')!
