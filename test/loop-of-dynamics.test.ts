import { expect, test } from 'vitest'
import { createSimulatedSet } from '../node/adapters/simulated/simulated-set.ts'
import type { SimulatedDeviceSpec, SimulatedSetSpec } from '../node/adapters/simulated/spec.ts'
import { Ledger } from '../node/app/ledger.ts'
import { closeTheLoop } from '../node/app/loop.ts'
import { type Measured, measureSession } from '../node/app/measure.ts'
import type { Analysis } from '../node/features/analysis.ts'
import { measureDuckDepth } from '../node/features/sidechain/sidechain.ts'
import type { Stage } from '../node/gap/objective.ts'
import { twinProfile } from '../node/profile/learn.ts'
import { changeTrack, miniSong } from './support/mini-song.ts'

const onMain = (...devices: readonly SimulatedDeviceSpec[]): SimulatedSetSpec => ({ ...miniSong, master: { devices } })
const limiter = (inputGain: number): SimulatedDeviceSpec => ({
  className: 'Limiter',
  settings: { 'Input Gain': inputGain, Ceiling: -1, Release: 40 },
})
const limited = (inputGain: number) => onMain(limiter(inputGain))
const ratioOf = ({ rows: { overall } }: Analysis) => overall!.values.peakToLoudnessRatio!
const crestOf = ({ rows: { overall } }: Analysis) => overall!.values.crestFactor!

/** Solved against the healthy original, as often as `passes`; then, on the repaired set, a second run. */
async function loopOn(healthy: SimulatedSetSpec, spoiled: SimulatedSetSpec, { stage, passes }: RunOptions) {
  const original = await measureSession(createSimulatedSet(healthy))
  const session = createSimulatedSet(spoiled)
  const { sections, grid } = original.analysis
  const options = {
    session,
    profile: twinProfile(original.analysis.rows, 'the healthy original', stage),
    stage,
    ledger: Ledger.inMemory(),
  }
  const measured = await measureSession(session, { sections, grid })
  const proof = await closeTheLoop({ ...options, passes, measured, approve: async plan => plan.fixes })
  const { set, analysis } = proof.after
  // The last measurement is of the set as it now stands.
  const repaired = { set, analysis, take: await session.capture() }
  const again = await closeTheLoop({ ...options, passes: 1, measured: repaired, approve: async () => [] })
  return {
    original,
    before: measured,
    repaired,
    applied: proof.passes.flatMap(pass => pass.applied.map(({ fix }) => [fix.trackName, fix.kind])),
    offeredAgain: again.passes.flatMap(({ plan }) => plan.fixes.map(({ title }) => title)),
  }
}

interface RunOptions {
  readonly stage: Stage
  readonly passes: number
}

test('over-limited by 3 dB, less than one pass may take back: after one pass the peaks stand as far above the loudness as before', async () => {
  const run = await loopOn(limited(4), limited(7), { stage: 'master', passes: 1 })
  const [original, before, repaired] = [run.original, run.before, run.repaired].map(({ analysis }) => analysis)
  expect(run.applied).toEqual([['Main', 'limiter']])
  expect(ratioOf(original!) - ratioOf(before!)).toBeGreaterThan(0.8)
  // Two steps of the search (rules: 0.2 dB), half of which reaches the ratio.
  expect(Math.abs(ratioOf(repaired!) - ratioOf(original!))).toBeLessThan(0.2)
  expect(Math.abs(crestOf(repaired!) - crestOf(original!))).toBeLessThan(0.3)
  expect(run.offeredAgain).toEqual([])
})

/** Half of the way is given back at the output. */
const squashed = (db: number) =>
  onMain(
    {
      className: 'GlueCompressor',
      settings: { Threshold: -8 - db, Ratio: 10, Attack: 0.1, Release: 0.2, Output: db / 2 },
    },
    limiter(3),
  )

test('a Main compressed 14 dB too deep, a limiter behind: crest factor and peaks over loudness come back', async () => {
  const run = await loopOn(squashed(0), squashed(14), { stage: 'master', passes: 3 })
  const [original, before, repaired] = [run.original, run.before, run.repaired].map(({ analysis }) => analysis)
  expect(new Set(run.applied.map(String))).toEqual(new Set(['Main,compression']))
  expect(Math.abs(ratioOf(original!) - ratioOf(before!))).toBeGreaterThan(2)
  // One step of the search (rules: 1 dB of threshold, a half of it given back).
  expect(Math.abs(ratioOf(repaired!) - ratioOf(original!))).toBeLessThan(0.5)
  expect(Math.abs(crestOf(repaired!) - crestOf(original!))).toBeLessThan(0.5)
  expect(run.offeredAgain).toEqual([])
})

const giveWay = ['Lead', 'Pads'] as const

/** Keyed by the kick; a threshold at the top of its range is never reached. */
const ducked = (thresholdDb: number): SimulatedSetSpec =>
  giveWay.reduce(
    (spec, name) =>
      changeTrack(spec, name, track => ({
        ...track,
        devices: [
          ...(track.devices ?? []),
          {
            className: 'Compressor2',
            settings: { Threshold: thresholdDb, Ratio: 4, Attack: 0.5, Release: 120, Knee: 6, 'S/C On': 1, Makeup: 0 },
            sidechainSource: 'Kick',
          },
        ],
      })),
    miniSong,
  )

const depthsOf = ({ set, take, analysis }: Pick<Measured, 'set' | 'take' | 'analysis'>): number[] =>
  giveWay.map(name => {
    const { path } = set.tracks.find(track => track.name === name)!
    return measureDuckDepth(take.taps.get(path)!, analysis.grid!).depthDb!
  })

test('nothing ducks: as deep as wanted to a decibel, on audio that was rendered again', async () => {
  const { original, before, repaired, applied, offeredAgain } = await loopOn(ducked(-24), ducked(6), {
    stage: 'premaster',
    passes: 3,
  })
  expect(new Set(applied.map(String))).toEqual(new Set(giveWay.map(name => `${name},ducking`)))
  const [wanted, none, reached] = [original, before, repaired].map(depthsOf)
  for (const [i] of giveWay.entries()) {
    expect(wanted![i]).toBeGreaterThan(4)
    expect(none![i]).toBeLessThan(1)
    expect(Math.abs(reached![i]! - wanted![i]!)).toBeLessThan(1)
  }
  expect(offeredAgain).toEqual([])
})
