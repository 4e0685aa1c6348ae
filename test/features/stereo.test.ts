import { describe, expect, test } from 'vitest'
import {
  type BandStatistics,
  bandCount,
  contiguousBands,
  emptyBandStatistics,
  namedBands,
} from '../../node/dsp/bands.ts'
import { measureBands } from '../../node/features/bands.ts'
import { type FeatureId, features } from '../../node/features/catalogue.ts'
import { stereoFeatureIds, stereoFeatures, stereoVector } from '../../node/features/stereo.ts'
import { scaled, sine, stereo, whiteNoise } from '../support/signals.ts'

const sampleRate = 44_100
const noise = (seed: number) => whiteNoise(sampleRate * 12, seed, 0.3)
const a = noise(1)
const b = noise(2)
const plus = (x: Float32Array, y: Float32Array) => x.map((value, n) => value + y[n]!)
const measure = (left: Float32Array, right: Float32Array) =>
  stereoFeatures(measureBands(stereo(left, right, sampleRate)).get('overall')!)
const names = contiguousBands.map(band => (band[0]!.toUpperCase() + band.slice(1)) as Capitalize<typeof band>)
type Row = ReturnType<typeof stereoFeatures>
const each = (row: Row, prefix: 'width' | 'correlation' | 'monoFoldLoss') =>
  names.map(name => row.values[`${prefix}${name}` as FeatureId]!)
const mono = new Float64Array(bandCount)
const flat = (mm: number, ss: number, ms = 0): BandStatistics => ({
  mm: mono.map(() => mm),
  ss: mono.map(() => ss),
  ms: mono.map(() => ms),
})

describe('analytic images', () => {
  test('mono has the least width, correlation 1, no fold loss, and all its bass in the middle', () => {
    const row = measure(a, a)
    for (const value of each(row, 'width')) expect(value).toBe(-30)
    for (const value of each(row, 'correlation')) expect(value).toBeCloseTo(1, 12)
    for (const value of each(row, 'monoFoldLoss')) expect(value).toBeCloseTo(0, 12)
    expect(row.values.bassMononess).toBeCloseTo(100, 12)
  })

  test('opposite polarity has the most width, correlation −1, the most fold loss, and no bass in the middle', () => {
    const row = measure(a, scaled(a, -1))
    for (const value of each(row, 'width')) expect(value).toBe(60)
    for (const value of each(row, 'correlation')) expect(value).toBeCloseTo(-1, 12)
    for (const value of each(row, 'monoFoldLoss')) expect(value).toBe(30)
    expect(row.values.bassMononess).toBeCloseTo(0, 12)
  })

  test('one channel alone has as much side as mid, loses 3.01 dB in mono, and no correlation is defined', () => {
    for (const row of [measure(a, new Float32Array(a.length)), measure(new Float32Array(a.length), a)]) {
      for (const value of each(row, 'width')) expect(value).toBeCloseTo(0, 9)
      for (const value of each(row, 'monoFoldLoss')) expect(value).toBeCloseTo(10 * Math.log10(2), 9)
      for (const value of each(row, 'correlation')) expect(value).toBeNull()
      expect(row.reasons.correlationMid).toBe('one channel is silent in this band')
      expect(row.values.bassMononess).toBeCloseTo(50, 9)
    }
  })

  test('independent noise has as much side as mid, no correlation, and loses 3 dB in mono', () => {
    const row = measure(a, b)
    each(row, 'correlation').forEach((value, i) => {
      const { lowHz, highHz } = namedBands[contiguousBands[i]!]
      // Four standard deviations: 12 s · bandwidth independent values.
      const tolerance = 4 / Math.sqrt(12 * (highHz - lowHz))
      expect(Math.abs(value)).toBeLessThan(tolerance)
      expect(Math.abs(each(row, 'width')[i]!)).toBeLessThan(8.7 * tolerance)
      expect(Math.abs(each(row, 'monoFoldLoss')[i]! - 3.01)).toBeLessThan(4.4 * tolerance)
    })
  })

  test('equal levels with a fixed share in common have that correlation', () => {
    // L = a + b, R = a − b of equal power in a and c·b: mid is a, side is b.
    for (const gain of [0.1, 0.5, 2]) {
      const row = stereoFeatures(flat(1, gain ** 2))
      for (const value of each(row, 'width')) expect(value).toBeCloseTo(20 * Math.log10(gain), 12)
      for (const value of each(row, 'correlation')) expect(value).toBeCloseTo((1 - gain ** 2) / (1 + gain ** 2), 12)
      for (const value of each(row, 'monoFoldLoss')) expect(value).toBeCloseTo(10 * Math.log10(1 + gain ** 2), 12)
      expect(row.values.bassMononess).toBeCloseTo(100 / (1 + gain ** 2), 12)
    }
  })

  test('a panned source is fully correlated however far it is panned, until one side is gone', () => {
    for (const right of [0.9, 0.3, 0.01]) {
      const row = measure(a, scaled(a, right))
      for (const value of each(row, 'correlation')) expect(value).toBeCloseTo(1, 6)
      const expected = 20 * Math.log10((1 - right) / (1 + right))
      // Single-precision samples: 1e-7 of the amplitude is rounding, against a side of 5 % at least.
      for (const value of each(row, 'width')) expect(value).toBeCloseTo(Math.max(-30, expected), 4)
    }
  })

  test('scaling the side by a gain moves the width by that many decibels', () => {
    const wider = (gain: number) => measure(plus(a, scaled(b, gain)), plus(a, scaled(b, -gain)))
    const one = each(wider(0.25), 'width')
    each(wider(0.5), 'width').forEach((value, i) => {
      // Single-precision sums.
      expect(value - one[i]!).toBeCloseTo(20 * Math.log10(2), 5)
    })
  })
})

