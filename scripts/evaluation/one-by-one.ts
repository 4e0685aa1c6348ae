/** Every fix of the first plan alone on a fork of the spoiled set: does the held-out distance fall? (precision) */
import type { SimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import { applyFix } from '../../node/app/apply.ts'
import { Ledger } from '../../node/app/ledger.ts'
import type { Fix } from '../../node/fixes/fix.ts'
import type { LiveSet } from '../../node/live/set.ts'
import type { HeldOut } from './held-out.ts'
import type { OfferedFix } from './result.ts'

export async function oneByOne(
  session: SimulatedSet,
  set: LiveSet,
  fixes: readonly Fix[],
  heldOut: HeldOut,
): Promise<OfferedFix[]> {
  const results: OfferedFix[] = []
  for (const fix of fixes) {
    const fork = session.fork()
    const outcome = await applyFix(fork, set, fix, Ledger.inMemory())
    const { main } = await fork.capture()
    results.push({
      title: fix.title,
      kind: fix.kind,
      confidence: fix.confidence.value,
      ...(fix.evidence ? { evidence: fix.evidence } : {}),
      predictedReduction: fix.predictedReduction,
      refused: outcome.kind !== 'applied',
      heldOut: heldOut.measure(main),
    })
  }
  return results
}
