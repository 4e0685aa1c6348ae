/** How many of the fixes that the user decided on were taken, by kind. Being passed over is no decision. */
import { rollups } from 'd3-array'
import type { PreferenceEvent, Subject } from './event.ts'
import { standing } from './standing.ts'
import { wilson } from './wilson.ts'

export interface AcceptanceRate {
  /** all: every kind together. */
  readonly kind: Subject['kind'] | 'all'
  readonly decided: number
  readonly accepted: number
  /** Wilson's 95 % interval of the share. */
  readonly low: number
  readonly high: number
}

/** Kinds with the most decisions first, all of them last; [] without decisions. An undone fix counts as one that was not taken. */
export function acceptanceRates(events: readonly PreferenceEvent[]): readonly AcceptanceRate[] {
  const decisions = standing(events).flatMap(event => {
    if (event.event !== 'answer') return []
    const { subject, answer } = event
    if (answer === 'accepted' || answer === 'edited') return [{ kind: subject.kind, accepted: 1, decided: 1 }]
    return answer === 'rejected' || answer === 'undone' ? [{ kind: subject.kind, accepted: 0, decided: 1 }] : []
  })
  if (decisions.length === 0) return []
  const rateOf = (kind: AcceptanceRate['kind'], group: readonly (typeof decisions)[number][]): AcceptanceRate => {
    const decided = group.reduce((sum, each) => sum + each.decided, 0)
    const accepted = group.reduce((sum, each) => sum + each.accepted, 0)
    return { kind, decided, accepted, ...wilson(accepted, decided) }
  }
  const byKind = rollups(
    decisions,
    group => rateOf(group[0]!.kind, group),
    ({ kind }) => kind,
  )
    .map(([, rate]) => rate)
    .filter(({ decided }) => decided > 0)
  return [...byKind.sort((a, b) => b.decided - a.decided), rateOf('all', decisions)].filter(
    ({ decided }) => decided > 0,
  )
}
