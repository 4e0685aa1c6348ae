/**
 * A signal's level in fine steps of time, as detectors read it. A search evaluates many settings on one signal, so what does not
 * depend on the settings that it turns is worked out once per signal and kept as long as the signal itself.
 */
import type { StereoSignal } from './device-model.ts'

/** Short against the fastest attack that matters, long against a sample. */
const wantedStepSeconds = 0.000_25

/** Samples per step: 11 at 44.1 kHz, 12 at 48 kHz. */
export const stepSamples = (sampleRate: number) => Math.max(1, Math.round(wantedStepSeconds * sampleRate))

export const stepCount = ([left]: StereoSignal, sampleRate: number) => Math.ceil(left.length / stepSamples(sampleRate))

/** Silence in dB: low enough for every threshold, high enough for single precision. */
export const silentDb = -200

/** Largest magnitude of both channels per step. */
export const peakSteps = (signal: StereoSignal, sampleRate: number): Float32Array =>
  keptWith(signal, `peaks ${sampleRate}`, () => {
    const left = channelPeaks(signal, 0, sampleRate)
    if (signal[1] === signal[0]) return left
    const right = channelPeaks(signal, 1, sampleRate)
    return left.map((peak, k) => Math.max(peak, right[k] ?? 0))
  })

/** Largest magnitude of one channel per step. */
export const channelPeaks = (signal: StereoSignal, side: 0 | 1, sampleRate: number): Float32Array =>
  keptWith(signal, `peaks ${side} ${sampleRate}`, () => channelPeakSteps(signal[side], sampleRate))

function channelPeakSteps(channel: Float32Array, sampleRate: number): Float32Array {
  const step = stepSamples(sampleRate)
  const peaks = new Float32Array(Math.ceil(channel.length / step))
  for (let k = 0, n = 0; k < peaks.length; k++) {
    const end = Math.min(n + step, channel.length)
    let peak = 0
    for (; n < end; n++) {
      const x = Math.abs(channel[n]!)
      if (x > peak) peak = x
    }
    peaks[k] = peak
  }
  return peaks
}

/** Mean square of each channel per step. */
export const powerSteps = (signal: StereoSignal, sampleRate: number): StereoSignal =>
  keptWith(signal, `powers ${sampleRate}`, () => {
    const left = channelPowerSteps(signal[0], sampleRate)
    return [left, signal[1] === signal[0] ? left : channelPowerSteps(signal[1], sampleRate)]
  })

function channelPowerSteps(channel: Float32Array, sampleRate: number): Float32Array {
  const step = stepSamples(sampleRate)
  const powers = new Float32Array(Math.ceil(channel.length / step))
  for (let k = 0, n = 0; k < powers.length; k++) {
    const end = Math.min(n + step, channel.length)
    let sum = 0
    for (; n < end; n++) sum += channel[n]! * channel[n]!
    powers[k] = sum / step
  }
  return powers
}

/** What a limiter reads of a signal, in steps. */
export interface LevelSteps {
  readonly count: number
  /** Largest magnitude of both channels. */
  readonly peaks: () => Float32Array
  readonly channelPeaks: (side: 0 | 1) => Float32Array
  /** Mean square of each channel. */
  readonly powers: () => StereoSignal
}

export const levelsOf = (signal: StereoSignal, sampleRate: number): LevelSteps => ({
  count: stepCount(signal, sampleRate),
  peaks: () => peakSteps(signal, sampleRate),
  channelPeaks: side => channelPeaks(signal, side, sampleRate),
  powers: () => powerSteps(signal, sampleRate),
})

/**
 * Of a signal behind a gain that is given in the middle of every step, without making that signal: within a step of a quarter of a
 * millisecond a compressor's gain stands as good as still.
 */
export function levelsBehind({ count, peaks, channelPeaks, powers }: LevelSteps, gain: Float32Array): LevelSteps {
  const times = (values: Float32Array) => {
    const out = new Float32Array(values.length)
    for (let k = 0; k < out.length; k++) out[k] = values[k]! * gain[k]!
    return out
  }
  const timesTwice = (values: Float32Array) => times(times(values))
  let ownPeaks: Float32Array | null = null
  return {
    count,
    // A limiter is asked many times with the same signal before it.
    peaks: () => (ownPeaks ??= times(peaks())),
    channelPeaks: side => times(channelPeaks(side)),
    powers: () => {
      const [left, right] = powers()
      const first = timesTwice(left)
      return [first, right === left ? first : timesTwice(right)]
    },
  }
}

interface Kept {
  readonly right: Float32Array
  readonly values: Map<string, unknown>
}

const kept = new WeakMap<Float32Array, Kept>()
/** A search turns one side-chain filter at a time: older readings of a signal are not asked for again. */
const mostKept = 12

/** What `make` gives, made once per signal and name. Signals are never written to after they were handed over. */
export function keptWith<T>([left, right]: StereoSignal, name: string, make: () => T): T {
  let own = kept.get(left)
  if (own?.right !== right) {
    own = { right, values: new Map() }
    kept.set(left, own)
  }
  const { values } = own
  if (values.has(name)) return values.get(name) as T
  const value = make()
  if (values.size >= mostKept) values.delete(values.keys().next().value!)
  values.set(name, value)
  return value
}

let lastNumber = 0
const numbers = new WeakMap<Float32Array, number>()

/** A number that stands for a signal in the name of what is kept with another. */
export function signalNumber([left]: StereoSignal): number {
  let number = numbers.get(left)
  if (number === undefined) numbers.set(left, (number = ++lastNumber))
  return number
}
