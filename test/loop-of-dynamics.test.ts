import { expect, test } from 'vitest'
import { createSimulatedSet } from '../node/adapters/simulated/simulated-set.ts'
import type { SimulatedSetSpec } from '../node/adapters/simulated/spec.ts'
import { Ledger } from '../node/app/ledger.ts'
import { closeTheLoop } from '../node/app/loop.ts'
import { measureSession } from '../node/app/measure.ts'
import type { Analysis } from '../node/features/analysis.ts'
import { twinProfile } from '../node/profile/learn.ts'
import { miniSong } from './support/mini-song.ts'

const limited = (inputGain: number): SimulatedSetSpec => ({
  ...miniSong,
  master: {
    devices: [{ className: 'Limiter', settings: { 'Input Gain': inputGain, Ceiling: -1, Release: 40 } }],
  },
})
const ratioOf = ({ rows: { overall } }: Analysis) => overall!.values.peakToLoudnessRatio!
const crestOf = ({ rows: { overall } }: Analysis) => overall!.values.crestFactor!

test('over-limited by 3 dB, less than one pass may take back: after one pass the peaks stand as far above the loudness as before', async () => {
  const { analysis: original } = await measureSession(createSimulatedSet(limited(4)))
  const session = createSimulatedSet(limited(7))
  const { sections, grid } = original
  const { before, after, passes } = await closeTheLoop({
    session,
    profile: twinProfile(original.rows, 'the healthy original', 'master'),
    stage: 'master',
    ledger: Ledger.inMemory(),
    passes: 1,
    measured: await measureSession(session, { sections, grid }),
    approve: async plan => plan.fixes,
  })
  expect(passes[0]!.applied.map(({ fix }) => [fix.trackName, fix.kind])).toEqual([['Main', 'limiter']])
  expect(ratioOf(original) - ratioOf(before.analysis)).toBeGreaterThan(0.8)
  // Two steps of the search (rules: 0.2 dB), half of which reaches the ratio.
  expect(Math.abs(ratioOf(after.analysis) - ratioOf(original))).toBeLessThan(0.2)
  expect(Math.abs(crestOf(after.analysis) - crestOf(original))).toBeLessThan(0.3)
})
