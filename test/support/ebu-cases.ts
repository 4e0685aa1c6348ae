/**
 * The minimum requirements of EBU Tech 3341 (table 1) and Tech 3342 (table 1), from signals made here as the documents
 * define them. 3341 cases 7 and 8 and 3342 cases 5 and 6 are recordings and are not here. "Silence" in the cases with
 * shifted starts is −90 dBFS, as in the EBU's own files. The tests and the evaluation run the same list.
 */
import type { Audio } from '../../node/audio/audio.ts'
import { truePeak } from '../../node/dsp/true-peak.ts'
import { measureLoudness } from '../../node/features/loudness.ts'
import { decibels, onBoth, steppedTone, truePeakBurst, truePeakTone } from './signals.ts'

export interface EbuCase {
  /** "3341-1". */
  readonly name: string
  readonly requirement: string
  /** Largest readings above and below the expected one: LU or dB. */
  readonly tolerance: { readonly above: number; readonly below: number }
  /** Sample rates at which it is run; the longest ones at 48 kHz only. */
  readonly sampleRates: readonly number[]
  /** Every reading less the expected one; NaN where nothing was read. */
  readonly errors: (sampleRate: number) => number[]
}

type Steps = readonly (readonly [db: number, seconds: number])[]

const repeat = (count: number, steps: Steps): Steps => Array.from({ length: count }, () => steps).flat()
const shifts = Array.from({ length: 20 }, (_, i) => i)
const both = [48_000, 44_100]
const tenth = { above: 0.1, below: 0.1 }
const error = (value: number | null, expected: number) => (value === null ? Number.NaN : value - expected)
const measure = (steps: Steps, sampleRate: number) =>
  measureLoudness(onBoth(steppedTone(steps, sampleRate), sampleRate))

const steady = (name: string, level: number): EbuCase => ({
  name,
  requirement: `a steady tone of ${level} dBFS reads ${level} LUFS as M, S and I`,
  tolerance: tenth,
  sampleRates: both,
  errors: sampleRate => {
    const { integrated, momentaryMax, shortTermMax, momentary, shortTerm } = measure([[level, 20]], sampleRate)
    const readings = [integrated, momentaryMax, shortTermMax, ...momentary.values, ...shortTerm.values]
    return readings.map(value => error(value, level))
  },
})

const integrated = (name: string, requirement: string, steps: Steps): EbuCase => ({
  name,
  requirement: `I is −23 LUFS: ${requirement}`,
  tolerance: tenth,
  sampleRates: both,
  errors: sampleRate => [error(measure(steps, sampleRate).integrated, -23)],
})

const range = (name: string, levels: readonly number[], expected: number): EbuCase => ({
  name,
  requirement: `LRA of tones of ${levels.join(', ')} dBFS is ${expected} LU`,
  tolerance: { above: 1, below: 1 },
  sampleRates: both,
  errors: sampleRate => [
    error(
      measure(
        levels.map(level => [level, 20] as const),
        sampleRate,
      ).range,
      expected,
    ),
  ],
})

const peakTolerance = { above: 0.2, below: 0.4 }
const peakError = (signal: Float32Array, expected: number) => 20 * Math.log10(truePeak([signal, signal])) - expected

const peakOfTone = (name: string, divider: number, phase: number, db: number): EbuCase => ({
  name,
  requirement: `true peak of a sine of fs/${divider} at ${phase}° is ${db} dBTP`,
  tolerance: peakTolerance,
  sampleRates: both,
  errors: sampleRate => [peakError(truePeakTone({ divider, phase, gain: decibels(db) }, sampleRate), db)],
})

