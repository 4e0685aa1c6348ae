/**
 * The minimum requirements of EBU Tech 3341 (table 1) and Tech 3342 (table 1), from signals made here as the documents
 * define them. 3341 cases 7 and 8 and 3342 cases 5 and 6 are recordings and are not here. "Silence" in the cases with
 * shifted starts is −90 dBFS, as in the EBU's own files.
 */
import { describe, expect, test } from 'vitest'
import type { Audio } from '../../node/audio/audio.ts'
import { truePeak } from '../../node/dsp/true-peak.ts'
import { measureLoudness } from '../../node/features/loudness.ts'
import { decibels, onBoth, steppedTone, truePeakBurst, truePeakTone } from '../support/signals.ts'

type Steps = readonly (readonly [db: number, seconds: number])[]

/** ±0.1 LU. */
const expectLoudness = (value: number | null, expected: number) => {
  expect(value).not.toBeNull()
  expect(Math.abs(value! - expected)).toBeLessThanOrEqual(0.1)
}
const repeat = (count: number, steps: Steps): Steps => Array.from({ length: count }, () => steps).flat()
const shifts = Array.from({ length: 20 }, (_, i) => i)

describe.each([48_000, 44_100])('at %i Hz', sampleRate => {
  const measure = (steps: Steps) => measureLoudness(onBoth(steppedTone(steps, sampleRate), sampleRate))

  test.each([
    { name: '3341-1', level: -23 },
    { name: '3341-2', level: -33 },
  ])('$name: a steady tone of $level dBFS reads $level LUFS as M, S and I', ({ level }) => {
    const { integrated, momentaryMax, shortTermMax, momentary, shortTerm } = measure([[level, 20]])
    for (const value of [integrated, momentaryMax, shortTermMax, ...momentary.values, ...shortTerm.values])
      expectLoudness(value, level)
  })

  const integratedCases: { name: string; steps: Steps }[] = [
    {
      name: '3341-3 (relative gate)',
      steps: [
        [-36, 10],
        [-23, 60],
        [-36, 10],
      ],
    },
    {
      name: '3341-4 (absolute gate)',
      steps: [
        [-72, 10],
        [-36, 10],
        [-23, 60],
        [-36, 10],
        [-72, 10],
      ],
    },
    {
      name: '3341-5',
      steps: [
        [-26, 20],
        [-20, 20.1],
        [-26, 20],
      ],
    },
  ]
  test.each(integratedCases)('$name: I is −23 LUFS', ({ steps }) => {
    expectLoudness(measure(steps).integrated, -23)
  })

  test('3341-6: 5.0 channels of −28, −28, −24, −30, −30 dBFS read −23 LUFS', () => {
    const channels = [-28, -28, -24, -30, -30].map(db => steppedTone([[db, 20]], sampleRate))
    const surround: Audio = { sampleRate, channels }
    expectLoudness(measureLoudness(surround).integrated, -23)
    const [l, r, c, ls, rs] = channels
    const loudLfe = steppedTone([[-6, 20]], sampleRate)
    const withLfe: Audio = { sampleRate, channels: [l!, r!, c!, loudLfe, ls!, rs!] }
    expectLoudness(measureLoudness(withLfe).integrated, -23)
  })

  test('3341-9: S stays at −23 LUFS over a pattern as long as its window', () => {
    const { shortTerm } = measure(
      repeat(5, [
        [-20, 1.34],
        [-30, 1.66],
      ]),
    )
    expect(shortTerm.values.length).toBe(121)
    for (const value of shortTerm.values) expectLoudness(value, -23)
  })

  test('3341-12: M stays at −23 LUFS over a pattern as long as its window', () => {
    const { momentary } = measure(
      repeat(25, [
        [-20, 0.18],
        [-30, 0.22],
      ]),
    )
    expect(momentary.values.length).toBe(97)
    for (const value of momentary.values) expectLoudness(value, -23)
  })

  test('3341-13: maximum M is −23 LUFS wherever a 400 ms tone starts', () => {
    for (const i of shifts)
      expectLoudness(
        measure([
          [-90, i * 0.02],
          [-23, 0.4],
          [-90, 1],
        ]).momentaryMax,
        -23,
      )
  })

  const rangeCases: { name: string; levels: readonly number[]; range: number }[] = [
    { name: '3342-1', levels: [-20, -30], range: 10 },
    { name: '3342-2', levels: [-20, -15], range: 5 },
    { name: '3342-3', levels: [-40, -20], range: 20 },
    { name: '3342-4', levels: [-50, -35, -20, -35, -50], range: 15 },
  ]
  test.each(rangeCases)('$name: LRA is $range LU', ({ levels, range }) => {
    const measured = measure(levels.map(level => [level, 20] as const)).range
    expect(Math.abs(measured! - range)).toBeLessThanOrEqual(1)
  })
})

