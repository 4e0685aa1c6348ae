import { describe, expect, test } from 'vitest'
import { PitchReader } from '../../../node/dsp/pitch-frames.ts'
import { commonMotion } from '../../../node/features/colour/common-motion.ts'
import { evenOffsets, held, renderStack } from '../../support/saw-stacks.ts'

const sampleRate = 44_100
const seconds = 1.5
const hz = 220

/** Harmonics up to 5 kHz of a tone whose frequency is hz · 2^(cents(t) / 1200). */
function tone(cents: (time: number) => number): Float32Array {
  const x = new Float32Array(Math.round(seconds * sampleRate))
  let phase = 0
  for (let n = 0; n < x.length; n++) {
    for (let k = 1; k * hz < 5000; k++) x[n]! += (0.3 / k) * Math.sin(k * phase + k * k)
    phase += (2 * Math.PI * hz * 2 ** (cents(n / sampleRate) / 1200)) / sampleRate
  }
  return x
}

const motion = (x: Float32Array, notes: readonly number[] = [hz]) =>
  commonMotion(new PitchReader(sampleRate).read(x), notes)

describe('a pitch that swings by ±a cents has a standard deviation of a / √2', () => {
  // Slow against a frame of 46 ms; the frame averages 5 % away at 4 Hz, and 1.5 s are not a whole number of cycles.
  test.each([
    [5, 2],
    [10, 2],
    [20, 2],
    [10, 4],
  ])('±%d cents, %d times a second', (cents, rate) => {
    const read = motion(tone(time => cents * Math.sin(2 * Math.PI * rate * time)))
    expect(Math.abs(read / (cents / Math.SQRT2) - 1)).toBeLessThan(0.15)
  })
})

test('a steady tone does not move, nor does silence', () => {
  expect(motion(tone(() => 0))).toBeLessThan(0.1)
  expect(motion(new Float32Array(66_150))).toBe(0)
})

test('steady voices beat, and have little in common: less than a tenth of their detune', () => {
  for (const voices of [3, 5, 7]) {
    const stack = { offsets: evenOffsets(voices), cents: 20 }
    const { channels } = renderStack({ stack, notes: held([57], seconds), seconds, sampleRate, seed: 290 + voices })
    expect(motion(channels[0]!)).toBeLessThan(2)
  }
})

test('no note, and a note without harmonics in reach, move by nothing', () => {
  expect(
    motion(
      tone(() => 0),
      [],
    ),
  ).toBe(0)
  expect(
    motion(
      tone(() => 0),
      [6000],
    ),
  ).toBe(0)
})
