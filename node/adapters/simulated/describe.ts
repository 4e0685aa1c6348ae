/** A simulated set as the snapshot shows it. */
import type { ChainPath, Device, DevicePath, MacroMapping, Track, TrackPath } from '../../live/set.ts'
import { type Control, parameterOf } from './control.ts'
import type { SimulatedDevice, SimulatedTrack } from './model.ts'

export function describeTrack(track: SimulatedTrack, path: TrackPath, pathOf: (trackId: number) => TrackPath): Track {
  const macros = macrosOf(track)
  const parameters = (controls: readonly Control[]) => controls.map(one => parameterOf(one, macros.get(one)))
  const describe = (device: SimulatedDevice, devicePath: DevicePath): Device => ({
    path: devicePath,
    kind: device.kind,
    className: device.className,
    name: device.name,
    parameters: parameters(device.controls),
    chains: device.chains.map((chain, index) => {
      const chainPath: ChainPath = `${devicePath} chains ${index}`
      return {
        path: chainPath,
        name: chain.name,
        kind: chain.kind,
        solo: chain.solo,
        mixer: parameters(chain.mixer),
        devices: chain.devices.map((inner, place) => describe(inner, `${chainPath} devices ${place}`)),
      }
    }),
    sidechainSource: device.sidechain === null ? null : pathOf(device.sidechain),
  })
  return {
    path,
    name: track.name,
    kind: track.kind,
    group: track.group === null ? null : pathOf(track.group),
    output: track.output,
    solo: track.solo,
    mixer: parameters(track.mixer),
    devices: track.devices.map((device, index) => describe(device, `devices ${index}`)),
  }
}

/** Which macro moves a parameter. */
export function macrosOf({ devices }: Pick<SimulatedTrack, 'devices'>): ReadonlyMap<Control, MacroMapping> {
  const found = new Map<Control, MacroMapping>()
  const visit = (list: readonly SimulatedDevice[], before: '' | `${ChainPath} `) => {
    for (const [index, device] of list.entries()) {
      const path = `${before}devices ${index}` as DevicePath
      for (const { row, mappings } of device.controls) {
        for (const { target, from, to } of mappings) found.set(target, { device: path, parameter: row.name, from, to })
      }
      for (const [place, chain] of device.chains.entries()) visit(chain.devices, `${path} chains ${place} `)
    }
  }
  visit(devices, '')
  return found
}
