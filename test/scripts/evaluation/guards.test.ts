import { expect, test } from 'vitest'
import type { Rows } from '../../../node/features/catalogue.ts'
import type { Masking } from '../../../node/features/masking/masking.ts'
import { brokenGuards, type GuardedState } from '../../../scripts/evaluation/guards.ts'

type Values = Rows['overall'] extends infer Row | undefined
  ? Row extends { values: infer V }
    ? Partial<V>
    : never
  : never

const state = (values: Values, loudness: Readonly<Record<string, number>> = {}, drop = 0): GuardedState => ({
  rows: { overall: { values, reasons: {} } } as Rows,
  masking: {
    scopes: {
      overall: {
        tracks: Object.entries(loudness).map(([track, sones]) => ({
          track,
          loudnessAlone: sones,
          loudnessInMix: sones,
          audibleShare: 1,
        })),
      },
    },
  } as unknown as Masking,
  distance: { total: drop, byScope: { drop } },
})

const judge = (healthy: GuardedState, before: GuardedState, after: GuardedState, moved: string[] = []) =>
  brokenGuards({ healthy, before, after, moved: new Set(moved) })

test('a peak may come back to where the healthy original was, and no higher than half a decibel above the worse of both', () => {
  const peak = (truePeak: number) => state({ truePeak })
  expect(judge(peak(-1), peak(-3), peak(-0.6))).toEqual([])
  expect(judge(peak(-1), peak(-3), peak(-0.4))).toEqual(['truePeak overall: -1.00 → -0.40'])
  expect(judge(peak(-3), peak(0.2), peak(0.6))).toEqual([])
})

test('far below the ceiling a higher peak harms nothing', () => {
  const peak = (truePeak: number) => state({ truePeak })
  expect(judge(peak(-8), peak(-9), peak(-2.1))).toEqual([])
  expect(judge(peak(-8), peak(-9), peak(-1.9))).toHaveLength(1)
})

test('less correlation in the bass, more loss in mono and less PLR are named; more of the good is not', () => {
  const of = (correlationBass: number, monoFoldLossMid: number, peakToLoudnessRatio: number) =>
    state({ correlationBass, monoFoldLossMid, peakToLoudnessRatio })
  const healthy = of(0.9, 1, 12)
  const before = of(0.8, 1.2, 11)
  expect(judge(healthy, before, of(1, 0, 20))).toEqual([])
  expect(judge(healthy, before, of(0.76, 1.6, 10.4))).toEqual([])
  const broken = judge(healthy, before, of(0.7, 1.8, 10))
  expect(broken.map(words => words.split(' ')[0])).toEqual([
    'monoFoldLossMid',
    'correlationBass',
    'peakToLoudnessRatio',
  ])
})

test('a feature that is not defined in one of the states breaks nothing', () => {
  expect(judge(state({ truePeak: null }), state({ truePeak: -3 }), state({ truePeak: 2 }))).toEqual([])
})

test('every track that was not moved keeps nine tenths of its loudness in the mix', () => {
  const healthy = state({}, { Pad: 2, Lead: 4 })
  const before = state({}, { Pad: 1.5, Lead: 5 })
  expect(judge(healthy, before, state({}, { Pad: 1.36, Lead: 4 }))).toEqual([])
  const quieter = state({}, { Pad: 1.3, Lead: 1 })
  expect(judge(healthy, before, quieter, ['Lead'])).toEqual(['loudness of Pad in the mix: 1.50 → 1.30 sone'])
  expect(judge(healthy, before, quieter)).toHaveLength(2)
})

test('a section that gets farther away than it ever was is named', () => {
  expect(judge(state({}), state({}, {}, 0.3), state({}, {}, 0.34))).toEqual([])
  expect(judge(state({}), state({}, {}, 0.3), state({}, {}, 0.4))).toEqual(['distance of drop: 0.300 → 0.400'])
})
