/** What a soak has found: figures per quarter, and what of them is a fault. */
import type { Inspection } from '../../test/max/objects/node-script.ts'
import type { Figure } from '../figures.ts'
import type { SurviveLine } from './line.ts'

export interface SoakQuarter extends Inspection {
  /** Of the fake Max with all v8 scripts in it. */
  readonly ownHeapMegabytes: number
  readonly symbols: number
  /** Waiting in Max's clock. */
  readonly events: number
  /** Letters without an answer just then. */
  readonly open: number
  readonly letters: {
    readonly asked: number
    readonly answered: number
    readonly refused: number
    readonly told: number
    readonly meters: number
  }
  /** What the page that stays was told. */
  readonly states: number
  readonly visits: number
}

export interface SoakReport {
  readonly minutes: number
  readonly taps: number
  readonly quarters: readonly SoakQuarter[]
  readonly scans: number
  readonly refused: number
  readonly did: Readonly<Record<string, number>>
  readonly faults: readonly string[]
}

/**
 * From the second quarter to the fourth nothing new comes into the set. 100 bytes kept for each of a quarter's 150,000 meters
 * would be 15 MB; caches that fill and the collector's own mood have been seen to make one or two.
 */
const mostGrowthMegabytes = 4
/** Shorter runs are still filling their caches. */
const leastMinutes = 20
/** A hub that falls behind has hundreds. */
const mostOpen = 20

export function faultsOf(quarters: readonly SoakQuarter[], minutes: number): string[] {
  const [, second, , fourth] = quarters
  if (!second || !fourth) return ['the run did not come to its end']
  const faults = [...new Set(quarters.flatMap(({ uncaught }) => uncaught))].map(error => `nobody caught: ${error}`)
  for (const { open, states, letters } of quarters) {
    if (open > mostOpen) faults.push(`${open} letters wait for an answer`)
    if (letters.asked !== letters.answered + open) faults.push('letters asked and answered do not add up')
    if (states === 0 || letters.meters === 0) faults.push('nothing came through')
  }
  const growth = (what: string, of: (quarter: SoakQuarter) => number, most: number) => {
    const [from, to] = [of(second), of(fourth)]
    if (to - from > most) faults.push(`${what} grew from ${from.toFixed(1)} to ${to.toFixed(1)} in the second half`)
  }
  if (minutes >= leastMinutes) {
    growth("the hub's heap (MB)", ({ heapMegabytes }) => heapMegabytes, mostGrowthMegabytes)
    growth('symbols', ({ symbols }) => symbols, 0)
  }
  growth('open resources', ({ resources }) => resources.length, 2)
  growth("the hub's timers", ({ timers }) => timers, 5)
  growth('events in Max', ({ events }) => events, 50)
  return faults
}

export const quarterLine = (quarter: SoakQuarter, place: number): string => {
  const { heapMegabytes, ownHeapMegabytes, resources, timers, symbols, events, letters, states, visits } = quarter
  return [
    `quarter ${place + 1}: hub ${heapMegabytes.toFixed(1)} MB, ${resources.length} resources, ${timers} timers`,
    `Max ${ownHeapMegabytes.toFixed(1)} MB, ${symbols} symbols, ${events} events`,
    `${letters.meters} meters, ${letters.asked} asked, ${letters.answered} answered (${letters.refused} refused), ${letters.told} told`,
    `${states} states to the page, ${visits} visits, ${quarter.uncaught.length} uncaught, ${quarter.cpuSeconds.toFixed(0)} s CPU`,
  ].join(' · ')
}

export function soakFigures({ minutes, taps, quarters, faults }: SoakReport): Figure[] {
  const last = quarters.at(-1)
  const each = (of: (quarter: SoakQuarter) => string) => quarters.map(of).join(', ')
  const row = (what: string, value: string): Figure => ({
    group: `Use of ${minutes} simulated minutes, ${taps} taps at 5 frames a second`,
    what,
    value,
    met: null,
  })
  return [
    {
      ...row('faults', faults.join('; ') || 'none'),
      bar: 'nothing lost, nothing left behind',
      met: faults.length === 0,
    },
    row("the hub's heap after each quarter", `${each(({ heapMegabytes }) => heapMegabytes.toFixed(1))} MB`),
    row(
      'symbols after each quarter',
      each(({ symbols }) => `${symbols}`),
    ),
    ...(last
      ? [
          row('letters asked, answered', `${last.letters.asked}, ${last.letters.answered}`),
          row('states to the page', `${last.states}`),
        ]
      : []),
  ]
}

/** What of them is worth reading; `seconds`: how long the run took. */
export function soakLine({ minutes, taps, scans, did, quarters, faults }: SoakReport, seconds: number): SurviveLine {
  const deeds = Object.entries(did).map(([what, count]) => `${count} ${what}`)
  const each = (of: (quarter: SoakQuarter) => string) => quarters.map(of).join(', ')
  const { letters, states = 0 } = quarters.at(-1) ?? {}
  const found = [
    `${taps} taps at 5 frames a second: ${deeds.join(', ')}; learned ${scans} times beside it`,
    `heap ${each(({ heapMegabytes }) => heapMegabytes.toFixed(1))} MB, ${each(({ symbols }) => `${symbols}`)} symbols`,
    `${letters?.answered ?? 0} of ${letters?.asked ?? 0} letters answered, ${states} states to the page`,
  ]
  return { area: 'soak', what: 'use', count: minutes, unit: 'minutes', found: found.join('; '), faults, seconds }
}
