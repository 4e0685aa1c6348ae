/**
 * What a compressor's detector hears: its own input or, with S/C On, the external key × S/C Gain, blended with the input by
 * S/C Mix; then the side-chain filter. Assumed (device/FACTS.md): the filter acts whenever S/C EQ On is on, "Peak" is a
 * band-pass with 0 dB at its centre, no key chosen is silence.
 */
import { Biquad, type BiquadCoefficients, designBiquad } from '../../dsp/biquad.ts'
import { dbToGain } from '../../dsp/decibel.ts'
import type { StereoSignal } from './device-model.ts'
import { keptWith, peakSteps, powerSteps, signalNumber, silentDb, stepCount, stepSamples } from './level-steps.ts'
import { bandPass } from './response.ts'
import { choice, type Read } from './settings.ts'

export type Detection = 'peak' | 'rms'

/** Averaging time of the RMS detector. */
export const rmsSeconds = 0.005

/** dB of full scale per step; a sine's RMS reads 3 dB below its peak. The louder channel counts. */
export interface DetectorLevels {
  readonly db: Float32Array
  /** To be added: S/C Gain costs nothing to change. */
  readonly offsetDb: number
}

export interface Heard {
  readonly input: StereoSignal
  readonly key: StereoSignal | null
  readonly sampleRate: number
}

export function detectorLevels(read: Read, detection: Detection, { input, key, sampleRate }: Heard): DetectorLevels {
  const own = { signal: input, offsetDb: 0 }
  const { signal, offsetDb } = read('S/C On') === 1 ? externalSignal(read, input, key) : own
  const count = stepCount(input, sampleRate)
  if (signal === null) return { db: new Float32Array(count).fill(silentDb), offsetDb: 0 }
  const filter = sidechainFilter(read, sampleRate)
  const db = keptWith(signal, `${detection} ${sampleRate} ${filter?.name ?? ''}`, () => {
    const heard = filter ? filtered(signal, filter.coefficients) : signal
    return detection === 'peak'
      ? peakDb(peakSteps(heard, sampleRate))
      : rmsDb(powerSteps(heard, sampleRate), sampleRate)
  })
  return { db: fitted(db, count), offsetDb }
}

/** The input as an internal detector hears it. */
export function heardOwn(read: Read, input: StereoSignal, sampleRate: number): StereoSignal {
  const filter = sidechainFilter(read, sampleRate)
  return filter ? filtered(input, filter.coefficients) : input
}

/** Whether what is heard does not depend on the device's own input. */
export const hearsOnlyKey = (read: Read) => read('S/C On') === 1 && read('S/C Mix') === 100

function externalSignal(read: Read, input: StereoSignal, key: StereoSignal | null) {
  const mix = read('S/C Mix') / 100
  if (mix === 0) return { signal: input, offsetDb: 0 }
  const gainDb = read('S/C Gain')
  if (mix === 1) return { signal: gainDb === Number.NEGATIVE_INFINITY ? null : key, offsetDb: gainDb }
  const gain = mix * dbToGain(gainDb)
  const name = `blend ${key ? signalNumber(key) : ''} ${mix} ${gain}`
  const blended = (side: 0 | 1) => input[side].map((x, n) => (1 - mix) * x + gain * (key?.[side][n] ?? 0))
  return { signal: keptWith(input, name, (): StereoSignal => [blended(0), blended(1)]), offsetDb: 0 }
}

/** "S/C EQ Type" items in Live's order. */
const filterTypes = ['lowshelf', 'bell', 'highshelf', 'lowpass', 'bandpass', 'highpass'] as const

function sidechainFilter(read: Read, sampleRate: number): { name: string; coefficients: BiquadCoefficients } | null {
  if (read('S/C EQ On') === 0) return null
  const type = choice(read, 'S/C EQ Type', filterTypes)
  const [hz, q, gainDb] = [read('S/C EQ Freq'), read('S/C EQ Q'), read('S/C EQ Gain')]
  const coefficients =
    type === 'bandpass' ? bandPass(hz, q, sampleRate) : designBiquad({ type, hz, q, gainDb }, sampleRate)
  return { name: [type, hz, q, gainDb].join(' '), coefficients }
}

function filtered([left, right]: StereoSignal, coefficients: BiquadCoefficients): StereoSignal {
  const run = (channel: Float32Array) => {
    const output = new Float32Array(channel.length)
    new Biquad(coefficients).process(channel, output)
    return output
  }
  const first = run(left)
  return [first, right === left ? first : run(right)]
}

const peakDb = (peaks: Float32Array) => peaks.map(peak => (peak > 1e-10 ? 20 * Math.log10(peak) : silentDb))

function rmsDb([left, right]: StereoSignal, sampleRate: number): Float32Array {
  const share = rmsShare(sampleRate)
  let l = 0
  let r = 0
  return left.map((power, k) => {
    l += share * (power - l)
    r += share * (right[k]! - r)
    const louder = Math.max(l, r)
    return louder > 1e-20 ? 10 * Math.log10(louder) : silentDb
  })
}

/** How much of a step's power enters the average. */
export const rmsShare = (sampleRate: number) => 1 - Math.exp(-stepSamples(sampleRate) / (rmsSeconds * sampleRate))

/** A key that is longer or shorter than the signal. */
function fitted(db: Float32Array, count: number): Float32Array {
  if (db.length === count) return db
  if (db.length > count) return db.subarray(0, count)
  const longer = new Float32Array(count).fill(silentDb)
  longer.set(db)
  return longer
}
