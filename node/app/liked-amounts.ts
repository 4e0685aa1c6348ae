/** How far the user likes fixes to go: their word on one of them, else what they usually make of such fixes. */
import { type AmountFactor, controlOf } from '../fixes/amount-factor.ts'
import type { Fix } from '../fixes/fix.ts'
import type { MoveKind } from '../fixes/rules.ts'
import type { Habit } from '../guide/preferences/taste.ts'
import type { LiveSet, TrackPath } from '../live/set.ts'
import type { RememberedSet } from './set-memory.ts'
import { trackRole } from './track-role.ts'

/** The user's word on the amount of one move: 1 as solved, 0 to 4. */
export interface ToldAmount {
  readonly track: TrackPath
  readonly kind: MoveKind
  /** Of several moves of a kind on a track, which (`controlOf`). */
  readonly control: string
  readonly factor: number
}

/** What tells a move apart from the others, also in the next plan. */
export type MoveSubject = Omit<ToldAmount, 'factor'>

export const moveSubject = ({ track, kind, changes }: Pick<Fix, 'track' | 'kind' | 'changes'>): MoveSubject => ({
  track,
  kind,
  control: controlOf(changes),
})

export const isSameMove = (a: MoveSubject, b: MoveSubject) =>
  a.track === b.track && a.kind === b.kind && a.control === b.control

export interface LikedAmounts {
  readonly amounts?: readonly ToldAmount[]
  readonly habits?: readonly Habit[]
}

/** For the planner; {} where nothing is known, so that it solves as it always does. */
export function likedAmounts(
  set: LiveSet,
  remembered: RememberedSet,
  { amounts = [], habits = [] }: LikedAmounts,
): { readonly amountFactor?: AmountFactor } {
  if (amounts.length === 0 && habits.length === 0) return {}
  return {
    amountFactor: ({ track, kind, control }) => {
      const told = amounts.find(each => isSameMove(each, { track, kind, control }))
      if (told) return told.factor
      const found = set.tracks.find(({ path }) => path === track)
      const role = found && trackRole(found, remembered)
      return habits.find(each => each.kind === kind && each.role === role)?.factor ?? 1
    },
  }
}
