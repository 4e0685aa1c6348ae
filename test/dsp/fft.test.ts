import { describe, expect, test } from 'vitest'
import { Fft, hann } from '../../node/dsp/fft.ts'
import { whiteNoise } from '../support/signals.ts'

// Odd and even powers of two end in different passes.
const sizes = [4, 8, 16, 32, 64, 128, 512, 1024]
const noise = (size: number, seed: number) => Float64Array.from(whiteNoise(size, seed))

/** The definition, term by term. */
function slowDft(re: Float64Array, im: Float64Array, k: number) {
  const size = re.length
  let sumRe = 0
  let sumIm = 0
  for (let n = 0; n < size; n++) {
    // The product is reduced modulo N first, or the angle itself would carry the rounding.
    const angle = (-2 * Math.PI * ((n * k) % size)) / size
    sumRe += re[n]! * Math.cos(angle) - im[n]! * Math.sin(angle)
    sumIm += re[n]! * Math.sin(angle) + im[n]! * Math.cos(angle)
  }
  return { re: sumRe, im: sumIm }
}

describe.each(sizes)('FFT of size %i', size => {
  test('an impulse has a flat spectrum', () => {
    const re = new Float64Array(size)
    const im = new Float64Array(size)
    re[0] = 1
    new Fft(size).transform(re, im)
    expect([...re]).toEqual(new Array(size).fill(1))
    expect(im.every(value => value === 0)).toBe(true)
  })

  test('DC is one bin', () => {
    const re = new Float64Array(size).fill(1)
    const im = new Float64Array(size)
    new Fft(size).transform(re, im)
    expect(re[0]).toBe(size)
    for (let k = 1; k < size; k++) expect(Math.hypot(re[k]!, im[k]!)).toBeLessThan(1e-12 * size)
  })

  test('a complex sine of bin 1 is bin 1 alone, so forward has the negative exponent', () => {
    const re = Float64Array.from({ length: size }, (_, n) => Math.cos((2 * Math.PI * n) / size))
    const im = Float64Array.from({ length: size }, (_, n) => Math.sin((2 * Math.PI * n) / size))
    new Fft(size).transform(re, im)
    for (let k = 0; k < size; k++) {
      expect(re[k]).toBeCloseTo(k === 1 ? size : 0, 9)
      expect(im[k]).toBeCloseTo(0, 9)
    }
  })

  test('equals the definition on noise', () => {
    const [re, im] = [noise(size, 1), noise(size, 2)]
    const [x, y] = [re.slice(), im.slice()]
    new Fft(size).transform(re, im)
    for (let k = 0; k < size; k++) {
      const expected = slowDft(x, y, k)
      // Double rounding, grown by log2(N) passes.
      expect(Math.abs(re[k]! - expected.re)).toBeLessThan(1e-13 * size)
      expect(Math.abs(im[k]! - expected.im)).toBeLessThan(1e-13 * size)
    }
  })

  test('keeps the energy (Parseval)', () => {
    const [re, im] = [noise(size, 3), noise(size, 4)]
    const energy = () => re.reduce((sum, value, n) => sum + value * value + im[n]! * im[n]!, 0)
    const before = energy()
    new Fft(size).transform(re, im)
    expect(energy() / size / before).toBeCloseTo(1, 12)
  })
})

test('size 8192, the one in use, equals the definition at scattered bins', () => {
  const size = 8192
  const [re, im] = [noise(size, 5), noise(size, 6)]
  const [x, y] = [re.slice(), im.slice()]
  new Fft(size).transform(re, im)
  for (const k of [0, 1, 2, 3, 7, 1023, 1024, 2047, 2048, 4095, 4096, 4097, 6144, 8190, 8191]) {
    const expected = slowDft(x, y, k)
    expect(re[k]).toBeCloseTo(expected.re, 9)
    expect(im[k]).toBeCloseTo(expected.im, 9)
  }
})

test('one transformer used again gives the same answer', () => {
  const fft = new Fft(128)
  const run = () => {
    const [re, im] = [noise(128, 7), noise(128, 8)]
    fft.transform(re, im)
    return [...re, ...im]
  }
  const first = run()
  expect(run()).toEqual(first)
})

test.each([0, 1, 2, 3, 6, 12, 1000, -8, 4.5, Number.NaN])('size %d is refused', size => {
  expect(() => new Fft(size)).toThrow(RangeError)
})

test('the Hann window is periodic, symmetric around N/2, and has a mean square of 3/8', () => {
  const window = hann(64)
  expect(window[0]).toBe(0)
  expect(window[32]).toBe(1)
  for (let n = 1; n < 32; n++) expect(window[n]).toBeCloseTo(window[64 - n]!, 14)
  expect(window.reduce((sum, w) => sum + w * w, 0) / 64).toBeCloseTo(3 / 8, 14)
})
