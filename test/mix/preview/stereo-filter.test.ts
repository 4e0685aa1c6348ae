import { expect, test } from 'vitest'
import { Biquad, designBiquad, type FilterSettings } from '../../../node/dsp/biquad.ts'
import { filterGains, flat, onBoth } from '../../../node/mix/devices/response.ts'
import { applyFilter, stereoFilter } from '../../../node/mix/preview/stereo-filter.ts'
import { chained, designHz, identity, isScalar, matrixOf, quotient } from '../../../node/mix/preview/stereo-response.ts'
import { whiteNoise } from '../../support/signals.ts'

const sampleRate = 44_100
const frames = 30_000
const noise = [whiteNoise(frames, 1), whiteNoise(frames, 2)] as const

const matrixFor = (...filters: FilterSettings[]) =>
  matrixOf(onBoth(filterGains(filters, sampleRate, designHz(sampleRate))))
const width = (factor: number, left = 1, right = 1) => {
  const count = designHz(sampleRate).length
  const [m, s] = [flat(count), flat(count, factor)]
  return matrixOf({ mRe: m.re, mIm: m.im, sRe: s.re, sIm: s.im, left, right })
}

const energy = (channels: readonly Float32Array[]) =>
  channels.reduce((sum, channel) => channel.reduce((own, x) => own + x * x, sum), 0)
const decibels = (error: readonly Float32Array[], signal: readonly Float32Array[]) =>
  10 * Math.log10(energy(error) / energy(signal))
const difference = (a: readonly Float32Array[], b: readonly Float32Array[]) =>
  a.map((channel, c) => channel.map((x, n) => x - b[c]![n]!))

test.each([
  [{ type: 'bell', hz: 3000, q: 1, gainDb: -6 }],
  [{ type: 'bell', hz: 30, q: 6, gainDb: 6 }],
  [{ type: 'highshelf', hz: 8000, q: 0.71, gainDb: 4 }],
  [{ type: 'highpass', hz: 120, q: 0.71 }],
] as const)('a response becomes what the filter itself does in time: %j', settings => {
  const expected = noise.map(channel => {
    const out = new Float32Array(frames)
    new Biquad(designBiquad(settings, sampleRate)).process(channel, out)
    return out
  })
  const got = applyFilter(stereoFilter(matrixFor(settings)), noise)
  // What is cut off an impulse is 90 dB below it, single precision further down.
  expect(decibels(difference(got, expected), expected)).toBeLessThan(-85)
})

test('the difference filter adds what the filter changes', () => {
  const matrix = matrixFor({ type: 'bell', hz: 500, q: 1, gainDb: 5 })
  const whole = applyFilter(stereoFilter(matrix), noise)
  const added = applyFilter(stereoFilter(matrix, { difference: true }), noise)
  const sum = noise.map((channel, c) => channel.map((x, n) => x + added[c]![n]!))
  expect(decibels(difference(sum, whole), whole)).toBeLessThan(-85)
})

test('gains that do not depend on frequency need no impulse', () => {
  const [left, right] = applyFilter(stereoFilter(width(0.5, 1, -1)), noise)
  const at = 1234
  const [l, r] = [noise[0][at]!, noise[1][at]!]
  expect(left[at]).toBeCloseTo(0.75 * l + 0.25 * r, 6)
  expect(right[at]).toBeCloseTo(-(0.25 * l + 0.75 * r), 6)
})

test('filters beyond the ends of a short signal stay inside it', () => {
  const short = [noise[0].subarray(0, 100), noise[1].subarray(0, 100)] as const
  const matrix = matrixFor({ type: 'bell', hz: 60, q: 3, gainDb: 9 })
  const [left] = applyFilter(stereoFilter(matrix), short)
  const [long] = applyFilter(stereoFilter(matrix), noise)
  expect(left.length).toBe(100)
  expect(Math.max(...left.map((x, n) => Math.abs(x - long[n]!)))).toBeLessThan(1e-5)
})

test('what one filter did is undone and another done in its place', () => {
  const before = matrixFor({ type: 'bell', hz: 400, q: 1, gainDb: -8 })
  const after = chained(width(0.6, 1.2, 0.8), matrixFor({ type: 'highshelf', hz: 6000, q: 0.71, gainDb: 3 }))
  const out = applyFilter(stereoFilter(quotient(after, before)), applyFilter(stereoFilter(before), noise))
  const expected = applyFilter(stereoFilter(after), noise)
  expect(decibels(difference(out, expected), expected)).toBeLessThan(-80)
})

test('a side that was taken away stays away, and the rest is as it should be', () => {
  const ratio = quotient(width(1), width(0))
  const mono = applyFilter(stereoFilter(width(0)), noise)
  const out = applyFilter(stereoFilter(ratio), mono)
  expect(decibels(difference(out, mono), mono)).toBeLessThan(-100)
})

test('a null is not lifted into noise: opening a steep high-pass keeps every gain finite', () => {
  const { ll } = quotient(identity(), matrixFor({ type: 'highpass', hz: 100, q: 0.71 }))
  const largest = Math.max(...ll.re.map((x, k) => Math.hypot(x, ll.im[k]!)))
  expect(largest).toBeLessThan(10 ** (60 / 20))
})

test('an EQ may change places with any filter, a width may not', () => {
  expect(isScalar(matrixFor({ type: 'bell', hz: 100, q: 1, gainDb: 3 }))).toBe(true)
  expect(isScalar(width(0.5))).toBe(false)
})
