import { describe, expect, test } from 'vitest'
import { compressor } from '../../../node/mix/devices/compressor.ts'
import type { Settings, StereoSignal } from '../../../node/mix/devices/device-model.ts'
import { glue } from '../../../node/mix/devices/glue.ts'
import { sine } from '../../support/signals.ts'
import { bass, gainErrors, kicks, pads } from './parts.ts'
import { render, sampleRate, settingsOf } from './rendered.ts'

const seconds = 4
const kick = kicks(seconds)
const pad = pads(seconds)
const low = bass(seconds)
const tone = (db: number): StereoSignal => {
  const x = sine({ hz: 1000, seconds: 1, sampleRate, gain: 10 ** (db / 20) })
  return [x, x]
}
const plain = { Model: 0, Knee: 0, 'S/C EQ On': 0, Attack: 1, Release: 100 }
const lastDb = ({ gain }: { gain: Float32Array }) => 20 * Math.log10(gain.at(-50)!)
const curveOf = (settings: Settings, input: StereoSignal, key: StereoSignal | null = null) =>
  compressor.curves(settings, input, key, sampleRate)[0]!.curve

describe('Compressor', () => {
  test('a steady tone 10 dB above the threshold at 4 : 1 comes down by 7.5 dB, at ∞ : 1 by 10', () => {
    // A sine's peak holds within 0.1 dB over the release of 100 ms.
    const four = settingsOf('Compressor2', { ...plain, Threshold: -20, Ratio: 4 })
    expect(lastDb(curveOf(four, tone(-10)))).toBeCloseTo(-7.5, 1)
    const infinite = settingsOf('Compressor2', { ...plain, Threshold: -20, Ratio: Number.POSITIVE_INFINITY })
    expect(lastDb(curveOf(infinite, tone(-10)))).toBeCloseTo(-10, 1)
  })

  test('the RMS model reads a sine 3 dB lower', () => {
    const settings = settingsOf('Compressor2', { ...plain, Model: 1, Threshold: -20, Ratio: 2 })
    expect(lastDb(curveOf(settings, tone(-10)))).toBeCloseTo(-(10 - 3.01) / 2, 1)
  })

  test('in the middle of its knee it does a quarter of what lies half a knee above', () => {
    const settings = settingsOf('Compressor2', { ...plain, Knee: 12, Threshold: -20, Ratio: 2 })
    expect(lastDb(curveOf(settings, tone(-20)))).toBeCloseTo(-0.75, 1)
    expect(lastDb(curveOf(settings, tone(-14)))).toBeCloseTo(-3, 1)
  })

  test('Output, Makeup and Dry/Wet are part of the gain; below the threshold nothing else happens', () => {
    const quiet = tone(-40)
    const at = (wanted: Settings) =>
      lastDb(curveOf(settingsOf('Compressor2', { ...plain, Threshold: -20, Ratio: 4, ...wanted }), quiet))
    expect(at({})).toBe(0)
    expect(at({ Output: 5 })).toBeCloseTo(5, 3)
    expect(at({ Makeup: 1 })).toBeCloseTo(15, 3)
    // Half of +6.02 dB (2) and half of the dry (1).
    expect(at({ Output: 6.0206, 'Dry/Wet': 50 })).toBeCloseTo(20 * Math.log10(1.5), 3)
  })

  test('it does nothing when it is off, or when its side-chain has no source', () => {
    const settings = { ...plain, Threshold: -60, Ratio: 10 }
    expect(lastDb(curveOf(settingsOf('Compressor2', { ...settings, 'Device On': 0 }), pad))).toBe(0)
    expect(lastDb(curveOf(settingsOf('Compressor2', { ...settings, 'S/C On': 1 }), pad, null))).toBe(0)
  })

  const cases: readonly (readonly [string, Settings, StereoSignal, StereoSignal | null])[] = [
    ['pad under kick', { ...plain, 'S/C On': 1, Threshold: -20, Ratio: 4, Release: 150 }, pad, kick],
    [
      'bass under kick, key filtered and louder',
      { Model: 0, 'S/C On': 1, Threshold: -25, 'S/C Gain': 4, Attack: 0.5 },
      low,
      kick,
    ],
    ['pad under kick, RMS, linear', { Model: 1, 'Env Mode': 0, 'S/C On': 1, Threshold: -30, Attack: 3 }, pad, kick],
    ['pad alone, as inserted', { Threshold: -25 }, pad, null],
    [
      'bass alone, slow, half dry',
      { ...plain, Threshold: -25, Ratio: 3, Attack: 10, 'Dry/Wet': 50, Output: 4 },
      low,
      null,
    ],
    [
      'kick alone, automatic release',
      { Threshold: -20, 'Auto Release On/Off': 1, LookAhead: 1, Attack: 5 },
      kick,
      null,
    ],
    ['pad alone, expanded', { Model: 2, Threshold: -25, 'Expansion Ratio': 1.3 }, pad, null],
    ['pad, half own and half kick', { Threshold: -25, 'S/C On': 1, 'S/C Mix': 50 }, pad, kick],
  ]
  test.each(cases)('does what the rendered Compressor does: %s', async (_, wanted, input, key) => {
    const settings = settingsOf('Compressor2', wanted)
    const rendered = await render([['Compressor2', settings]], input, key)
    const { p95, power } = gainErrors(curveOf(settings, input, key), input, rendered)
    // A millisecond's mean against a gain that a kick moves by 20 dB in two.
    expect(p95).toBeLessThan(0.5)
    expect(Math.abs(power)).toBeLessThan(0.1)
  })

  test('an external key is exact from either side of the device: the input comes back', async () => {
    const settings = settingsOf('Compressor2', { ...plain, 'S/C On': 1, Threshold: -20, Ratio: 4 })
    const output = await render([['Compressor2', settings]], pad, kick)
    const back = compressor.inputOf(settings, output, kick, sampleRate)!
    expect(relativeDb(back, pad)).toBeLessThan(-30)
  })

  test.each([
    ['peak', { ...plain, Threshold: -30, Ratio: 4, Attack: 10, Output: 3 }],
    ['RMS', { Threshold: -30, Ratio: 3, 'S/C EQ On': 0, 'Dry/Wet': 70 }],
    ['expanding', { ...plain, Model: 2, Threshold: -25, 'Expansion Ratio': 1.3 }],
  ])('what entered is found from what came out, on its own signal: %s', async (_, wanted) => {
    const settings = settingsOf('Compressor2', wanted)
    const output = await render([['Compressor2', settings]], pad)
    const back = compressor.inputOf(settings, output, null, sampleRate)!
    expect(relativeDb(back, pad)).toBeLessThan(-30)
    // What the model and the device differ by is fed back: at 4 : 1 up to four times the 0.1 dB of above.
    expect(Math.abs(gainErrors(curveOf(settings, back), pad, output).power)).toBeLessThan(0.3)
  })

  test('says what it cannot take back or foresee', () => {
    const limiting = settingsOf('Compressor2', { ...plain, Ratio: Number.POSITIVE_INFINITY, Threshold: -30 })
    expect(compressor.inputOf(limiting, pad, null, sampleRate)).toBe(null)
    expect(compressor.unpredictable(settingsOf('Compressor2', { 'S/C Listen': 1 }))).toMatch(/Listen/)
    expect(compressor.unpredictable(settingsOf('Compressor2'))).toBe(null)
  })
})

