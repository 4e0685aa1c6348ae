/** What the moves change behind the devices of a group, a return or Main, of which also is known what entered. */
import type { StereoSignal } from '../devices/device-model.ts'
import { multipliedBy } from '../devices/gain-curve.ts'
import {
  answerNotes,
  type Chain,
  type ChainChange,
  isAffected,
  isLinear,
  lostNotes,
  unchanged,
  unheardMoves,
} from './chain-change.ts'
import { type LinearStage, ratioOf, responseBefore, run, stepsOf } from './chain-program.ts'
import type { Stage } from './device-chain.ts'
import { smoothedPower } from './gain-curves.ts'
import { minus, plus } from './signals.ts'
import { applyFilter, stereoFilter } from './stereo-filter.ts'

export interface BusSignals {
  /** What the moves add to what enters; null: nothing. */
  readonly change: StereoSignal | null
  /** What entered when it was recorded; null: a part of it was not heard. */
  readonly entering: () => StereoSignal | null
  /** What left the devices when it was recorded; null: not heard. */
  readonly measured: StereoSignal | null
}

export function changeThrough(chain: Chain, bus: BusSignals): ChainChange {
  const { track, stages, keys, sampleRate } = chain
  if (bus.change === null && !stages.some(stage => isAffected(stage, keys))) return unchanged
  if (stages.every(isLinear)) return throughFilters(stages, bus, chain)
  const unknown = stages.filter(({ kind }) => kind === 'unknown')
  if (track.kind === 'return' && unknown.length > 0 && bus.measured)
    return sharedReturn(bus, bus.measured, chain, unknown[0]!)
  const entering = bus.entering()
  if (!entering) {
    const held = throughFilters(stages.filter(isLinear), bus, chain)
    const says = `Not everything that enters ${track.name} was heard`
    return {
      change: held.change,
      notes: [...held.notes, `${says}: its devices keep their gain.`],
      unheard: unheardMoves(
        stages.filter(stage => !isLinear(stage)),
        () => `${says}.`,
      ),
    }
  }
  const steps = stepsOf(stages, keys, sampleRate)
  const before = run(steps, entering, 'before', sampleRate)
  const difference = minus(run(steps, plus(entering, bus.change), 'after', sampleRate), before)
  const notes = [
    ...unknown.map(({ device }) => `${device.name} on ${track.name} keeps the gain that was measured.`),
    ...answerNotes(stages, track),
  ]
  const change = bus.measured ? withMeasuredGain(difference, before, bus.measured, sampleRate) : difference
  return { change, notes, unheard: [] }
}

function throughFilters(stages: readonly LinearStage[], bus: BusSignals, { track, sampleRate }: Chain): ChainChange {
  const through = () => stereoFilter(responseBefore(stages, sampleRate))
  const passed = bus.change && (stages.length > 0 ? applyFilter(through(), bus.change) : bus.change)
  if (!stages.some(({ isMoved }) => isMoved)) return { change: passed, notes: [], unheard: [] }
  const entering = bus.measured ? null : bus.entering()
  const left = bus.measured ?? (entering && applyFilter(through(), entering))
  if (!left) return { change: passed, notes: [], unheard: unheardMoves(stages, () => `${track.name} was not heard.`) }
  const ratio = stereoFilter(ratioOf(stages, sampleRate), { difference: true })
  return {
    change: plus(applyFilter(ratio, plus(left, passed)), passed),
    notes: lostNotes(stages, track),
    unheard: [],
  }
}

/** A reverb's tail or a delay's repeats outlast what feeds them: power is compared over this long. */
const tailSeconds = 0.5
const stepSeconds = 0.01

/** A return of which only the sound is known: it grows and falls with the power of what enters it. */
function sharedReturn(
  bus: BusSignals,
  measured: StereoSignal,
  { track, stages, sampleRate }: Chain,
  { device }: Stage,
): ChainChange {
  const entering = bus.entering()
  if (!entering) {
    const reason = `Not everything that enters ${track.name} was heard: it stays as it is.`
    return { change: null, notes: [reason], unheard: unheardMoves(stages, () => reason) }
  }
  const power = (signal: StereoSignal) => smoothedPower(signal, sampleRate, { stepSeconds, holdSeconds: tailSeconds })
  const before = power(entering)
  const after = power(plus(entering, bus.change))
  const gain = Float32Array.from(before, (p, k) => (p > 0 ? Math.sqrt(after[k]! / p) - 1 : 0))
  const passed = multipliedBy(measured, { stepSeconds, gain }, sampleRate)
  const note = `${device.name} on ${track.name} follows the level of what is sent to it, not its sound.`
  const own = throughFilters(
    stages.filter(isLinear),
    { ...bus, change: null, measured: plus(measured, passed) },
    { track, stages, sampleRate, keys: new Map() },
  )
  const unheard = unheardMoves(
    stages.filter(stage => !isLinear(stage)),
    () => note,
  )
  return { change: plus(passed, own.change), notes: [note, ...own.notes], unheard }
}

/** Slow enough not to follow the wave, fast enough to follow the music. */
const holdSeconds = 0.1
/** A measured gain beyond this is leakage into silence, not programme. */
const mostGain = 10

/** A model's change, at the level at which the bus really was: measured over modelled. */
function withMeasuredGain(
  change: StereoSignal,
  modelled: StereoSignal,
  measured: StereoSignal,
  sampleRate: number,
): StereoSignal {
  const power = (signal: StereoSignal) => smoothedPower(signal, sampleRate, { stepSeconds, holdSeconds })
  const heard = power(measured)
  const gain = Float32Array.from(power(modelled), (p, k) => (p > 0 ? Math.min(mostGain, Math.sqrt(heard[k]! / p)) : 1))
  return multipliedBy(change, { stepSeconds, gain }, sampleRate)
}
