import { describe, expect, test } from 'vitest'
import type { Settings } from '../../../node/mix/devices/device-model.ts'
import { modelOf } from '../../../node/mix/devices/index.ts'
import { utility } from '../../../node/mix/devices/utility.ts'
import { manyFrequencies, sampleRate, settingsOf, worstDifferenceDb } from './rendered.ts'

const hz = [30, 100, 1000, 10_000]
const at = (wanted: Settings) => utility.response(settingsOf('StereoGain', wanted), sampleRate, hz)
const db = (re: number, im: number) => 10 * Math.log10(re * re + im * im)

describe('Utility', () => {
  test('is found by its class name', () => {
    expect(modelOf('StereoGain')).toMatchObject({ kind: utility.kind, className: utility.className })
    expect(modelOf('PluginDevice')).toBe(null)
  })

  test('leaves everything alone at its defaults, and when it is off', () => {
    for (const wanted of [{}, { 'Device On': 0, 'Stereo Width': 0, Output: -6 }]) {
      const { mRe, mIm, sRe, sIm, left, right } = at(wanted)
      expect([...mRe, ...sRe, left, right]).toEqual(new Array(10).fill(1))
      expect([...mIm, ...sIm]).toEqual(new Array(8).fill(0))
    }
  })

  test('gain moves mid and side alike', () => {
    const { mRe, sRe } = at({ Output: 3 })
    for (const gain of [...mRe, ...sRe]) expect(20 * Math.log10(gain)).toBeCloseTo(3, 4)
  })

  test('width 50 % halves the side, 0 % and Mono remove it; the mid stays', () => {
    for (const [wanted, side] of [
      [{ 'Stereo Width': 50 }, 0.5] as const,
      [{ 'Stereo Width': 0 }, 0] as const,
      [{ Mono: 1 }, 0] as const,
    ]) {
      const { mRe, sRe } = at(wanted)
      for (const gain of mRe) expect(gain).toBe(1)
      for (const gain of sRe) expect(gain).toBeCloseTo(side, 5)
    }
  })

  test('Bass Mono at 100 Hz takes 6 dB of the side there and about 42 dB at 30 Hz', () => {
    const { mRe, sRe, sIm } = at({ 'Bass Mono': 1, 'Bass Freq': 100 })
    expect(db(sRe[1]!, sIm[1]!)).toBeCloseTo(-6.02, 1)
    // (0.3⁴ / (1 + 0.3⁴))²
    expect(db(sRe[0]!, sIm[0]!)).toBeCloseTo(-41.9, 1)
    expect(db(sRe[3]!, sIm[3]!)).toBeCloseTo(0, 2)
    expect([...mRe]).toEqual([1, 1, 1, 1])
  })

  test('mute is silence', () => {
    const { mRe, sRe } = at({ Mute: 1 })
    expect([...mRe, ...sRe]).toEqual(new Array(8).fill(0))
  })

  test('inverting both channels turns the sign, inverting one turns that side only', () => {
    expect([...at({ 'Left Inv': 1, 'Right Inv': 1 }).mRe]).toEqual([-1, -1, -1, -1])
    const { left, right, mRe } = at({ 'Right Inv': 1 })
    expect([left, right, mRe[0]]).toEqual([1, -1, 1])
  })

  const combinations: readonly Settings[] = [
    { Output: -4.2, 'Stereo Width': 150, Balance: 0.4 },
    { 'Bass Mono': 1, 'Bass Freq': 180, 'Stereo Width': 70, Output: 2 },
    { 'Left Inv': 1, 'Stereo Width': 60 },
    { 'Right Inv': 1, 'Stereo Width': 130, 'Bass Mono': 1, Balance: -0.3 },
    { 'Channel Mode': 3, 'Stereo Width': 80 },
    { 'Channel Mode': 3, 'Left Inv': 1, 'Stereo Width': 40, 'DC Filter': 1 },
    { 'Left Inv': 1, 'Right Inv': 1, Mono: 1 },
    { 'DC Filter': 1, 'Bass Mono': 1, 'Bass Freq': 50 },
  ]
  test.each(combinations)('does what the rendered Utility does: %o', async wanted => {
    const settings = settingsOf('StereoGain', wanted)
    const worst = await worstDifferenceDb('StereoGain', settings, f => utility.response(settings, sampleRate, f), {
      // Below, the impulse response is not over within the transform.
      wanted: manyFrequencies.filter(f => f > 25),
    })
    // Single-precision samples.
    expect(worst).toBeLessThan(0.01)
  })

  test('says when one input channel feeds both outputs, or the width is not a width', () => {
    expect(utility.unpredictable(settingsOf('StereoGain'))).toBe(null)
    expect(utility.unpredictable(settingsOf('StereoGain', { 'Channel Mode': 0 }))).toMatch(/left channel/)
    const { 'Stereo Width': _, ...midSide } = settingsOf('StereoGain')
    expect(utility.unpredictable(midSide)).toMatch(/Mid\/Side/)
  })

  test('refuses settings without a parameter that it needs', () => {
    expect(() => utility.response({ 'Device On': 1 }, sampleRate, hz)).toThrow(/must have "Mute"/)
  })
})
