/** Moves written into a simulated set: what a preview of them should sound like. */
import type { SimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import { currentName, findRow } from '../../node/live/device-table.ts'
import { type Device, type LiveSet, mixerNames, trackAt } from '../../node/live/set.ts'
import { displayForRaw, rawForDisplay } from '../../node/live/value.ts'
import type { Settings } from '../../node/mix/devices/device-model.ts'
import type { DeviceMove, Move } from '../../node/mix/moves.ts'

export async function changed(session: SimulatedSet, moves: readonly Move[]): Promise<SimulatedSet> {
  const fork = session.fork()
  const set = await fork.snapshot()
  for (const move of moves) {
    const write = (device: Device['path'] | null, parameter: string, display: number) => {
      const row = findRow(device === null ? null : (move as DeviceMove).className, parameter)!
      return fork.write({ track: move.node, device, parameter }, rawForDisplay(row, display)!)
    }
    if (move.kind === 'level') {
      const volume = trackAt(set, move.node)!.mixer.find(({ name }) => name === mixerNames.volume)!
      const now = displayForRaw(findRow(null, mixerNames.volume)!, volume.value)!
      await write(null, mixerNames.volume, now + move.db)
    }
    if (move.kind === 'pan') await write(null, mixerNames.panning, move.to)
    if (move.kind === 'mute') await write(null, mixerNames.activator, move.on ? 1 : 0)
    if (move.kind === 'device')
      for (const [parameter, display] of Object.entries(move.to))
        if (display !== move.from[parameter]) await write(move.device, parameter, display)
  }
  return fork
}

/** A move of the device of this class on the track of this name. */
export function deviceMove(set: LiveSet, trackName: string, className: string, to: Settings): DeviceMove {
  const track = set.tracks.find(({ name }) => name === trackName)!
  const device = track.devices.find(candidate => candidate.className === className)!
  const from: Record<string, number> = {}
  for (const { name, value } of device.parameters) {
    const row = findRow(className, name)
    const display = row ? displayForRaw(row, value) : null
    if (display !== null) from[currentName(className, name)] = display
  }
  return { kind: 'device', node: track.path, device: device.path, className, from, to: { ...from, ...to } }
}

export const bell = (band: number, hz: number, gainDb: number, q = 1): Settings => ({
  [`${band} Filter On A`]: 1,
  [`${band} Filter Type A`]: 3,
  [`${band} Frequency A`]: hz,
  [`${band} Gain A`]: gainDb,
  [`${band} Q A`]: q,
})
