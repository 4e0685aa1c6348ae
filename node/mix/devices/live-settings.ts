/** A device's parameters in display units, as the device models read them. */
import { currentName, findRow } from '../../live/device-table.ts'
import type { Device, Parameter } from '../../live/set.ts'
import { displayForRaw } from '../../live/value.ts'
import type { Settings } from './device-model.ts'

const known = new WeakMap<Device, Settings>()

/** Every parameter whose law is known, by Live 12.4 name. The same object for the same device: responses are kept by it. */
export function liveSettings(device: Device): Settings {
  let settings = known.get(device)
  if (!settings) {
    settings = Object.fromEntries(
      device.parameters.flatMap(parameter => {
        const value = displayOf(device.className, parameter)
        return value === null ? [] : [[currentName(device.className, parameter.name), value]]
      }),
    )
    known.set(device, settings)
  }
  return settings
}

/** A parameter's value in base units; null where its law is not known. `className` null: the mixer. */
export function displayOf(className: string | null, parameter: Parameter): number | null {
  const row = findRow(className, parameter.name)
  return row ? displayForRaw(row, parameter.value) : null
}
