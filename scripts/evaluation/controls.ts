/** Controls on the same spoiled set: each is one change of a fork, measured once, without any solving. */
import { type Random, stream } from '../../node/adapters/demo-song/random.ts'
import type { SimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import { applyFix } from '../../node/app/apply.ts'
import { Ledger } from '../../node/app/ledger.ts'
import type { Compared, Measured } from '../../node/app/measure.ts'
import type { Fix, ParameterChange } from '../../node/fixes/fix.ts'
import { compileObjective, distance, type Stage } from '../../node/gap/objective.ts'
import type { Profile } from '../../node/profile/profile.ts'
import type { HeldOut } from './held-out.ts'
import type { Measurements } from './measurements.ts'
import { type Turn, turn } from './parameter-moves.ts'
import { peerTurns } from './peer-rule.ts'
import { randomTurns, totalMoves } from './random-moves.ts'
import type { ControlName, ControlResult } from './result.ts'

export interface ControlInput {
  /** The spoiled set as it was before the loop: only forks of it are changed. */
  readonly session: SimulatedSet
  readonly spoiled: Compared
  readonly profile: Profile
  readonly stage: Stage
  readonly heldOut: HeldOut
  readonly measurements: Measurements
  /** The loop's first plan, and what it applied over all passes. */
  readonly firstPlan: readonly Fix[]
  readonly applied: readonly Fix[]
  /** Of the scenario, for the random moves. */
  readonly seed: string
}

export async function runControls(input: ControlInput): Promise<Record<ControlName, ControlResult>> {
  const { spoiled, firstPlan, applied, seed } = input
  const random: Random = stream(1, `random moves, ${seed}`)
  const byTurns = (moves: readonly (readonly Turn[])[]) => (fork: SimulatedSet) => turnAll(fork, moves)
  return {
    random: await measureControl(input, byTurns(randomTurns(totalMoves(applied), spoiled.set, random))),
    first: await measureControl(input, fork => applyWhole(fork, spoiled.set, firstPlan[0])),
    peer: await measureControl(input, byTurns(peerTurns(spoiled.comparison))),
  }
}

async function measureControl(
  { session, spoiled, profile, stage, heldOut, measurements }: ControlInput,
  change: (fork: SimulatedSet) => Promise<number>,
): Promise<ControlResult> {
  const fork = session.fork()
  const moves = await change(fork)
  const after: Measured = moves === 0 ? spoiled : await measurements.measure(fork)
  const rows = [spoiled.analysis.rows, after.analysis.rows] as const
  const objective = compileObjective(profile, stage, rows[0], [rows[1]])
  return {
    before: distance(objective, rows[0]).total,
    after: distance(objective, rows[1]).total,
    moves,
    heldOut: heldOut.measure(after.take.main),
  }
}

/** Each move is one or several parameters. Resolves to how many moves changed anything. */
async function turnAll(fork: SimulatedSet, moves: readonly (readonly Turn[])[]): Promise<number> {
  let moved = 0
  for (const turns of moves) {
    const before = moved
    for (const one of turns) if ((await turn(fork, one)) && moved === before) moved++
  }
  return moved
}

/** The plan's first fix, at once as far as the solution wants it altogether. Resolves to the number of moves: 0 or 1. */
async function applyWhole(fork: SimulatedSet, set: Compared['set'], fix: Fix | undefined): Promise<number> {
  if (!fix) return 0
  const factor = fix.amount === 0 ? 1 : Math.max(1, fix.wanted / fix.amount)
  const whole = (change: ParameterChange): ParameterChange =>
    isAmount(change) ? { ...change, to: change.from + factor * (change.to - change.from) } : change
  const outcome = await applyFix(fork, set, { ...fix, changes: fix.changes.map(whole) }, Ledger.inMemory())
  if (outcome.kind === 'applied') return 1
  // The whole way can lie beyond the parameter's end: then as far as one pass goes.
  return (await applyFix(fork, set, fix, Ledger.inMemory())).kind === 'applied' ? 1 : 0
}

/** dB are added; frequencies, Q, widths and switches are not scaled. */
const isAmount = ({ unit }: ParameterChange) => unit === 'dB'
