/** How much of the fall of D the first three moves bring alone: a user approves few. */
import type { SimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import { applyFix } from '../../node/app/apply.ts'
import { Ledger } from '../../node/app/ledger.ts'
import type { Measured } from '../../node/app/measure.ts'
import type { Fix } from '../../node/fixes/fix.ts'
import type { Proof } from '../../node/fixes/proof.ts'
import { compileObjective, distance, type Stage } from '../../node/gap/objective.ts'
import type { Profile } from '../../node/profile/profile.ts'
import type { Measurements } from './measurements.ts'

export interface FirstThreeInput {
  /** The spoiled set: only a fork of it is changed. */
  readonly session: SimulatedSet
  readonly spoiled: Measured
  readonly profile: Profile
  readonly stage: Stage
  readonly proof: Proof
  readonly measurements: Measurements
}

const few = 3

/** null when D did not fall. 1 when the loop made no more than three moves. */
export async function firstThreeShare(input: FirstThreeInput): Promise<number | null> {
  const { session, spoiled, profile, stage, proof, measurements } = input
  const fall = proof.distanceBefore.total - proof.distanceAfter.total
  if (!(fall > 0)) return null
  const groups = movesInOrder(proof)
  if (groups.length <= few) return 1
  const fork = session.fork()
  for (const fix of groups.slice(0, few).flat()) {
    // A move of a later pass starts where the same move of an earlier one ended, which is where the fork stands.
    await applyFix(fork, await fork.snapshot(), fix, Ledger.inMemory())
  }
  const rows = [spoiled.analysis.rows, (await measurements.measure(fork)).analysis.rows] as const
  const objective = compileObjective(profile, stage, rows[0], [rows[1]])
  return (distance(objective, rows[0]).total - distance(objective, rows[1]).total) / fall
}

/** Applied fixes by track and kind, over all passes, in the order of their first pass and rank. */
function movesInOrder({ passes }: Proof): Fix[][] {
  const groups = new Map<string, Fix[]>()
  for (const { fix, outcome } of passes.flatMap(pass => pass.applied)) {
    if (outcome.kind !== 'applied') continue
    const key = `${fix.kind} ${fix.trackName}`
    groups.set(key, [...(groups.get(key) ?? []), fix])
  }
  return [...groups.values()]
}
