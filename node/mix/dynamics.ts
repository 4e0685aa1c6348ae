/**
 * Devices that answer to level, as moves: what a new threshold or limiter gain does to the powers that reach Main, to how deep the
 * mix ducks and, on Main, to peaks. The curves come from the device models (mix/devices/).
 */
import { stereoOf } from '../audio/audio.ts'
import { bandCount, bandRange, sumRange, thirdOctaveNominals, thirdOctaves } from '../dsp/bands.ts'
import type { Analysis } from '../features/analysis.ts'
import type { Scope } from '../features/catalogue.ts'
import type { TimeRange } from '../features/loudness.ts'
import type { Take } from '../live/session.ts'
import { deviceAt, everyDevice, isInSeries, type LiveSet, masterOf, type TrackPath } from '../live/set.ts'
import type { BandGainCurve, DynamicModel, StereoSignal } from './devices/device-model.ts'
import { duckingOf } from './devices/ducking.ts'
import { dynamicEffect } from './devices/dynamic-effect.ts'
import { multipliedBy } from './devices/gain-curve.ts'
import { modelOf } from './devices/index.ts'
import { type PredictedLevels, predictLevelsIn } from './devices/limited.ts'
import { liveSettings } from './devices/live-settings.ts'
import type { Contributor } from './model.ts'
import type { DeviceMove, DynamicEffect, DynamicEffects, Shifts } from './moves.ts'
import { applyFilter, stereoFilter } from './preview/stereo-filter.ts'
import { designHz, matrixOf } from './preview/stereo-response.ts'

export interface DynamicsInput {
  readonly set: LiveSet
  readonly take: Take
  readonly analysis: Analysis
  readonly scopes: readonly Scope[]
  readonly contributors: readonly Contributor[]
  /** How deep a track ducks as measured, dB; null where nothing is sustained. */
  readonly ducking: (track: TrackPath) => number | null
  /** What enters Main's chain; null when not every track was heard. */
  readonly enteringMain: StereoSignal | null
}

/** A move that cannot be told changes nothing: no search will choose it. Answers are kept, a search asks again. */
export function dynamicEffects(input: DynamicsInput): DynamicEffects {
  const kept = new Map<string, readonly DynamicEffect[]>()
  const entered = new Map<string, Entered | null>()
  const ranges = input.scopes.map(scope => rangesOf(input.analysis, scope))
  const mainInput = mainInputs(input)
  const onMainKnown = new Map<string, OnMain | null>()
  const heardOnMain = (move: DeviceMove, model: DynamicModel): OnMain | null => {
    if (!onMainKnown.has(move.device)) {
      const entering = mainInput(move)
      const { sampleRate } = input.take.main
      const before = entering && model.curves(move.from, entering, null, sampleRate)
      const levels = before?.length === 1 ? predictLevelsIn(entering!, [before[0]!.curve], ranges, { sampleRate }) : []
      onMainKnown.set(move.device, before && { entering: entering!, before, levels })
    }
    return onMainKnown.get(move.device)!
  }
  return move => {
    const key = keyOf(move)
    let effects = kept.get(key)
    if (!effects) {
      const model = modelOf(move.className)
      if (model?.kind !== 'dynamic') throw new RangeError(`${move.className} must be modelled as answering to level`)
      effects =
        (move.node === 'master_track'
          ? onMain(input, { move, model, ranges, known: heardOnMain(move, model) })
          : onTrack(input, { move, model, ranges, entered })) ?? unchanged(input.scopes.length)
      kept.set(key, effects)
    }
    return effects
  }
}

const keyOf = ({ node, device, from, to, key }: DeviceMove): string =>
  [node, device, key ?? '', ...Object.entries(to).filter(([name, value]) => from[name] !== value)].join(' ')

const unchanged = (count: number): DynamicEffect[] =>
  Array.from({ length: count }, () => ({ ratio: new Float64Array(bandCount).fill(1), shifts: {} }))

function rangesOf({ sections }: Analysis, scope: Scope): readonly TimeRange[] {
  const own = sections.filter(({ type }) => type === scope)
  return scope === 'overall' || own.length === 0 ? [{ startSeconds: 0, endSeconds: Number.POSITIVE_INFINITY }] : own
}

interface Asked {
  readonly move: DeviceMove
  readonly model: DynamicModel
  readonly ranges: readonly (readonly TimeRange[])[]
}

/** What goes into a device as it is, and what it makes of it. */
interface Entered {
  readonly output: StereoSignal
  readonly entering: StereoSignal
  readonly key: StereoSignal | null
  readonly before: readonly BandGainCurve[]
}

function onTrack(
  input: DynamicsInput,
  { move, model, ranges, entered }: Asked & { readonly entered: Map<string, Entered | null> },
): DynamicEffect[] | null {
  const place = `${move.node} ${move.device} ${move.key ?? ''}`
  if (!entered.has(place)) entered.set(place, enteredBy(input, move, model))
  const known = entered.get(place)
  if (!known) return null
  const { output, entering, key, before } = known
  const { sampleRate } = input.take.main
  const after = model.curves(move.to, entering, key, sampleRate)
  const ratios = dynamicEffect(output, before, after, { sampleRate, ranges })
  const shifts = key === null ? input.scopes.map(() => ({})) : duckShifts(input, move.node, before, after)
  return ratios.map((ratio, s) => ({ ratio, shifts: shifts[s]! }))
}

