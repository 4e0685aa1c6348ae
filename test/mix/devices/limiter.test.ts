import { describe, expect, test } from 'vitest'
import { measureLevelGrid } from '../../../node/dsp/level-grid.ts'
import { truePeakCurve } from '../../../node/dsp/true-peak.ts'
import { crestFactor, peakToShortTermRatio } from '../../../node/features/dynamics.ts'
import { measureLoudness } from '../../../node/features/loudness.ts'
import type { GainCurve, Settings, StereoSignal } from '../../../node/mix/devices/device-model.ts'
import { multipliedBy, productOf } from '../../../node/mix/devices/gain-curve.ts'
import { glue } from '../../../node/mix/devices/glue.ts'
import { stepCount, stepSamples } from '../../../node/mix/devices/level-steps.ts'
import { type PredictedLevels, predictLevelsUnder } from '../../../node/mix/devices/limited.ts'
import { limiter } from '../../../node/mix/devices/limiter.ts'
import { gainErrors, mixture } from './parts.ts'
import { render, sampleRate, settingsOf } from './rendered.ts'

const mix = mixture(8)
/** Behind devices with these curves, and a fader. */
function levelsOf(input: StereoSignal, curves: readonly GainCurve[], faderDb = 0): PredictedLevels {
  const steps = stepCount(input, sampleRate)
  const gain = productOf(curves, stepSamples(sampleRate) / sampleRate, steps, 10 ** (faderDb / 20))
  return predictLevelsUnder(input, gain, [undefined], { sampleRate })[0]!
}
const curveOf = (settings: Settings, input = mix) => limiter.curves(settings, input, null, sampleRate)[0]!.curve

/** What the analysis says of a signal. */
function measured(signal: StereoSignal): PredictedLevels {
  const loudness = measureLoudness({ sampleRate, channels: signal })
  const peaks = truePeakCurve(signal, sampleRate)
  const truePeak = 20 * Math.log10(peaks.peak)
  return {
    integratedLoudness: loudness.integrated,
    shortTermMax: loudness.shortTermMax,
    truePeak,
    peakToLoudnessRatio: truePeak - loudness.integrated!,
    crestFactor: crestFactor(measureLevelGrid(signal, sampleRate)),
    peakToShortTermRatio: peakToShortTermRatio(peaks.steps, loudness.shortTerm),
  }
}

/** LU and dB: a tenth of what a producer would turn by. */
const within: Record<keyof PredictedLevels, number> = {
  integratedLoudness: 0.2,
  shortTermMax: 0.2,
  truePeak: 0.3,
  peakToLoudnessRatio: 0.3,
  crestFactor: 0.3,
  peakToShortTermRatio: 0.3,
}

function expectClose(predicted: PredictedLevels, truth: PredictedLevels, tolerance = within): void {
  for (const [name, limit] of Object.entries(tolerance) as [keyof PredictedLevels, number][]) {
    expect(Math.abs(predicted[name]! - truth[name]!), `${name}: ${predicted[name]} for ${truth[name]}`).toBeLessThan(
      limit,
    )
  }
}

