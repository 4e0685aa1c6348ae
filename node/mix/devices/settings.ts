/** Reading a device's settings: a parameter that a model needs and does not get is a bug, not a default. */
import type { Settings } from './device-model.ts'

export type Read = (parameter: string) => number

/** Throws RangeError for a parameter that is not there. */
export const reader =
  (className: string, settings: Settings): Read =>
  parameter => {
    const value = settings[parameter]
    if (value === undefined) throw new RangeError(`settings of ${className} must have "${parameter}"`)
    return value
  }

/** Every device of Live has the switch "Device On"; settings that leave it out are of a device that is on. */
export const isOn = (settings: Settings) => settings['Device On'] !== 0

/** Whether a switch is on; null settings and absent switches are off. */
export const isSet = (settings: Settings, parameter: string) => (settings[parameter] ?? 0) >= 0.5

/** The named parameter's entry in a list of Live's (index by display value). */
export function choice<T>(read: Read, parameter: string, items: readonly T[]): T {
  const index = read(parameter)
  const item = items[index]
  if (item === undefined) throw new RangeError(`${parameter} must be 0 to ${items.length - 1}, got ${index}`)
  return item
}
