import { describe, expect, test } from 'vitest'
import { envelopesOf } from '../../../node/dsp/envelope.ts'
import { firstBarSeconds, locateDownbeat } from '../../../node/features/rhythm/downbeat.ts'
import { add, arrange, drums, every, pad, silence } from '../../support/beats.ts'

const rate = 16_000
const tempo = 120
const grid = { tempo, firstBeatSeconds: 0 }
const downbeatOf = (signal: Float32Array, at = grid) => locateDownbeat(envelopesOf([signal], rate), at)
/** The signal without its first beats (of half a second). */
const without = (signal: Float32Array, beats: number) => signal.subarray(beats * 0.5 * rate)

describe('known bar lines, the file cut 0 to 3 beats in', () => {
  const { signal: arranged } = arrange(
    [
      { type: 'intro', bars: 8, plays: ['kick', 'hat'] },
      { type: 'breakdown', bars: 8, plays: ['pad'] },
      { type: 'drop', bars: 8, plays: ['kick', 'bass', 'hat', 'pad', 'lead'] },
      { type: 'breakdown', bars: 8, plays: ['pad'] },
      { type: 'drop', bars: 8, plays: ['kick', 'bass', 'hat', 'pad', 'lead'] },
    ],
    { tempo, sampleRate: rate },
  )
  const chords = drums(
    { kick: [0, 1, 2, 3], snare: [1, 3], hat: every(1, 0.5) },
    { seconds: 32, sampleRate: rate, tempo },
  )
  const triads = [
    [220, 262, 330],
    [175, 220, 262],
    [131, 165, 196],
    [196, 247, 294],
  ]
  for (let bar = 0; bar < 16; bar++) add(chords, pad(2, rate, bar, triads[bar % 4]), 2 * bar * rate, 1)
  const broken = drums({ kick: [0, 2.5], snare: [1, 3], hat: every(0.5) }, { seconds: 32, sampleRate: rate, tempo })

  test.each([
    ['parts that enter and leave', arranged],
    ['chords under a plain beat with claps on two and four', chords],
    ['a broken beat', broken],
  ] as const)('%s', (_, signal) => {
    for (const beats of [0, 1, 2, 3]) {
      const { downbeat, downbeatConfidence } = downbeatOf(without(signal, beats))
      expect(downbeat).toBe((4 - beats) % 4)
      expect(downbeatConfidence).toBeGreaterThan(1 / 3)
      expect(downbeatConfidence).toBeLessThanOrEqual(1)
    }
  })

  test('60 dB less change nothing, neither does silence before', () => {
    const loud = downbeatOf(without(chords, 1))
    const quiet = downbeatOf(without(chords, 1).map(x => 0.001 * x))
    expect(quiet.downbeat).toBe(loud.downbeat)
    expect(quiet.downbeatConfidence).toBeCloseTo(loud.downbeatConfidence, 4) // single precision
    const later = silence(40, rate)
    add(later, without(chords, 1), Math.round(0.3 * rate))
    expect(downbeatOf(later, { tempo, firstBeatSeconds: 0.3 }).downbeat).toBe(loud.downbeat)
  })
})

test('claps on two and four leave only two places: the confidence stays below two thirds', () => {
  const signal = drums({ kick: [0, 1, 2, 3], snare: [1, 3] }, { seconds: 24, sampleRate: rate, tempo })
  for (const beats of [0, 1]) {
    const { downbeat, downbeatConfidence } = downbeatOf(without(signal, beats))
    if (downbeat !== null) expect(downbeat % 2).toBe(beats % 2)
    expect(downbeatConfidence).toBeLessThan(0.67)
  }
})

test('a loop whose beats are all alike has none, wherever it is cut: that files begin on a bar line is no evidence', () => {
  const signal = drums({ kick: [0, 1, 2, 3], hat: every(1, 0.5) }, { seconds: 32, sampleRate: 22_050, tempo })
  for (const beats of [0, 1, 2, 3])
    expect(locateDownbeat(envelopesOf([signal.subarray(beats * 11_025)], 22_050), grid).downbeat).toBeNull()
})

test.each([
  [
    'a kick on every beat and nothing else',
    () => drums({ kick: [0, 1, 2, 3] }, { seconds: 24, sampleRate: rate, tempo }),
  ],
  ['silence', () => silence(20, rate)],
  ['seven beats', () => drums({ kick: [0, 2.5], snare: [1, 3] }, { seconds: 3.5, sampleRate: rate, tempo })],
  ['one sample', () => Float32Array.of(1)],
] as const)('%s: no downbeat', (_, make) => {
  expect(downbeatOf(make())).toEqual({ downbeat: null, downbeatConfidence: 0 })
})

test('DC, which starts with a click, gives a number all the same', () => {
  const { downbeatConfidence } = downbeatOf(silence(20, rate).fill(0.5))
  expect(downbeatConfidence).toBeGreaterThanOrEqual(0)
  expect(downbeatConfidence).toBeLessThanOrEqual(1)
})

test('the first bar line lies at the first beat or up to three beats before it', () => {
  const at = (downbeat: number | null) => firstBarSeconds({ ...grid, confidence: 1, downbeat, downbeatConfidence: 1 })
  expect([null, 0, 1, 2, 3].map(at)).toEqual([0, 0, -1.5, -1, -0.5])
  expect(firstBarSeconds({ tempo, firstBeatSeconds: 0.25, confidence: 1 })).toBe(0.25)
})
