import { expect, test } from 'vitest'
import { deviceClassNames } from '../../../node/live/device-table.ts'
import type { Settings, StereoSignal } from '../../../node/mix/devices/device-model.ts'
import { modelOf } from '../../../node/mix/devices/index.ts'
import { multibandDynamics } from '../../../node/mix/devices/multiband-dynamics.ts'
import { sine } from '../../support/signals.ts'
import { sampleRate, settingsOf } from './rendered.ts'

/** Ratios "1 : x", whose raw law is not known: neutral, then as wanted. */
const ratios = Object.fromEntries(
  ['Above', 'Below'].flatMap(side => ['Low', 'Mid', 'High'].map(band => [`${side} Ratio (${band})`, 1])),
)
const settings = (wanted: Settings, ownRatios: Settings = {}): Settings => ({
  ...settingsOf('MultibandDynamics', wanted),
  ...ratios,
  ...ownRatios,
})
const tone = (hz: number, gain: number): StereoSignal => {
  const x = sine({ hz, seconds: 2, sampleRate, gain })
  return [x, x]
}
const lastDb = (wanted: Settings, input: StereoSignal) =>
  multibandDynamics.curves(wanted, input, null, sampleRate).map(({ curve }) => 20 * Math.log10(curve.gain.at(-100)!))

test('its parts meet at the crossovers and cover the spectrum', () => {
  const parts = multibandDynamics.curves(
    settings({ 'Low-Mid Crossover': 150, 'Mid-High Crossover': 3000 }),
    tone(50, 0.1),
    null,
    sampleRate,
  )
  expect(parts.map(({ fromHz, toHz }) => [Math.round(fromHz), toHz === Infinity ? toHz : Math.round(toHz)])).toEqual([
    [0, 150],
    [150, 3000],
    [3000, Infinity],
  ])
})

test('at its defaults it changes nothing', () => {
  for (const db of lastDb(settings({}), tone(500, 0.5))) expect(db).toBeCloseTo(0, 6)
})

test('1 : 0.5 above −20 dB halves what a tone exceeds it by, in its own band only', () => {
  // −3 dBFS RMS: 17 dB over.
  const low = lastDb(settings({ 'Peak/RMS Mode': 0 }, { 'Above Ratio (Low)': 0.5 }), tone(50, 1))
  expect(low[0]).toBeCloseTo(-8.5, 1)
  expect(low[1]).toBeCloseTo(0, 3)
  expect(low[2]).toBeCloseTo(0, 3)
})

test('1 : 2 below a threshold makes what is under it quieter, 1 : 0.5 louder; never by more than 36 dB', () => {
  const threshold = { 'Below Threshold (Mid)': -30, 'Peak/RMS Mode': 0 }
  const mid = (ratio: number, gain: number) =>
    lastDb(settings(threshold, { 'Below Ratio (Mid)': ratio }), tone(600, gain))[1]!
  // −43 dBFS RMS: 13 dB under. The crossovers and the ripple of 10 ms RMS take some hundredths.
  expect(Math.abs(mid(2, 0.01) + 13)).toBeLessThan(0.2)
  expect(Math.abs(mid(0.5, 0.01) - 6.5)).toBeLessThan(0.2)
  expect(mid(4, 0.001)).toBeCloseTo(-36, 1)
})

test('Amount scales it, the gains come on top, an inactive band passes with the output gain alone', () => {
  const half = settings({ 'Peak/RMS Mode': 0, Amount: 50, Output: 2 }, { 'Above Ratio (Low)': 0.5 })
  expect(lastDb(half, tone(50, 1))[0]).toBeCloseTo(-4.25 + 2, 1)
  const off = settings({ 'Band Activator (Low)': 0, 'Output Gain (Low)': 6, Output: 2 })
  expect(lastDb(off, tone(50, 1))[0]).toBeCloseTo(2, 3)
})

test('says when the ratios are not known', () => {
  const { 'Above Ratio (Mid)': _, ...unknown } = settings({})
  expect(multibandDynamics.unpredictable(unknown)).toMatch(/ratios/)
  expect(multibandDynamics.unpredictable(settings({}))).toBe(null)
  expect(multibandDynamics.unpredictable(settings({ 'S/C On': 1 }))).toMatch(/side-chain/)
})

test('every device of the table has a model, but for racks, whose parts have their own', () => {
  const without = deviceClassNames.filter(name => modelOf(name) === null)
  expect(without.filter(name => !name.endsWith('GroupDevice'))).toEqual([])
})

test('tendencies name parameters that the device has', () => {
  for (const name of deviceClassNames) {
    const model = modelOf(name)
    if (model?.kind !== 'tendency') continue
    for (const { parameter } of model.tendencies) expect(settingsOf(name)).toHaveProperty([parameter])
  }
})
