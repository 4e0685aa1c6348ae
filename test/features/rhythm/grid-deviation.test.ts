import { describe, expect, test } from 'vitest'
import { envelopesOf } from '../../../node/dsp/envelope.ts'
import { onsetCurves } from '../../../node/dsp/onset.ts'
import { gridDeviation } from '../../../node/features/rhythm/grid-deviation.ts'
import { addAt, drums, every, kick, noise, silence } from '../../support/beats.ts'

const rate = 22_050
const tempo = 128
const beat = 60 / tempo
const grid = { tempo, firstBeatSeconds: 0.1 }
const measure = (signal: Float32Array, at = grid) => {
  const envelopes = envelopesOf([signal], rate)
  return gridDeviation(onsetCurves(envelopes), at)
}
/** Kicks on the beats, each late by so many seconds. */
const played = (late: (beatNumber: number) => number, seconds = 60) => {
  const signal = silence(seconds, rate)
  const beats = Math.floor((seconds - 0.5) / beat)
  const times = Array.from({ length: beats }, (_, k) => 0.1 + k * beat + late(k))
  addAt(signal, rate, times, offset => kick(rate, offset), 0.8)
  return signal
}

describe('lateness that is known', () => {
  test('a programmed track reads less than half a millisecond', () => {
    const pattern = { kick: [0, 1, 2, 3], snare: [1, 3], hat: every(0.5) } as const
    const signal = drums(pattern, { seconds: 60, sampleRate: rate, ...grid })
    const { deviationMs, confidence } = measure(signal)
    expect(deviationMs).toBeLessThan(0.5)
    expect(confidence).toBeGreaterThan(0.9)
  })

  // The mean over eight beats is what is compared: slow swings, which it does not average away. A hop is 5.8 ms here.
  test.each([4, 8, 20])('swinging by ±%d ms over 128 beats reads its RMS within 12 % and 0.3 ms', ms => {
    const late = (k: number) => (ms / 1000) * Math.sin((2 * Math.PI * k) / 128)
    const stretches = Array.from({ length: 15 }, (_, n) => {
      const of = Array.from({ length: 8 }, (_, k) => 1000 * late(8 * n + k))
      return of.reduce((a, b) => a + b, 0) / 8
    })
    const mean = stretches.reduce((a, b) => a + b, 0) / stretches.length
    const truth = Math.sqrt(stretches.reduce((sum, x) => sum + (x - mean) ** 2, 0) / stretches.length)
    expect(Math.abs(measure(played(late)).deviationMs! - truth)).toBeLessThan(0.12 * truth + 0.3)
  })

  test('a drift of 0.2 % from the grid is followed beyond a sixteenth', () => {
    // 15 stretches, each 7.5 ms later than the one before.
    const truth = 7.5 * Math.sqrt((15 ** 2 - 1) / 12)
    expect(Math.abs(measure(played(k => 0.002 * k * beat)).deviationMs! - truth)).toBeLessThan(0.12 * truth)
  })

  test('a constant lateness is none, and 20 dB less change nothing', () => {
    expect(measure(played(() => 0.012)).deviationMs).toBeLessThan(0.5)
    const late = (k: number) => 0.008 * Math.sin(k / 20)
    const quiet = played(late).map(x => 0.1 * x)
    expect(measure(quiet).deviationMs).toBeCloseTo(measure(played(late)).deviationMs!, 2)
  })
})

test.each([
  ['silence', silence(20, rate)],
  ['fifteen beats', played(() => 0, 15 * beat + 0.5)],
  ['one sample', Float32Array.of(1)],
] as const)('%s: not defined', (_, signal) => {
  expect(measure(signal)).toEqual({ deviationMs: null, confidence: 0 })
})

test('stretches of noise are less alike than those of any beat', () => {
  expect(measure(noise(40, rate, 4)).confidence).toBeLessThan(0.65)
})
