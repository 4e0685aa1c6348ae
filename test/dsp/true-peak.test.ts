import { describe, expect, test } from 'vitest'
import { typescriptKernels, wasmKernels } from '../../node/dsp/kernels/kernels.ts'
import { truePeakCurve, truePeak as truePeakOn } from '../../node/dsp/true-peak.ts'
import { random } from '../support/beats.ts'
import { fade, scaled, sine, whiteNoise } from '../support/signals.ts'

const inDb = (gain: number) => 20 * Math.log10(gain)
const sampleRate = 48_000

describe.each([typescriptKernels, wasmKernels])('$name', ({ name, peakGrid }) => {
  const truePeak = (channels: readonly Float32Array[]) => truePeakOn(channels, peakGrid())
  // Both readings are of the samples as they are; single precision on the coarse grid decides between equals only.
  const digits = name === 'wasm' ? 7 : 12

  test('a sine of any frequency up to 0.45 fs reads at most 0.05 dB low and 0.02 dB high', () => {
    for (let share = 0.003; share <= 0.4501; share += 0.0149)
      for (const phase of [0, 33, 77]) {
        const x = sine({ hz: share * sampleRate, seconds: 0.1, sampleRate, gain: 0.8, phase })
        const read = inDb(truePeak([fade(x, 1000)]) / 0.8)
        expect(read, `${share.toFixed(4)} fs`).toBeGreaterThan(-0.05)
        expect(read, `${share.toFixed(4)} fs`).toBeLessThan(0.02)
      }
  })

  test.each([0.25, 1 / 3, 0.375, 0.4, 0.45])('a sine of %d fs that is sampled off its peaks reads its peak', share => {
    for (let phase = 0; phase < 180; phase += 15) {
      const x = sine({ hz: share * sampleRate, seconds: 0.1, sampleRate, gain: 0.5, phase })
      const read = inDb(truePeak([fade(x, 1000)]) / 0.5)
      expect(read).toBeGreaterThan(-0.05)
      expect(read).toBeLessThan(0.02)
    }
  })

  test.each([
    { name: 'long programme', length: 1500, seeds: 6, highest: 0.45 },
    // Short bursts differ in where between the samples, and how, the peak lies.
    { name: 'short bursts', length: 160, seeds: 150, highest: 0.4 },
  ])(
    'in $name it finds the peak that dense evaluation of the continuous signal finds',
    ({ length, seeds, highest }) => {
      for (let seed = 1; seed <= seeds; seed++) {
        const next = random(seed)
        const partials = Array.from({ length: 20 }, () => ({ w: 2 * Math.PI * highest * next() ** 0.5, p: 7 * next() }))
        const margin = 40
        // Silent at both ends, so that no peak lies outside.
        const envelope = (t: number) =>
          Math.sin(Math.PI * Math.min(1, Math.max(0, (t - margin) / (length - 2 * margin)))) ** 2
        const at = (t: number) => envelope(t) * partials.reduce((sum, { w, p }) => sum + Math.sin(w * t + p), 0) * 0.05
        let dense = 0
        for (let t = 0; t < length; t += 1 / 32) dense = Math.max(dense, Math.abs(at(t)))
        const read = inDb(truePeak([Float32Array.from({ length }, (_, n) => at(n))]) / dense)
        expect(read).toBeGreaterThan(-0.05)
        expect(read).toBeLessThan(0.02)
      }
    },
  )

  test('a quiet stretch beside a loud one, and the order of channels, change nothing', () => {
    const loud = fade(sine({ hz: 0.25 * sampleRate, seconds: 0.05, sampleRate, phase: 45 }), 500)
    const x = new Float32Array(sampleRate)
    x.set(loud, 30_011)
    const noise = whiteNoise(sampleRate, 1, 0.2)
    const alone = truePeak([loud])
    expect(truePeak([x])).toBeCloseTo(alone, digits)
    expect(truePeak([x, noise])).toBeCloseTo(alone, digits)
    expect(truePeak([noise, x])).toBeCloseTo(alone, digits)
  })

  test('follows the gain, and ignores polarity', () => {
    const x = whiteNoise(20_000, 2, 0.5)
    // Powers of two leave single-precision samples exact.
    expect(truePeak([scaled(x, 2)])).toBeCloseTo(2 * truePeak([x]), digits)
    expect(truePeak([scaled(x, -1)])).toBe(truePeak([x]))
  })

  test('is never below the sample peak', () => {
    for (let seed = 1; seed < 20; seed++) {
      const x = whiteNoise(700, seed)
      expect(truePeak([x])).toBeGreaterThanOrEqual(Math.max(...x.map(Math.abs)))
    }
  })

  test('a peak inside a long steady tone is found, however many others are nearly as high', () => {
    const x = sine({ hz: 0.43 * sampleRate, seconds: 3, sampleRate, gain: 0.5 })
    expect(inDb(truePeak([fade(x.slice(), 1000)]) / 0.5)).toBeCloseTo(0, 2)
    // One swell of 0.5 dB over 4 ms, towards the end.
    const swollen = x.map((value, n) => value * (1 + 0.06 * Math.exp(-(((n - 130_001) / 60) ** 2))))
    expect(inDb(truePeak([fade(swollen, 1000)]) / 0.53)).toBeCloseTo(0, 1)
  })

  test('silence, nothing, one sample and 10 ms have a peak', () => {
    expect(truePeak([new Float32Array(1000)])).toBe(0)
    expect(truePeak([])).toBe(0)
    expect(truePeak([new Float32Array(0)])).toBe(0)
    expect(truePeak([Float32Array.of(-0.5)])).toBeCloseTo(0.5, 2)
    expect(inDb(truePeak([sine({ hz: 1000, seconds: 0.01, sampleRate })]))).toBeCloseTo(0, 1)
  })

  test.each([Number.NaN, Number.POSITIVE_INFINITY])('%d is refused', value => {
    const x = new Float32Array(600)
    x[555] = value
    expect(() => truePeak([x])).toThrow('audio must not contain NaN or Infinity')
  })

  test('the curve has the peak of each 10 ms, over the channels', () => {
    const left = new Float32Array(sampleRate)
    const right = new Float32Array(sampleRate)
    // 20 ms bursts whose crests lie between the samples.
    left.set(fade(sine({ hz: 0.25 * sampleRate, seconds: 0.02, sampleRate, phase: 45, gain: 0.5 }), 200), 4800)
    right.set(fade(sine({ hz: 0.25 * sampleRate, seconds: 0.02, sampleRate, phase: 45, gain: 0.8 }), 200), 24_000)
    const { peak, steps } = truePeakCurve([left, right], sampleRate, peakGrid())
    expect(steps).toHaveLength(100)
    expect(peak).toBe(truePeak([left, right]))
    // The burst's fades meet at its second step's first fifth of a wave or so: 1 % below its gain.
    expect(Math.max(steps[10]!, steps[11]!)).toBeCloseTo(0.5, 1)
    expect(Math.max(steps[50]!, steps[51]!)).toBeCloseTo(0.8, 1)
    expect(Math.max(...steps)).toBeGreaterThan(0.97 * peak)
    steps.forEach((value, step) => {
      // Half a millisecond of ringing reaches into the neighbours.
      if (![9, 10, 11, 12, 49, 50, 51, 52].includes(step)) expect(value).toBe(0)
    })
  })

  test('a click stands in the 10 ms in which its sixteen samples begin', () => {
    for (const n of [0, 15, 479, 480, 489, 14_399, 14_400, 14_879, 47_999]) {
      const x = new Float32Array(sampleRate)
      x[n] = 1
      const { steps } = truePeakCurve([x], sampleRate, peakGrid())
      expect(steps.indexOf(Math.max(...steps)), `sample ${n}`).toBe(Math.floor((Math.floor(n / 16) * 16) / 480))
    }
  })

  test('the curve ends with the longest channel, at any rate', () => {
    for (const rate of [8000, 11_025, 44_100, 192_000]) {
      const x = whiteNoise(Math.round(0.503 * rate), 3, 0.5)
      const { steps } = truePeakCurve([x.subarray(0, 100), x], rate, peakGrid())
      expect(steps).toHaveLength(51)
      expect(steps.every(value => value > 0.1)).toBe(true)
    }
    expect(truePeakCurve([], 44_100, peakGrid())).toEqual({ peak: 0, steps: new Float32Array(0) })
    expect(() => truePeakCurve([], 0, peakGrid())).toThrow('sampleRate must be positive, got 0')
  })
})