function enteredBy({ set, take }: DynamicsInput, move: DeviceMove, model: DynamicModel): Entered | null {
  const tap = take.taps.get(move.node)
  if (!tap) return null
  const { sampleRate } = tap
  const output = stereoOf(tap)
  const source = move.key ?? deviceAt(set, { track: move.node, device: move.device })?.sidechainSource ?? null
  const keyTap = source === null ? undefined : take.taps.get(source)
  if (source !== null && !keyTap) return null
  const key = keyTap ? stereoOf(keyTap) : null
  // What stands behind the device on its track is taken to be linear: the tap is its output. A device that listens to another
  // track only does not care what enters it.
  const isKeyed = key !== null && move.to['S/C On'] === 1 && (move.to['S/C Mix'] ?? 100) === 100
  const entering = isKeyed ? output : model.inputOf(move.from, output, key, sampleRate)
  if (!entering) return null
  return { output, entering, key, before: model.curves(move.from, entering, key, sampleRate) }
}

/** Between 1.6 and 3.4 kHz the mix's ducking is read (features/sidechain/mix-ducking.ts). */
const heardRange = bandRange(
  thirdOctaves[thirdOctaveNominals.indexOf(2000)]!.lowHz,
  thirdOctaves[thirdOctaveNominals.indexOf(3150)]!.highHz,
)
/** Less of what is heard there does not move the figure. */
const leastShare = 0.03

/** The mix ducks as the sum of what is sustained in it: each part's power, less by its own depth on the beat. */
function duckShifts(
  { analysis, scopes, contributors, ducking }: DynamicsInput,
  node: TrackPath,
  before: readonly BandGainCurve[],
  after: readonly BandGainCurve[],
): Shifts[] {
  const { grid, sections } = analysis
  if (!grid) return scopes.map(() => ({}))
  const drops = sections.filter(({ type }) => type === 'drop')
  const beats = { firstBeatSeconds: grid.firstBeatSeconds, secondsPerBeat: 60 / grid.tempo }
  const depth = (curves: readonly BandGainCurve[]) =>
    duckingOf(curves[0]!.curve, beats, drops.length > 0 ? drops : undefined).depthDb
  const deeper = depth(after) - depth(before)
  return scopes.map((_, s) => {
    const power = (c: Contributor) =>
      sumRange(c.statistics[s]!.mm, heardRange) + sumRange(c.statistics[s]!.ss, heardRange)
    const heard = contributors.filter(({ silenced }) => silenced === null)
    const total = heard.reduce((sum, c) => sum + power(c), 0)
    const sustained = heard.flatMap(c => {
      if (!(power(c) > leastShare * total)) return []
      const own = ducking(c.track)
      return own === null ? [] : [{ power: power(c), depth: own, isMoved: c.track === node }]
    })
    if (!sustained.some(({ isMoved }) => isMoved)) return {}
    const mixDepth = (more: number) => {
      let on = 0
      let off = 0
      for (const part of sustained) {
        off += part.power
        on += part.power * 10 ** (-Math.max(0, part.depth + (part.isMoved ? more : 0)) / 10)
      }
      return -10 * Math.log10(on / off)
    }
    return { duckDepth: mixDepth(deeper) - mixDepth(0) }
  })
}

/** Bands say nothing of these. */
const levelIds = [
  'truePeak',
  'peakToLoudnessRatio',
  'crestFactor',
  'peakToShortTermRatio',
] as const satisfies readonly (keyof PredictedLevels)[]

/** What a device on Main hears, and what it makes of that as it is. */
interface OnMain {
  readonly entering: StereoSignal
  readonly before: readonly BandGainCurve[]
  readonly levels: readonly PredictedLevels[]
}

function onMain(
  { take }: DynamicsInput,
  { move, model, ranges, known }: Asked & { readonly known: OnMain | null },
): DynamicEffect[] | null {
  if (!known) return null
  const { sampleRate } = take.main
  const { entering, before, levels } = known
  const after = model.curves(move.to, entering, null, sampleRate)
  const ratios = dynamicEffect(stereoOf(take.main), before, after, { sampleRate, ranges })
  if (after.length > 1) return ratios.map(ratio => ({ ratio, shifts: {} }))
  const will = predictLevelsIn(entering, [after[0]!.curve], ranges, { sampleRate })
  return ratios.map((ratio, s) => ({
    ratio,
    shifts: Object.fromEntries(
      levelIds.flatMap(id => {
        const [from, to] = [levels[s]![id], will[s]![id]]
        return from === null || to === null ? [] : [[id, to - from]]
      }),
    ),
  }))
}

/** What enters a device on Main: what enters the chain, through the models of the devices before it. */
function mainInputs({ set, take, enteringMain }: DynamicsInput): (move: DeviceMove) => StereoSignal | null {
  const kept = new Map<string, StereoSignal | null>()
  const { sampleRate } = take.main
  const inputOf = (path: string): StereoSignal | null => {
    let signal = enteringMain
    for (const placed of everyDevice(masterOf(set))) {
      const { device } = placed
      if (device.path === path || signal === null) return signal
      const settings = liveSettings(device)
      if (device.kind === 'rack' && device.chains.length === 1) continue
      if (settings['Device On'] === 0) continue
      const model = isInSeries(placed) ? modelOf(device.className) : null
      if (model?.kind === 'linear' && model.unpredictable(settings) === null) {
        const matrix = matrixOf(model.response(settings, sampleRate, designHz(sampleRate)))
        signal = applyFilter(stereoFilter(matrix), signal)
      } else if (model?.kind === 'dynamic' && model.unpredictable(settings) === null) {
        const curves = model.curves(settings, signal, null, sampleRate)
        signal = curves.length === 1 ? multipliedBy(signal, curves[0]!.curve, sampleRate) : null
      } else signal = null
    }
    return null
  }
  return ({ device }) => {
    if (!kept.has(device)) kept.set(device, inputOf(device))
    return kept.get(device)!
  }
}
