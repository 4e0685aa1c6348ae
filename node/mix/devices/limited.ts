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
import type { StereoSignal } from './device-model.ts'
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

const everywhere = [{ startSeconds: 0, endSeconds: Number.POSITIVE_INFINITY }]

/**
 * Under a gain that is given in the middle of every one of the input's steps (`stepSamples`), for several scopes at once: only
 * crest factor and PSR differ between them. `whole`: what stands for the whole signal in its integrated loudness, a stretch as
 * often as it counts.
 */
export function predictLevelsUnder(
  input: StereoSignal,
  gain: Float32Array,
  scopes: readonly (readonly TimeRange[] | undefined)[],
  { sampleRate, whole = everywhere }: { readonly sampleRate: number; readonly whole?: readonly TimeRange[] },
): readonly PredictedLevels[] {
  const { energies, grid } = levelsBehind(input, gain, sampleRate)
  const { blocks, shortTerm, shortTermMax } = loudnessOf(energies)
  const integratedLoudness = gatedLoudness({ blocks: listed(blocks, whole) }, everywhere)
  const { peak, steps } = truePeaks(input, gain, sampleRate)
  const truePeak = peak > 0 ? gainToDb(peak) : null
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

/** K-weighted mean square of both channels per fine step. */
const kWeighted = (input: StereoSignal, sampleRate: number): Float64Array =>
  keptWith(input, `k-weighted ${sampleRate}`, () => {
    const step = stepSamples(sampleRate)
    const into = new Float64Array(stepCount(input, sampleRate))
    const boundaries = Uint32Array.from({ length: into.length + 1 }, (_, k) => Math.min(k * step, input[0].length))
    kernels().addKWeightedEnergy(input, sampleRate, { boundaries, weights: [1, 1], into })
    return into
  })

const gridBoundaries = (input: StereoSignal, sampleRate: number): Uint32Array =>
  keptWith(input, `level grid ${sampleRate}`, () => {
    const frames = input[0].length
    return Uint32Array.from({ length: Math.ceil((frames * perSecond) / sampleRate) + 1 }, (_, i) =>
      Math.min(frames, Math.round((i * sampleRate) / perSecond)),
    )
  })

/** Behind the gain, per 10 ms: the K-weighted mean square of both channels, and what dsp/level-grid.ts would measure. */
function levelsBehind(input: StereoSignal, gain: Float32Array, sampleRate: number) {
  const step = stepSamples(sampleRate)
  const boundaries = gridBoundaries(input, sampleRate)
  const count = boundaries.length - 1
  const energies = new Float64Array(count)
  const peaks = [new Float32Array(count), new Float32Array(count)] as const
  const powers = [new Float64Array(count), new Float64Array(count)] as const
  const fine = {
    at: coarseSteps(input, sampleRate),
    weighted: kWeighted(input, sampleRate),
    peaks: [channelPeaks(input, 0, sampleRate), channelPeaks(input, 1, sampleRate)] as const,
    powers: powerSteps(input, sampleRate),
  }
  addBehind(gain, fine, { energies, peaks, powers })
  const weight = perSecond / sampleRate
  for (let i = 0; i < count; i++) {
    energies[i] = energies[i]! * weight
    for (const power of powers) power[i] = power[i]! * step
  }
  return {
    energies,
    grid: { sampleRate, boundaries, peaks, energies: powers, clippedRuns: [0, 0] } satisfies LevelGrid,
  }
}

/** Of left and right. */
type Sides<T> = readonly [T, T]

/** All in one go through the song: the arrays are longer than a cache. */
function addBehind(
  gain: Float32Array,
  fine: {
    readonly at: Int32Array
    readonly weighted: Float64Array
    readonly peaks: Sides<Float32Array>
    readonly powers: Sides<Float32Array>
  },
  into: {
    readonly energies: Float64Array
    readonly peaks: Sides<Float32Array>
    readonly powers: Sides<Float64Array>
  },
): void {
  const { at, weighted } = fine
  const [leftPeaks, rightPeaks] = fine.peaks
  const [leftPowers, rightPowers] = fine.powers
  for (let k = 0; k < gain.length; ) {
    const i = at[k]!
    let energy = 0
    let left = 0
    let right = 0
    let highestLeft = 0
    let highestRight = 0
    for (; k < gain.length && at[k] === i; k++) {
      const g = gain[k]!
      const power = g * g
      energy += weighted[k]! * power
      left += leftPowers[k]! * power
      right += rightPowers[k]! * power
      const leftPeak = leftPeaks[k]! * g
      const rightPeak = rightPeaks[k]! * g
      if (leftPeak > highestLeft) highestLeft = leftPeak
      if (rightPeak > highestRight) highestRight = rightPeak
    }
    into.energies[i] = energy
    into.powers[0][i] = left
    into.powers[1][i] = right
    into.peaks[0][i] = highestLeft
    into.peaks[1][i] = highestRight
  }
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

/** The blocks inside of each range, one range after the other. */
function listed(blocks: Float64Array, ranges: readonly TimeRange[]): Float64Array {
  const perBlock = windowStep / perSecond
  const window = momentaryWindow / perSecond
  const slack = 1e-6
  const bounds = ranges.map(({ startSeconds, endSeconds }): [number, number] => [
    Math.max(0, Math.ceil((startSeconds - slack) / perBlock)),
    Math.max(0, Math.min(blocks.length, Math.floor((endSeconds - window + slack) / perBlock) + 1)),
  ])
  return Float64Array.from(bounds.flatMap(([from, to]) => Array.from(blocks.subarray(from, to))))
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
