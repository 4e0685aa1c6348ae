/**
 * What it does to a track's mean power, band by band, when a device that answers to level gets other settings. A gain over time
 * moves the power of a band by Σ P(t)·ratio²(t) / Σ P(t): a ducker that closes on the kick takes more from a bass that plays with
 * the kick than from a hat that plays between.
 */
import { bandCount, emptyBandStatistics, gridCentres } from '../../dsp/bands.ts'
import { stereoEnvelopesOf } from '../../dsp/envelope.ts'
import { StereoSpectrum } from '../../dsp/stereo-spectrum.ts'
import type { TimeRange } from '../../features/loudness.ts'
import type { BandGainCurve, GainCurve, StereoSignal } from './device-model.ts'
import { productOf } from './gain-curve.ts'
import { keptWith } from './level-steps.ts'

/** What was closed further than this cannot be opened again. */
const leastGain = 1e-3

interface Options {
  readonly sampleRate: number
  /** Per scope, the stretches whose mean power it is. */
  readonly ranges: readonly (readonly TimeRange[])[]
}

/**
 * Amplitude ratios per narrow band, one array per scope. `signal` is what comes out of the device with the `before` curves: it is
 * what a track is heard as. Both curves must be of the same input (DynamicModel.inputOf tells it). Where a band is silent the
 * ratio is that of the gains' own mean squares.
 */
export function dynamicEffect(
  signal: StereoSignal,
  before: readonly BandGainCurve[],
  after: readonly BandGainCurve[],
  { sampleRate, ranges }: Options,
): readonly Float64Array[] {
  const powers = powersOf(signal, sampleRate)
  const known = new Map<string, Float64Array>()
  const between = new Map<string, Steps>()
  const seconds = Math.max(...powers.map(({ hopSeconds, power }) => hopSeconds * power.length))
  const squaresOf = (was: BandGainCurve, now: BandGainCurve, { hopSeconds, power }: BandPower) => {
    const curves = `${before.indexOf(was)} ${after.indexOf(now)}`
    const name = `${curves} ${hopSeconds}`
    let squares = known.get(name)
    if (!squares) {
      const steps = between.get(curves) ?? stepsOf(was.curve, now.curve, seconds)
      between.set(curves, steps)
      known.set(name, (squares = squaredRatios(steps, hopSeconds, power.length)))
    }
    return squares
  }
  const stretches = [...new Set(ranges.flat())]
  const inside = ({ hopSeconds, power }: BandPower) => framesInside(stretches, hopSeconds, power.length)
  const weights = keptWith(signal, `weights ${sampleRate} ${stretches.map(keyOf).join()}`, () => {
    const made = new Map<Float32Array, Float64Array>()
    for (const band of powers) if (!made.has(band.power)) made.set(band.power, sumsOf(band.power, null, inside(band)))
    return made
  })
  /** Bands that share their power share their sums. */
  const sums = new Map<Float64Array, Map<Float32Array, Float64Array>>()
  const bands = powers.map((band, k) => {
    const squares = squaresOf(partAt(before, gridCentres[k]!), partAt(after, gridCentres[k]!), band)
    const known = sums.get(squares) ?? new Map<Float32Array, Float64Array>()
    const own = known.get(band.power) ?? sumsOf(band.power, squares, inside(band))
    sums.set(squares, known.set(band.power, own))
    return { band, squares, own, weights: weights.get(band.power)! }
  })
  return ranges.map(scope => {
    const places = scope.map(range => stretches.indexOf(range))
    return Float64Array.from(bands, ({ band, squares, own, weights: all }) => {
      let sum = 0
      let weight = 0
      for (const at of places) {
        sum += own[at]!
        weight += all[at]!
      }
      const frames = inside(band)
      const count = places.reduce((total, at) => total + Math.max(0, frames[at]![1] - frames[at]![0]), 0)
      // −120 dB: nothing plays there.
      if (weight > 1e-12 * count) return Math.sqrt(sum / weight)
      return Math.sqrt(
        plainMean(
          squares,
          places.map(at => frames[at]!),
        ),
      )
    })
  })
}

const keyOf = ({ startSeconds, endSeconds }: TimeRange) => `${startSeconds}-${endSeconds}`

function partAt(parts: readonly BandGainCurve[], hz: number): BandGainCurve {
  const part = parts.find(({ fromHz, toHz }) => hz >= fromHz && hz < toHz)
  if (!part) throw new RangeError(`curves must cover the spectrum, got none at ${hz} Hz`)
  return part
}

/** Power over time of a narrow band; frame m is centred on m · hopSeconds. */
interface BandPower {
  readonly hopSeconds: number
  readonly power: Float32Array
}

