/** What a known fault is: what it spoils, by how much, and which moves put it right. */
import type { SimulatedSetSpec, SimulatedTrackSpec } from '../simulated/spec.ts'
import type { Change } from './changes.ts'
import type { FaultRole } from './roles.ts'

export type MoveKind =
  | 'level'
  | 'eq'
  | 'width'
  | 'bass-mono'
  | 'pan'
  | 'polarity'
  | 'ducking'
  | 'compression'
  | 'limiter'
  | 'mute'
export type FaultUnit = 'dB' | '%' | 'pan' | 'switch'

export interface RightMoves {
  /** Name of the track; "Main" for Main. */
  readonly track: string
  readonly kinds: readonly MoveKind[]
  /**
   * Direction of the right move, as a fix's amount has it: +1 more level, gain, width, ducking or dynamics (a limiter or
   * compressor that works less). Absent where the move is a switch.
   */
  readonly sign?: 1 | -1
  /** Size of the move that undoes the fault, in the fault's unit (width: factor in % of what is there). */
  readonly amount?: number
}

export interface Fault {
  readonly id: string
  /** Faults of one family differ in track or size. */
  readonly family: FaultFamily
  readonly title: string
  readonly kind: 'parameter' | 'audio'
  /** Master faults sit on Main of a set that ends in a Limiter: there loudness and dynamics are judged too. */
  readonly stage: 'premaster' | 'master'
  readonly track: string
  readonly size: number
  readonly unit: FaultUnit
  readonly inverse: RightMoves
  /** Some allowed move within Live's ranges undoes it to the sample (but for rounding). */
  readonly invertibleExactly: boolean
  /** The track is soloed: that is no part of a set's declaration, so the one who makes the set must switch it on. */
  readonly solo: boolean
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
  | 'no-ducking'
  | 'too-much-ducking'
  | 'bass-masks-kick'
  | 'polarity'
  | 'muted'
  | 'soloed'
  | 'bus-over-compressed'
  | 'over-limited'
  | 'clipped'
  | 'too-loud'
  | 'too-quiet'
  | 'over-compressed'

/** Where a fault sits: on the track of a role, on the group of the drums, on a return in parallel, or on Main. */
export type FaultPlace = FaultRole | 'drum group' | 'parallel return' | 'main'

/** A fault before it is known on which track of which set. */
export interface FaultDefinition {
  readonly family: FaultFamily
  readonly places: readonly FaultPlace[]
  readonly sizes: readonly number[]
  readonly stage: Fault['stage']
  /** Only where it is heard most: of the places, the track with the most power in this band, Hz. */
  readonly loudestBetween?: readonly [number, number]
  /** null: does not apply to this track. Main comes as a track named "Main". */
  readonly make: (
    track: SimulatedTrackSpec,
    size: number,
    spec: SimulatedSetSpec,
  ) =>
    | (Pick<Fault, 'title' | 'kind' | 'unit' | 'inverse' | 'invertibleExactly'> & {
        readonly change: Change
        readonly solo?: true
      })
    | null
}

export const signed = (size: number) => `${size > 0 ? '+' : '−'}${Math.abs(size)} dB`
export const oppositeOf = (size: number) => (size > 0 ? -1 : 1)
export const isStereo = (track: SimulatedTrackSpec) => track.source !== undefined && track.source.channels.length > 1
/** Live's faders end at +6 dB. */
export const topFaderDb = 6
