import { expect, test } from 'vitest'
import { resample } from '../../node/audio/resample.ts'

const sine = (hz: number, rate: number, frames: number) =>
  Float32Array.from({ length: frames }, (_, n) => Math.sin((2 * Math.PI * hz * n) / rate))

const convert = (x: Float32Array, from: number, to: number) =>
  resample({ sampleRate: from, channels: [x] }, to).channels[0]!

/** Power of `x` in dB relative to that of a full-scale sine, without the first and last tenth. */
function level(x: Float32Array): number {
  const edge = Math.round(x.length / 10)
  const inner = x.subarray(edge, x.length - edge)
  return 10 * Math.log10((2 * inner.reduce((sum, value) => sum + value * value, 0)) / inner.length + 1e-30)
}

const pairs = [
  [44_100, 48_000],
  [48_000, 44_100],
  [44_100, 22_050],
  [44_100, 88_200],
  [96_000, 44_100],
  [192_000, 44_100],
  [44_056, 44_100], // no common divisor of use: the interpolated phases
  [44_099.5, 44_100],
] as const

test.each(pairs)('%d → %d Hz: a 1 kHz sine keeps phase and level, with at least 100 dB of SNR', (from, to) => {
  const out = convert(sine(1000, from, 20_000), from, to)
  const wanted = sine(1000, to, out.length)
  expect(level(out.map((value, i) => value - wanted[i]!))).toBeLessThan(-100)
  expect(level(out)).toBeCloseTo(0, 2)
})

test.each(pairs)('%d → %d Hz: the length is round(n · to / from)', (from, to) => {
  for (const frames of [0, 1, 2, 997, 4096]) {
    expect(convert(new Float32Array(frames), from, to)).toHaveLength(Math.round((frames * to) / from))
  }
})

test.each([
  [44_100, 22_050, 11_200],
  [44_100, 22_050, 16_000],
  [48_000, 44_100, 22_500],
  [96_000, 44_100, 23_000],
  [96_000, 44_100, 40_000],
])('%d → %d Hz: %d Hz is gone by at least 90 dB instead of folding back', (from, to, hz) => {
  expect(level(convert(sine(hz, from, 30_000), from, to))).toBeLessThan(-90)
})

test.each([
  [44_100, 88_200, 15_000, 29_100],
  [44_100, 48_000, 19_000, 19_000],
])('%d → %d Hz leaves no image of %d Hz', (from, to, hz) => {
  const out = convert(sine(hz, from, 30_000), from, to)
  const wanted = sine(hz, to, out.length)
  expect(level(out.map((value, i) => value - wanted[i]!))).toBeLessThan(-90)
})

test.each([
  [44_100, 48_000, 19_500],
  [48_000, 44_100, 19_500],
  [44_100, 22_050, 9750],
])('%d → %d Hz: the pass band is flat within 0.01 dB up to %d Hz', (from, to, hz) => {
  expect(Math.abs(level(convert(sine(hz, from, 30_000), from, to)))).toBeLessThan(0.01)
})

test.each([
  [44_100, 88_200, 1000, 2000],
  [88_200, 44_100, 1000, 500],
  [48_000, 44_100, 1600, 1470],
])('%d → %d Hz: an impulse at frame %d peaks at frame %d, evenly on both sides', (from, to, at, expected) => {
  const x = new Float32Array(4000)
  x[at] = 1
  const out = convert(x, from, to)
  expect(out.indexOf(out.reduce((most, value) => Math.max(most, value)))).toBe(expected)
  for (const distance of [1, 2, 5, 30]) expect(out[expected - distance]).toBeCloseTo(out[expected + distance]!, 6)
})

test('a constant stays the same constant away from the ends', () => {
  for (const [from, to] of pairs) {
    const out = convert(new Float32Array(6000).fill(0.5), from, to)
    const inner = out.subarray(Math.round(out.length / 4), Math.round(out.length / 2))
    expect(Math.max(...inner.map(value => Math.abs(value - 0.5)))).toBeLessThan(1e-6)
  }
})

test('channels are converted alike, and the same rate returns the same object', () => {
  const audio = { sampleRate: 44_100, channels: [sine(500, 44_100, 500), new Float32Array(500)] }
  const out = resample(audio, 48_000)
  expect(out.sampleRate).toBe(48_000)
  expect(out.channels[1]!.every(value => value === 0)).toBe(true)
  expect(out.channels[0]).toEqual(convert(audio.channels[0]!, 44_100, 48_000))
  expect(resample(audio, 44_100)).toBe(audio)
})

test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('a target rate of %d is refused', rate => {
  expect(() => resample({ sampleRate: 44_100, channels: [] }, rate)).toThrow(RangeError)
})
