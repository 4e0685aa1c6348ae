import { describe, expect, test } from 'vitest'
import { measureDuckDepth } from '../../../node/features/sidechain/sidechain.ts'
import { compressor } from '../../../node/mix/devices/compressor.ts'
import type { GainCurve } from '../../../node/mix/devices/device-model.ts'
import { duckingOf } from '../../../node/mix/devices/ducking.ts'
import { duckDb } from '../../support/beats.ts'
import { beat, firstBeatSeconds, kicks, pads } from './parts.ts'
import { render, sampleRate, settingsOf } from './rendered.ts'

const beats = { firstBeatSeconds, secondsPerBeat: beat }
const grid = { tempo: 60 / beat, firstBeatSeconds, confidence: 1 }
const seconds = 12
const curveOf = (db: (t: number) => number): GainCurve => ({
  stepSeconds: 0.001,
  gain: Float32Array.from({ length: 1000 * seconds }, (_, k) => 10 ** (db(0.001 * (k + 0.5)) / 20)),
})
const sinceBeat = (t: number) => (((t - firstBeatSeconds) % beat) + beat) % beat

describe('ducking of a gain over time', () => {
  test('has the depth, the delay and the recovery that it was drawn with', () => {
    const shape = { depthDb: 8, attackSeconds: 0.02, recoverySeconds: 0.3 }
    const { depthDb, delayMs, recoveryMs } = duckingOf(
      curveOf(t => duckDb(sinceBeat(t), shape)),
      beats,
    )
    // Smoothed over three of 128 phases.
    expect(depthDb).toBeCloseTo(8, 0)
    expect(depthDb).toBeGreaterThan(7.7)
    // Nine tenths of the depth are reached after 18 of 20 ms; a raised cosine has nine tenths back after 0.795 of its way.
    expect(Math.abs(delayMs! - 18)).toBeLessThan(5)
    expect(Math.abs(recoveryMs! - (2 + 0.795 * 300))).toBeLessThan(10)
  })

  test('is nothing for a level gain, however low, and for less than a beat', () => {
    expect(
      duckingOf(
        curveOf(() => -6),
        beats,
      ),
    ).toEqual({ depthDb: 0, delayMs: null, recoveryMs: null })
    expect(duckingOf({ stepSeconds: 0.001, gain: new Float32Array(100) }, beats).depthDb).toBe(0)
  })

  test('counts only the beats of the ranges', () => {
    const half = curveOf(t =>
      t < 6 ? 0 : duckDb(sinceBeat(t), { depthDb: 6, attackSeconds: 0.01, recoverySeconds: 0.2 }),
    )
    expect(duckingOf(half, beats, [{ startSeconds: 0, endSeconds: 5.5 }]).depthDb).toBe(0)
    expect(duckingOf(half, beats, [{ startSeconds: 6.5, endSeconds: 12 }]).depthDb).toBeGreaterThan(5.5)
  })
})

describe('the ducking of a keyed Compressor', () => {
  const input = pads(seconds)
  const key = kicks(seconds)
  const settings = settingsOf('Compressor2', {
    Model: 0,
    Ratio: 4,
    Attack: 2,
    Release: 100,
    'S/C EQ On': 0,
    'S/C On': 1,
  })
  const depthAt = (Threshold: number) =>
    duckingOf(compressor.curves({ ...settings, Threshold }, input, key, sampleRate)[0]!.curve, beats).depthDb

  test.each([-14, -18, -22])(
    'of a pad that was not ducked is told as it is measured behind the rendered one, at a threshold of %i dB',
    async Threshold => {
      expect(measureDuckDepth({ sampleRate, channels: input }, grid).depthDb).toBeLessThan(1)
      const depthDb = depthAt(Threshold)
      expect(depthDb).toBeGreaterThan(2)
      const rendered = await render([['Compressor2', { ...settings, Threshold }]], input, key)
      // What the renderer's own gain does, read the same way.
      const step = Math.round(0.001 * sampleRate)
      const gain = Float32Array.from({ length: Math.floor(input[0].length / step) }, (_, k) => {
        let xx = 1e-12
        let xy = 1e-12
        for (let n = k * step; n < (k + 1) * step; n++) {
          xx += input[0][n]! ** 2
          xy += input[0][n]! * rendered[0][n]!
        }
        return xy / xx
      })
      expect(Math.abs(duckingOf({ stepSeconds: step / sampleRate, gain }, beats).depthDb - depthDb)).toBeLessThan(0.3)
      const measured = measureDuckDepth({ sampleRate, channels: rendered }, grid)
      expect(Math.abs(measured.depthDb! - depthDb)).toBeLessThan(1)
    },
  )

  test('deepens as the threshold falls', () => {
    const depths = [-10, -16, -22, -28].map(depthAt)
    expect(depths).toEqual([...depths].sort((a, b) => a - b))
    expect(depths.at(-1)! - depths[0]!).toBeGreaterThan(6)
  })
})
