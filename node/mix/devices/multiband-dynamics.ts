/**
 * Multiband Dynamics: in three bands, what is above one threshold and what is below another is made louder or quieter. Assumed
 * (device/FACTS.md): Linkwitz-Riley crossovers of 24 dB per octave; "1 : x" is the slope of output over input, dB per dB; a knee
 * of 6 dB when soft; 10 ms of RMS, or a peak that falls in 50 ms; the gain moves by at most 36 dB, by the attack away from 0 dB
 * and by the release back; Time Scaling stretches both. What the bands' phases do where they meet is left out.
 */
import { Biquad, designBiquad } from '../../dsp/biquad.ts'
import { dbToGain } from '../../dsp/decibel.ts'
import { crossoverFilters } from './crossover.ts'
import type { BandGainCurve, DynamicModel, GainCurve, Settings, StereoSignal } from './device-model.ts'
import { wholeSpectrum } from './feed-forward.ts'
import { noGain } from './gain-curve.ts'
import { keptWith, peakSteps, powerSteps, silentDb, stepSamples } from './level-steps.ts'
import { isOn, isSet, type Read, reader } from './settings.ts'

const className = 'MultibandDynamics'
const names = ['Low', 'Mid', 'High'] as const
const softKneeDb = 6
const mostDb = 36
const rmsMs = 10
const peakFallMs = 50

export const multibandDynamics: DynamicModel = {
  kind: 'dynamic',
  className,
  curves,
  // Three bands answer to each other at their crossovers: not taken back.
  inputOf: (settings, output) => (isOn(settings) ? null : output),
  unpredictable(settings) {
    if (!isOn(settings)) return null
    if (isSet(settings, 'S/C On')) return 'The side-chain of Multiband Dynamics is not modelled.'
    const unknown = names.find(name => settings[`Above Ratio (${name})`] === undefined)
    return unknown ? 'What the ratios of Multiband Dynamics show is not known.' : null
  },
}

function curves(
  settings: Settings,
  input: StereoSignal,
  _key: StereoSignal | null,
  sampleRate: number,
): readonly BandGainCurve[] {
  if (!isOn(settings)) return wholeSpectrum(noGain(input, sampleRate))
  const read = reader(className, settings)
  const lowHz = read('Low-Mid Crossover')
  const highHz = Math.max(lowHz, read('Mid-High Crossover'))
  const edges = [0, lowHz, highHz, Number.POSITIVE_INFINITY] as const
  return names.map((name, band) => ({
    fromHz: edges[band]!,
    toHz: edges[band + 1]!,
    curve: bandCurve(read, name, bandOf(input, band, lowHz, highHz, sampleRate), sampleRate),
  }))
}

/** The signal in one band; its phase does not matter to a detector. */
function bandOf(input: StereoSignal, band: number, lowHz: number, highHz: number, sampleRate: number): StereoSignal {
  return keptWith(input, `band ${band} ${lowHz} ${highHz}`, () => {
    const filters = [
      ...(band > 0 ? crossoverFilters('highpass', lowHz, 24) : crossoverFilters('lowpass', lowHz, 24)),
      ...(band === 1 ? crossoverFilters('lowpass', highHz, 24) : []),
      ...(band === 2 ? crossoverFilters('highpass', highHz, 24) : []),
    ].map(filter => designBiquad(filter, sampleRate))
    const run = (channel: Float32Array) => {
      const output = channel.slice()
      for (const filter of filters) new Biquad(filter).process(output)
      return output
    }
    const left = run(input[0])
    return [left, input[1] === input[0] ? left : run(input[1])]
  })
}

function bandCurve(read: Read, name: (typeof names)[number], signal: StereoSignal, sampleRate: number): GainCurve {
  const stepSeconds = stepSamples(sampleRate) / sampleRate
  if (read(`Band Activator (${name})`) === 0) {
    const curve = noGain(signal, sampleRate)
    return { ...curve, gain: curve.gain.fill(dbToGain(read('Output'))) }
  }
  const inputDb = read(`Input Gain (${name})`)
  const fixed = dbToGain(inputDb + read(`Output Gain (${name})`) + read('Output'))
  const scaling = read('Time Scaling') / 100
  const left = (ms: number) => Math.exp((-1000 * stepSeconds) / Math.max(1e-3, ms * scaling))
  const attack = left(read(`Attack Time (${name})`))
  const release = left(read(`Release Time (${name})`))
  const amount = read('Amount') / 100
  const law = bandLaw(read, name)
  let held = 0
  const gain = levelsOf(read, signal, sampleRate).map(level => {
    const wanted = amount * law(level + inputDb)
    held = wanted + (Math.abs(wanted) > Math.abs(held) ? attack : release) * (held - wanted)
    return fixed * dbToGain(held)
  })
  return { stepSeconds, gain }
}

/** Gain in dB by level in dB. */
function bandLaw(read: Read, name: (typeof names)[number]): (levelDb: number) => number {
  const kneeDb = read('Soft Knee On/Off') === 1 ? softKneeDb : 0
  /** How far beyond a threshold a level counts: nothing, the knee's parabola, all of it. */
  const beyond = (over: number) =>
    over <= -kneeDb / 2 ? 0 : over < kneeDb / 2 ? (over + kneeDb / 2) ** 2 / (2 * kneeDb) : over
  const above = { thresholdDb: read(`Above Threshold (${name})`), ratio: read(`Above Ratio (${name})`) }
  const below = { thresholdDb: read(`Below Threshold (${name})`), ratio: read(`Below Ratio (${name})`) }
  return level => {
    const db =
      (above.ratio - 1) * beyond(level - above.thresholdDb) + (1 - below.ratio) * beyond(below.thresholdDb - level)
    return Math.max(-mostDb, Math.min(mostDb, db))
  }
}

function levelsOf(read: Read, signal: StereoSignal, sampleRate: number): Float32Array {
  const stepSeconds = stepSamples(sampleRate) / sampleRate
  if (read('Peak/RMS Mode') === 1) {
    const fall = Math.exp((-1000 * stepSeconds) / peakFallMs)
    let highest = 0
    return peakSteps(signal, sampleRate).map(peak => {
      highest = Math.max(peak, fall * highest)
      return highest > 1e-10 ? 20 * Math.log10(highest) : silentDb
    })
  }
  const share = 1 - Math.exp((-1000 * stepSeconds) / rmsMs)
  const [left, right] = powerSteps(signal, sampleRate)
  let power = 0
  return left.map((own, k) => {
    power += share * (Math.max(own, right[k]!) - power)
    return power > 1e-20 ? 10 * Math.log10(power) : silentDb
  })
}