/**
 * Below, the low end's envelope serves all bands (kick and bass strokes are shorter than a spectrum that tells them apart);
 * between, each narrow band has its own power, since one band holds the notes of one pitch; above, octaves do.
 */
const ownPowerHz = [150, 2500] as const
/** 46 ms at 44.1 kHz: the narrow band at 150 Hz is as wide as a bin, and a beat still has nine frames. */
const frameSeconds = 0.04

/** Per narrow band. */
function powersOf(signal: StereoSignal, sampleRate: number): readonly BandPower[] {
  return keptWith(signal, `band powers ${sampleRate}`, () => {
    const channels = signal[0] === signal[1] ? [signal[0]] : signal
    const { hopSeconds, octaves, low } = stereoEnvelopesOf(channels, sampleRate)
    const lowPower = low.map(a => 0.5 * a * a)
    const narrow = narrowPowers(signal, sampleRate)
    return Array.from(gridCentres, (hz, k) => {
      if (hz < ownPowerHz[0]) return { hopSeconds, power: lowPower }
      if (hz < ownPowerHz[1]) return narrow[k]!
      const octave = Math.max(0, Math.min(octaves.length - 1, Math.floor(Math.log2(hz * hopSeconds))))
      return { hopSeconds, power: octaves[octave]! }
    })
  })
}

function narrowPowers([left, right]: StereoSignal, sampleRate: number): readonly BandPower[] {
  const spectrum = new StereoSpectrum(2 ** Math.round(Math.log2(frameSeconds * sampleRate)), sampleRate)
  const hop = spectrum.size / 4
  const frames = Math.floor(left.length / hop) + 1
  const powers = Array.from({ length: bandCount }, () => new Float32Array(frames))
  const bands = emptyBandStatistics()
  for (let m = 0; m < frames; m++) {
    for (const sums of [bands.mm, bands.ss, bands.ms]) sums.fill(0)
    spectrum.addBands(left, right, m * hop - spectrum.size / 2, bands)
    for (let k = 0; k < bandCount; k++) powers[k]![m] = bands.mm[k]! + bands.ss[k]!
  }
  return powers.map(power => ({ hopSeconds: hop / sampleRate, power }))
}

/** Two gains over time in the same steps. */
interface Steps {
  readonly stepSeconds: number
  readonly was: Float32Array
  readonly now: Float32Array
}

function stepsOf(before: GainCurve, after: GainCurve, seconds: number): Steps {
  const stepSeconds = Math.min(before.stepSeconds, after.stepSeconds)
  const count = Math.ceil(seconds / stepSeconds)
  const inSteps = (curve: GainCurve) =>
    curve.stepSeconds === stepSeconds && curve.gain.length >= count
      ? curve.gain.subarray(0, count)
      : productOf([curve], stepSeconds, count)
  return { stepSeconds, was: inSteps(before), now: inSteps(after) }
}

/** The mean of (after / before)² over each frame's hop. Frame m is centred on m · hopSeconds. */
function squaredRatios({ stepSeconds, was, now }: Steps, hopSeconds: number, frames: number): Float64Array {
  const squares = new Float64Array(frames)
  const perHop = hopSeconds / stepSeconds
  for (let m = 0, k = 0; m < frames; m++) {
    const end = Math.min(now.length, Math.ceil((m + 0.5) * perHop - 0.5))
    const count = end - k
    let sum = 0
    for (; k < end; k++) {
      const ratio = now[k]! / Math.max(leastGain, was[k]!)
      sum += ratio * ratio
    }
    squares[m] = count > 0 ? sum / count : 1
  }
  return squares
}

function framesInside(ranges: readonly TimeRange[], hopSeconds: number, frames: number): readonly [number, number][] {
  return ranges.map(({ startSeconds, endSeconds }) => [
    Math.max(0, Math.ceil(startSeconds / hopSeconds)),
    Math.min(frames, Math.ceil(endSeconds / hopSeconds)),
  ])
}

/** Of powers, or of powers × values, in each of the stretches. */
function sumsOf(powers: Float32Array, values: Float64Array | null, inside: readonly [number, number][]): Float64Array {
  return Float64Array.from(inside, ([from, to]) => {
    let sum = 0
    if (values) for (let m = from; m < to; m++) sum += powers[m]! * values[m]!
    else for (let m = from; m < to; m++) sum += powers[m]!
    return sum
  })
}

function plainMean(values: Float64Array, inside: readonly [number, number][]): number {
  let sum = 0
  let count = 0
  for (const [from, to] of inside) {
    for (let m = from; m < to; m++) sum += values[m]!
    count += Math.max(0, to - from)
  }
  return count > 0 ? sum / count : 1
}
