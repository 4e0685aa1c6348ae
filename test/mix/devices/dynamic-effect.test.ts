import { describe, expect, test } from 'vitest'
import { emptyBandStatistics, gridCentres } from '../../../node/dsp/bands.ts'
import { frameSizeFor, StereoSpectrum } from '../../../node/dsp/stereo-spectrum.ts'
import { compressor } from '../../../node/mix/devices/compressor.ts'
import type { BandGainCurve, StereoSignal } from '../../../node/mix/devices/device-model.ts'
import { dynamicEffect } from '../../../node/mix/devices/dynamic-effect.ts'
import { multibandDynamics } from '../../../node/mix/devices/multiband-dynamics.ts'
import { noise } from '../../support/beats.ts'
import { sine } from '../../support/signals.ts'
import { bass, kicks, mixture, pads } from './parts.ts'
import { render, sampleRate, settingsOf } from './rendered.ts'

const seconds = 4
const whole = [{ startSeconds: 0, endSeconds: seconds }]
const ranges = [whole, [{ startSeconds: 0, endSeconds: 2 }], [{ startSeconds: 2, endSeconds: 4 }]]

/** Open for two seconds, then at `gain`. */
const closing = (gain: number, fromHz = 0, toHz = Number.POSITIVE_INFINITY): BandGainCurve => ({
  fromHz,
  toHz,
  curve: { stepSeconds: 0.001, gain: new Float32Array(1000 * seconds).fill(1).fill(gain, 2000) },
})
const steady = noise(seconds, sampleRate)
const onBoth = (x: Float32Array): StereoSignal => [x, x]

describe('the effect of a gain over time on mean power', () => {
  test('is the root of the mean square of the gain for a steady signal, in each scope on its own', () => {
    const [all, open, closed] = dynamicEffect(onBoth(steady), [closing(1)], [closing(0.5)], { sampleRate, ranges })
    // Noise is a little louder in one half than in the other.
    for (const ratio of all!.slice(30)) expect(ratio).toBeCloseTo(Math.sqrt((1 + 0.25) / 2), 1)
    // A frame at the border hears both.
    for (const ratio of open!) expect(ratio).toBeCloseTo(1, 2)
    for (const ratio of closed!) expect(ratio).toBeCloseTo(0.5, 2)
  })

  test('is that of the new gain over the old one: opening what was closed', () => {
    const [, , closed] = dynamicEffect(onBoth(steady), [closing(0.25)], [closing(0.5)], { sampleRate, ranges })
    for (const ratio of closed!) expect(ratio).toBeCloseTo(2, 1)
  })

  test('counts only where a band plays: a low tone in the closed half, a high one in the open half', () => {
    const low = sine({ hz: 60, seconds, sampleRate, gain: 0.3 }).fill(0, 0, 2 * sampleRate)
    const high = sine({ hz: 3000, seconds, sampleRate, gain: 0.3 }).fill(0, 2 * sampleRate)
    const both = low.map((x, n) => x + high[n]!)
    const [all] = dynamicEffect(onBoth(both), [closing(1)], [closing(0.5)], { sampleRate, ranges })
    expect(all![bandAt(60)]).toBeCloseTo(0.5, 1)
    expect(all![bandAt(3000)]).toBeCloseTo(1, 1)
  })

  test('takes each part of the spectrum from its own curve', () => {
    const parts = [closing(0.5, 0, 500), closing(1, 500)]
    const [, , closed] = dynamicEffect(onBoth(steady), [closing(1)], parts, { sampleRate, ranges })
    expect(closed![bandAt(200)]).toBeCloseTo(0.5, 2)
    expect(closed![bandAt(2000)]).toBeCloseTo(1, 2)
  })

  test('silence takes the mean square of the gain itself', () => {
    const silent = onBoth(new Float32Array(seconds * sampleRate))
    const [all] = dynamicEffect(silent, [closing(1)], [closing(0.5)], { sampleRate, ranges: [whole] })
    for (const ratio of all!) expect(ratio).toBeCloseTo(Math.sqrt(0.625), 2)
  })

  test('refuses curves that leave a gap in the spectrum', () => {
    const gap = [closing(1, 100)]
    expect(() => dynamicEffect(onBoth(steady), gap, gap, { sampleRate, ranges })).toThrow(/cover the spectrum/)
  })

  const duck = { Model: 0, Ratio: 4, Attack: 1, Release: 150, Knee: 3, 'S/C EQ On': 0, 'S/C On': 1 }
  test.each([
    ['a pad begins to duck', pads(seconds), { ...duck, Threshold: 0 }, { ...duck, Threshold: -20 }, true],
    ['a bass ducks less', bass(seconds), { ...duck, Threshold: -25 }, { ...duck, Threshold: -12 }, true],
    ['a pad is pressed less', pads(seconds), { Threshold: -35, Ratio: 4 }, { Threshold: -25, Ratio: 4 }, false],
  ] as const)('foretells what is measured behind the rendered device: %s', async (_, input, from, to, isKeyed) => {
    const key = isKeyed ? kicks(seconds) : null
    const before = settingsOf('Compressor2', from)
    const after = settingsOf('Compressor2', to)
    const heard = await render([['Compressor2', before]], input, key)
    const found = compressor.inputOf(before, heard, key, sampleRate)!
    const curves = [before, after].map(settings => compressor.curves(settings, found, key, sampleRate))
    const [ratio] = dynamicEffect(heard, curves[0]!, curves[1]!, { sampleRate, ranges: [whole] })
    const was = powerOf(heard)
    const now = powerOf(await render([['Compressor2', after]], input, key))
    const total = sum(was)
    const foretold = was.map((power, k) => power * ratio![k]! ** 2)
    expect(Math.abs(10 * Math.log10(sum(foretold) / sum(now)))).toBeLessThan(0.3)
    // Bands that hold a thousandth of the power or more; what a moving gain smears beside a partial is not told.
    const errors = [...was.keys()]
      .filter(k => was[k]! > 1e-3 * total)
      .map(k => Math.abs(10 * Math.log10(foretold[k]! / now[k]!)))
      .sort((a, b) => a - b)
    expect(errors[Math.floor(errors.length / 2)]).toBeLessThan(0.5)
    expect(errors[Math.floor(0.9 * errors.length)]).toBeLessThan(1.5)
  })
})

