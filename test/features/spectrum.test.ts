import { describe, expect, test } from 'vitest'
import {
  type BandStatistics,
  bandCount,
  emptyBandStatistics,
  gridEdges,
  namedBands,
  thirdOctaves,
} from '../../node/dsp/bands.ts'
import { measureBands } from '../../node/features/bands.ts'
import { type FeatureId, features } from '../../node/features/catalogue.ts'
import { spectralFeatureIds, spectralFeatures, spectralVector } from '../../node/features/spectrum.ts'
import { fade, onBoth, pinkSines, scaled, sine, stereo, whiteNoise } from '../support/signals.ts'

const sampleRate = 44_100
const bandsOf = (left: Float32Array, right = left, rate = sampleRate) =>
  measureBands(stereo(left, right, rate)).get('overall')!
const valuesOf = (bands: BandStatistics) => spectralFeatures(bands).values as Record<FeatureId, number | null>

/** Exact statistics of a mono spectrum with power per hertz ∝ f^exponent. */
function powerLaw(exponent: number): BandStatistics {
  const integral = (hz: number) => (exponent === -1 ? Math.log(hz) : hz ** (exponent + 1) / (exponent + 1))
  const bands = emptyBandStatistics()
  for (let k = 0; k < bandCount; k++) bands.mm[k] = integral(gridEdges[k + 1]!) - integral(gridEdges[k]!)
  return bands
}
const scaleRange = (values: Float64Array, { from, to }: { from: number; to: number }, factor: number) =>
  values.map((value, k) => (k >= from && k < to ? value * factor : value))

describe('analytic spectra', () => {
  test.each([
    { name: 'white', exponent: 0, slope: 0 },
    { name: 'pink', exponent: -1, slope: -3.0103 },
    { name: 'brown', exponent: -2, slope: -6.0206 },
  ])('$name noise tilts $slope dB per octave', ({ exponent, slope }) => {
    expect(valuesOf(powerLaw(exponent)).spectralTilt).toBeCloseTo(slope, 4)
  })

  test('at 4.5 dB per octave every third octave lies on the anchor’s line through 0 dB at 1 kHz', () => {
    const values = valuesOf(powerLaw(-4.5 / (10 * Math.log10(2))))
    expect(values.third1000).toBeCloseTo(0, 9)
    // 1.5 dB per octave, as third octaves widen by 3: four octaves up and down (exact base-ten centres).
    expect(values.third16000).toBeCloseTo(-1.49 * Math.log2(15.849), 2)
    expect(values.third63).toBeCloseTo(1.49 * Math.log2(15.849), 2)
  })

  test('a band’s level is its power in decibels over the anchor’s', () => {
    const pink = powerLaw(-1)
    const values = valuesOf(pink)
    const third = 0.1 * Math.log(10)
    for (const [id, [low, high]] of [
      ['bandSub', [20, 60]],
      ['bandMid', [500, 2000]],
      ['bandAir', [10_000, 20_000]],
      ['mud', [200, 500]],
    ] as const)
      expect(values[id]! - values.third1000!).toBeCloseTo(10 * Math.log10(Math.log(high / low) / third), 9)
  })

  test('side counts like mid: the power of both channels together', () => {
    const { mm, ms } = powerLaw(-1)
    const half = mm.map(value => value / 2)
    expect(spectralFeatures({ mm: half, ss: half, ms })).toEqual(
      spectralFeatures({ mm, ss: new Float64Array(bandCount), ms }),
    )
  })

  test('measured pink programme is flat in third octaves and tilts −3 dB per octave', () => {
    const values = valuesOf(bandsOf(pinkSines({ seconds: 4, sampleRate, seed: 1 })))
    // 16 partials per third octave beat against each other in the lowest, and their count in a band varies by one.
    expect(values.spectralTilt!).toBeCloseTo(-3.01, 1)
    for (const id of ['third250', 'third630', 'third2500', 'third8000'] as const)
      expect(Math.abs(values[id]! - values.third1000!)).toBeLessThan(0.6)
  })

  test('measured white noise tilts 0 dB per octave', () => {
    expect(Math.abs(valuesOf(bandsOf(whiteNoise(sampleRate * 20, 2))).spectralTilt!)).toBeLessThan(0.05)
  })
})