describe('Glue Compressor', () => {
  test.each([
    ['pad', { Threshold: -25, Ratio: 4, Attack: 3, Release: 0.2 }, pad],
    [
      'kick, automatic release, half dry',
      { Threshold: -15, Ratio: 2, Release: Number.POSITIVE_INFINITY, 'Dry/Wet': 50 },
      kick,
    ],
    ['bass, Range 4 dB', { Threshold: -30, Range: 4, Output: 6, Ratio: 10, Attack: 0.3 }, low],
  ])('does what the rendered Glue does: %s', async (_, wanted, input) => {
    const settings = settingsOf('GlueCompressor', wanted)
    const rendered = await render([['GlueCompressor', settings]], input)
    const { p95, power } = gainErrors(glue.curves(settings, input, null, sampleRate)[0]!.curve, input, rendered)
    expect(p95).toBeLessThan(0.5)
    expect(Math.abs(power)).toBeLessThan(0.1)
  })

  test('Range ends the reduction', () => {
    const settings = settingsOf('GlueCompressor', { Threshold: -30, Ratio: 10, Range: 4 })
    expect(lastDb(glue.curves(settings, tone(-6), null, sampleRate)[0]!.curve)).toBeCloseTo(-4, 2)
  })

  test('says that clipping is no gain', () => {
    expect(glue.unpredictable(settingsOf('GlueCompressor', { 'Peak Clip In': 1 }))).toMatch(/Clip/)
  })
})

/** Power of the difference over the power of `wanted`. */
function relativeDb(found: StereoSignal, wanted: StereoSignal): number {
  let error = 0
  let power = 0
  for (const side of [0, 1] as const) {
    for (let n = 0; n < wanted[side].length; n++) {
      error += (found[side][n]! - wanted[side][n]!) ** 2
      power += wanted[side][n]! ** 2
    }
  }
  return 10 * Math.log10(error / power)
}
