/** Reading a device's settings: what a model needs and does not get has no default; the device is then not told (told.ts). */
import type { Settings } from './device-model.ts'

export type Read = (parameter: string) => number

/** Settings that a model cannot be run on: the snapshot does not hold a parameter, or holds a list entry nobody knows. */
export class UntoldSetting extends RangeError {
  readonly parameter: string

  constructor(parameter: string, message: string) {
    super(message)
    this.parameter = parameter
  }
}

/** Throws UntoldSetting for a parameter that is not there. */
export const reader =
  (className: string, settings: Settings): Read =>
  parameter => {
    const value = settings[parameter]
    if (value === undefined) throw new UntoldSetting(parameter, `settings of ${className} must have "${parameter}"`)
    return value
  }

/** Every device of Live has the switch "Device On"; settings that leave it out are of a device that is on. */
export const isOn = (settings: Settings) => settings['Device On'] !== 0

/** Whether a switch is on; null settings and absent switches are off. */
export const isSet = (settings: Settings, parameter: string) => (settings[parameter] ?? 0) >= 0.5

/** The named parameter's entry in a list of Live's (index by display value). Throws UntoldSetting for an entry that is not in it. */
export function choice<T>(read: Read, parameter: string, items: readonly T[]): T {
  const index = read(parameter)
  const item = items[index]
  if (item === undefined)
    throw new UntoldSetting(parameter, `${parameter} must be 0 to ${items.length - 1}, got ${index}`)
  return item
}