describe('the anchor', () => {
  const pink = powerLaw(-1.5)
  const before = valuesOf(pink)

  test('does not follow one loud band: it alone reads higher', () => {
    const loud = valuesOf({ ...pink, mm: scaleRange(pink.mm, thirdOctaves[16]!, 100) })
    expect(loud.third1000! - before.third1000!).toBeGreaterThan(19)
    for (const id of ['third400', 'third2000', 'bandSub', 'bandAir'] as const)
      expect(Math.abs(loud[id]! - before[id]!)).toBeLessThan(0.1)
  })

  test('does not follow a loud bass', () => {
    const loud = valuesOf({ ...pink, mm: scaleRange(pink.mm, namedBands.bass, 10) })
    expect(loud.bandBass! - before.bandBass!).toBeCloseTo(10, 9)
    expect(loud.bandPresence).toBeCloseTo(before.bandPresence!, 9)
    expect(loud.third1000).toBeCloseTo(before.third1000!, 9)
  })

  test('follows the mid range as a whole', () => {
    const range = { from: thirdOctaves[11]!.from, to: thirdOctaves[21]!.to }
    const loud = valuesOf({ ...pink, mm: scaleRange(pink.mm, range, 10) })
    expect(loud.bandSub! - before.bandSub!).toBeCloseTo(-10, 9)
    expect(loud.third1000).toBeCloseTo(before.third1000!, 9)
  })
})

describe('invariants', () => {
  const left = pinkSines({ seconds: 2, sampleRate, seed: 3 })
  const right = whiteNoise(left.length, 4, 0.05)
  const before = spectralFeatures(bandsOf(left, right)).values

  const expectSame = (bands: BandStatistics) => {
    const { values } = spectralFeatures(bands)
    for (const id of spectralFeatureIds) expect(values[id]).toBeCloseTo(before[id]!, 9)
  }
  test('gain changes nothing', () => {
    for (const gain of [4, 1 / 64]) expectSame(bandsOf(scaled(left, gain), scaled(right, gain)))
  })
  test('swapping and inverting channels change nothing', () => {
    expectSame(bandsOf(right, left))
    expectSame(bandsOf(left, scaled(right, -1)))
  })
})

describe('what is not defined', () => {
  test('silence has no spectrum', () => {
    const { values, reasons } = spectralFeatures(emptyBandStatistics())
    for (const id of spectralFeatureIds) {
      expect(values[id]).toBeNull()
      expect(reasons[id]).toBe('silence')
    }
  })

  test('bands above the Nyquist frequency have no level', () => {
    const rate = 8000
    const { values, reasons } = spectralFeatures(bandsOf(whiteNoise(rate * 4, 5), undefined, rate))
    for (const id of ['bandBrilliance', 'bandAir', 'third5000', 'third16000'] as const) {
      expect(values[id]).toBeNull()
      expect(reasons[id]).toBe('no energy in this band')
    }
    expect(values.third3150).not.toBeNull()
    expect(Math.abs(values.spectralTilt!)).toBeLessThan(0.5)
  })

  test('a band more than 55 dB below the whole is masked and not measured, one above is', () => {
    const pink = powerLaw(-1)
    const total = pink.mm.reduce((sum, value) => sum + value, 0)
    const air = pink.mm.slice(namedBands.air.from, namedBands.air.to).reduce((sum, value) => sum + value, 0)
    const at = (db: number) =>
      valuesOf({ ...pink, mm: scaleRange(pink.mm, namedBands.air, (total / air) * 10 ** (db / 10)) })
    expect(at(-54).bandAir).toBeLessThan(-35)
    expect(at(-56).bandAir).toBeNull()
  })

  test('a sub alone has nothing to be compared with', () => {
    const { values, reasons } = spectralFeatures(bandsOf(fade(sine({ hz: 45, seconds: 3, sampleRate }), sampleRate)))
    expect(values.bandSub).toBeNull()
    expect(reasons.bandSub).toBe('no energy in the mid range to compare with')
    expect(reasons.spectralTilt).toBe('too few third octaves with energy')
  })

  test('nor is anything else, where the mid range is 50 dB below the whole', () => {
    const pink = powerLaw(-1)
    const withSub = (gain: number) => spectralFeatures({ ...pink, mm: scaleRange(pink.mm, namedBands.sub, gain) })
    expect(withSub(1e4).values.bandSub).toBeGreaterThan(30)
    expect(withSub(1e6).reasons.bandMid).toBe('no energy in the mid range to compare with')
    expect(withSub(1e6).reasons.spectralTilt).toBe('too few third octaves with energy')
  })

  test('a reason is given for exactly the values that are null', () => {
    for (const x of [sine({ hz: 1000, seconds: 1, sampleRate }), whiteNoise(20_000, 6), new Float32Array(1000)]) {
      const { values, reasons } = spectralFeatures(bandsOf(x))
      for (const id of spectralFeatureIds) expect(reasons[id] !== undefined).toBe(values[id] === null)
    }
  })
})