describe('at 48 kHz only, for the time they take', () => {
  const sampleRate = 48_000
  const measure = (steps: Steps) => measureLoudness(onBoth(steppedTone(steps, sampleRate), sampleRate))

  test('3341-10: maximum S is −23 LUFS wherever a 3 s tone starts', () => {
    for (const i of shifts)
      expectLoudness(
        measure([
          [-90, i * 0.15],
          [-23, 3],
          [-90, 1],
        ]).shortTermMax,
        -23,
      )
  })

  test('3341-11: maximum S of each of twenty tones is that tone’s level', () => {
    // One file of 6 s segments in the document, read after each; here each segment is its own measurement.
    for (const i of shifts)
      expectLoudness(
        measure([
          [-90, i * 0.15],
          [-38 + i, 3],
          [-90, 3 - i * 0.15],
        ]).shortTermMax,
        -38 + i,
      )
    const file = shifts.flatMap(
      (i): Steps => [
        [-90, i * 0.15],
        [-38 + i, 3],
        [-90, 3 - i * 0.15],
      ],
    )
    expectLoudness(measure(file).shortTermMax, -19)
  })

  test('3341-14: maximum M of each of twenty tones is that tone’s level', () => {
    for (const i of shifts)
      expectLoudness(
        measure([
          [-90, i * 0.02],
          [-38 + i, 0.4],
          [-90, 0.4 - i * 0.02],
        ]).momentaryMax,
        -38 + i,
      )
    const file = shifts.flatMap(
      (i): Steps => [
        [-90, i * 0.02],
        [-38 + i, 0.4],
        [-90, 0.4 - i * 0.02],
      ],
    )
    expectLoudness(measure(file).momentaryMax, -19)
  })
})

describe('true peak', () => {
  /** +0.2 / −0.4 dB. */
  const expectPeak = (signal: Float32Array, expected: number) => {
    const error = 20 * Math.log10(truePeak([signal, signal])) - expected
    expect(error).toBeLessThanOrEqual(0.2)
    expect(error).toBeGreaterThanOrEqual(-0.4)
  }

  test.each([
    { name: '3341-15', divider: 4, phase: 0, db: -6 },
    { name: '3341-16', divider: 4, phase: 45, db: -6 },
    { name: '3341-17', divider: 6, phase: 60, db: -6 },
    { name: '3341-18', divider: 8, phase: 67.5, db: -6 },
    { name: '3341-19', divider: 4, phase: 45, db: 3 },
  ])('$name: a sine of fs/$divider at $phase° reads $db dBTP', ({ divider, phase, db }) => {
    for (const sampleRate of [48_000, 44_100])
      expectPeak(truePeakTone({ divider, phase, gain: decibels(db) }, sampleRate), db)
  })

  test.each([0, 1, 2, 3])(
    '3341-2%i: one full-scale period of fs/4, sampled at any of four offsets, reads 0 dBTP',
    offset => {
      expectPeak(truePeakBurst(offset, 48_000), 0)
    },
  )
})
