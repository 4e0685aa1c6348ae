/**
 * What it does to a track's mean power, band by band, when a device that answers to level gets other settings. A gain over time
 * moves the power of a band by Σ P(t)·ratio²(t) / Σ P(t): a ducker that closes on the kick takes more from a bass that plays with
 * the kick than from a hat that plays between.
 */
import { bandCount, gridCentres } from '../../dsp/bands.ts'
import { stereoEnvelopesOf } from '../../dsp/envelope.ts'
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
  const { hopSeconds, powers, bandOf } = powersOf(signal, sampleRate)
  const frames = powers[0]!.length
  const squares = new Map<string, Float64Array>()
  const squaredRatio = (was: BandGainCurve, now: BandGainCurve) => {
    const name = `${before.indexOf(was)} ${after.indexOf(now)}`
    const known = squares.get(name) ?? squaredRatios(was.curve, now.curve, hopSeconds, frames)
    squares.set(name, known)
    return known
  }
  return ranges.map(scope => {
    const inside = framesInside(scope, hopSeconds, frames)
    const known = new Map<string, number>()
    return Float64Array.from({ length: bandCount }, (_, k) => {
      const hz = gridCentres[k]!
      const was = partAt(before, hz)
      const now = partAt(after, hz)
      const band = bandOf(hz)
      const name = `${before.indexOf(was)} ${after.indexOf(now)} ${band}`
      const ratio = known.get(name) ?? Math.sqrt(weightedMean(squaredRatio(was, now), powers[band]!, inside))
      known.set(name, ratio)
      return ratio
    })
  })
}

function partAt(parts: readonly BandGainCurve[], hz: number): BandGainCurve {
  const part = parts.find(({ fromHz, toHz }) => hz >= fromHz && hz < toHz)
  if (!part) throw new RangeError(`curves must cover the spectrum, got none at ${hz} Hz`)
  return part
}

/** The kick's and the bass's own region ends about here; the octaves of the envelopes begin an octave above. */
const lowEndHz = 190

/** Power over time in a handful of bands, low to high, and which of them a frequency belongs to. */
function powersOf(signal: StereoSignal, sampleRate: number) {
  return keptWith(signal, `band powers ${sampleRate}`, () => {
    const channels = signal[0] === signal[1] ? [signal[0]] : signal
    const { hopSeconds, octaves, low } = stereoEnvelopesOf(channels, sampleRate)
    const lowestHz = 1 / hopSeconds
    const bandOf = (hz: number) =>
      hz < lowEndHz ? 0 : 1 + Math.max(0, Math.min(octaves.length - 1, Math.floor(Math.log2(hz / lowestHz))))
    return { hopSeconds, powers: [low.map(a => 0.5 * a * a), ...octaves], bandOf }
  })
}

/** (after / before)² per frame, its mean over the frame's hop. Frame m is centred on m · hopSeconds. */
function squaredRatios(before: GainCurve, after: GainCurve, hopSeconds: number, frames: number): Float64Array {
  const stepSeconds = Math.min(before.stepSeconds, after.stepSeconds)
  const count = Math.ceil((frames * hopSeconds) / stepSeconds)
  const was = productOf([before], stepSeconds, count)
  const now = productOf([after], stepSeconds, count)
  const squares = new Float64Array(frames)
  const counts = new Uint16Array(frames)
  for (let k = 0; k < count; k++) {
    const frame = Math.round(((k + 0.5) * stepSeconds) / hopSeconds)
    if (frame >= frames) break
    squares[frame]! += (now[k]! / Math.max(leastGain, was[k]!)) ** 2
    counts[frame]!++
  }
  return squares.map((sum, m) => (counts[m]! > 0 ? sum / counts[m]! : 1))
}

function framesInside(ranges: readonly TimeRange[], hopSeconds: number, frames: number): readonly [number, number][] {
  return ranges.map(({ startSeconds, endSeconds }) => [
    Math.max(0, Math.ceil(startSeconds / hopSeconds)),
    Math.min(frames, Math.ceil(endSeconds / hopSeconds)),
  ])
}

function weightedMean(values: Float64Array, weights: Float32Array, inside: readonly [number, number][]): number {
  let sum = 0
  let weight = 0
  let plain = 0
  let count = 0
  for (const [from, to] of inside) {
    for (let m = from; m < to; m++) {
      sum += weights[m]! * values[m]!
      weight += weights[m]!
      plain += values[m]!
    }
    count += Math.max(0, to - from)
  }
  // −120 dB: nothing plays there.
  if (weight > 1e-12 * count) return sum / weight
  return count > 0 ? plain / count : 1
}
