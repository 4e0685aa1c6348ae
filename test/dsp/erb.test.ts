import { expect, test } from 'vitest'
import { earWeightingDb } from '../../node/dsp/ear-weighting.ts'
import { erbNumberToHz, erbWidth, filterCentres, hzToErbNumber } from '../../node/dsp/erb.ts'

test('the auditory filter at 1 kHz is 132.6 Hz wide', () => {
  expect(erbWidth(1000)).toBeCloseTo(132.64, 2) // Glasberg & Moore 1990, eq. 3
})

test('the scale counts bandwidths: its slope is one per ERB', () => {
  for (const hz of [50, 200, 1000, 5000, 15_000]) {
    const slope = (hzToErbNumber(hz * 1.001) - hzToErbNumber(hz * 0.999)) / (0.002 * hz)
    // 21.4 and 24.7 are rounded in the paper: they fit to 0.2 %.
    expect(slope * erbWidth(hz)).toBeCloseTo(1, 2)
  }
})

test('number and frequency are inverse, and the filters reach from 48 Hz to 15 kHz as the standard asks', () => {
  for (const hz of [20, 440, 12_345]) expect(erbNumberToHz(hzToErbNumber(hz))).toBeCloseTo(hz, 6)
  expect(filterCentres[0]).toBeGreaterThan(47)
  expect(filterCentres[0]).toBeLessThan(50)
  expect(hzToErbNumber(filterCentres.at(-1)!)).toBeGreaterThanOrEqual(38.5)
})

test('the ear favours 2.5 to 4 kHz and loses the lows; outside the table it holds the edge values', () => {
  expect(earWeightingDb(1000)).toBe(0)
  expect(earWeightingDb(3000)).toBeCloseTo(8, 6)
  expect(earWeightingDb(50)).toBeCloseTo(-18.5, 6)
  expect(earWeightingDb(5)).toBe(-39.6)
  expect(earWeightingDb(96_000)).toBe(-47.5)
  expect(earWeightingDb(Math.sqrt(40 * 50))).toBeCloseTo((-21.4 - 18.5) / 2, 6)
})
