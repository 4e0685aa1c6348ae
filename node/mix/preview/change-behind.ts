/** What the moves change behind the devices of a track that plays something itself. */
import type { BandGainCurve, StereoSignal } from '../devices/device-model.ts'
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
import { type DynamicStage, keyOf, ratioOf, run, runBack, stepsOf } from './chain-program.ts'
import type { Stage } from './device-chain.ts'
import { applyCurves } from './gain-curves.ts'
import { minus, plus } from './signals.ts'
import { applyFilter, stereoFilter } from './stereo-filter.ts'

/** `heard`: what left the devices, all that is known of such a track. */
export function changeBehind(chain: Chain, heard: StereoSignal): ChainChange {
  const { track, stages, keys } = chain
  const first = stages.findIndex(stage => isAffected(stage, keys))
  if (first < 0) return unchanged
  const rest = stages.slice(first)
  const passing = rest
    .filter(({ kind }) => kind === 'unknown')
    .map(({ device }) => `${device.name} on ${track.name} is taken to pass on what changes in front of it as it is.`)
  const known = rest.filter(stage => stage.kind !== 'unknown')
  const changed = known.some(stage => stage.kind === 'dynamic' && !hearsOnlyKey(stage))
    ? throughLevels(known, heard, chain)
    : throughGains(known, heard, chain)
  return { ...changed, notes: [...passing, ...changed.notes] }
}

/**
 * Filters, and gains that only a key makes. Slow gains and short filters may change places: measured on ducked pads and leads,
 * that is 40 dB below the change, where taking the modelled gain off and putting it back is 28 dB below it.
 */
function throughGains(stages: readonly Stage[], heard: StereoSignal, chain: Chain): ChainChange {
  const { track, keys, sampleRate } = chain
  const ducked = stages.filter(stage => stage.kind === 'dynamic').filter(stage => isAffected(stage, keys))
  const filters = stages.filter(isLinear)
  const gained = ducked.reduce<StereoSignal>((signal, stage) => {
    const key = keyOf(stage, keys)
    const [before, after] = (['before', 'after'] as const).map(side =>
      stage.model.curves(stage[side], heard, key[side], sampleRate),
    )
    return applyCurves(signal, quotients(after!, before!), sampleRate)
  }, heard)
  const change = ducked.length > 0 ? minus(gained, heard) : null
  const notes = [...unheardKeys(ducked, chain), ...answerNotes(ducked, track)]
  if (!filters.some(({ isMoved }) => isMoved)) return { change, notes, unheard: [] }
  const ratio = stereoFilter(ratioOf(filters, sampleRate), { difference: true })
  return {
    change: plus(applyFilter(ratio, gained), change),
    notes: [...notes, ...lostNotes(filters, track)],
    unheard: [],
  }
}

/** A ducker that closes a track altogether is not opened by more than 60 dB. */
const leastGain = 1e-3

const quotients = (after: readonly BandGainCurve[], before: readonly BandGainCurve[]): BandGainCurve[] =>
  after.map((band, b) => {
    const under = before[b]!.curve.gain
    return {
      ...band,
      curve: { ...band.curve, gain: band.curve.gain.map((g, k) => g / Math.max(leastGain, under[k]!)) },
    }
  })

/** With devices that answer to the track's own level: back to what entered them, and through them again. */
function throughLevels(stages: readonly Stage[], heard: StereoSignal, chain: Chain): ChainChange {
  const { track, keys, sampleRate } = chain
  const steps = stepsOf(stages, keys, sampleRate)
  const { signal: entered, unsolved } = runBack(steps, heard, sampleRate)
  if (unsolved.length > 0) {
    const rest = changeBehind({ ...chain, stages: stages.filter(stage => !unsolved.some(one => one === stage)) }, heard)
    const says = ({ device }: Stage) => `what enters ${device.name} on ${track.name} cannot be told from what leaves it`
    return {
      change: rest.change,
      notes: [
        ...unsolved.filter(({ isMoved }) => !isMoved).map(one => `It keeps its gain: ${says(one)}.`),
        ...rest.notes,
      ],
      unheard: [...unheardMoves(unsolved, one => `${capitalised(says(one))}.`), ...rest.unheard],
    }
  }
  const change = minus(run(steps, entered, 'after', sampleRate), run(steps, entered, 'before', sampleRate))
  return { change, notes: answerNotes(stages, track), unheard: [] }
}

const capitalised = (text: string) => text[0]!.toUpperCase() + text.slice(1)

/** Before and after the moves its gain is none, or depends on the external key alone. */
const hearsOnlyKey = ({ before, after }: DynamicStage) =>
  [before, after].every(
    settings => settings['Device On'] === 0 || (settings['S/C On'] === 1 && settings['S/C Mix'] === 100),
  )

/** Side-chains that were not recorded. */
const unheardKeys = (stages: readonly Stage[], { track, keys }: Chain) =>
  stages
    .filter(stage => stage.kind === 'dynamic')
    .filter(stage => stage.after['S/C On'] === 1 && keyOf(stage, keys).after === null)
    .map(({ device }) => `What keys ${device.name} on ${track.name} was not heard: it is taken to be silent.`)
