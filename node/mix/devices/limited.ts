/**
 * How loud and how high a signal becomes under gains over time: what a limiter, a compressor and the fader at the end of Main do
 * to loudness, peaks and their distance. On a grid of a quarter of a millisecond instead of samples, so that a search can ask
 * many times: K-weighted energy × gain², peaks × gain. (K-weighting and a moving gain change places, which is exact enough while
 * the gain moves slowly against the weighting's 38 Hz.)
 */
import { gainToDb } from '../../dsp/decibel.ts'
import { kernels } from '../../dsp/kernels/kernels.ts'
import { type LevelGrid, levelStepsPerSecond } from '../../dsp/level-grid.ts'
import { everything, groupSize } from '../../dsp/peak-grid.ts'
import type { Curve } from '../../features/analysis.ts'
import { crestFactor, peakToShortTermRatio } from '../../features/dynamics.ts'
import { gatedLoudness, type TimeRange } from '../../features/loudness.ts'
import type { GainCurve, StereoSignal } from './device-model.ts'
import { productOf } from './gain-curve.ts'
import { channelPeaks, keptWith, powerSteps, stepCount, stepSamples } from './level-steps.ts'

/** As the features of the same names; null where they are. */
export interface PredictedLevels {
  readonly integratedLoudness: number | null
  readonly shortTermMax: number | null
  /** dBTP. */
  readonly truePeak: number | null
  readonly peakToLoudnessRatio: number | null
  readonly crestFactor: number | null
  readonly peakToShortTermRatio: number | null
}

interface Options {
  readonly sampleRate: number
  /** Behind the curves: the fader. */
  readonly gainDb?: number
  /** Where crest factor and PSR are taken; everywhere when absent. */
  readonly ranges?: readonly TimeRange[]
}

/** `input` is what enters the first of the devices whose curves these are, in their order. */
export const predictLevels = (input: StereoSignal, curves: readonly GainCurve[], options: Options): PredictedLevels =>
  predictLevelsIn(input, curves, [options.ranges], options)[0]!

/** The same for several scopes at once: only crest factor and PSR differ between them. */
export function predictLevelsIn(
  input: StereoSignal,
  curves: readonly GainCurve[],
  scopes: readonly (readonly TimeRange[] | undefined)[],
  { sampleRate, gainDb = 0 }: Omit<Options, 'ranges'>,
): readonly PredictedLevels[] {
  const stepSeconds = stepSamples(sampleRate) / sampleRate
  const gain = productOf(curves, stepSeconds, stepCount(input, sampleRate), 10 ** (gainDb / 20))
  const energies = limitedEnergies(input, gain, sampleRate)
  const { blocks, shortTerm, shortTermMax } = loudnessOf(energies)
  const whole = [{ startSeconds: 0, endSeconds: Number.POSITIVE_INFINITY }]
  const integratedLoudness = gatedLoudness({ blocks }, whole)
  const { peak, steps } = truePeaks(input, gain, sampleRate)
  const truePeak = peak > 0 ? gainToDb(peak) : null
  const grid = levelGrid(input, gain, sampleRate)
  return scopes.map(ranges => ({
    integratedLoudness,
    shortTermMax,
    truePeak,
    peakToLoudnessRatio: truePeak === null || integratedLoudness === null ? null : truePeak - integratedLoudness,
    crestFactor: crestFactor(grid, ranges),
    peakToShortTermRatio: peakToShortTermRatio(steps, shortTerm, ranges),
  }))
}

const perSecond = levelStepsPerSecond

/** The 10 ms step in which the middle of each fine step lies; the last takes what is left. */
const coarseSteps = (input: StereoSignal, sampleRate: number): Int32Array =>
  keptWith(input, `coarse ${sampleRate}`, () => {
    const perStep = (stepSamples(sampleRate) * perSecond) / sampleRate
    const last = Math.ceil((input[0].length * perSecond) / sampleRate) - 1
    return Int32Array.from({ length: stepCount(input, sampleRate) }, (_, k) =>
      Math.min(last, Math.floor((k + 0.5) * perStep + 1e-9)),
    )
  })

