/** Reading parameters in display units, and saying how they are to change. */
import { findRow } from '../../live/device-table.ts'
import type { Device, Parameter, ParameterRef, Track } from '../../live/set.ts'
import { displayOf } from '../../mix/devices/live-settings.ts'
import type { ParameterChange } from '../fix.ts'

export const parameterOf = (owner: { readonly parameters: readonly Parameter[] }, name: string) =>
  owner.parameters.find(parameter => parameter.name === name)

/** Why a parameter must be left alone, as the end of a sentence, or null. */
export function notMovable(parameter: Parameter): string | null {
  if (!parameter.isEnabled) return 'is mapped to a macro or disabled'
  return parameter.automation === 'none' ? null : 'is automated'
}

/** `device` null: the track's mixer. `to` in display units. */
export function change(track: Track, device: Device | null, parameter: Parameter, to: number): ParameterChange {
  const row = findRow(device?.className ?? null, parameter.name)
  const ref: ParameterRef = { track: track.path, device: device?.path ?? null, parameter: parameter.name }
  return {
    ref,
    trackName: track.name,
    deviceName: device?.name ?? null,
    deviceClass: device?.className ?? null,
    from: displayOf(device?.className ?? null, parameter) ?? parameter.value,
    to,
    unit: row?.unit ?? '',
    fromText: parameter.display,
    fromRaw: parameter.value,
  }
}

export const isOn = (device: Device) => parameterOf(device, 'Device On')?.value !== 0
