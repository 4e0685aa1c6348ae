import { describe, expect, test } from 'vitest'
import type { Audio } from '../../node/audio/audio.ts'
import { envelopesOf } from '../../node/dsp/envelope.ts'
import { measureLevelGrid } from '../../node/dsp/level-grid.ts'
import { crestFactor as crestOf, hitsOf, peakToShortTermRatio, transientPunch } from '../../node/features/dynamics.ts'
import type { TimeRange } from '../../node/features/loudness.ts'
import { measureLoudness } from '../../node/features/loudness.ts'
import { add } from '../support/beats.ts'
import { onBoth, scaled, sine, stereo, uglyInputs, whiteNoise } from '../support/signals.ts'

const sampleRate = 44_100
const crestFactor = ({ channels, sampleRate: rate }: Audio, ranges?: readonly TimeRange[]) =>
  crestOf(measureLevelGrid(channels, rate), ranges)
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

describe('peak to short-term ratio', () => {
  const curve = (values: readonly number[]) => ({
    startSeconds: 1.5,
    stepSeconds: 0.1,
    values: Float32Array.from(values),
  })
  const flat = (seconds: number, value: number) => new Float32Array(seconds * 100).fill(value)

  test('of a steady tone is its peak over its loudness', () => {
    const audio = onBoth(sine({ hz: 997, seconds: 6, sampleRate, gain: 0.5 }), sampleRate)
    // 997 Hz on both channels reads the level of one in LUFS: −6.02 − 3.01 + 3.01.
    expect(peakToShortTermRatio(flat(6, 0.5), measureLoudness(audio).shortTerm)!).toBeCloseTo(0, 2)
  })

  test('takes the largest peak of each window, by the slow loop over all peaks', () => {
    const next = whiteNoise(1000, 5)
    const peaks = Float32Array.from(next, Math.abs)
    const shortTerm = curve(Array.from({ length: 71 }, (_, i) => -20 + 5 * Math.sin(i / 7)))
    const slow = Array.from(shortTerm.values, (loudness, i) => {
      const peak = Math.max(...peaks.subarray(10 * i, 10 * i + 300))
      return 20 * Math.log10(peak) - loudness
    }).sort((a, b) => a - b)
    expect(peakToShortTermRatio(peaks, shortTerm)!).toBeCloseTo(slow[35]!, 9)
  })

  test('leaves out windows more than 10 LU below the loudest, and those that reach out of the ranges', () => {
    const shortTerm = curve([...Array<number>(40).fill(-30), ...Array<number>(31).fill(-10)])
    expect(peakToShortTermRatio(flat(10, 1), shortTerm)!).toBeCloseTo(10, 5)
    expect(peakToShortTermRatio(flat(10, 1), shortTerm, [{ startSeconds: 0, endSeconds: 6.9 }])!).toBeCloseTo(30, 5)
    expect(peakToShortTermRatio(flat(10, 1), shortTerm, [{ startSeconds: 0, endSeconds: 2.9 }])).toBeNull()
  })

  test('silence has none', () => {
    expect(peakToShortTermRatio(flat(6, 0), curve(Array<number>(31).fill(-120)))).toBeNull()
  })
})

describe('transient punch', () => {
  const grid = { tempo: 120, firstBeatSeconds: 0.25, confidence: 1 }
  const seconds = 16
  /** A steady 1 kHz tone with 20 ms bursts of the same tone, `db` above it, on every beat. */
  function hits(db: number, gain = 1): Float32Array {
    const x = sine({ hz: 1000, seconds, sampleRate, gain: 0.01 * gain })
    const burst = sine({ hz: 1000, seconds: 0.02, sampleRate, gain: gain * 0.01 * (10 ** (db / 20) - 1) })
    for (let t = grid.firstBeatSeconds; t < seconds - 0.1; t += 0.5) add(x, burst, Math.round(t * sampleRate))
    return x
  }
  const punchOf = (x: Float32Array, at = grid) => transientPunch(hitsOf(envelopesOf([x, x], sampleRate), at))

  test.each([0, 6, 12, 24])('of bursts %d dB over a steady tone is %d dB', db => {
    // Half a decibel: 12 ms of five octave frames, smoothed over neighbours.
    expect(Math.abs(punchOf(hits(db))! - db)).toBeLessThan(0.5)
  })

  test('does not depend on gain, and a limiter lowers it', () => {
    const x = hits(18)
    expect(punchOf(scaled(x, 0.25))!).toBeCloseTo(punchOf(x)!, 4)
    expect(punchOf(x.map(value => Math.max(-0.03, Math.min(0.03, value))))!).toBeLessThan(punchOf(x)! - 5)
  })

  test('pauses are left out and too few beats have none', () => {
    const x = hits(12)
    x.fill(0, 8 * sampleRate)
    expect(Math.abs(punchOf(x)! - 12)).toBeLessThan(0.5)
    const ranges = [{ startSeconds: 0, endSeconds: 3 }]
    expect(transientPunch(hitsOf(envelopesOf([x, x], sampleRate), grid), ranges)).toBeNull()
    expect(punchOf(new Float32Array(16 * sampleRate))).toBeNull()
  })
})
