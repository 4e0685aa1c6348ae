/**
 * Known faults of known size, for the known-answer evaluation: made in a parameter or baked into one track's audio,
 * each with the moves that put it right. They work on any set, the demo songs and real stems alike.
 */
import type { SimulatedSetSpec, SimulatedTrackSpec } from '../simulated/spec.ts'
import {
  type Change,
  duckerOf,
  filtered,
  mapAudio,
  mudFilter,
  narrowed,
  shelfFilter,
  widenedBelow120,
  withThreshold,
} from './changes.ts'
import { bandPower, type FaultRole, sideToMidDb, trackForRole } from './roles.ts'

export type MoveKind = 'level' | 'eq' | 'width' | 'bass-mono' | 'pan' | 'polarity' | 'ducking'
export type FaultUnit = 'dB' | '%' | 'pan'

export interface RightMoves {
  readonly track: string
  readonly kinds: readonly MoveKind[]
  /** Direction of the right move: +1 more level, gain, width or ducking. */
  readonly sign?: 1 | -1
  /** Size of the move that undoes the fault, in the fault's unit (width: factor in % of what is there). */
  readonly amount?: number
}

export interface Fault {
  readonly id: string
  /** The family: faults of one family differ in track or size. */
  readonly family: FaultFamily
  readonly title: string
  readonly kind: 'parameter' | 'audio'
  readonly track: string
  readonly size: number
  readonly unit: FaultUnit
  readonly inverse: RightMoves
  /** Some allowed move within Live's ranges undoes it to the sample (but for rounding). */
  readonly invertibleExactly: boolean
  /** Beyond what the planner does today: in the list, left out by `faultsFor` unless asked for. */
  readonly later: boolean
  readonly apply: (spec: SimulatedSetSpec) => SimulatedSetSpec
}

export type FaultFamily =
  | 'level'
  | 'mud'
  | 'brightness'
  | 'wide-sub'
  | 'narrow-pad'
  | 'pan'
  | 'too-little-ducking'
  | 'too-much-ducking'
  | 'polarity'

/** A fault before it is known on which track of which set. */
export interface FaultDefinition {
  readonly family: FaultFamily
  readonly roles: readonly FaultRole[]
  readonly sizes: readonly number[]
  readonly later: boolean
  /** null: does not apply to this track. */
  readonly make: (
    track: SimulatedTrackSpec,
    size: number,
  ) => (Pick<Fault, 'title' | 'kind' | 'unit' | 'inverse' | 'invertibleExactly'> & { readonly change: Change }) | null
}

const signed = (size: number) => `${size > 0 ? '+' : '−'}${Math.abs(size)} dB`
const oppositeOf = (size: number) => (size > 0 ? -1 : 1)
const isStereo = (track: SimulatedTrackSpec) => track.source !== undefined && track.source.channels.length > 1
/** Live's fader ends at +6 dB. */
const topFaderDb = 6

