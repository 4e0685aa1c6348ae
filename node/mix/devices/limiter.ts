/**
 * Limiter. Assumed (device/FACTS.md): the gain is the least that is needed within the look-ahead, released exponentially and
 * averaged over the look-ahead, so that no sample passes the ceiling; Auto releases in 100 ms; Maximize lifts Threshold to full
 * scale, then Output; the modes and the M/S routing act as Standard, L/R. One gain for both channels: with Link below 100 % it is
 * that of the linked pair blended with the channels' own by their power.
 */
import { dbToGain } from '../../dsp/decibel.ts'
import type { BandGainCurve, DynamicModel, GainCurve, Settings, StereoSignal } from './device-model.ts'
import { wholeSpectrum } from './feed-forward.ts'
import { dividedBy, noGain } from './gain-curve.ts'
import { channelPeaks, type LevelSteps, levelsOf, stepSamples } from './level-steps.ts'
import { choice, isOn, type Read, reader } from './settings.ts'

const className = 'Limiter'
const lookaheadMs = [1.5, 3, 6] as const
const autoReleaseMs = 100

export const limiter: DynamicModel = {
  kind: 'dynamic',
  className,
  curves: (settings, input, _key, sampleRate) => curvesOfLevels(settings, levelsOf(input, sampleRate), sampleRate),
  curvesOfLevels,
  inputOf,
  unpredictable: () => null,
}

export interface LimiterLaw {
  readonly inputGain: number
  readonly ceiling: number
  /** Behind the limiting. */
  readonly outputGain: number
  readonly lookaheadMs: number
  readonly releaseMs: number
  /** 0…1: how much the channels share their gain. */
  readonly link: number
}

function lawOf(read: Read): LimiterLaw {
  const maximizes = read('Maximize On') === 1
  const ceiling = dbToGain(read(maximizes ? 'Threshold' : 'Ceiling'))
  return {
    inputGain: dbToGain(read('Input Gain')),
    ceiling,
    outputGain: maximizes ? dbToGain(read('Output')) / ceiling : 1,
    lookaheadMs: choice(read, 'Lookahead', lookaheadMs),
    releaseMs: read('Auto') === 1 ? autoReleaseMs : read('Release'),
    link: read('Link') / 100,
  }
}

function curvesOfLevels(settings: Settings, input: LevelSteps, sampleRate: number): readonly BandGainCurve[] {
  if (!isOn(settings)) {
    return wholeSpectrum({
      stepSeconds: stepSamples(sampleRate) / sampleRate,
      gain: new Float32Array(input.count).fill(1),
    })
  }
  return wholeSpectrum(limiterCurve(lawOf(reader(className, settings)), input, sampleRate))
}

/** What was limited cannot be told from what comes out: only where the ceiling was never reached. */
function inputOf(settings: Settings, output: StereoSignal, _key: StereoSignal | null, sampleRate: number) {
  if (!isOn(settings)) return output
  const { ceiling, inputGain, outputGain } = lawOf(reader(className, settings))
  const highest = [0, 1].map(side =>
    channelPeaks(output, side as 0 | 1, sampleRate).reduce((a, b) => Math.max(a, b), 0),
  )
  if (Math.max(...highest) >= 0.999 * ceiling * outputGain) return null
  const { stepSeconds, gain } = noGain(output, sampleRate)
  return dividedBy(output, { stepSeconds, gain: gain.fill(inputGain * outputGain) }, sampleRate)
}

function limiterCurve(law: LimiterLaw, input: LevelSteps, sampleRate: number): GainCurve {
  const step = stepSamples(sampleRate)
  const stepSeconds = step / sampleRate
  const { inputGain, outputGain, link } = law
  const ceiling = law.ceiling / inputGain
  const linked = neededGains(ceiling, input.peaks())
  const gain = smoothed(linked, law, stepSeconds)
  if (link < 1) {
    const own = ([0, 1] as const).map(side => {
      const alone = neededGains(ceiling, input.channelPeaks(side))
      return smoothed(
        alone.map((needed, k) => needed ** (1 - link) * linked[k]! ** link),
        law,
        stepSeconds,
      )
    }) as unknown as StereoSignal
    blendByPower(gain, own, input.powers())
  }
  const scale = inputGain * outputGain
  for (let k = 0; k < gain.length; k++) gain[k] = scale * gain[k]!
  return { stepSeconds, gain }
}

function neededGains(ceiling: number, peaks: Float32Array): Float32Array {
  const needed = new Float32Array(peaks.length)
  for (let k = 0; k < peaks.length; k++) needed[k] = peaks[k]! > ceiling ? ceiling / peaks[k]! : 1
  return needed
}

/** The one gain that leaves as much power as the channels' own gains. */
function blendByPower(gain: Float32Array, own: StereoSignal, powers: StereoSignal): void {
  for (let k = 0; k < gain.length; k++) {
    const left = powers[0][k]!
    const right = powers[1][k]!
    if (left + right === 0) continue
    gain[k] = Math.sqrt((left * own[0][k]! ** 2 + right * own[1][k]! ** 2) / (left + right))
  }
}

/** Least gain within the look-ahead, exponential release, mean over the look-ahead. */
function smoothed(needed: Float32Array, { lookaheadMs, releaseMs }: LimiterLaw, stepSeconds: number): Float32Array {
  const width = Math.max(1, Math.round(lookaheadMs / 1000 / stepSeconds))
  const keep = Math.exp((-1000 * stepSeconds) / Math.max(releaseMs, 1e-3))
  const output = new Float32Array(needed.length)
  /** The last gains before the mean. */
  const released = new Float32Array(width)
  let least = Number.POSITIVE_INFINITY
  let leastAt = -1
  let now = 1
  let sum = 0
  let place = 0
  for (let k = 0, ahead = 0; k < needed.length; k++) {
    for (; ahead < needed.length && ahead < k + width; ahead++) {
      if (needed[ahead]! > least) continue
      least = needed[ahead]!
      leastAt = ahead
    }
    if (leastAt < k) {
      least = needed[k]!
      leastAt = k
      for (let at = k + 1; at < ahead; at++) {
        if (needed[at]! > least) continue
        least = needed[at]!
        leastAt = at
      }
    }
    now = Math.fround(Math.min(least, 1 - keep * (1 - now)))
    if (k === 0) {
      // As if it had always been so.
      released.fill(now)
      sum = width * now
    }
    sum += now - released[place]!
    released[place] = now
    place = place + 1 === width ? 0 : place + 1
    output[k] = Math.min(1, sum / width)
  }
  return output
}
