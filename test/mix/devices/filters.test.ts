/** Channel EQ, EQ Three and Auto Filter: closed forms, and the rendered devices. */
import { describe, expect, test } from 'vitest'
import { autoFilter, autoFilterLegacy } from '../../../node/mix/devices/auto-filter.ts'
import { channelEq } from '../../../node/mix/devices/channel-eq.ts'
import type { LinearModel, Settings } from '../../../node/mix/devices/device-model.ts'
import { eqThree } from '../../../node/mix/devices/eq-three.ts'
import { manyFrequencies, sampleRate, settingsOf, worstDifferenceDb } from './rendered.ts'

const dbAt = (model: LinearModel, wanted: Settings, hz: number) => {
  const { mRe, mIm } = model.response(settingsOf(model.className, wanted), sampleRate, [hz])
  return 10 * Math.log10(mRe[0]! ** 2 + mIm[0]! ** 2)
}

/** The rendered device within 0.05 dB: single-precision samples. Below 30 Hz the impulse response outlasts the transform. */
async function expectAsRendered(model: LinearModel, wanted: Settings): Promise<void> {
  const settings = settingsOf(model.className, wanted)
  const worst = await worstDifferenceDb(model.className, settings, hz => model.response(settings, sampleRate, hz), {
    wanted: manyFrequencies.filter(hz => hz > 30),
  })
  expect(worst).toBeLessThan(0.05)
}

describe('Channel EQ', () => {
  test('its gains are reached at the low end, at the peak and at the top', () => {
    expect(dbAt(channelEq, { 'Low Gain': 6 }, 10)).toBeCloseTo(6, 1)
    expect(dbAt(channelEq, { 'Mid Gain': -4, 'Mid Freq': 800 }, 800)).toBeCloseTo(-4, 1)
    expect(dbAt(channelEq, { 'High Gain': 6 }, 21_000)).toBeCloseTo(6, 1)
    expect(dbAt(channelEq, { Output: -3 }, 1000)).toBeCloseTo(-3, 1)
    expect(dbAt(channelEq, { 'Highpass On': 1 }, 80)).toBeCloseTo(-3, 1)
    expect(Math.abs(dbAt(channelEq, {}, 3000))).toBeLessThan(0.001)
  })

  test.each([
    { 'Low Gain': 5, 'Mid Gain': -6, 'Mid Freq': 300, 'High Gain': 3, Output: -2 },
    { 'Highpass On': 1, 'High Gain': -9 },
  ])('does what the rendered device does: %o', wanted => expectAsRendered(channelEq, wanted))
})

describe('EQ Three', () => {
  test('a band in its middle has its gain; a closed band is gone; open it changes nothing', () => {
    expect(dbAt(eqThree, { GainLo: -6 }, 30)).toBeCloseTo(-6, 1)
    expect(dbAt(eqThree, { GainMid: 3 }, 800)).toBeCloseTo(3, 1)
    expect(dbAt(eqThree, { HighOn: 0 }, 15_000)).toBeLessThan(-60)
    expect(dbAt(eqThree, {}, 250)).toBe(0)
  })

  test('two bands at one gain sum flat across their crossover', () => {
    for (const hz of [150, 250, 400])
      expect(dbAt(eqThree, { GainLo: -3, GainMid: -3, HighOn: 0 }, hz)).toBeCloseTo(-3, 1)
  })

  test.each([
    { GainLo: -6, GainHi: 3 },
    { LowOn: 0, Slope: 0, FreqLo: 120, FreqHi: 4000, GainMid: -2 },
  ])('does what the rendered device does: %o', wanted => expectAsRendered(eqThree, wanted))
})

describe('Auto Filter', () => {
  const lowpass = { 'Filter Type': 0, Frequency: 1000 }

  test('passes lie 3 dB down at their frequency and fall by 12 or 24 dB per octave', () => {
    expect(dbAt(autoFilter, { ...lowpass, 'Filter Slope': 0 }, 1000)).toBeCloseTo(-3, 1)
    expect(dbAt(autoFilter, { ...lowpass, 'Filter Slope': 1 }, 1000)).toBeCloseTo(-3, 1)
    expect(dbAt(autoFilter, { ...lowpass, 'Filter Slope': 1 }, 4000)).toBeLessThan(-48)
    expect(dbAt(autoFilter, { 'Filter Type': 1, Frequency: 400, 'Filter Slope': 0 }, 50)).toBeCloseTo(-36, 0)
  })

  test('half dry of a closed filter is −6 dB', () => {
    expect(dbAt(autoFilter, { ...lowpass, Frequency: 20, 'Dry/Wet': 50 }, 5000)).toBeCloseTo(-6, 1)
  })

  test.each([
    [autoFilter, { ...lowpass, 'Filter Slope': 1, Resonance: 40 }],
    [autoFilter, { 'Filter Type': 1, Frequency: 200, 'Filter Slope': 0, 'Dry/Wet': 60, Output: -3 }],
    [autoFilter, { 'Filter Type': 2, Frequency: 700, 'Filter Slope': 1, Resonance: 20 }],
    [autoFilterLegacy, { 'Filter Type': 3, Slope: 0, Resonance: 30, Drive: 0, 'LFO Amount': 0, 'Env. Modulation': 0 }],
  ])('does what the rendered device does: $className', (model, wanted) => expectAsRendered(model, wanted))

  test('says when an LFO, an envelope, drive or an unknown type makes it unpredictable', () => {
    const says = (wanted: Settings) => autoFilter.unpredictable(settingsOf('AutoFilter2', wanted))
    expect(says(lowpass)).toBe(null)
    expect(says({ ...lowpass, 'LFO Amount': 20 })).toMatch(/LFO Amount/)
    expect(says({ ...lowpass, 'Env Amount': -10 })).toMatch(/Env Amount/)
    expect(says({ 'Filter Type': 6 })).toMatch(/not modelled/)
    expect(says({ 'Filter Type': 6, 'Device On': 0 })).toBe(null)
  })
})
