/** A device of Live as it is when it has just been put on a track: every parameter at its default. */
import { deviceName, deviceRows } from '../../live/device-table.ts'
import { type Device, endOfChain, type Track } from '../../live/set.ts'
import { displayText } from '../../live/value.ts'

/** Behind all that acts on the track. Throws RangeError for a device that the tables do not know. */
export function insertedDevice(track: Track, className: string): Device {
  const rows = deviceRows(className)
  if (rows.length === 0) throw new RangeError(`device must be in the tables, got ${className}`)
  return {
    path: `devices ${endOfChain(track)}`,
    className,
    name: deviceName(className) ?? className,
    kind: 'device',
    chains: [],
    sidechainSource: null,
    parameters: rows.map(row => ({
      name: row.name,
      value: row.default,
      min: row.min,
      max: row.max,
      isQuantized: row.isQuantized,
      valueItems: row.items,
      isEnabled: true,
      automation: 'none',
      display: displayText(row, row.default),
    })),
  }
}
