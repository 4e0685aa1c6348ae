import { expect, test } from 'vitest'
import {
  bandCount,
  bandRange,
  contiguousBands,
  gridCentres,
  gridEdges,
  namedBands,
  sumRange,
  thirdOctaves,
} from '../../node/dsp/bands.ts'

test('the grid rises from 20 Hz to 20 kHz in steps of about a sixth of an octave at most', () => {
  expect(gridEdges[0]).toBe(20)
  expect(gridEdges[bandCount]).toBe(20_000)
  for (let k = 0; k < bandCount; k++) {
    const octaves = Math.log2(gridEdges[k + 1]! / gridEdges[k]!)
    expect(octaves).toBeGreaterThan(0)
    // Half of a base-ten third octave is 0.166 octaves; the last band ends at a round 20 kHz.
    expect(octaves).toBeLessThan(0.17)
    expect(gridCentres[k]! ** 2).toBeCloseTo(gridEdges[k]! * gridEdges[k + 1]!, 5)
  }
})

test('the seven named bands cover the grid without gap or overlap', () => {
  expect(contiguousBands.map(band => namedBands[band].from)).toEqual([
    0,
    ...contiguousBands.slice(0, -1).map(band => namedBands[band].to),
  ])
  expect(namedBands.air.to).toBe(bandCount)
})

test('third octaves meet, and the 1 kHz one is centred on 1000 Hz', () => {
  for (let i = 1; i < thirdOctaves.length; i++) expect(thirdOctaves[i]!.from).toBe(thirdOctaves[i - 1]!.to)
  const { lowHz, highHz } = thirdOctaves[16]!
  expect(Math.sqrt(lowHz * highHz)).toBeCloseTo(1000, 9)
  expect(highHz / lowHz).toBeCloseTo(10 ** 0.1, 12)
})

test('a range is the sum of its narrow bands', () => {
  const widths = Float64Array.from({ length: bandCount }, (_, k) => gridEdges[k + 1]! - gridEdges[k]!)
  expect(sumRange(widths, namedBands.mud)).toBeCloseTo(300, 9)
  expect(sumRange(widths, bandRange(20, 120))).toBeCloseTo(100, 9)
})

test('an edge that is not on the grid is refused', () => {
  expect(() => bandRange(20, 133)).toThrow('band edge must be on the grid, got 133 Hz')
})
