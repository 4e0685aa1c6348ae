import { describe, expect, test } from 'vitest'
import { crestFactor } from '../../node/features/dynamics.ts'
import { onBoth, scaled, sine, stereo, uglyInputs, whiteNoise } from '../support/signals.ts'

const sampleRate = 44_100
const tone = (seconds: number, gain = 1) => sine({ hz: 441, seconds, sampleRate, gain })
const square = (seconds: number, gain = 1) => tone(seconds, 1).map((_, n) => (n % 100 < 50 ? gain : -gain))
const join = (...parts: Float32Array[]) => Float32Array.from(parts.flatMap(part => [...part]))

describe('crest factor', () => {
  test('of a sine is 3.01 dB, of a square 0, of uniform noise 4.77', () => {
    expect(crestFactor(onBoth(tone(6), sampleRate))).toBeCloseTo(10 * Math.log10(2), 5)
    expect(crestFactor(onBoth(square(6, 0.25), sampleRate))).toBe(0)
    // Peak 1 over 1/√3; 132,300 values a block.
    expect(crestFactor(onBoth(whiteNoise(6 * sampleRate, 1), sampleRate))).toBeCloseTo(10 * Math.log10(3), 1)
  })

  test('of one spike in a block of square wave is the spike over the RMS', () => {
    const x = square(3, 0.1)
    x[1000] = 1
    const power = (0.01 * (x.length - 1) + 1) / x.length
    expect(crestFactor(onBoth(x, sampleRate))).toBeCloseTo(-10 * Math.log10(power), 5)
  })

  test('is the median over blocks of 3 s', () => {
    expect(crestFactor(onBoth(join(square(3), tone(3), tone(3)), sampleRate))).toBeCloseTo(3.0103, 4)
    expect(crestFactor(onBoth(join(tone(3), square(3), square(3)), sampleRate))).toBe(0)
  })

  test('is taken in the louder channel, whichever that is', () => {
    const quiet = scaled(whiteNoise(6 * sampleRate, 2), 0.1)
    expect(crestFactor(stereo(square(6, 0.5), quiet, sampleRate))).toBe(0)
    expect(crestFactor(stereo(quiet, square(6, 0.5), sampleRate))).toBe(0)
    expect(crestFactor(stereo(new Float32Array(6 * sampleRate), square(6), sampleRate))).toBe(0)
  })

  test('leaves out blocks below −60 dBFS', () => {
    const faint = tone(9, 0.0005)
    expect(crestFactor(onBoth(join(faint, square(3)), sampleRate))).toBe(0)
    expect(crestFactor(onBoth(faint, sampleRate))).toBeNull()
    expect(crestFactor(onBoth(tone(9, 0.002), sampleRate))).toBeCloseTo(3.0103, 4)
  })

  test('does not depend on gain', () => {
    const x = whiteNoise(9 * sampleRate, 3)
    expect(crestFactor(onBoth(scaled(x, 0.125), sampleRate))).toBeCloseTo(crestFactor(onBoth(x, sampleRate))!, 9)
  })
})

describe('ranges', () => {
  const audio = onBoth(join(square(6), tone(6), square(6)), sampleRate)
  test('are measured alone, and pooled', () => {
    expect(crestFactor(audio, [{ startSeconds: 6, endSeconds: 12 }])).toBeCloseTo(3.0103, 4)
    expect(crestFactor(audio, [{ startSeconds: 0, endSeconds: 6 }])).toBe(0)
    const pooled = [
      { startSeconds: 6, endSeconds: 12 },
      { startSeconds: 12, endSeconds: 15 },
    ]
    expect(crestFactor(audio, pooled)).toBeCloseTo(3.0103, 4)
  })

  test('a short range is one block, and a short remainder is dropped', () => {
    expect(crestFactor(audio, [{ startSeconds: 6, endSeconds: 6.5 }])).toBeCloseTo(3.0103, 4)
    // 3 s of sine and 1 s of square: only the sine counts, or the median of both would be half of it.
    expect(crestFactor(audio, [{ startSeconds: 9, endSeconds: 13 }])).toBeCloseTo(3.0103, 4)
  })

  test('outside of the audio there is nothing', () => {
    expect(crestFactor(audio, [])).toBeNull()
    expect(crestFactor(audio, [{ startSeconds: 30, endSeconds: 40 }])).toBeNull()
    expect(crestFactor(audio, [{ startSeconds: -5, endSeconds: 0 }])).toBeNull()
    expect(crestFactor(audio, [{ startSeconds: -1, endSeconds: 3 }])).toBe(0)
  })
})

test.each(Object.entries(uglyInputs()))('%s has a finite crest factor or none', (_, audio) => {
  const crest = crestFactor(audio)
  expect(crest === null || (Number.isFinite(crest) && crest > -1e-6 && crest < 60)).toBe(true)
})

test('silence has no crest factor', () => {
  expect(crestFactor(onBoth(new Float32Array(200_000), sampleRate))).toBeNull()
  expect(crestFactor(onBoth(new Float32Array(0), sampleRate))).toBeNull()
})
