/**
 * What compressors share: side-chain, gain computer, ballistics. After D. Giannoulis, M. Massberg, J. D. Reiss,
 * "Digital Dynamic Range Compressor Design", JAES 60(6), 2012: feed-forward, gain computed in dB, "smooth decoupled"
 * smoothing of the gain. Live's own detectors are not published; each choice is a row in device/FACTS.md.
 */
import { type BiquadCoefficients, designBiquad } from '../../../dsp/biquad.ts'
import { dbToGain } from '../../../dsp/decibel.ts'
import { runSections, type Stereo, type Surroundings } from './effect.ts'

type Value = (parameter: string) => number

/** Gain in dB for a level in dB: 0 or below for compression, 0 or above for upward expansion (slope > 0). */
export interface Curve {
  readonly thresholdDb: number
  readonly kneeDb: number
  /** 1/ratio − 1; −1 for ∞ : 1. */
  readonly slope: number
}

/** Eq. 4 of the paper, as a gain: nothing below the knee, quadratic in it, a straight line above. */
export function curveGainDb({ thresholdDb, kneeDb, slope }: Curve, levelDb: number): number {
  const over = levelDb - thresholdDb
  if (2 * over <= -kneeDb) return 0
  if (2 * over < kneeDb) return (slope * (over + kneeDb / 2) ** 2) / (2 * kneeDb)
  return slope * over
}

/** Share of the old value that is left after one sample; 63 % of the way is gone after the time given. */
export const decayPerSample = (milliseconds: number, sampleRate: number) =>
  Math.exp(-1000 / (Math.max(milliseconds, 1e-3) * sampleRate))

const sidechainTypes = ['lowshelf', 'bell', 'highshelf', 'lowpass', 'bandpass', 'highpass'] as const

/** Cookbook band-pass with 0 dB at its peak ("Peak" in Live's list). */
export function bandpass(hz: number, q: number, sampleRate: number): BiquadCoefficients {
  const w0 = 2 * Math.PI * Math.min(hz / sampleRate, 0.49)
  const alpha = Math.sin(w0) / (2 * q)
  const a0 = 1 + alpha
  return { b0: alpha / a0, b1: 0, b2: -alpha / a0, a1: (-2 * Math.cos(w0)) / a0, a2: (1 - alpha) / a0 }
}

function sidechainFilter(value: Value, sampleRate: number): BiquadCoefficients | null {
  if (value('S/C EQ On') === 0) return null
  const type = sidechainTypes[value('S/C EQ Type')]!
  const hz = value('S/C EQ Freq')
  const q = value('S/C EQ Q')
  if (type === 'bandpass') return bandpass(hz, q, sampleRate)
  return designBiquad({ type, hz, q, gainDb: value('S/C EQ Gain') }, sampleRate)
}

/**
 * The signal that the detector hears: the device's own input, or with S/C On the external key × S/C Gain, blended with
 * the input by S/C Mix; then the side-chain filter. With S/C On and no source chosen the key is silent.
 */
export function detectorSignal(signal: Stereo, { sampleRate, key }: Surroundings, value: Value): Stereo {
  const external = value('S/C On') === 1
  const filter = sidechainFilter(value, sampleRate)
  if (!external && !filter) return signal
  const wet = external ? value('S/C Mix') / 100 : 0
  const gain = wet * dbToGain(value('S/C Gain'))
  const heard = [0, 1].map(side => {
    const own = signal[side]!
    const other = external ? key?.[side] : undefined
    const output = new Float32Array(own.length)
    const length = Math.min(own.length, other?.length ?? 0)
    for (let n = 0; n < length; n++) output[n] = (1 - wet) * own[n]! + gain * other![n]!
    if (wet < 1) for (let n = length; n < own.length; n++) output[n] = (1 - wet) * own[n]!
    return output
  }) as unknown as Stereo
  if (filter) runSections(heard, [filter])
  return heard
}

export interface Ballistics {
  readonly detector: 'peak' | 'rms'
  readonly attackMs: number
  /** "auto": a fast and a slow release together, whichever holds the gain further from 0 dB. */
  readonly releaseMs: number | 'auto'
  /** The gain decays in dB, or in amplitude. */
  readonly smoothing: 'dB' | 'gain'
  readonly lookaheadMs: number
}

/** Averaging time of the RMS detector. */
const rmsMs = 5
const autoRelease = { fastMs: 60, slowMs: 800, slowAttackMs: 150 }

/** Below this the gain is taken as 1: inaudible, and cheap. */
const negligibleDb = 1e-5
/** 20·log10(x) = perNeper · ln(x). */
const perNeper = 20 / Math.LN10
/** The gain is worked out every few samples, at least eight times within the attack, and drawn straight between. */
const stepsPerAttack = 8
const longestStep = 8