/** Every kind of fault, as data. */
export const faults: readonly FaultDefinition[] = [
  {
    family: 'level',
    roles: ['bass', 'lead', 'pad', 'hats', 'kick', 'pluck'],
    sizes: [3, -3, 6, -6],
    later: false,
    make: (track, size) =>
      (track.volumeDb ?? 0) + size > topFaderDb
        ? null
        : {
            title: `${track.name} ${Math.abs(size)} dB too ${size > 0 ? 'loud' : 'quiet'}`,
            kind: 'parameter',
            unit: 'dB',
            inverse: { track: track.name, kinds: ['level'], sign: oppositeOf(size), amount: Math.abs(size) },
            invertibleExactly: true,
            change: t => ({ ...t, volumeDb: (t.volumeDb ?? 0) + size }),
          },
  },
  {
    family: 'mud',
    roles: ['pad', 'lead'],
    sizes: [3, 6],
    later: false,
    make: (track, size) => ({
      title: `Mud on ${track.name}: ${signed(size)} at 280 Hz`,
      kind: 'audio',
      unit: 'dB',
      inverse: { track: track.name, kinds: ['eq'], sign: -1, amount: size },
      invertibleExactly: true,
      change: filtered(mudFilter(size)),
    }),
  },
  {
    family: 'brightness',
    roles: ['lead', 'hats'],
    sizes: [4, -4, 8, -8],
    later: false,
    make: (track, size) => ({
      title: `${track.name} ${size > 0 ? 'harsh' : 'dull'}: ${signed(size)} shelf at 6 kHz`,
      kind: 'audio',
      unit: 'dB',
      inverse: { track: track.name, kinds: ['eq'], sign: oppositeOf(size), amount: Math.abs(size) },
      invertibleExactly: true,
      change: filtered(shelfFilter(size)),
    }),
  },
  {
    family: 'wide-sub',
    roles: ['bass'],
    sizes: [-6, 0],
    later: false,
    make: (track, size) => ({
      title: `${track.name} wide below 120 Hz: side ${size} dB of mid`,
      kind: 'audio',
      unit: 'dB',
      inverse: { track: track.name, kinds: ['bass-mono', 'width'], sign: -1 },
      // A mono source is itself again at width 0; Bass Mono leaves the crossover's phase.
      invertibleExactly: !isStereo(track),
      change: widenedBelow120(size),
    }),
  },
  {
    family: 'narrow-pad',
    roles: ['pad'],
    sizes: [25, 50],
    later: false,
    make: (track, size) => {
      if (!isStereo(track) || sideToMidDb(track.source!, 250, 8000) < -20) return null
      const utility = track.devices?.findLast(device => device.className === 'StereoGain')
      const width = utility?.settings?.['Stereo Width'] ?? 100
      return {
        title: `${track.name} narrowed to ${size} % of its width`,
        kind: 'audio',
        unit: '%',
        inverse: { track: track.name, kinds: ['width'], sign: 1, amount: 10_000 / size },
        // Utility ends at 200 %.
        invertibleExactly: (width * 100) / size <= 200,
        change: narrowed(size / 100),
      }
    },
  },
  {
    family: 'pan',
    roles: ['hats'],
    sizes: [-1, 1],
    later: false,
    make: (track, size) =>
      Math.abs((track.pan ?? 0) - size) < 0.5
        ? null
        : {
            title: `${track.name} panned fully ${size < 0 ? 'left' : 'right'}`,
            kind: 'parameter',
            unit: 'pan',
            inverse: {
              track: track.name,
              kinds: ['pan'],
              sign: oppositeOf(size),
              amount: Math.abs(size - (track.pan ?? 0)),
            },
            invertibleExactly: true,
            change: t => ({ ...t, pan: size }),
          },
  },
  ...(
    [
      ['too-little-ducking', [3, 6], 1],
      ['too-much-ducking', [4, 8], -1],
    ] as const
  ).map(([family, sizes, direction]): FaultDefinition => {
    const little = direction > 0
    return {
      family,
      roles: ['pad', 'lead', 'bass'],
      sizes,
      later: true,
      make: (track, size) =>
        duckerOf(track)
          ? {
              title: `${track.name} ducks too ${little ? 'little' : 'much'}: threshold ${signed(direction * size)}`,
              kind: 'parameter',
              unit: 'dB',
              inverse: { track: track.name, kinds: ['ducking'], sign: little ? 1 : -1, amount: size },
              invertibleExactly: true,
              change: withThreshold(db => db + direction * size),
            }
          : null,
    }
  }),
  {
    family: 'polarity',
    roles: ['lead', 'pad'],
    sizes: [100],
    later: true,
    make: track =>
      isStereo(track)
        ? {
            title: `${track.name}: right channel upside down`,
            kind: 'audio',
            unit: '%',
            inverse: { track: track.name, kinds: ['polarity'] },
            invertibleExactly: true,
            change: t =>
              mapAudio(t, audio => ({ ...audio, channels: [audio.channels[0]!, audio.channels[1]!.map(x => -x)] })),
          }
        : null,
  },
]

function changeTrack(spec: SimulatedSetSpec, name: string, change: Change): SimulatedSetSpec {
  const at = spec.tracks.findIndex(track => track.name === name)
  if (at < 0) throw new RangeError(`spec must have a track "${name}"`)
  return { ...spec, tracks: spec.tracks.map((track, i) => (i === at ? change(track) : track)) }
}

const idOf = (family: FaultFamily, role: FaultRole, size: number) =>
  `${family}-${role}${size < 0 ? '-' : '+'}${Math.abs(size)}`

/** All faults that apply to this set. `later` also lists those the planner does not treat yet. */
export function faultsFor(spec: SimulatedSetSpec, options: { readonly later?: boolean } = {}): Fault[] {
  return faults
    .filter(definition => !definition.later || options.later)
    .flatMap(({ family, roles, sizes, later, make }) =>
      chosenRoles(spec, family, roles).flatMap(role => {
        const track = trackForRole(spec, role)
        if (!track) return []
        return sizes.flatMap((size): Fault[] => {
          const made = make(track, size)
          if (!made) return []
          const { change, ...rest } = made
          const apply = (s: SimulatedSetSpec) => changeTrack(s, track.name, change)
          return [{ ...rest, id: idOf(family, role, size), family, track: track.name, size, later, apply }]
        })
      }),
    )
}

/** Mud sits on one track only: whichever of the roles is louder from 200 to 400 Hz, so that it is heard. */
function chosenRoles(spec: SimulatedSetSpec, family: FaultFamily, roles: readonly FaultRole[]): readonly FaultRole[] {
  if (family !== 'mud') return roles
  const power = (role: FaultRole) => {
    const track = trackForRole(spec, role)
    return track ? bandPower(track, 200, 400) : 0
  }
  return [roles.reduce((best, role) => (power(role) > power(best) ? role : best))]
}