describe('the vector', () => {
  test('is the row in the declared order, NaN for null', () => {
    for (const bands of [bandsOf(whiteNoise(30_000, 7)), bandsOf(whiteNoise(9000, 8), undefined, 8000)]) {
      const vector = new Float64Array(spectralFeatureIds.length)
      spectralVector(bands, vector)
      const { values } = spectralFeatures(bands)
      expect([...vector]).toEqual(spectralFeatureIds.map(id => values[id] ?? Number.NaN))
    }
  })

  test('writes no further than its features and keeps no memory of the last call', () => {
    const vector = new Float64Array(spectralFeatureIds.length + 2).fill(7)
    const bands = powerLaw(-1)
    spectralVector(bands, vector)
    const first = [...vector]
    expect(first.slice(-2)).toEqual([7, 7])
    spectralVector(emptyBandStatistics(), vector)
    expect(vector.subarray(0, -2).every(Number.isNaN)).toBe(true)
    spectralVector(bands, vector)
    expect([...vector]).toEqual(first)
  })

  test('holds every scored spectral feature of the catalogue once', () => {
    const declared = Object.entries(features).flatMap(([id, { category, bad }]) =>
      category === 'spectrum' && bad !== 'none' ? [id] : [],
    )
    expect([...spectralFeatureIds].sort()).toEqual(declared.sort())
  })

  test('a real frame of both channels gives the same as the pooled statistics of one channel', () => {
    const x = whiteNoise(40_000, 9)
    expect(spectralFeatures(measureBands(onBoth(x, sampleRate)).get('overall')!)).toEqual(
      spectralFeatures(measureBands({ sampleRate, channels: [x] }).get('overall')!),
    )
  })
})

describe('centroid and clarity', () => {
  test('the centroid of one narrow band is that band, of equal power per octave the geometric middle', () => {
    const one = emptyBandStatistics()
    one.mm[30] = 0.1
    expect(valuesOf(one).spectralCentroid!).toBeCloseTo(Math.sqrt(gridEdges[30]! * gridEdges[31]!), 6)
    // 20 Hz to 20 kHz: √(20 · 20000) = 632 Hz; bands have finite width.
    expect(Math.abs(valuesOf(powerLaw(-1)).spectralCentroid! / 632.5 - 1)).toBeLessThan(0.01)
  })

  test('clarity is presence over mud, and moves with them decibel by decibel', () => {
    const pink = powerLaw(-1)
    const { bandPresence, mud, clarity } = valuesOf(pink)
    expect(clarity!).toBeCloseTo(bandPresence! - mud!, 9)
    const muddy = { ...pink, mm: scaleRange(pink.mm, namedBands.mud, 10 ** 0.6) }
    expect(valuesOf(muddy).clarity! - clarity!).toBeCloseTo(-6, 6)
  })

  test('gain changes neither; silence has neither', () => {
    const pink = powerLaw(-1)
    const quiet = { ...pink, mm: pink.mm.map(value => value / 1000) }
    expect(valuesOf(quiet).spectralCentroid!).toBeCloseTo(valuesOf(pink).spectralCentroid!, 6)
    expect(valuesOf(quiet).clarity!).toBeCloseTo(valuesOf(pink).clarity!, 9)
    const { values, reasons } = spectralFeatures(emptyBandStatistics())
    expect([values.spectralCentroid, values.clarity]).toEqual([null, null])
    expect([reasons.spectralCentroid, reasons.clarity]).toEqual(['silence', 'silence'])
  })
})
