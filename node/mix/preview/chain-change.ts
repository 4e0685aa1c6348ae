/** What the moves change in the signal behind a track's devices. */
import type { Track, TrackPath } from '../../live/set.ts'
import type { BandGainCurve, StereoSignal } from '../devices/device-model.ts'
import {
  type DynamicStage,
  type Key,
  keyOf,
  type LinearStage,
  ratioOf,
  responseBefore,
  run,
  runBack,
  stepsOf,
} from './chain-program.ts'
import type { Stage } from './device-chain.ts'
import { applyCurves, smoothedPower, withGain } from './gain-curves.ts'
import { minus, plus } from './signals.ts'
import { applyFilter, stereoFilter } from './stereo-filter.ts'

export interface Chain {
  readonly track: Track
  readonly stages: readonly Stage[]
  /** What the side-chains of the chain's devices hear. */
  readonly keys: ReadonlyMap<TrackPath, Key>
  readonly sampleRate: number
}

export interface ChainChange {
  /** null: nothing changes, or nothing can be told. */
  readonly change: StereoSignal | null
  /** Where it is an approximation, in words. */
  readonly notes: readonly string[]
}

const unchanged: ChainChange = { change: null, notes: [] }

/** Of a track that plays something itself: only what left its devices is known (`heard`). */
export function changeBehind(chain: Chain, heard: StereoSignal): ChainChange {
  const { track, stages, keys } = chain
  const first = stages.findIndex(stage => isAffected(stage, keys))
  if (first < 0) return unchanged
  const rest = stages.slice(first)
  const passing = rest
    .filter(({ kind }) => kind === 'unknown')
    .map(({ device }) => `${device.name} on ${track.name} is taken to pass on what changes in front of it as it is.`)
  const known = rest.filter(stage => stage.kind !== 'unknown')
  const { change, notes } = known.some(stage => stage.kind === 'dynamic' && !hearsOnlyKey(stage))
    ? throughLevels(known, heard, chain)
    : throughGains(known, heard, chain)
  return { change, notes: [...passing, ...notes] }
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
  if (!filters.some(({ isMoved }) => isMoved)) return { change, notes }
  const ratio = stereoFilter(ratioOf(filters, sampleRate), { difference: true })
  return {
    change: plus(applyFilter(ratio, gained), change),
    notes: [...notes, ...lostNotes(filters, track)],
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
function throughLevels(stages: readonly Stage[], heard: StereoSignal, { track, keys, sampleRate }: Chain): ChainChange {
  const steps = stepsOf(stages, keys, sampleRate)
  const { signal: entered, unsolved } = runBack(steps, heard, sampleRate)
  const guesses = unsolved.map(
    ({ device }) =>
      `What enters ${device.name} on ${track.name} cannot be told from what leaves it: its answer is a guess.`,
  )
  const change = minus(run(steps, entered, 'after', sampleRate), run(steps, entered, 'before', sampleRate))
  return { change, notes: [...guesses, ...answerNotes(stages, track)] }
}

export interface BusSignals {
  /** What the moves add to what enters; null: nothing. */
  readonly change: StereoSignal | null
  /** What entered when it was recorded; null: a part of it was not heard. */
  readonly entering: () => StereoSignal | null
  /** What left the devices when it was recorded; null: not heard. */
  readonly measured: StereoSignal | null
}

/** Of a group, a return or Main. */
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
    const note = `Not everything that enters ${track.name} was heard: its devices keep their gain.`
    return { ...held, notes: [...held.notes, note] }
  }
  const steps = stepsOf(stages, keys, sampleRate)
  const before = run(steps, entering, 'before', sampleRate)
  const difference = minus(run(steps, plus(entering, bus.change), 'after', sampleRate), before)
  const notes = [
    ...unknown.map(({ device }) => `${device.name} on ${track.name} keeps the gain that was measured.`),
    ...answerNotes(stages, track),
  ]
  return { change: bus.measured ? withMeasuredGain(difference, before, bus.measured, sampleRate) : difference, notes }
}

const isLinear = (stage: Stage): stage is LinearStage => stage.kind === 'linear'

/** Moved, or listening to something that moves. */
function isAffected(stage: Stage, keys: ReadonlyMap<TrackPath, Key>): boolean {
  if (stage.isMoved) return true
  if (stage.kind !== 'dynamic' || stage.before['S/C On'] !== 1) return false
  const { before, after } = keyOf(stage, keys)
  return before !== after
}

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

function throughFilters(stages: readonly LinearStage[], bus: BusSignals, { track, sampleRate }: Chain): ChainChange {
  const through = () => stereoFilter(responseBefore(stages, sampleRate))
  const passed = bus.change && (stages.length > 0 ? applyFilter(through(), bus.change) : bus.change)
  if (!stages.some(({ isMoved }) => isMoved)) return { change: passed, notes: [] }
  const entering = bus.measured ? null : bus.entering()
  const left = bus.measured ?? (entering && applyFilter(through(), entering))
  if (!left) return { change: passed, notes: [`${track.name} was not heard: what changes in its devices is left out.`] }
  const ratio = stereoFilter(ratioOf(stages, sampleRate), { difference: true })
  return {
    change: plus(applyFilter(ratio, plus(left, passed)), passed),
    notes: lostNotes(stages, track),
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
    return { change: null, notes: [`Not everything that enters ${track.name} was heard: it stays as it is.`] }
  }
  const power = (signal: StereoSignal) => smoothedPower(signal, sampleRate, { stepSeconds, holdSeconds: tailSeconds })
  const before = power(entering)
  const after = power(plus(entering, bus.change))
  const gain = Float32Array.from(before, (p, k) => (p > 0 ? Math.sqrt(after[k]! / p) - 1 : 0))
  const passed = withGain(measured, { stepSeconds, gain }, sampleRate)
  const note = `${device.name} on ${track.name} follows the level of what is sent to it, not its sound.`
  const own = throughFilters(
    stages.filter(isLinear),
    { ...bus, change: null, measured: plus(measured, passed) },
    { track, stages, sampleRate, keys: new Map() },
  )
  return { change: plus(passed, own.change), notes: [note, ...own.notes] }
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
  return withGain(change, { stepSeconds, gain }, sampleRate)
}

const answerNotes = (stages: readonly Stage[], { name }: Track) =>
  stages
    .filter(({ kind }) => kind === 'dynamic')
    .map(({ device }) => `${device.name} on ${name} answers as its model says.`)

/** Widening what was mono, opening what was cut: what is gone from the recording stays gone. */
function lostNotes(stages: readonly LinearStage[], { name }: Track): string[] {
  return stages
    .filter(({ isMoved, before, after, model }) => isMoved && opensUp(model, before, after))
    .map(({ device }) => `What ${device.name} on ${name} took away in the recording cannot be brought back.`)
}

/** At these frequencies, of which the lowest and the highest matter to bass mono and to steep filters. */
const probes = [40, 60, 100, 300, 1000, 3000, 8000, 14_000]

function opensUp(model: LinearStage['model'], before: LinearStage['before'], after: LinearStage['after']): boolean {
  const [b, a] = [before, after].map(settings => model.response(settings, 48_000, probes))
  const size = (re: Float64Array, im: Float64Array, k: number) => Math.hypot(re[k]!, im[k]!)
  return probes.some(
    (_, k) =>
      (size(b!.mRe, b!.mIm, k) < 0.01 && size(a!.mRe, a!.mIm, k) > 0.1) ||
      (size(b!.sRe, b!.sIm, k) < 0.01 && size(a!.sRe, a!.sIm, k) > 0.1),
  )
}
