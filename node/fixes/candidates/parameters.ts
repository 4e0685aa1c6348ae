/** Reading parameters in display units, and saying how they are to change. */
import { findRow } from '../../live/device-table.ts'
import {
  type Device,
  everyDevice,
  type MacroMapping,
  type Parameter,
  type ParameterRef,
  type Track,
} from '../../live/set.ts'
import { displayOf } from '../../mix/devices/live-settings.ts'
import type { ParameterChange } from '../fix.ts'

export const parameterOf = (owner: { readonly parameters: readonly Parameter[] }, name: string) =>
  owner.parameters.find(parameter => parameter.name === name)

/** Why a parameter must be left alone, as the end of a sentence, or null. */
export function notMovable(parameter: Parameter): string | null {
  if (!parameter.isEnabled) return 'is mapped to a macro or disabled'
  return parameter.automation === 'none' ? null : 'is automated'
}

/** The macro that moves a mapped parameter in its stead. */
const macros = new WeakMap<Parameter, Parameter>()

/**
 * A device whose parameters can also be moved by their macro, where the set tells which one and the macro moves nothing else. The
 * others stay as they are: disabled.
 */
export function withMacros(track: Track, device: Device): Device {
  const all = everyDevice(track)
  const mapped = (one: MacroMapping) =>
    all
      .flatMap(placed => placed.device.parameters)
      .filter(({ macro }) => macro?.device === one.device && macro.parameter === one.parameter)
  const parameters = device.parameters.map(parameter => {
    const { macro } = parameter
    if (parameter.isEnabled || !macro || mapped(macro).length !== 1) return parameter
    const rack = all.find(placed => placed.device.path === macro.device)?.device
    const control = rack && parameterOf(rack, macro.parameter)
    if (!control || notMovable(control)) return parameter
    const moved = { ...parameter, isEnabled: true }
    macros.set(moved, control)
    return moved
  })
  return parameters.every((parameter, i) => parameter === device.parameters[i]) ? device : { ...device, parameters }
}

/** `device` null: the track's mixer. `to` in display units. */
export function change(track: Track, device: Device | null, parameter: Parameter, to: number): ParameterChange {
  const row = findRow(device?.className ?? null, parameter.name)
  // A macro with one mapping shows that parameter's own values.
  const control = macros.get(parameter)
  const ref: ParameterRef = control
    ? { track: track.path, device: parameter.macro!.device, parameter: control.name }
    : { track: track.path, device: device?.path ?? null, parameter: parameter.name }
  return {
    ref,
    trackName: track.name,
    deviceName: device?.name ?? null,
    deviceClass: control ? rackClass(track, ref) : (device?.className ?? null),
    from: displayOf(device?.className ?? null, parameter) ?? parameter.value,
    to,
    unit: row?.unit ?? '',
    fromText: parameter.display,
    fromRaw: control?.value ?? parameter.value,
  }
}

export const isOn = (device: Device) => parameterOf(device, 'Device On')?.value !== 0

const rackClass = (track: Track, { device }: ParameterRef) =>
  everyDevice(track).find(placed => placed.device.path === device)?.device.className ?? null
