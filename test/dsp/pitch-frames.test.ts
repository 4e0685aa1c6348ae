import { describe, expect, test } from 'vitest'
import { PitchReader } from '../../node/dsp/pitch-frames.ts'
import { noise, saw } from '../support/beats.ts'
import { scaled, sine } from '../support/signals.ts'

const cents = (hz: number, of: number) => Math.abs(1200 * Math.log2(hz / of))

describe('pitch frames', () => {
  test.each([
    [8000, 220],
    [44_100, 62],
    [44_100, 110],
    [44_100, 440],
    [48_000, 880],
    [192_000, 146.8],
  ])('at %d Hz a saw of %d Hz reads its pitch', (sampleRate, hz) => {
    const frames = new PitchReader(sampleRate).read(saw(sampleRate, { hz, seconds: 0.5 }))
    expect(frames.count).toBeGreaterThan(25)
    // A parabola through lags of 0.1 ms: a fifth of a semitone is enough to tell a slide from a jump.
    for (let t = 3; t < frames.count - 3; t++) expect(cents(frames.hz[t]!, hz)).toBeLessThan(20)
  })

  test('a jump of the pitch has at most two frames between its ends', () => {
    const x = new Float32Array(44_100)
    x.set(saw(44_100, { hz: 110, seconds: 0.5 }))
    x.set(saw(44_100, { hz: 165, seconds: 0.5 }), 22_050)
    const { hz, count } = new PitchReader(44_100).read(x)
    const between = [...hz].slice(3, count - 3).filter(value => value > 113 && value < 160)
    expect(between.length).toBeLessThanOrEqual(2)
  })

  test('gain changes powers, not pitches', () => {
    const reader = new PitchReader(44_100)
    const x = saw(44_100, { hz: 130, seconds: 0.3 })
    const a = reader.read(x)
    const b = reader.read(scaled(x, 0.5))
    for (let t = 2; t < a.count - 2; t++) {
      expect(b.hz[t]! / a.hz[t]!).toBeCloseTo(1, 6)
      expect(a.power[t * a.bins + 12]! / b.power[t * b.bins + 12]!).toBeCloseTo(4, 3)
    }
  })

  test('powers equal the transform written out, in both frames that share one', () => {
    const sampleRate = 8000
    const x = noise(0.4, sampleRate, 5, 0.5)
    const { power, bins, binHz, hopSeconds, startSeconds } = new PitchReader(sampleRate).read(x)
    const hop = Math.round(hopSeconds * sampleRate)
    const length = 2 * Math.round(startSeconds * sampleRate)
    for (const t of [4, 5])
      for (const k of [3, 40, 200]) {
        let re = 0
        let im = 0
        for (let n = 0; n < length; n++) {
          const value = x[t * hop + n]! * (0.5 - 0.5 * Math.cos((2 * Math.PI * n) / length))
          const angle = (2 * Math.PI * k * binHz * n) / sampleRate
          re += value * Math.cos(angle)
          im -= value * Math.sin(angle)
        }
        expect(power[t * bins + k]! / (re * re + im * im)).toBeCloseTo(1, 4)
      }
  })

  test('silence has no pitch and noise repeats little', () => {
    const reader = new PitchReader(44_100)
    expect([...reader.read(new Float32Array(20_000)).hz].every(hz => hz === 0)).toBe(true)
    const { periodicity, count } = reader.read(noise(1, 44_100, 3, 0.3))
    expect([...periodicity].filter(value => value > 0.2).length).toBeLessThan(0.05 * count)
    expect([...reader.read(sine({ hz: 20, seconds: 0.5, sampleRate: 44_100 })).hz].every(Number.isFinite)).toBe(true)
  })

  test('less than a frame gives none', () => {
    const reader = new PitchReader(44_100)
    expect(reader.read(new Float32Array(0)).count).toBe(0)
    expect(reader.read(Float32Array.of(1)).count).toBe(0)
    expect(() => new PitchReader(Number.NaN)).toThrow(RangeError)
  })
})
