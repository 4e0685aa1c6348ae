/** A candidate: a family of moves with one free amount, and the parameters that make it. */
import type { FilterSettings } from '../../dsp/biquad.ts'
import type { Device, Track, TrackPath } from '../../live/set.ts'
import type { MixModel } from '../../mix/model.ts'
import type { Move } from '../../mix/moves.ts'
import type { Role } from '../../mix/roles/role.ts'
import type { InsertedDevice, ParameterChange } from '../fix.ts'
import type { MoveKind, Rules } from '../rules.ts'

export interface Candidate {
  readonly kind: MoveKind
  readonly node: TrackPath
  readonly trackName: string
  /** Which control it is: two candidates with the same one exclude each other. */
  readonly control: string
  /** Amounts the parameters can reach, and the whole way the rules allow; 0 is "leave it". */
  readonly range: readonly [low: number, high: number]
  /** Positive amounts up to here do nothing yet, and are free: a threshold far above what it listens to. */
  readonly idle: number
  readonly limitPerPass: number
  readonly resolution: number
  readonly unit: string
  /** A switch has one amount, the upper end of its range. */
  readonly isSwitch: boolean
  /** EQ only: the filter at 0 dB, so that the search can move its frequency and Q. */
  readonly filter: FilterSettings | null
  /** EQ: existing bands keep their frequency and Q. */
  readonly tunable: boolean
  readonly cost: (amount: number) => number
  readonly move: (amount: number, filter?: FilterSettings) => Move
  readonly realise: (amount: number, filter?: FilterSettings) => readonly ParameterChange[]
  /** Nothing that answers to level comes behind it on its track. */
  readonly postChain: boolean
  /** A device that has to be put on the track first; null: it is there. */
  readonly inserts: InsertedDevice | null
}

/** Candidates that one cause can ask for at once, each too little alone: they are tried along one amount. */
export interface Joint {
  readonly id: string
  readonly members: readonly Candidate[]
}

export type Specifics = Pick<Candidate, 'control' | 'range' | 'move' | 'realise' | 'postChain'> & Partial<Candidate>
export type Make = (kind: MoveKind, specifics: Specifics) => Candidate

/** What all finders of candidates on a track need. */
export interface Place {
  readonly track: Track
  readonly role: Role
  readonly rules: Rules
  readonly model: MixModel
  /** The track's share of Main's power per narrow band: the largest over the scopes, 0 to 1. */
  readonly share: Float64Array
  /** Devices on the track, racks with one chain entered, in the order of the signal; those that are off are left out. */
  readonly devices: readonly Device[]
  readonly make: Make
  /** Says why something was left alone. */
  readonly refuse: (sentence: string) => void
  /** Whether this parameter may be written; says why not otherwise. */
  readonly movable: (owner: Device | null, name: string) => boolean
}
