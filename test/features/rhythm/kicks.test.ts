import { describe, expect, test } from 'vitest'
import { envelopesOf } from '../../../node/dsp/envelope.ts'
import { fourOnTheFloor, kicksOf, riseOf } from '../../../node/features/rhythm/kicks.ts'
import { type DrumPattern, drums, every, noise, silence } from '../../support/beats.ts'

const grid = { tempo: 138, firstBeatSeconds: 0.1 }
const floor = [0, 1, 2, 3]
const kicks = (signal: Float32Array, sampleRate = 44_100, at = grid) => kicksOf(envelopesOf([signal], sampleRate), at)
const play = (pattern: DrumPattern, sampleRate = 44_100) =>
  drums(pattern, { seconds: 14, sampleRate, tempo: 138, firstBeatSeconds: 0.1 })
const score = (pattern: DrumPattern) => fourOnTheFloor(kicks(play(pattern)))

describe('four on the floor', () => {
  test.each([
    ['a kick on every beat', { kick: floor }, 0.95, 1],
    ['with an off-beat bass as loud as it below 150 Hz', { kick: floor, bass: every(1, 0.5) }, 0.7, 1],
    ['with a rolling bass', { kick: floor, snare: [1, 3], bass: every(0.25).filter(k => k % 1 > 0) }, 0.9, 1],
    ['two of four', { kick: [0, 2], snare: [1, 3] }, 0.45, 0.55],
    ['a broken beat', { kick: [0, 0.5, 2.5], snare: [1, 3], hat: every(0.5) }, 0, 0.1],
    ['another', { kick: [0, 0.5, 2.5, 2.75], snare: [1, 1.75, 2.25, 3], hat: every(0.5) }, 0, 0.1],
    ['drum and bass', { kick: [0, 2.5], snare: [1, 3], hat: every(0.5) }, 0, 0.1],
    ['no kick', { snare: [1, 3], hat: every(0.5) }, 0, 0.5],
  ] as const)('%s', (_, pattern, least, most) => {
    const value = score(pattern)
    expect(value).toBeGreaterThanOrEqual(least)
    expect(value).toBeLessThanOrEqual(most)
  })

  // Where in the note before it a kick falls, and so how far it rises, changes with the tempo.
  test.each([118, 122, 126, 130, 140, 148])(
    'a rolling bass as loud as the kick hides none of them at %d BPM',
    tempo => {
      const at = { tempo, firstBeatSeconds: 0.137 }
      const bass = every(0.25).filter(k => k % 1 > 0)
      const read = (pattern: DrumPattern) => fourOnTheFloor(kicks(drums(pattern, { seconds: 14, ...at }), 44_100, at))
      expect(read({ kick: floor, snare: [1, 3], bass })).toBeGreaterThan(0.9)
      expect(read({ snare: [1, 3], bass })).toBe(0)
      expect(read({ snare: [1, 3], bass: every(0.25) })).toBe(0)
    },
  )

  test('read at half of its tempo, a kick half-way between cancels each on the beat', () => {
    const half = { tempo: 69, firstBeatSeconds: 0.1 }
    expect(fourOnTheFloor(kicks(play({ kick: floor, hat: every(1, 0.5) }), 44_100, half))).toBeLessThan(0.05)
  })

  test('20 dB less and 48 kHz change nothing', () => {
    const pattern = { kick: [0, 1, 2], snare: [1, 3] } as const
    const plain = fourOnTheFloor(kicks(play(pattern)))
    expect(fourOnTheFloor(kicks(play(pattern).map(x => 0.1 * x)))).toBe(plain)
    expect(fourOnTheFloor(kicks(play(pattern, 48_000), 48_000))).toBeCloseTo(plain, 1)
  })

  test('counts whole bars from the given beat on', () => {
    const onBeat = Float32Array.of(0, 1, 1, 1, 1, 1)
    const halfWay = new Float32Array(6)
    expect(fourOnTheFloor({ onBeat, halfWay })).toBe(0.75)
    expect(fourOnTheFloor({ onBeat, halfWay }, 1)).toBe(1)
  })

  test.each([
    ['silence', silence(10, 44_100)],
    ['DC', silence(10, 44_100).fill(0.5)],
    ['noise', noise(10, 44_100, 3)],
    ['one sample', Float32Array.of(1)],
  ] as const)('%s has no kick', (_, signal) => {
    expect(fourOnTheFloor(kicks(signal))).toBe(0)
  })
})

test('the rise is the excess over the loudest of four to nine frames before, as the obvious loop says', () => {
  const curve = noise(0.05, 8000, 5).map(Math.abs)
  const rise = riseOf(curve)
  for (let n = 0; n < curve.length; n++) {
    const before = Math.max(0, ...curve.slice(Math.max(0, n - 9), Math.max(0, n - 3)))
    expect(rise[n]).toBe(Math.fround(Math.max(0, curve[n]! - before)))
  }
})
