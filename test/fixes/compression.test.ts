import { expect, test } from 'vitest'
import { createSimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import type { Candidate, Place } from '../../node/fixes/candidates/candidate.ts'
import { compressionCandidates } from '../../node/fixes/candidates/dynamics.ts'
import { rules } from '../../node/fixes/rules.ts'
import { masterOf } from '../../node/live/set.ts'
import { miniSong } from '../support/mini-song.ts'

/** Glue on Main: its Output goes from 0 to 20 dB. */
async function candidatesOn(settings: Record<string, number>): Promise<readonly Candidate[]> {
  const spec = { ...miniSong, master: { devices: [{ className: 'GlueCompressor', settings } as const] } }
  const track = masterOf(await createSimulatedSet(spec).snapshot())
  const make: Place['make'] = (kind, specifics) => ({ kind, ...specifics }) as Candidate
  return compressionCandidates({ track, rules, make } as Place, track.devices[0]!, true)
}

test('a threshold whose output gives back goes no further than the output does', async () => {
  const [alone, matched] = await candidatesOn({ Threshold: -22, Output: 3 })
  const { limitTotal } = rules.moves.compression
  expect(alone!.range[1]).toBe(limitTotal)
  // Half of the way is given back: 3 dB of output are 6 of threshold.
  expect(matched!.range[1]).toBeCloseTo(6, 3)
  expect(matched!.realise(6).map(({ ref, to }) => [ref.parameter, Math.round(to)])).toEqual([
    ['Threshold', -16],
    ['Output', 0],
  ])
})

test('with its output at the bottom a threshold goes up by itself only', async () => {
  const [, matched] = await candidatesOn({ Threshold: -22, Output: 0 })
  expect(matched!.range[1]).toBe(0)
  expect(matched!.range[0]).toBe(-rules.moves.compression.limitTotal)
})