export const ebuCases: readonly EbuCase[] = [
  steady('3341-1', -23),
  steady('3341-2', -33),
  integrated('3341-3', 'the relative gate', [
    [-36, 10],
    [-23, 60],
    [-36, 10],
  ]),
  integrated('3341-4', 'the absolute gate', [
    [-72, 10],
    [-36, 10],
    [-23, 60],
    [-36, 10],
    [-72, 10],
  ]),
  integrated('3341-5', 'levels within the gate', [
    [-26, 20],
    [-20, 20.1],
    [-26, 20],
  ]),
  {
    name: '3341-6',
    requirement: '5.0 channels of −28, −28, −24, −30, −30 dBFS read −23 LUFS, with or without a loud LFE',
    tolerance: tenth,
    sampleRates: both,
    errors: sampleRate => {
      const channels = [-28, -28, -24, -30, -30].map(db => steppedTone([[db, 20]], sampleRate))
      const [l, r, c, ls, rs] = channels
      const surround: Audio = { sampleRate, channels }
      const withLfe: Audio = { sampleRate, channels: [l!, r!, c!, steppedTone([[-6, 20]], sampleRate), ls!, rs!] }
      return [surround, withLfe].map(audio => error(measureLoudness(audio).integrated, -23))
    },
  },
  {
    name: '3341-9',
    requirement: 'S stays at −23 LUFS over a pattern as long as its window',
    tolerance: tenth,
    sampleRates: both,
    errors: sampleRate => {
      const pattern: Steps = [
        [-20, 1.34],
        [-30, 1.66],
      ]
      return Array.from(measure(repeat(5, pattern), sampleRate).shortTerm.values, value => error(value, -23))
    },
  },
  {
    name: '3341-10',
    requirement: 'maximum S is −23 LUFS wherever a 3 s tone starts (20 places)',
    tolerance: tenth,
    sampleRates: [48_000],
    errors: sampleRate =>
      shifts.map(i => {
        const steps: Steps = [
          [-90, i * 0.15],
          [-23, 3],
          [-90, 1],
        ]
        return error(measure(steps, sampleRate).shortTermMax, -23)
      }),
  },
  {
    name: '3341-11',
    // One file of 6 s segments in the document, read after each; here each segment is its own measurement as well.
    requirement: 'maximum S of each of twenty tones is that tone’s level',
    tolerance: tenth,
    sampleRates: [48_000],
    errors: sampleRate => {
      const segment = (i: number): Steps => [
        [-90, i * 0.15],
        [-38 + i, 3],
        [-90, 3 - i * 0.15],
      ]
      return [
        ...shifts.map(i => error(measure(segment(i), sampleRate).shortTermMax, -38 + i)),
        error(measure(shifts.flatMap(segment), sampleRate).shortTermMax, -19),
      ]
    },
  },
  {
    name: '3341-12',
    requirement: 'M stays at −23 LUFS over a pattern as long as its window',
    tolerance: tenth,
    sampleRates: both,
    errors: sampleRate => {
      const pattern: Steps = [
        [-20, 0.18],
        [-30, 0.22],
      ]
      return Array.from(measure(repeat(25, pattern), sampleRate).momentary.values, value => error(value, -23))
    },
  },
  {
    name: '3341-13',
    requirement: 'maximum M is −23 LUFS wherever a 400 ms tone starts (20 places)',
    tolerance: tenth,
    sampleRates: both,
    errors: sampleRate =>
      shifts.map(i => {
        const steps: Steps = [
          [-90, i * 0.02],
          [-23, 0.4],
          [-90, 1],
        ]
        return error(measure(steps, sampleRate).momentaryMax, -23)
      }),
  },
  {
    name: '3341-14',
    requirement: 'maximum M of each of twenty tones is that tone’s level',
    tolerance: tenth,
    sampleRates: [48_000],
    errors: sampleRate => {
      const segment = (i: number): Steps => [
        [-90, i * 0.02],
        [-38 + i, 0.4],
        [-90, 0.4 - i * 0.02],
      ]
      return [
        ...shifts.map(i => error(measure(segment(i), sampleRate).momentaryMax, -38 + i)),
        error(measure(shifts.flatMap(segment), sampleRate).momentaryMax, -19),
      ]
    },
  },
  peakOfTone('3341-15', 4, 0, -6),
  peakOfTone('3341-16', 4, 45, -6),
  peakOfTone('3341-17', 6, 60, -6),
  peakOfTone('3341-18', 8, 67.5, -6),
  peakOfTone('3341-19', 4, 45, 3),
  ...[0, 1, 2, 3].map(
    (offset): EbuCase => ({
      name: `3341-${20 + offset}`,
      requirement: `one full-scale period of fs/4, decimated from 4 fs at offset ${offset}, reads 0 dBTP`,
      tolerance: peakTolerance,
      sampleRates: [48_000],
      errors: sampleRate => [peakError(truePeakBurst(offset, sampleRate), 0)],
    }),
  ),
  range('3342-1', [-20, -30], 10),
  range('3342-2', [-20, -15], 5),
  range('3342-3', [-40, -20], 20),
  range('3342-4', [-50, -35, -20, -35, -50], 15),
]
