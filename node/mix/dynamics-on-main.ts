/** Compressors and the limiter on Main: each answers to what the ones before it do. */
import { stereoOf } from '../audio/audio.ts'
import { dbToGain } from '../dsp/decibel.ts'
import { everyDevice, isInSeries, isTransparent, type LiveSet, masterOf, type PlacedDevice } from '../live/set.ts'
import { betweenKnots } from './between-knots.ts'
import type { GainCurve, Settings, StereoSignal } from './devices/device-model.ts'
import { dynamicEffect } from './devices/dynamic-effect.ts'
import { wholeSpectrum } from './devices/feed-forward.ts'
import { multipliedBy, productOf } from './devices/gain-curve.ts'
import { modelOf } from './devices/index.ts'
import { type LevelSteps, levelsBehind, levelsOf, stepCount, stepSamples } from './devices/level-steps.ts'
import { type PredictedLevels, predictLevelsUnder } from './devices/limited.ts'
import { liveSettings } from './devices/live-settings.ts'
import type { Effects, WithDigest } from './dynamics.ts'
import type { DeviceMove, Shifts } from './moves.ts'
import { applyFilter, stereoFilter } from './preview/stereo-filter.ts'
import { designHz, matrixOf } from './preview/stereo-response.ts'

/** Bands say nothing of these. */
const levelIds = [
  'truePeak',
  'peakToLoudnessRatio',
  'crestFactor',
  'peakToShortTermRatio',
] as const satisfies readonly (keyof PredictedLevels)[]

/** The devices on Main from one on, as they are. */
interface AsItIs {
  readonly entering: Passing
  /** Of the devices before them, since the signal was last filtered. */
  readonly ahead: GainCurve
  readonly before: GainCurve
  readonly levels: readonly PredictedLevels[]
}

export function effectsOnMain({ set, take, digest, enteringMain }: WithDigest): Effects {
  const { sampleRate } = take.main
  const { ranges, whole } = digest
  const known = new Map<string, AsItIs | null>()
  /** In the steps of the levels: both what bands and what peaks become are read from it. */
  const productBehind = (entering: Passing, curves: readonly GainCurve[]): GainCurve => {
    const stepSeconds = stepSamples(sampleRate) / sampleRate
    return { stepSeconds, gain: productOf(curves, stepSeconds, stepCount(entering.heard(), sampleRate)) }
  }
  const levelsUnder = (entering: Passing, { gain }: GainCurve) =>
    predictLevelsUnder(entering.heard(), gain, ranges, { sampleRate, whole })
  const asItIs = (device: string, settings: Settings): AsItIs | null => {
    const entering = enteringMain && inputOf(set, digest.cut(enteringMain), device, sampleRate)
    const curves = entering && curvesFrom(set, entering, { device, settings, sampleRate })
    if (!entering || !curves) return null
    const ahead = productBehind(entering, entering.gains)
    const before = productBehind(entering, [ahead, ...curves])
    return { entering, ahead, before, levels: levelsUnder(entering, before) }
  }
  const told = betweenKnots(move => {
    if (!known.has(move.device)) known.set(move.device, asItIs(move.device, move.from))
    const standing = known.get(move.device)
    const curves =
      standing && curvesFrom(set, standing.entering, { device: move.device, settings: move.to, sampleRate })
    if (!standing || !curves) return null
    const after = productBehind(standing.entering, [standing.ahead, ...curves])
    const main = digest.cut(stereoOf(take.main))
    const ratios = dynamicEffect(main, wholeSpectrum(standing.before), wholeSpectrum(after), { sampleRate, ranges })
    const levels = levelsUnder(standing.entering, after)
    return ratios.map((ratio, s) => ({
      ratio,
      shifts: shiftsOf(standing.levels[s]!, levels[s]!),
    }))
  })
  return move => (isLastThatActs(set, move) ? byItsDrive(told, move) : told(move))
}

/** Nothing behind it answers to level. */
function isLastThatActs(set: LiveSet, { device: path }: DeviceMove): boolean {
  const devices = everyDevice(masterOf(set))
  const behind = devices.slice(devices.findIndex(({ device }) => device.path === path) + 1)
  return behind.every(({ device }) => isTransparent(device) || modelOf(device.className)?.kind === 'linear')
}

