/** A set with Uplift in it: the hub on Main, taps where they are wanted, everything that is built. */
import { join } from 'node:path'
import type { SimulatedTrack } from '../../../node/adapters/simulated/model.ts'
import { createSimulatedSet } from '../../../node/adapters/simulated/simulated-set.ts'
import type { SimulatedSetSpec } from '../../../node/adapters/simulated/spec.ts'
import type { Device } from '../device.ts'
import { Max, type MaxOptions } from '../max.ts'
import type { Built } from './built.ts'

export interface RigOptions extends Pick<MaxOptions, 'habits' | 'live' | 'nodeScript' | 'sketch' | 'tickMs'> {
  readonly spec: SimulatedSetSpec
  /** Which tracks have a tap. */
  readonly taps: (track: SimulatedTrack) => boolean
  /** Where the hub process keeps what it must not lose. */
  readonly data: string
  /** More for the hub process's environment. */
  readonly env?: Readonly<Record<string, string>>
}

export interface Rig {
  readonly max: Max
  readonly hub: Device
  /** By the track's name. */
  readonly taps: ReadonlyMap<string, Device>
  /** The face's state line. */
  line(): string
  /** Waits until the line says something like this. */
  says(words: RegExp, limitSeconds?: number): Promise<void>
  /** Waits until a control can be used. */
  offers(control: string, limitSeconds?: number): Promise<void>
}

export function makeRig({ folder, hub: hubFile, tap: tapFile }: Built, options: RigOptions): Rig {
  const { spec, taps: isTapped, data, env, ...rest } = options
  const max = new Max({
    set: createSimulatedSet(spec),
    folder,
    env: { UPLIFT_DATA: join(data, 'data'), UPLIFT_CACHE: join(data, 'cache'), HOME: data, TMPDIR: data, ...env },
    ...rest,
  })
  const taps = new Map(max.live.tracks.filter(isTapped).map(track => [track.name, max.load(tapFile, track)]))
  const hub = max.load(hubFile, max.live.main)
  const line = () => hub.text('line')
  const isOffered = (control: string) => hub.see(control).isActive && !hub.see(control).isHidden
  return {
    max,
    hub,
    taps,
    line,
    says: (words, limitSeconds) =>
      max.until(
        () => `the face to say ${words}, last "${line()}"`,
        () => words.test(line()),
        limitSeconds,
      ),
    offers: (control, limitSeconds) =>
      max.until(
        () => `"${control}" to be offered, the face says "${line()}"`,
        () => isOffered(control),
        limitSeconds,
      ),
  }
}