describe('invariants', () => {
  const left = plus(a, scaled(b, 0.4))
  const right = plus(scaled(a, 0.7), scaled(b, -0.2))
  const before = measure(left, right)
  const expectSame = (row: Row) => {
    for (const id of stereoFeatureIds) expect(row.values[id]).toBeCloseTo(before.values[id]!, 9)
  }

  test('gain and polarity change nothing, swapped channels only the sign of the balance', () => {
    expectSame(measure(scaled(left, 0.125), scaled(right, 0.125)))
    const swapped = measure(right, left).values
    for (const id of stereoFeatureIds) {
      const sign = id.startsWith('balance') ? -1 : 1
      expect(swapped[id]).toBeCloseTo(sign * before.values[id]!, 9)
    }
    expectSame(measure(scaled(left, -1), scaled(right, -1)))
  })

  test('inverting one channel turns the signs of width and correlation', () => {
    const inverted = measure(left, scaled(right, -1))
    each(inverted, 'width').forEach((value, i) => {
      expect(value).toBeCloseTo(-each(before, 'width')[i]!, 9)
    })
    each(inverted, 'correlation').forEach((value, i) => {
      expect(value).toBeCloseTo(-each(before, 'correlation')[i]!, 9)
    })
  })

  test('a band is judged on its own', () => {
    const bands = flat(1, 0.1)
    for (let k = namedBands.air.from; k < namedBands.air.to; k++) bands.ss[k] = 1
    const row = stereoFeatures(bands)
    expect(row.values.widthAir).toBeCloseTo(0, 12)
    expect(row.values.widthBrilliance).toBeCloseTo(-10, 12)
    expect(row.values.bassMononess).toBeCloseTo(100 / 1.1, 12)
  })
})