/** A higher ceiling is less gain into the Limiter and as much more behind it. */
function byItsDrive(told: Effects, move: DeviceMove): ReturnType<Effects> {
  const { Ceiling: was, 'Maximize On': maximizes } = move.from
  const { Ceiling: ceiling, 'Input Gain': inputGain } = move.to
  if (move.className !== 'Limiter' || was === undefined || ceiling === undefined || inputGain === undefined)
    return told(move)
  const db = ceiling - was
  if (db === 0 || maximizes !== 0 || move.to['Maximize On'] !== 0) return told(move)
  const effects = told({ ...move, to: { ...move.to, Ceiling: was, 'Input Gain': inputGain - db } })
  return (
    effects?.map(({ ratio, shifts }) => ({
      ratio: ratio.map(each => each * dbToGain(db)),
      shifts: shifts.truePeak === undefined ? shifts : { ...shifts, truePeak: shifts.truePeak + db },
    })) ?? null
  )
}

function shiftsOf(before: PredictedLevels, after: PredictedLevels): Shifts {
  const change = (id: keyof PredictedLevels) => {
    const [was, will] = [before[id], after[id]]
    return was === null || will === null ? null : will - was
  }
  const shifts: Partial<Record<keyof PredictedLevels, number>> = {}
  for (const id of levelIds) {
    const shift = change(id)
    if (shift !== null) shifts[id] = shift
  }
  // What the whole becomes louder by is told by the bands; the loudest place is held down more than the rest, or less.
  const [short, whole] = [change('shortTermMax'), change('integratedLoudness')]
  if (short !== null && whole !== null) shifts.shortTermMax = short - whole
  return shifts
}

/** A signal on its way through Main, made when it is asked for; and what a limiter reads of it, which costs less. */
interface Passing {
  readonly signal: () => StereoSignal
  readonly levels: () => LevelSteps
  /** The signal is this one under `gains`: what was once measured of it holds behind every device that is a gain over time. */
  readonly heard: () => StereoSignal
  readonly gains: readonly GainCurve[]
}

function passing(make: () => StereoSignal, sampleRate: number): Passing {
  const signal = once(make)
  return { signal, levels: () => levelsOf(signal(), sampleRate), heard: signal, gains: [] }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => (made ??= { value: make() }).value
}

/** What enters a device on Main: what enters the chain, through the models of the devices before it. null: cannot be told. */
function inputOf(set: LiveSet, enteringMain: StereoSignal, path: string, sampleRate: number): Passing | null {
  let at: Passing | null = passing(() => enteringMain, sampleRate)
  for (const placed of everyDevice(masterOf(set))) {
    if (placed.device.path === path || at === null) return at
    at = through(placed, liveSettings(placed.device), at, sampleRate)?.behind ?? null
  }
  return null
}

interface From {
  readonly device: string
  /** Of that device; those behind it are as they are. */
  readonly settings: Settings
  readonly sampleRate: number
}

/** Gains over time of the devices from one on. null: cannot be told. */
function curvesFrom(set: LiveSet, entering: Passing, { device: first, settings, sampleRate }: From) {
  const devices = everyDevice(masterOf(set))
  const curves: GainCurve[] = []
  let at = entering
  for (const placed of devices.slice(devices.findIndex(({ device }) => device.path === first))) {
    const { device } = placed
    const step = through(placed, device.path === first ? settings : liveSettings(device), at, sampleRate)
    if (!step) return null
    if (step.curve) curves.push(step.curve)
    at = step.behind
  }
  return curves.length > 0 ? curves : null
}

/** One device: its gain over time if it has one, and what comes out of it. null: cannot be told. */
function through(
  placed: PlacedDevice,
  settings: Settings,
  at: Passing,
  sampleRate: number,
): { readonly behind: Passing; readonly curve: GainCurve | null } | null {
  const { device } = placed
  const isPassing = settings['Device On'] === 0 || device.chains.length === 1 || isTransparent(device)
  if (isPassing) return { behind: at, curve: null }
  const model = isInSeries(placed) ? modelOf(device.className) : null
  if (!model || model.kind === 'tendency' || model.unpredictable(settings) !== null) return null
  if (model.kind === 'linear') {
    const matrix = matrixOf(model.response(settings, sampleRate, designHz(sampleRate)))
    return { behind: passing(() => applyFilter(stereoFilter(matrix), at.signal()), sampleRate), curve: null }
  }
  const curves = model.curvesOfLevels
    ? model.curvesOfLevels(settings, at.levels(), sampleRate)
    : model.curves(settings, at.signal(), null, sampleRate)
  if (curves.length > 1) return null
  const { curve } = curves[0]!
  const behind: Passing = {
    signal: once(() => multipliedBy(at.signal(), curve, sampleRate)),
    levels: once(() => {
      const before = at.levels()
      return levelsBehind(before, productOf([curve], stepSamples(sampleRate) / sampleRate, before.count))
    }),
    heard: at.heard,
    gains: [...at.gains, curve],
  }
  return { behind, curve }
}
