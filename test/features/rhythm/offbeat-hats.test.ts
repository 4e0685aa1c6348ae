import { describe, expect, test } from 'vitest'
import { envelopesOf } from '../../../node/dsp/envelope.ts'
import { kicksOf } from '../../../node/features/rhythm/kicks.ts'
import { offbeatHats } from '../../../node/features/rhythm/offbeat-hats.ts'
import { add, type DrumPattern, drums, every, noise, silence } from '../../support/beats.ts'

const floor = [0, 1, 2, 3]
const at = { tempo: 137, firstBeatSeconds: 0.137 }
const measure = (signal: Float32Array, sampleRate = 44_100, grid = at) => {
  const envelopes = envelopesOf([signal], sampleRate)
  return offbeatHats(envelopes, grid, kicksOf(envelopes, grid))
}
const play = (pattern: DrumPattern, sampleRate = 44_100) => drums(pattern, { seconds: 12, sampleRate, ...at })

describe('hats and where they are', () => {
  test.each([
    ['on every off-beat', { kick: floor, hat: every(1, 0.5) }, 0.95, 1],
    ['on every off-beat, with claps', { kick: floor, snare: [1, 3], hat: every(1, 0.5) }, 0.95, 1],
    ['on every off-beat, with a rolling bass', { kick: floor, hat: every(1, 0.5), bass: [0.25, 0.5, 0.75] }, 0.9, 1],
    ['on every second off-beat', { kick: floor, hat: [0.5, 2.5] }, 0.45, 0.55],
    ['on eighths', { kick: floor, hat: every(0.5) }, 0.4, 0.6],
    ['on even sixteenths', { kick: floor, hat: every(0.25) }, 0, 0.1],
    ['on the beat only', { kick: floor, hat: floor }, 0, 0.02],
    ['nowhere', { kick: floor, snare: [1, 3] }, 0, 0.02],
    ['nowhere, with an off-beat bass', { kick: floor, bass: every(1, 0.5) }, 0, 0.02],
  ] as const)('%s', (_, pattern, least, most) => {
    const score = measure(play(pattern))
    expect(score).toBeGreaterThanOrEqual(least)
    expect(score).toBeLessThanOrEqual(most)
  })

  test('20 dB less, 48 kHz and 96 kHz change nothing to speak of', () => {
    const pattern = { kick: floor, snare: [1, 3], hat: [0.5, 1.5, 2, 2.5, 3.5] } as const
    const plain = measure(play(pattern))!
    expect(measure(play(pattern).map(x => 0.1 * x))).toBeCloseTo(plain, 4)
    // Other hops and octaves a tenth higher.
    for (const rate of [48_000, 96_000]) expect(Math.abs(measure(play(pattern, rate), rate)! - plain)).toBeLessThan(0.1)
  })

  test('steady noise in the highs is no hat', () => {
    const signal = play({ kick: floor })
    add(signal, noise(12, 44_100, 3, 0.05), 0)
    expect(measure(signal)).toBeLessThan(0.1)
  })
})

test.each([
  ['silence', silence(12, 44_100)],
  ['DC', silence(12, 44_100).fill(0.5)],
  ['one sample', Float32Array.of(1)],
  ['hats without a kick', play({ hat: every(1, 0.5) })],
] as const)('%s: not defined without kicks', (_, signal) => {
  expect(measure(signal)).toBeNull()
})