test('Multiband Dynamics: three parts foretell what is measured behind the rendered device', async () => {
  const input = mixture(seconds)
  const ratio = (side: string, x: number) =>
    Object.fromEntries(['Low', 'Mid', 'High'].map(band => [`${side} Ratio (${band})`, x]))
  const settings = {
    ...settingsOf('MultibandDynamics', { 'Above Threshold (Mid)': -30, 'Output Gain (High)': 4 }),
    ...ratio('Below', 1),
    ...ratio('Above', 0.5),
  }
  const off = { ...settings, 'Device On': 0 }
  const [before, after] = [off, settings].map(own => multibandDynamics.curves(own, input, null, sampleRate))
  const [ratios] = dynamicEffect(input, before!, after!, { sampleRate, ranges: [whole] })
  const was = powerOf(input)
  const now = powerOf(await render([['MultibandDynamics', settings]], input))
  // Half an octave around a crossover two bands share what one part is said to do.
  const isShared = (hz: number) => [120, 2500].some(corner => Math.abs(Math.log2(hz / corner)) < 0.5)
  const errors = [...was.keys()]
    .filter(k => was[k]! > 1e-3 * sum(was) && !isShared(gridCentres[k]!))
    .map(k => Math.abs(10 * Math.log10((was[k]! * ratios![k]! ** 2) / now[k]!)))
    .sort((a, b) => a - b)
  expect(errors[Math.floor(errors.length / 2)]).toBeLessThan(0.5)
  // Where a kick sweeps through, the powers' bands are too broad to tell its gain from the bass's.
  expect(errors[Math.floor(0.9 * errors.length)]).toBeLessThan(2.2)
  const mean = (power: (k: number) => number) => was.reduce((total, _, k) => total + power(k), 0)
  expect(Math.abs(10 * Math.log10(mean(k => was[k]! * ratios![k]! ** 2) / mean(k => now[k]!)))).toBeLessThan(0.5)
})

const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0)
const bandAt = (hz: number) => gridCentres.reduce((best, centre, k) => (centre <= hz ? k : best), 0)

function powerOf([left, right]: StereoSignal): Float64Array {
  const spectrum = new StereoSpectrum(frameSizeFor(sampleRate), sampleRate)
  const bands = emptyBandStatistics()
  for (let n = 0; n + spectrum.size <= left.length; n += spectrum.size) spectrum.accumulate(left, right, n, bands)
  return bands.mm.map((power, k) => power + bands.ss[k]!)
}
