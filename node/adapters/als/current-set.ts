/** A set with other values than the file's: what was written, and what its macros make of it. */
import type { Chain, ChainPath, Device, DevicePath, LiveSet, Parameter, TrackPath } from '../../live/set.ts'
import { displayText } from '../../live/value.ts'
import { type AlsPlace, mappedValue, refKey, switchValue } from './parameters.ts'

/** `written`: raw values by `refKey`. */
export function withWritten(
  set: LiveSet,
  places: ReadonlyMap<string, AlsPlace>,
  written: ReadonlyMap<string, number>,
): LiveSet {
  if (written.size === 0) return set
  return {
    ...set,
    tracks: set.tracks.map(track => {
      const change = new TrackChange(track.path, places, written)
      return {
        ...track,
        mixer: change.all(track.mixer, null),
        devices: track.devices.map(each => change.device(each, [])),
      }
    }),
  }
}

class TrackChange {
  readonly #track: TrackPath
  readonly #places: ReadonlyMap<string, AlsPlace>
  readonly #written: ReadonlyMap<string, number>

  constructor(track: TrackPath, places: ReadonlyMap<string, AlsPlace>, written: ReadonlyMap<string, number>) {
    this.#track = track
    this.#places = places
    this.#written = written
  }

  /** `racks`: those around, with their new values, innermost last. */
  device(device: Device, racks: readonly Device[]): Device {
    const changed = { ...device, parameters: this.all(device.parameters, device.path, racks) }
    return { ...changed, chains: device.chains.map(chain => this.#chain(chain, [...racks, changed])) }
  }

  #chain(chain: Chain, racks: readonly Device[]): Chain {
    return {
      ...chain,
      mixer: this.all(chain.mixer, chain.path, racks),
      devices: chain.devices.map(each => this.device(each, racks)),
    }
  }

  all(
    parameters: readonly Parameter[],
    device: DevicePath | ChainPath | null,
    racks: readonly Device[] = [],
  ): readonly Parameter[] {
    return parameters.map(parameter => {
      const key = refKey({ track: this.#track, device, parameter: parameter.name })
      const place = this.#places.get(key)
      const value = this.#written.get(key) ?? (place && moved(parameter, place, racks))
      if (!place || value === undefined || value === parameter.value) return parameter
      return { ...parameter, value, display: displayText(place.row, value) }
    })
  }
}

/** undefined: no macro moves it. */
function moved({ macro }: Parameter, { row, switched }: AlsPlace, racks: readonly Device[]): number | undefined {
  const mapping = macro ?? switched
  const rack = mapping && racks.findLast(({ path }) => path === mapping.device)
  const turned = rack?.parameters.find(({ name }) => name === mapping!.parameter)
  if (!turned) return undefined
  if (macro) return mappedValue(row, macro.from, macro.to, turned.value)
  return switchValue(row, switched!, turned.value)
}
