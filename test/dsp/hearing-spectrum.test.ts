import { expect, test } from 'vitest'
import { filterCount } from '../../node/dsp/erb.ts'
import { excitationPattern } from '../../node/dsp/excitation.ts'
import { HearingSpectrum, hearingWindow } from '../../node/dsp/hearing-spectrum.ts'
import { loudnessOf } from '../../node/dsp/partial-loudness.ts'
import { sine, whiteNoise } from '../support/signals.ts'

const unity = { left: 1, right: 1 }
const sumOf = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0)

test('a full-scale 1 kHz sine on both channels is heard at the level it is said to be played at', () => {
  for (const sampleRate of [8000, 44_100, 192_000]) {
    const spectrum = new HearingSpectrum(sampleRate, 100)
    const x = sine({ hz: 1000, seconds: 0.5, sampleRate })
    expect(spectrum.read([x, x], unity, 1000)).toBe(true)
    // The ear's weighting at 1 kHz is 0 dB, and within 0.2 dB across the window's main lobe.
    expect(10 * Math.log10(sumOf(spectrum.components))).toBeCloseTo(100, 0)
    expect(spectrum.bandPower[3]).toBeCloseTo(1, 2)
    const pattern = new Float64Array(filterCount)
    excitationPattern(spectrum.components, pattern)
    // ANSI S3.4-2007: 70.362 sones at 100 dB. The window's main lobe is a few hertz to 30 Hz wide.
    expect(Math.abs(loudnessOf(pattern) / 70.362 - 1)).toBeLessThan(0.03)
  }
})

test('band powers sum to the power of the noise, each by its width', () => {
  const sampleRate = 44_100
  const [left, right] = [whiteNoise(4096 * 40, 1), whiteNoise(4096 * 40, 2)]
  const spectrum = new HearingSpectrum(sampleRate, 100)
  const mean = new Float64Array(7)
  for (let f = 0; f < 40; f++) {
    spectrum.read([left, right], unity, 4096 * f)
    for (let b = 0; b < 7; b++) mean[b]! += spectrum.bandPower[b]! / 40
  }
  // Uniform noise: 1/3 per channel over 22.05 kHz. 40 windows of 61 bins and more scatter by at most 3 %.
  for (const [band, hz] of [
    [3, 1500],
    [4, 3000],
    [5, 5000],
  ] as const) {
    expect(Math.abs(mean[band]! / ((2 / 3) * (hz / 22_050)) - 1)).toBeLessThan(0.05)
  }
})

test('gains act per channel, and swapping the channels with their gains changes nothing', () => {
  const sampleRate = 44_100
  const left = whiteNoise(8192, 3, 0.3)
  const right = sine({ hz: 700, seconds: 0.2, sampleRate, gain: 0.2 })
  const length = Math.min(left.length, right.length)
  const [l, r] = [left.subarray(0, length), right.subarray(0, length)]
  const read = (a: Float32Array, b: Float32Array, gains: { left: number; right: number }) => {
    const spectrum = new HearingSpectrum(sampleRate, 100)
    spectrum.read([a, b], gains, 100)
    const bins = new Float64Array(spectrum.size / 2 + 1)
    spectrum.bins(bins)
    return { components: spectrum.components, bins }
  }
  const direct = read(
    l.map(x => 0.5 * x),
    r.map(x => 2 * x),
    unity,
  )
  const gained = read(l, r, { left: 0.5, right: 2 })
  const swapped = read(r, l, { left: 2, right: 0.5 })
  // Single precision in the kernel, and powers as differences of sums.
  const loudest = Math.max(...direct.components)
  direct.components.forEach((power, j) => {
    expect(Math.abs(gained.components[j]! - power)).toBeLessThan(1e-5 * loudest)
    expect(Math.abs(swapped.components[j]! - power)).toBeLessThan(1e-5 * loudest)
  })
  expect(sumOf(gained.bins) / sumOf(direct.bins)).toBeCloseTo(1, 4)
})

test('silence, a window beyond the audio and a single sample are no trouble', () => {
  const spectrum = new HearingSpectrum(44_100, 100)
  const silent = new Float32Array(10_000)
  expect(spectrum.read([silent, silent], unity, 0)).toBe(false)
  expect(spectrum.read([silent, silent], unity, 50_000)).toBe(false)
  const click = Float32Array.of(1)
  expect(spectrum.read([click, click], unity, -2000)).toBe(true)
  expect(spectrum.components.every(Number.isFinite)).toBe(true)
  expect(() => hearingWindow(0)).toThrow(RangeError)
})
