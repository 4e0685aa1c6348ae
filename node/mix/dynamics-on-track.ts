/** Compressors on tracks, groups and returns, keyed by another track or not. */
import { stereoOf } from '../audio/audio.ts'
import { bandRange, sumRange, thirdOctaveNominals, thirdOctaves } from '../dsp/bands.ts'
import { deviceAt, type TrackPath } from '../live/set.ts'
import type { BandGainCurve, DynamicModel, StereoSignal } from './devices/device-model.ts'
import { duckingOf } from './devices/ducking.ts'
import { dynamicEffect } from './devices/dynamic-effect.ts'
import { modelOf } from './devices/index.ts'
import type { Effects, WithDigest } from './dynamics.ts'
import { mixDuckShift } from './mix-duck-shift.ts'
import type { Contributor } from './model.ts'
import type { DeviceMove, Shifts } from './moves.ts'

/** What goes into a device as it is, and what it makes of it. */
interface Entered {
  readonly model: DynamicModel
  readonly output: StereoSignal
  readonly entering: StereoSignal
  readonly key: StereoSignal | null
  readonly before: readonly BandGainCurve[]
}

export function effectsOnTrack(input: WithDigest): Effects {
  const known = new Map<string, Entered | null>()
  const { sampleRate } = input.take.main
  const { ranges } = input.digest
  return move => {
    const place = `${move.node} ${move.device} ${move.key ?? ''}`
    if (!known.has(place)) known.set(place, enteredBy(input, move))
    const entered = known.get(place)
    if (!entered) return null
    const { model, output, entering, key, before } = entered
    if (model.unpredictable(move.to) !== null) return null
    const after = model.curves(move.to, entering, key, sampleRate)
    const ratios = dynamicEffect(output, before, after, { sampleRate, ranges })
    const shifts = key === null ? input.scopes.map(() => ({})) : duckShifts(input, move.node, before, after)
    return ratios.map((ratio, s) => ({ ratio, shifts: shifts[s]! }))
  }
}

function enteredBy({ set, take, digest }: WithDigest, move: DeviceMove): Entered | null {
  const model = modelOf(move.className)
  const tap = take.taps.get(move.node)
  if (!tap || model?.kind !== 'dynamic' || model.unpredictable(move.from) !== null) return null
  const { sampleRate } = tap
  const output = digest.cut(stereoOf(tap))
  const source = move.key ?? deviceAt(set, { track: move.node, device: move.device })?.sidechainSource ?? null
  const keyTap = source === null ? undefined : take.taps.get(source)
  if (source !== null && !keyTap) return null
  const key = keyTap ? digest.cut(stereoOf(keyTap)) : null
  // What stands behind the device on its track is taken to be linear: the tap is its output. A device that listens to another
  // track only does not care what enters it.
  const isKeyed = key !== null && move.to['S/C On'] === 1 && (move.to['S/C Mix'] ?? 100) === 100
  const entering = isKeyed ? output : model.inputOf(move.from, output, key, sampleRate)
  if (!entering) return null
  return { model, output, entering, key, before: model.curves(move.from, entering, key, sampleRate) }
}

/** Where the mix's ducking is read (features/sidechain/mix-ducking.ts): 1.6 to 3.4 kHz, in third octaves. */
const heardRange = bandRange(
  thirdOctaves[thirdOctaveNominals.indexOf(2000)]!.lowHz,
  thirdOctaves[thirdOctaveNominals.indexOf(3150)]!.highHz,
)
/** Less of what is heard there does not move the figure. */
const leastShare = 0.03

/** A part's own depth is as measured; of the one that is moved the device tells it where its notes do not. */
function duckShifts(
  { scopes, contributors, ducking, digest, analysis }: WithDigest,
  node: TrackPath,
  before: readonly BandGainCurve[],
  after: readonly BandGainCurve[],
): Shifts[] {
  const { beats, ranges } = digest
  if (!beats) return scopes.map(() => ({}))
  const drop = scopes.indexOf('drop')
  const depth = (curves: readonly BandGainCurve[]) =>
    duckingOf(curves[0]!.curve, beats, drop < 0 ? undefined : ranges[drop]!).depthDb
  const was = depth(before)
  const deeperDb = depth(after) - was
  return scopes.map((scope, s) => {
    const power = (c: Contributor) =>
      sumRange(c.statistics[s]!.mm, heardRange) + sumRange(c.statistics[s]!.ss, heardRange)
    const heard = contributors.filter(({ silenced }) => silenced === null)
    const total = heard.reduce((sum, c) => sum + power(c), 0)
    const parts = heard.flatMap(c => {
      const isMoved = c.track === node
      // Asked only of what counts: how deep a track ducks is dear to tell.
      if (!(power(c) > leastShare * total)) return []
      const depthDb = ducking(c.track) ?? (isMoved ? was : null)
      if (depthDb === null) return []
      return [{ power: power(c), depthDb, deeperDb: isMoved ? deeperDb : 0 }]
    })
    const measuredDb = analysis.rows[scope]?.values.duckDepth
    if (typeof measuredDb !== 'number') return {}
    // Nothing moved is foretold too: what is drawn between amounts (between-knots.ts) needs the figure at each of them.
    if (parts.every(part => part.deeperDb === 0)) return { duckDepth: 0 }
    const unknown = total - parts.reduce((sum, part) => sum + part.power, 0)
    return { duckDepth: mixDuckShift(parts, { unknown, measuredDb }) }
  })
}