describe('what is not defined', () => {
  test('silence has no image', () => {
    const { values, reasons } = stereoFeatures(emptyBandStatistics())
    for (const id of stereoFeatureIds) expect([values[id], reasons[id]]).toEqual([null, 'silence'])
  })

  test('a band 60 dB below the whole has none', () => {
    const bands = flat(1, 0.1)
    for (let k = namedBands.air.from; k < namedBands.air.to; k++) bands.mm[k] = bands.ss[k] = 1e-7
    const { values, reasons } = stereoFeatures(bands)
    for (const id of ['widthAir', 'correlationAir', 'monoFoldLossAir'] as const)
      expect([values[id], reasons[id]]).toEqual([null, 'no energy in this band'])
    expect(values.widthBrilliance).toBeCloseTo(-10, 12)
  })

  test('bass mono-ness needs bass', () => {
    const bands = flat(1, 0.1)
    bands.mm.fill(0, 0, namedBands.bass.to)
    bands.ss.fill(0, 0, namedBands.bass.to)
    expect(stereoFeatures(bands).values.bassMononess).toBeNull()
  })

  test('predictions that rounding pushed past the limits stay in range', () => {
    // A cross-spectrum larger than its parts allow: ms² > mm · ss.
    for (const bands of [flat(1, 0.25, 0.5 + 1e-9), flat(0.25, 1, -0.5 - 1e-9), flat(1, 1, 1 + 1e-12)]) {
      const { values } = stereoFeatures(bands)
      for (const value of each({ values, reasons: {} }, 'correlation')) {
        expect(value === null || Math.abs(value) <= 1).toBe(true)
      }
    }
  })
})

describe('the vector', () => {
  test('is the row in the declared order, NaN for null', () => {
    const bands = measureBands(stereo(a, new Float32Array(a.length), sampleRate)).get('overall')!
    const vector = new Float64Array(stereoFeatureIds.length + 1).fill(7)
    stereoVector(bands, vector)
    const { values } = stereoFeatures(bands)
    expect([...vector]).toEqual([...stereoFeatureIds.map(id => values[id] ?? Number.NaN), 7])
  })

  test('holds every scored stereo feature of the catalogue once', () => {
    const declared = Object.entries(features).flatMap(([id, { category, bad }]) =>
      category === 'stereo' && bad !== 'none' ? [id] : [],
    )
    expect([...stereoFeatureIds].sort()).toEqual(declared.sort())
  })
})

describe('left-right balance', () => {
  test('is the level of left over right per part, positive to the left, and turns with the channels', () => {
    const [low, high] = [
      sine({ hz: 120, seconds: 2, sampleRate: 44_100 }),
      sine({ hz: 5000, seconds: 2, sampleRate: 44_100 }),
    ]
    const left = low.map((x, n) => x + 0.5 * high[n]!)
    const right = low.map((x, n) => 0.5 * x + high[n]!)
    const balanceOf = (channels: Float32Array[]) => {
      const { values } = stereoFeatures(measureBands({ sampleRate: 44_100, channels }).get('overall')!)
      return [values.balanceLow!, values.balanceHigh!]
    }
    const [a, b] = balanceOf([left, right])
    expect(a).toBeCloseTo(20 * Math.log10(2), 2)
    expect(b).toBeCloseTo(-20 * Math.log10(2), 2)
    const swapped = balanceOf([right, left])
    expect(swapped[0]).toBeCloseTo(-a!, 6)
  })
})

describe('bass mono-ness below other corners', () => {
  test('each corner hears what lies below it: a side tone at 140 Hz counts below 160 and 200 Hz, not below 120 and 80', () => {
    const mid = sine({ hz: 50, seconds: 4, sampleRate, gain: 0.5 })
    const side = sine({ hz: 140, seconds: 4, sampleRate, gain: 0.5 })
    const audio = stereo(
      mid.map((x, n) => x + side[n]!),
      mid.map((x, n) => x - side[n]!),
      sampleRate,
    )
    const { values } = stereoFeatures(measureBands(audio).get('overall')!)
    // Equal power in mid and side; a Hann window leaks less than a per cent into the next band.
    for (const id of ['bassMononess80', 'bassMononess'] as const) expect(values[id]!).toBeGreaterThan(99)
    for (const id of ['bassMononess160', 'bassMononess200'] as const) expect(values[id]!).toBeCloseTo(50, 0)
  })
})