/** K-weighted mean square of both channels per 10 ms. */
function limitedEnergies(input: StereoSignal, gain: Float32Array, sampleRate: number): Float64Array {
  const step = stepSamples(sampleRate)
  const fine = keptWith(input, `k-weighted ${sampleRate}`, () => {
    const boundaries = Uint32Array.from({ length: gain.length + 1 }, (_, k) => Math.min(k * step, input[0].length))
    const into = new Float64Array(gain.length)
    kernels().addKWeightedEnergy(input, sampleRate, { boundaries, weights: [1, 1], into })
    return into
  })
  const coarse = coarseSteps(input, sampleRate)
  const energies = new Float64Array((coarse.at(-1) ?? -1) + 1)
  for (let k = 0; k < gain.length; k++) energies[coarse[k]!]! += fine[k]! * gain[k]! * gain[k]!
  return energies.map(energy => (energy * perSecond) / sampleRate)
}

/** Windows and steps of EBU Tech 3341 in units of 10 ms. */
const momentaryWindow = 40
const shortTermWindow = 300
const windowStep = 10
/** BS.1770-4, eq. 2. */
const toLoudness = (meanSquare: number) => -0.691 + 10 * Math.log10(meanSquare)
const leastLoudness = -70
function loudnessOf(energies: Float64Array) {
  const sums = new Float64Array(energies.length + 1)
  for (let i = 0; i < energies.length; i++) sums[i + 1] = sums[i]! + energies[i]!
  const windows = (window: number) =>
    Float64Array.from(
      { length: Math.max(0, Math.floor((energies.length - window) / windowStep) + 1) },
      (_, i) => (sums[i * windowStep + window]! - sums[i * windowStep]!) / window,
    )
  const long = windows(shortTermWindow)
  const highest = toLoudness(long.reduce((a, b) => Math.max(a, b), 0))
  const shortTerm: Curve = {
    startSeconds: shortTermWindow / perSecond / 2,
    stepSeconds: windowStep / perSecond,
    values: Float32Array.from(long, power => Math.max(-120, toLoudness(power))),
  }
  return { blocks: windows(momentaryWindow), shortTerm, shortTermMax: highest > leastLoudness ? highest : null }
}

/** Highest true peak, and the highest per 10 ms. */
function truePeaks(input: StereoSignal, gain: Float32Array, sampleRate: number) {
  const groups = keptWith(input, 'true peaks', () => {
    const [left, right] = input.map(channel => kernels().peakGrid().groupPeaks(channel, everything()))
    return left!.map((value, g) => Math.max(value, right![g]!))
  })
  const steps = new Float32Array(Math.ceil((input[0].length * perSecond) / sampleRate))
  // A group of 16 samples has its middle in one step and leans on the one beside it.
  const perGroup = groupSize / stepSamples(sampleRate)
  const coarsePerGroup = (groupSize * perSecond) / sampleRate
  const last = gain.length - 1
  let peak = 0
  for (let g = 0, at = 0; g < groups.length; g++) {
    if (g * coarsePerGroup >= at + 1) at++
    const place = Math.max(0, (g + 0.5) * perGroup - 0.5)
    const k = Math.min(place | 0, last)
    const here = gain[k]!
    const value = groups[g]! * (here + (place - k) * (gain[k < last ? k + 1 : last]! - here))
    if (value > steps[at]!) steps[at] = value
    if (value > peak) peak = value
  }
  return { peak, steps }
}

/** What dsp/level-grid.ts would measure. */
function levelGrid(input: StereoSignal, gain: Float32Array, sampleRate: number): LevelGrid {
  const step = stepSamples(sampleRate)
  const frames = input[0].length
  const count = Math.ceil((frames * perSecond) / sampleRate)
  const boundaries = Uint32Array.from({ length: count + 1 }, (_, i) =>
    Math.min(frames, Math.round((i * sampleRate) / perSecond)),
  )
  const powers = powerSteps(input, sampleRate)
  const coarse = coarseSteps(input, sampleRate)
  const channels = ([0, 1] as const).map(side => {
    const highest = channelPeaks(input, side, sampleRate)
    const power = powers[side]
    const peaks = new Float32Array(count)
    const energies = new Float64Array(count)
    for (let k = 0; k < gain.length; k++) {
      const g = gain[k]!
      const at = coarse[k]!
      const peak = highest[k]! * g
      if (peak > peaks[at]!) peaks[at] = peak
      energies[at] = energies[at]! + step * power[k]! * g * g
    }
    return { peaks, energies }
  })
  return {
    sampleRate,
    boundaries,
    peaks: channels.map(({ peaks }) => peaks),
    energies: channels.map(({ energies }) => energies),
    clippedRuns: [0, 0],
  }
}
