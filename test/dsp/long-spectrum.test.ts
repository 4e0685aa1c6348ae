import { describe, expect, test } from 'vitest'
import { LongSpectrumReader } from '../../node/dsp/long-spectrum.ts'
import { scaled, sine, whiteNoise } from '../support/signals.ts'

const tone = (hz: number, sampleRate: number) => sine({ hz, seconds: 2.5, sampleRate, gain: 0.5 })

describe('long spectra', () => {
  test.each([8000, 44_100, 48_000, 96_000, 192_000])(
    'all power of a sine is within 2 Hz of it at %d Hz',
    sampleRate => {
      const reader = new LongSpectrumReader(sampleRate)
      const x = tone(1000, sampleRate)
      const spectrum = reader.read([x, x], 0)
      // A Hann window's main lobe ends two bins (1.4 to 2 Hz) away; the side lobes hold 0.05 %.
      expect(spectrum.between(998, 1002) / spectrum.between(20, reader.highestHz)).toBeGreaterThan(0.999)
    },
  )

  test('two sines 3 Hz apart are two lines', () => {
    const x = tone(2000, 44_100)
    const y = tone(2003, 44_100)
    const spectrum = new LongSpectrumReader(44_100).read([x, y], 0)
    const middle = spectrum.between(2001.3, 2001.7)
    expect(spectrum.between(1999.8, 2000.2)).toBeGreaterThan(20 * middle)
    expect(spectrum.between(2002.8, 2003.2)).toBeGreaterThan(20 * middle)
  })

  test('equal channels have no side, opposite ones no mid, and swapping them changes nothing', () => {
    const reader = new LongSpectrumReader(44_100)
    const x = tone(700, 44_100)
    const y = whiteNoise(x.length, 2, 0.1)
    const equal = reader.read([x, x], 0)
    // Rounding of the transform, in single precision.
    expect(equal.sideBelow(7000) / equal.midBelow(7000)).toBeLessThan(1e-13)
    const opposite = reader.read([x, scaled(x, -1)], 0)
    expect(opposite.midBelow(7000) / opposite.sideBelow(7000)).toBeLessThan(1e-13)
    const one = reader.read([x, y], 0)
    const other = reader.read([y, x], 0)
    expect(other.midBelow(5000) / one.midBelow(5000)).toBeCloseTo(1, 6)
    expect(other.sideBelow(5000) / one.sideBelow(5000)).toBeCloseTo(1, 6)
  })

  test('twice the amplitude is four times the power', () => {
    const reader = new LongSpectrumReader(44_100)
    const x = whiteNoise(100_000, 3, 0.2)
    expect(reader.read([scaled(x, 2), scaled(x, 2)], 500).midBelow(3000)).toBeCloseTo(
      4 * reader.read([x, x], 500).midBelow(3000),
      // The kernels work in 32-bit samples: relative 1e-6 of some 1e5.
      0,
    )
  })

  test('equals the transform written out', () => {
    const sampleRate = 8000
    const reader = new LongSpectrumReader(sampleRate)
    const left = whiteNoise(reader.length + 100, 4)
    const right = whiteNoise(reader.length + 100, 5)
    const spectrum = reader.read([left, right], 60)
    const binHz = sampleRate / reader.length
    for (const k of [1, 37, 1000, 3000]) {
      let re = 0
      let im = 0
      for (let n = 0; n < reader.length; n++) {
        const w = 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / reader.length)
        const angle = (-2 * Math.PI * k * n) / reader.length
        re += w * (left[60 + n]! + right[60 + n]!) * Math.cos(angle)
        im += w * (left[60 + n]! + right[60 + n]!) * Math.sin(angle)
      }
      // The reader adds z(k) and z(−k) without halving: four times the power of left + right.
      const mid = spectrum.midBelow((k + 0.5) * binHz) - spectrum.midBelow((k - 0.5) * binHz)
      expect(mid / (4 * (re * re + im * im))).toBeCloseTo(1, 6)
    }
  })

  test('cells are the powers between neighbouring edges', () => {
    const left = whiteNoise(100_000, 6)
    const right = whiteNoise(100_000, 7)
    const spectrum = new LongSpectrumReader(44_100).read([left, right], 10)
    const edges = Float64Array.of(0.9, 1, 1.0001, 1.3)
    const [mid, side] = [new Float64Array(3), new Float64Array(3)]
    spectrum.cells(1234.5, edges, mid, side)
    for (let i = 0; i < 3; i++) {
      const [low, high] = [1234.5 * edges[i]!, 1234.5 * edges[i + 1]!]
      expect(mid[i]! / (spectrum.midBelow(high) - spectrum.midBelow(low))).toBeCloseTo(1, 6)
      expect(side[i]! / (spectrum.sideBelow(high) - spectrum.sideBelow(low))).toBeCloseTo(1, 6)
    }
  })

  test('what lies outside the signal is silence', () => {
    const reader = new LongSpectrumReader(44_100)
    const x = tone(1000, 44_100)
    expect(reader.read([x, x], x.length + 100).midBelow(7000)).toBe(0)
    expect(reader.read([x, x], -reader.length - 100).midBelow(7000)).toBe(0)
    expect(reader.read([x, x], -reader.length / 2).midBelow(7000)).toBeGreaterThan(0)
    const one = Float32Array.of(1)
    expect(Number.isFinite(reader.read([one, one], 0).midBelow(7000))).toBe(true)
  })

  test('refuses a sample rate that is none', () => {
    expect(() => new LongSpectrumReader(0)).toThrow(RangeError)
  })
})
