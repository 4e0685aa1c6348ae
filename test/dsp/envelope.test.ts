import { describe, expect, test } from 'vitest'
import { envelopesOf, hopSize, octaveCount, stereoEnvelopesOf } from '../../node/dsp/envelope.ts'
import { noise, silence } from '../support/beats.ts'

const sine = (hz: number, sampleRate: number, seconds = 1, amplitude = 1) =>
  silence(seconds, sampleRate).map((_, n) => amplitude * Math.sin((2 * Math.PI * hz * n) / sampleRate))

const middle = (x: Float32Array) => {
  const part = x.subarray(Math.floor(0.3 * x.length), Math.floor(0.7 * x.length))
  return part.reduce((a, b) => a + b, 0) / part.length
}

describe.each([44_100, 48_000, 96_000])('at %d Hz', sampleRate => {
  test.each([0, 1, 2, 3, 4, 5])(
    'a full-scale sine in the middle of octave %d reads −3 dB there, 30 dB less elsewhere',
    octave => {
      // Geometric centre of the octave: the tree's edges are the half-band points fs / 128 · 2^octave per 128 samples of hop.
      const edge = (sampleRate / hopSize(sampleRate)) * 2 ** octave
      const { octaves } = envelopesOf([sine(edge * Math.SQRT2, sampleRate)], sampleRate)
      octaves.forEach((power, k) => {
        if (k === octave)
          expect(10 * Math.log10(middle(power))).toBeCloseTo(-3.01, 0) // ±0.5 dB: pass-band edge of the splits
        else expect(10 * Math.log10(middle(power) + 1e-12)).toBeLessThan(-33)
      })
    },
  )

  test('a sine at 80 Hz reads its amplitude in the low band', () => {
    const { low } = envelopesOf([sine(80, sampleRate, 1, 0.5)], sampleRate)
    expect(middle(low)).toBeCloseTo(0.5, 2)
  })

  test('1 kHz is 40 dB down in the low band', () => {
    expect(middle(envelopesOf([sine(1000, sampleRate)], sampleRate).low)).toBeLessThan(0.01)
  })

  test.each([-0.4, 0, 0.4])("a click %d hops from a frame's time stands in that frame", offset => {
    const signal = silence(0.5, sampleRate)
    const hop = hopSize(sampleRate)
    signal[Math.round((40 + offset) * hop)] = 1
    const { octaves } = envelopesOf([signal], sampleRate)
    const top = octaves[octaveCount - 1]!
    expect(top.indexOf(Math.max(...top))).toBe(40)
  })
})

test('the envelope of a whole is the envelope of its parts: nothing depends on the chunks inside', () => {
  const signal = noise(2, 44_100, 3)
  const whole = envelopesOf([signal], 44_100)
  const part = envelopesOf([signal.subarray(0, 44_032)], 44_100) // 344 hops
  for (let m = 0; m < 335; m++) expect(part.octaves[0]![m]!).toBeCloseTo(whole.octaves[0]![m]!, 9)
})

test('6.02 dB of gain are 6.02 dB of power and twice the amplitude', () => {
  const signal = noise(0.5, 44_100, 4)
  const once = envelopesOf([signal], 44_100)
  const twice = envelopesOf([signal.map(v => 2 * v)], 44_100)
  expect(middle(twice.octaves[3]!) / middle(once.octaves[3]!)).toBeCloseTo(4, 5)
  expect(middle(twice.low) / middle(once.low)).toBeCloseTo(2, 5)
})

test('what cancels in mono is silent in the envelope of the sum and in full in the stereo one', () => {
  const left = noise(0.5, 44_100, 5)
  const right = left.map(v => -v)
  expect(middle(envelopesOf([left, right], 44_100).octaves[3]!)).toBe(0)
  const stereo = middle(stereoEnvelopesOf([left, right], 44_100).octaves[3]!)
  expect(stereo).toBeCloseTo(middle(envelopesOf([left], 44_100).octaves[3]!), 9)
})

test('silence is exactly zero after a loud passage', () => {
  const signal = silence(2, 44_100)
  signal.set(noise(1, 44_100, 6, 1))
  const { octaves, low } = envelopesOf([signal], 44_100)
  for (const power of octaves) expect(power.at(-1)).toBe(0)
  expect(low.at(-1)!).toBeLessThan(1e-30) // three poles ring out, they do not stop
})

test('no samples give no frames, one sample gives one; rates that are none are refused', () => {
  expect(envelopesOf([new Float32Array(0)], 44_100).frames).toBe(0)
  expect(envelopesOf([Float32Array.of(1)], 44_100).frames).toBe(1)
  expect(() => envelopesOf([Float32Array.of(1)], 100)).toThrow('sample rate must be 8000 to 400000 Hz, got 100')
})
