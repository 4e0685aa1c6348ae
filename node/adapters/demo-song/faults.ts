/**
 * Known faults of known size, for the known-answer evaluation: made in a parameter or baked into one track's audio,
 * each with the moves that put it right. They work on any set, the demo songs and real stems alike.
 */
import type { SimulatedSetSpec, SimulatedTrackSpec } from '../simulated/spec.ts'
import type { Change } from './changes.ts'
import type { Fault, FaultDefinition, FaultFamily, FaultPlace } from './fault.ts'
import { dynamicsFaults } from './faults-of-dynamics.ts'
import { mainFaults } from './faults-of-main.ts'
import { soundFaults } from './faults-of-sound.ts'
import { stereoFaults } from './faults-of-stereo.ts'
import { bandPower, trackForRole } from './roles.ts'

export type { Fault, FaultFamily, MoveKind, RightMoves } from './fault.ts'

/** Every kind of fault, as data. */
export const faults: readonly FaultDefinition[] = [...soundFaults, ...stereoFaults, ...dynamicsFaults, ...mainFaults]

/** All faults that apply to this set: those of a master where Main ends in a Limiter, else those of a premaster. */
export function faultsFor(spec: SimulatedSetSpec): Fault[] {
  const stage = spec.master.devices?.some(device => device.className === 'Limiter') ? 'master' : 'premaster'
  return faults
    .filter(definition => definition.stage === stage)
    .flatMap(definition =>
      placesOf(spec, definition).flatMap(({ place, track }) =>
        definition.sizes.flatMap((size): Fault[] => {
          const { family } = definition
          const made = definition.make(track, size, spec)
          if (!made) return []
          const { change, solo = false, ...rest } = made
          const apply = (s: SimulatedSetSpec) => changeTrack(s, track.name, change)
          return [{ ...rest, id: idOf(family, place, size), family, stage, track: track.name, size, solo, apply }]
        }),
      ),
    )
}

const mainName = 'Main'

function changeTrack(spec: SimulatedSetSpec, name: string, change: Change): SimulatedSetSpec {
  if (name === mainName) {
    const { volumeDb, devices } = change(mainOf(spec))
    return { ...spec, master: { ...(volumeDb === undefined ? {} : { volumeDb }), ...(devices ? { devices } : {}) } }
  }
  const at = spec.tracks.findIndex(track => track.name === name)
  if (at < 0) throw new RangeError(`spec must have a track "${name}"`)
  return { ...spec, tracks: spec.tracks.map((track, i) => (i === at ? change(track) : track)) }
}

const mainOf = ({ master }: SimulatedSetSpec): SimulatedTrackSpec => ({ ...master, name: mainName, kind: 'audio' })

const idOf = (family: FaultFamily, place: FaultPlace, size: number) =>
  `${family}-${place.replace(' ', '-')}${size < 0 ? '-' : '+'}${Math.abs(size)}`

interface Placed {
  readonly place: FaultPlace
  readonly track: SimulatedTrackSpec
}

function placesOf(spec: SimulatedSetSpec, { places, loudestBetween }: FaultDefinition): readonly Placed[] {
  const placed = places.flatMap((place): Placed[] => {
    const track = trackAt(spec, place)
    return track ? [{ place, track }] : []
  })
  if (!loudestBetween || placed.length === 0) return placed
  const power = ({ track }: Placed) => bandPower(track, ...loudestBetween)
  return [placed.reduce((best, one) => (power(one) > power(best) ? one : best))]
}

function trackAt(spec: SimulatedSetSpec, place: FaultPlace): SimulatedTrackSpec | null {
  switch (place) {
    case 'main':
      return mainOf(spec)
    case 'drum group':
      return spec.tracks.find(({ kind, name }) => kind === 'group' && /drums?/i.test(name)) ?? null
    case 'parallel return':
      return spec.tracks.find(({ kind, name }) => kind === 'return' && /parallel/i.test(name)) ?? null
    default:
      return trackForRole(spec, place)
  }
}
