/** Compressors and the limiter on Main: each answers to what the ones before it do. */
import { stereoOf } from '../audio/audio.ts'
import { dbToGain } from '../dsp/decibel.ts'
import { everyDevice, isInSeries, isTransparent, type LiveSet, masterOf, type PlacedDevice } from '../live/set.ts'
import { betweenKnots } from './between-knots.ts'
import type { BandGainCurve, GainCurve, Settings, StereoSignal } from './devices/device-model.ts'
import { dynamicEffect } from './devices/dynamic-effect.ts'
import { wholeSpectrum } from './devices/feed-forward.ts'
import { multipliedBy, productOf } from './devices/gain-curve.ts'
import { modelOf } from './devices/index.ts'
import { type LevelSteps, levelsBehind, levelsOf, stepSamples } from './devices/level-steps.ts'
import { type PredictedLevels, predictLevelsIn } from './devices/limited.ts'
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
  readonly entering: StereoSignal
  readonly curves: readonly GainCurve[]
  readonly levels: readonly PredictedLevels[]
}

export function effectsOnMain({ set, take, digest, enteringMain }: WithDigest): Effects {
  const { sampleRate } = take.main
  const { ranges, whole: song } = digest
  const known = new Map<string, AsItIs | null>()
  const asItIs = (device: string, settings: Settings): AsItIs | null => {
    const entering = enteringMain && inputOf(set, digest.cut(enteringMain), device, sampleRate)
    const curves = entering && curvesFrom(set, entering, { device, settings, sampleRate })
    return (
      curves && {
        entering: entering!,
        curves,
        levels: predictLevelsIn(entering!, curves, ranges, { sampleRate, whole: song }),
      }
    )
  }
  const told = betweenKnots(move => {
    if (!known.has(move.device)) known.set(move.device, asItIs(move.device, move.from))
    const before = known.get(move.device)
    const after = before && curvesFrom(set, before.entering, { device: move.device, settings: move.to, sampleRate })
    if (!before || !after) return null
    const whole = (curves: readonly GainCurve[]) => combined(curves, before.entering, sampleRate)
    const main = digest.cut(stereoOf(take.main))
    const ratios = dynamicEffect(main, whole(before.curves), whole(after), { sampleRate, ranges })
    const levels = predictLevelsIn(before.entering, after, ranges, { sampleRate, whole: song })
    return ratios.map((ratio, s) => ({
      ratio,
      shifts: shiftsOf(before.levels[s]!, levels[s]!),
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

function combined(curves: readonly GainCurve[], [left]: StereoSignal, sampleRate: number): readonly BandGainCurve[] {
  const { stepSeconds } = curves[0]!
  const gain = productOf(curves, stepSeconds, Math.ceil(left.length / sampleRate / stepSeconds))
  return wholeSpectrum({ stepSeconds, gain })
}

/** A signal on its way through Main, made when it is asked for; and what a limiter reads of it, which costs less. */
interface Passing {
  readonly signal: () => StereoSignal
  readonly levels: () => LevelSteps
}

function passing(signal: () => StereoSignal, sampleRate: number): Passing {
  let made: StereoSignal | null = null
  const once = () => (made ??= signal())
  return { signal: once, levels: () => levelsOf(once(), sampleRate) }
}

/** What enters a device on Main: what enters the chain, through the models of the devices before it. null: cannot be told. */
function inputOf(set: LiveSet, enteringMain: StereoSignal, path: string, sampleRate: number): StereoSignal | null {
  let at: Passing | null = passing(() => enteringMain, sampleRate)
  for (const placed of everyDevice(masterOf(set))) {
    if (placed.device.path === path || at === null) return at?.signal() ?? null
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
function curvesFrom(set: LiveSet, entering: StereoSignal, { device: first, settings, sampleRate }: From) {
  const devices = everyDevice(masterOf(set))
  const curves: GainCurve[] = []
  let at = passing(() => entering, sampleRate)
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
  const levels = () => {
    const before = at.levels()
    return levelsBehind(before, productOf([curve], stepSamples(sampleRate) / sampleRate, before.count))
  }
  return { behind: { ...passing(() => multipliedBy(at.signal(), curve, sampleRate), sampleRate), levels }, curve }
}
