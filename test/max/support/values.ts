/** Everything that can be set in a set, to tell what was changed. */
import type { SimulatedSet } from '../../../node/adapters/simulated/simulated-set.ts'
import { everyDevice } from '../../../node/live/set.ts'

/** Place and name → raw value. */
export type Values = ReadonlyMap<string, number>

export async function valuesOf(set: SimulatedSet): Promise<Values> {
  const { tracks } = await set.snapshot()
  return new Map(
    tracks.flatMap(track => [
      ...track.mixer.map(({ name, value }) => [`${track.name} / ${name}`, value] as const),
      ...everyDevice(track).flatMap(({ device }) =>
        device.parameters.map(({ name, value }) => [`${track.name} / ${device.path} / ${name}`, value] as const),
      ),
    ]),
  )
}

/** What differs, with its new value; undefined: it is gone. */
export function changesOf(before: Values, after: Values): Readonly<Record<string, number | undefined>> {
  const names = new Set([...before.keys(), ...after.keys()])
  return Object.fromEntries(
    [...names].filter(name => before.get(name) !== after.get(name)).map(name => [name, after.get(name)]),
  )
}
