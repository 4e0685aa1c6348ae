import { expect, test } from 'vitest'
import { createSimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import type { SimulatedSetSpec } from '../../node/adapters/simulated/spec.ts'
import { Ledger } from '../../node/app/ledger.ts'
import { closeTheLoop, type LoopOptions, type Worse } from '../../node/app/loop.ts'
import { measureSession } from '../../node/app/measure.ts'
import { takeSpread } from '../../node/app/take-spread.ts'
import { redoEntry } from '../../node/app/undo.ts'
import type { Rows } from '../../node/features/catalogue.ts'
import type { Fix } from '../../node/fixes/fix.ts'
import { compileObjective, distance } from '../../node/gap/objective.ts'
import { buildMixModel } from '../../node/mix/contributions.ts'
import { twinProfile } from '../../node/profile/learn.ts'
import { changeOf, fixOf } from '../support/fix-of.ts'
import { changeTrack, miniRate, miniSong } from '../support/mini-song.ts'

/** Half of it is enough to tell worse from better, and is measured in half the time. */
const seconds = 8
const song: SimulatedSetSpec = {
  ...miniSong,
  tracks: miniSong.tracks.map(({ source, ...track }) => {
    const channels = source!.channels.map(channel => channel.subarray(0, seconds * miniRate))
    return { ...track, source: { ...source!, channels } }
  }),
}

const healthy = await measureSession(createSimulatedSet(song))
const profile = twinProfile(healthy.analysis.rows, 'the healthy original', 'premaster')
const target = { profile, stage: 'premaster' } as const

const spoiled = createSimulatedSet(changeTrack(song, 'Lead', track => ({ ...track, volumeDb: 3 })))
const alone = await measureSession(spoiled)
const measured = { ...alone, heard: buildMixModel(alone.set, alone.take, alone.analysis) }

/** What a model that is wrong would make of a lead that is too loud: it says down (`db`) and turns the fader up. */
const fader = { track: 'tracks 2', device: null, parameter: 'Track Volume' } as const
const backwards = (db: number): Fix =>
  fixOf([changeOf(measured.set, fader, 6)], { move: { kind: 'level', node: 'tracks 2', db } })

async function run(rest: Partial<LoopOptions>) {
  const session = spoiled.fork()
  let captures = 0
  const capture = session.capture.bind(session)
  session.capture = async range => {
    captures++
    return capture(range)
  }
  const ledger = Ledger.inMemory()
  const asked: Worse[] = []
  const proof = await closeTheLoop({
    ...target,
    session,
    ledger,
    passes: 1,
    measured,
    // The fix is given below: the planner need not look for one.
    planOptions: { locks: { tracks: measured.set.tracks.map(({ name }) => name) } },
    approve: async () => [backwards(-3)],
    ...rest,
    onWorse: async worse => {
      asked.push(worse)
      return (await rest.onWorse?.(worse)) ?? 'keep'
    },
  })
  return { proof, session, ledger, asked, captures }
}

test('a fix that makes it worse is offered to be rolled back; then the set and its measurement are those of before', async () => {
  const { proof, session, ledger, asked, captures } = await run({
    proveEachFix: true,
    passes: 3,
    onWorse: async () => 'roll-back',
  })
  expect(asked).toMatchObject([{ kind: 'fix', spread: 0, fixes: [{ trackName: 'Lead' }] }])
  expect(asked[0]!.after).toBeGreaterThan(asked[0]!.before)
  expect(await session.snapshot()).toEqual(measured.set)
  expect(captures).toBe(1)
  const [applied] = proof.passes[0]!.applied
  expect(applied).toMatchObject({
    outcome: { kind: 'refused', rolledBack: true, reason: expect.stringMatching(/grew from .* to .*: rolled back/) },
    verdict: { kind: 'rolled-back', ledgerIds: ['1'] },
  })
  expect(proof.distanceAfter.total).toBe(proof.distanceBefore.total)
  // The user may think otherwise of it.
  expect(await redoEntry(session, ledger, '1')).toMatchObject({ kind: 'applied' })
})

test('kept all the same, it stays, and the proof says that it is worse', async () => {
  const { proof, session } = await run({ proveEachFix: true })
  expect(await session.snapshot()).not.toEqual(measured.set)
  expect(proof.passes[0]!.applied[0]).toMatchObject({ outcome: { kind: 'applied' }, verdict: { kind: 'worse' } })
  expect(proof.passes[0]!.verdict).toMatchObject({ kind: 'worse', reason: expect.stringMatching(/it was kept/) })
})

test('a step that was foretold to go up is part of a joint plan: only the pass as a whole is judged', async () => {
  const { asked } = await run({ proveEachFix: true, approve: async () => [backwards(3)] })
  expect(asked).toMatchObject([{ kind: 'pass' }])
})

test('without a measurement after each fix the pass as a whole is judged, and rolled back together', async () => {
  const { proof, session, asked, captures } = await run({ passes: 3, onWorse: async () => 'roll-back' })
  expect(asked).toMatchObject([{ kind: 'pass' }])
  expect(await session.snapshot()).toEqual(measured.set)
  expect(captures).toBe(1)
  expect(proof.passes.length).toBe(1)
  expect(proof.passes[0]).toMatchObject({
    verdict: { kind: 'rolled-back' },
    applied: [{ outcome: { kind: 'refused' } }],
  })
  expect(proof.distanceAfter.total).toBe(proof.distanceBefore.total)
})

test('what the user has moved meanwhile is not rolled back over', async () => {
  const session = spoiled.fork()
  const { proof } = await run({
    session,
    onWorse: async () => {
      await session.write(fader, 0.3)
      return 'roll-back'
    },
  })
  expect(proof.passes[0]!.verdict).toMatchObject({
    kind: 'worse',
    reason: expect.stringMatching(/could not be rolled/),
  })
  expect((await session.read(fader))!.value).toBeCloseTo(0.3, 6)
})

test('a difference that two takes of the same mix show as well is not called worse', async () => {
  // Passed off as another take: twice as far from the spoiled mix as the healthy original.
  const far = Object.fromEntries(
    Object.entries(alone.analysis.rows).map(([scope, row]) => {
      const other = healthy.analysis.rows[scope as keyof Rows]!.values
      const values = Object.entries(row.values).map(([id, value]) => {
        const goal = other[id as keyof typeof other]
        return [id, typeof value === 'number' && typeof goal === 'number' ? value + 2 * (goal - value) : value]
      })
      return [scope, { ...row, values: Object.fromEntries(values) }]
    }),
  ) as Rows
  const { asked, proof } = await run({ otherTakes: [far] })
  expect(proof.passes[0]!.after).toBeGreaterThan(proof.passes[0]!.before)
  expect(proof.passes[0]!.after - proof.passes[0]!.before).toBeLessThan(proof.spread!)
  expect(asked).toEqual([])
  expect(proof.passes[0]!.verdict).toEqual({ kind: 'kept' })
})

test('a good fix is kept, and the loop ends when there is nothing more to offer', async () => {
  const { proof, asked } = await run({
    passes: 3,
    planOptions: {},
    approve: async plan => plan.fixes,
    proveEachFix: true,
  })
  expect(asked).toEqual([])
  expect(proof.passes[0]!.applied[0]!.verdict).toEqual({ kind: 'kept' })
  expect(proof.settled).toBe(true)
  expect(proof.gapReduction).toBeGreaterThan(0.8)
})

test('the spread of takes: 0 for equal ones, the weighted difference in σ, and never less than D can differ', () => {
  const rows = healthy.analysis.rows
  expect(takeSpread(target, [rows])).toBe(0)
  expect(takeSpread(target, [rows, rows, rows])).toBe(0)
  const { terms, scopeWeights } = compileObjective(profile, 'premaster', rows)
  const { scope, id, sigma, weight } = terms[0]!
  const shifted = (sigmas: number): Rows => ({
    ...rows,
    [scope]: { ...rows[scope]!, values: { ...rows[scope]!.values, [id]: rows[scope]!.values[id]! + sigmas * sigma } },
  })
  expect(takeSpread(target, [rows, shifted(0.5)])).toBeCloseTo(0.5 * weight * scopeWeights[scope]!, 9)
  // As in D, one freak feature cannot carry it: capped at 4 σ.
  expect(takeSpread(target, [rows, shifted(9)])).toBeCloseTo(4 * weight * scopeWeights[scope]!, 9)

  const objective = compileObjective(profile, 'premaster', rows, [alone.analysis.rows])
  const difference = distance(objective, alone.analysis.rows).total - distance(objective, rows).total
  expect(takeSpread(target, [rows, alone.analysis.rows])).toBeGreaterThanOrEqual(Math.abs(difference) - 1e-9)
})
