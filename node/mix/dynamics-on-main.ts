/** Compressors and the limiter on Main: each answers to what the ones before it do. */
import { stereoOf } from '../audio/audio.ts'
import { everyDevice, isInSeries, isTransparent, type LiveSet, masterOf, type PlacedDevice } from '../live/set.ts'
import type { BandGainCurve, GainCurve, Settings, StereoSignal } from './devices/device-model.ts'
import { dynamicEffect } from './devices/dynamic-effect.ts'
import { wholeSpectrum } from './devices/feed-forward.ts'
import { multipliedBy, productOf } from './devices/gain-curve.ts'
import { modelOf } from './devices/index.ts'
import { type PredictedLevels, predictLevelsIn } from './devices/limited.ts'
import { liveSettings } from './devices/live-settings.ts'
import type { Effects, WithDigest } from './dynamics.ts'
import type { Shifts } from './moves.ts'
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
  const { ranges } = digest
  const known = new Map<string, AsItIs | null>()
  const asItIs = (device: string, settings: Settings): AsItIs | null => {
    const entering = enteringMain && inputOf(set, digest.cut(enteringMain), device, sampleRate)
    const curves = entering && curvesFrom(set, entering, { device, settings, sampleRate })
    return curves && { entering: entering!, curves, levels: predictLevelsIn(entering!, curves, ranges, { sampleRate }) }
  }
  return move => {
    if (!known.has(move.device)) known.set(move.device, asItIs(move.device, move.from))
    const before = known.get(move.device)
    const after = before && curvesFrom(set, before.entering, { device: move.device, settings: move.to, sampleRate })
    if (!before || !after) return null
    const whole = (curves: readonly GainCurve[]) => combined(curves, before.entering, sampleRate)
    const main = digest.cut(stereoOf(take.main))
    const ratios = dynamicEffect(main, whole(before.curves), whole(after), { sampleRate, ranges })
    const levels = predictLevelsIn(before.entering, after, ranges, { sampleRate })
    return ratios.map((ratio, s) => ({
      ratio,
      shifts: shiftsOf(before.levels[s]!, levels[s]!),
    }))
  }
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

/** What enters a device on Main: what enters the chain, through the models of the devices before it. null: cannot be told. */
function inputOf(set: LiveSet, enteringMain: StereoSignal, path: string, sampleRate: number): StereoSignal | null {
  let signal: StereoSignal | null = enteringMain
  for (const placed of everyDevice(masterOf(set))) {
    if (placed.device.path === path || signal === null) return signal
    signal = through(placed, liveSettings(placed.device), signal, sampleRate)?.signal() ?? null
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
  let signal = () => entering
  for (const placed of devices.slice(devices.findIndex(({ device }) => device.path === first))) {
    const { device } = placed
    const step = through(placed, device.path === first ? settings : liveSettings(device), signal(), sampleRate)
    if (!step) return null
    if (step.curve) curves.push(step.curve)
    signal = step.signal
  }
  return curves.length > 0 ? curves : null
}

/** One device: its gain over time if it has one, and what comes out of it, made when it is asked for. null: cannot be told. */
function through(
  placed: PlacedDevice,
  settings: Settings,
  signal: StereoSignal,
  sampleRate: number,
): { readonly signal: () => StereoSignal; readonly curve: GainCurve | null } | null {
  const { device } = placed
  const isPassing = settings['Device On'] === 0 || device.chains.length === 1 || isTransparent(device)
  if (isPassing) return { signal: () => signal, curve: null }
  const model = isInSeries(placed) ? modelOf(device.className) : null
  if (!model || model.kind === 'tendency' || model.unpredictable(settings) !== null) return null
  if (model.kind === 'linear') {
    const matrix = matrixOf(model.response(settings, sampleRate, designHz(sampleRate)))
    return { signal: () => applyFilter(stereoFilter(matrix), signal), curve: null }
  }
  const curves = model.curves(settings, signal, null, sampleRate)
  if (curves.length > 1) return null
  const { curve } = curves[0]!
  return { signal: () => multipliedBy(signal, curve, sampleRate), curve }
}