/** The detector's level, as amplitude (peak) or power (RMS), of each step of `step` samples, `ahead` samples early. */
function levels([left, right]: Stereo, detector: Ballistics['detector'], step: number, ahead: number, average: number) {
  const length = left.length
  const output = new Float32Array(Math.ceil((length + ahead) / step))
  let leftPower = 0
  let rightPower = 0
  for (let k = 0, n = 0; k < output.length; k++) {
    const end = Math.min(n + step, length)
    let highest = 0
    if (detector === 'rms') {
      for (; n < end; n++) {
        leftPower = average * leftPower + (1 - average) * left[n]! * left[n]!
        rightPower = average * rightPower + (1 - average) * right[n]! * right[n]!
      }
      highest = Math.max(leftPower, rightPower)
      if (highest < 1e-30) {
        leftPower = 0
        rightPower = 0
      }
    } else {
      for (; n < end; n++) {
        const l = Math.abs(left[n]!)
        const r = Math.abs(right[n]!)
        if (l > highest) highest = l
        if (r > highest) highest = r
      }
    }
    output[k] = highest
  }
  return output
}

/** The gain over time, as a factor per sample, of a compressor that hears `heard`. `floorDb` ends the reduction. */
export function gainCurve(
  heard: Stereo,
  curve: Curve,
  ballistics: Ballistics,
  sampleRate: number,
  floorDb = Number.NEGATIVE_INFINITY,
): Float32Array {
  const { detector, attackMs, releaseMs, smoothing, lookaheadMs } = ballistics
  const attackSamples = (attackMs / 1000) * sampleRate
  const step = Math.min(longestStep, Math.max(1, Math.floor(attackSamples / stepsPerAttack)))
  const ahead = Math.round(((lookaheadMs / 1000) * sampleRate) / step) * step
  const level = levels(heard, detector, step, ahead, decayPerSample(rmsMs, sampleRate))
  const decay = (milliseconds: number) => decayPerSample(milliseconds, sampleRate) ** step
  const attack = decay(attackMs)
  const isAuto = releaseMs === 'auto'
  const release = decay(isAuto ? autoRelease.fastMs : releaseMs)
  const slowRelease = decay(autoRelease.slowMs)
  const slowAttack = decay(autoRelease.slowAttackMs)
  const scale = detector === 'rms' ? perNeper / 2 : perNeper
  // Quieter than this the gain is not moved, and no logarithm needed.
  const quietest = 10 ** ((curve.thresholdDb - curve.kneeDb / 2) / (detector === 'rms' ? 10 : 20))
  const inAmplitude = smoothing === 'gain'
  const gain = new Float32Array(heard[0].length)
  // These count how far the gain is from 0 dB, in dB or (Lin) in amplitude.
  let held = 0
  let smooth = 0
  let slow = 0
  let before = 1
  for (let k = 0, n = -ahead; k < level.length; k++, n += step) {
    let wanted = level[k]! > quietest ? Math.max(floorDb, curveGainDb(curve, scale * Math.log(level[k]!))) : 0
    if (inAmplitude && wanted !== 0) wanted = Math.exp(wanted / perNeper) - 1
    const released = release * held + (1 - release) * wanted
    held = Math.abs(wanted) > Math.abs(released) ? wanted : released
    smooth = attack * smooth + (1 - attack) * held
    let now = smooth
    if (isAuto) {
      const share = Math.abs(held) > Math.abs(slow) ? slowAttack : slowRelease
      slow = share * slow + (1 - share) * held
      if (Math.abs(slow) > Math.abs(now)) now = slow
    }
    const isNegligible = Math.abs(now) < negligibleDb && Math.abs(held) < negligibleDb
    if (isNegligible) {
      held = 0
      smooth = 0
      slow = 0
    }
    const after = isNegligible ? 1 : inAmplitude ? 1 + now : Math.exp(now / perNeper)
    if (n >= 0) {
      const end = Math.min(n + step, gain.length)
      const rise = (after - before) / step
      for (let i = n, value = before + rise; i < end; i++, value += rise) gain[i] = value
    }
    before = after
  }
  return gain
}

/** out = dry·in + wet·gain·in, in place. */
export function applyGainCurve([left, right]: Stereo, gain: Float32Array, outputGain: number, wet: number): void {
  const dry = 1 - wet
  const scale = wet * outputGain
  for (let n = 0; n < left.length; n++) {
    const g = dry + scale * gain[n]!
    left[n] = g * left[n]!
    right[n] = g * right[n]!
  }
}