describe('Limiter', () => {
  const settings = [
    { 'Input Gain': 12 },
    { 'Input Gain': 18, Ceiling: -1, Lookahead: 1 },
    { 'Input Gain': 15, Auto: 1, Lookahead: 2 },
    { 'Input Gain': 9, 'Maximize On': 1, Threshold: -8, Output: -0.5 },
    { 'Input Gain': 14, Release: 20 },
  ]
  test.each(settings)('its gain and the levels behind it are those of the rendered Limiter: %o', async wanted => {
    const own = settingsOf('Limiter', wanted)
    const rendered = await render([['Limiter', own]], mix)
    const curve = curveOf(own)
    const { p95, power } = gainErrors(curve, mix, rendered)
    expect(p95).toBeLessThan(0.5)
    expect(Math.abs(power)).toBeLessThan(0.1)
    expectClose(levelsOf(mix, [curve]), measured(rendered))
  })

  test('no peak passes the ceiling, and below it the gain is the input gain', () => {
    const { gain } = curveOf(settingsOf('Limiter', { 'Input Gain': -6 }))
    for (const value of gain) expect(value).toBeCloseTo(10 ** (-6 / 20), 5)
    const loud = multipliedBy(mix, curveOf(settingsOf('Limiter', { 'Input Gain': 20, Ceiling: -3 })), sampleRate)
    const peak = Math.max(...loud.map(channel => channel.reduce((most, x) => Math.max(most, Math.abs(x)), 0)))
    // The curve is drawn straight within its quarter of a millisecond.
    expect(20 * Math.log10(peak)).toBeLessThan(-3 + 0.3)
  })

  test('unlinked channels keep their loudness; their peaks are only bounded', async () => {
    const own = settingsOf('Limiter', { 'Input Gain': 14, Link: 0 })
    const left: StereoSignal = [mix[0], mix[1].map(x => 0.5 * x)]
    const rendered = await render([['Limiter', own]], left)
    const truth = measured(rendered)
    const predicted = levelsOf(left, [curveOf(own, left)])
    expect(predicted.integratedLoudness).toBeCloseTo(truth.integratedLoudness!, 0)
    expect(predicted.truePeak!).toBeGreaterThan(truth.truePeak! - 0.3)
  })

  test('what entered is known only while the ceiling is out of reach', () => {
    const quiet = settingsOf('Limiter', { 'Input Gain': 6 })
    const output: StereoSignal = [mix[0].map(x => 0.2 * x), mix[1].map(x => 0.2 * x)]
    const back = limiter.inputOf(quiet, output, null, sampleRate)!
    expect(back[0][5000]! / output[0][5000]!).toBeCloseTo(10 ** (-6 / 20), 3)
    const loud: StereoSignal = [mix[0].map(x => Math.max(-0.9, Math.min(0.9, 3 * x))), mix[1]]
    expect(limiter.inputOf(settingsOf('Limiter', { Ceiling: -3 }), loud, null, sampleRate)).toBe(null)
  })
})

describe('predicted levels', () => {
  test('without any gain they are the measured ones', () => {
    expectClose(levelsOf(mix, []), measured(mix), {
      integratedLoudness: 0.01,
      shortTermMax: 0.05,
      truePeak: 0.1,
      peakToLoudnessRatio: 0.1,
      crestFactor: 0.01,
      peakToShortTermRatio: 0.05,
    })
  })

  test('a fader moves loudness and peaks by its dB and leaves the ratios', () => {
    const before = levelsOf(mix, [])
    const after = levelsOf(mix, [], -4)
    expect(after.integratedLoudness).toBeCloseTo(before.integratedLoudness! - 4, 4)
    expect(after.truePeak).toBeCloseTo(before.truePeak! - 4, 4)
    expect(after.peakToLoudnessRatio).toBeCloseTo(before.peakToLoudnessRatio!, 4)
    expect(after.crestFactor).toBeCloseTo(before.crestFactor!, 4)
  })

  test('Glue and Limiter in a row: the limiter hears what the Glue leaves', async () => {
    const first = settingsOf('GlueCompressor', { Threshold: -25, Ratio: 4, Attack: 3, Release: 0.2, Output: 6 })
    const second = settingsOf('Limiter', { 'Input Gain': 10 })
    const rendered = await render(
      [
        ['GlueCompressor', first],
        ['Limiter', second],
      ],
      mix,
    )
    const glued = multipliedBy(mix, glue.curves(first, mix, null, sampleRate)[0]!.curve, sampleRate)
    expectClose(levelsOf(glued, [curveOf(second, glued)]), measured(rendered))
  })

  test('silence has no levels', () => {
    const silent: StereoSignal = [new Float32Array(sampleRate), new Float32Array(sampleRate)]
    expect(levelsOf(silent, [])).toEqual({
      integratedLoudness: null,
      shortTermMax: null,
      truePeak: null,
      peakToLoudnessRatio: null,
      crestFactor: null,
      peakToShortTermRatio: null,
    })
  })
})
