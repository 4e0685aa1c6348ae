/** A song as it is before anything is spoiled: measured once, and what the planner would offer on it. */
import { createSimulatedSet, type SimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import type { SimulatedSetSpec } from '../../node/adapters/simulated/spec.ts'
import { Ledger } from '../../node/app/ledger.ts'
import { closeTheLoop } from '../../node/app/loop.ts'
import { type Measured, measureSession } from '../../node/app/measure.ts'
import type { Masking } from '../../node/features/masking/masking.ts'
import { twinProfile } from '../../node/profile/learn.ts'
import type { Profile } from '../../node/profile/profile.ts'
import { HeldOut } from './held-out.ts'
import { Measurements } from './measurements.ts'
import type { HealthyResult, Origin, StageName, TargetName } from './result.ts'

/** A song as the evaluation takes it: generated here, or a folder of stems. */
export interface SongUnderTest {
  readonly name: string
  readonly origin: Origin
  readonly stage: StageName
  readonly spec: SimulatedSetSpec
  /** Draws the combinations. */
  readonly seed: number
}

export interface HealthySong {
  readonly session: SimulatedSet
  readonly measured: Measured
  readonly masking: Masking
  readonly heldOut: HeldOut
  /** Of all states of this song. */
  readonly measurements: Measurements
}

export async function measureHealthy({ spec, origin, stage }: SongUnderTest): Promise<HealthySong> {
  const session = createSimulatedSet(spec)
  const measured = await measureSession(session)
  const measurements = new Measurements(measured.analysis)
  return {
    session,
    measured,
    measurements,
    masking: measurements.masking(measured),
    heldOut: new HeldOut(
      measured.take.main,
      measured.analysis.sections,
      origin === 'generated' && stage === 'premaster',
    ),
  }
}

/** Targets that say something about a song: the demo profile is of generated premasters. */
export const targetsFor = ({ origin, stage }: SongUnderTest, asked: readonly TargetName[]): readonly TargetName[] =>
  asked.filter(target => target === 'twin' || (origin === 'generated' && stage === 'premaster'))

export const profileOf = (
  target: TargetName,
  { measured }: HealthySong,
  profile: Profile,
  stage: StageName,
): Profile => (target === 'twin' ? twinProfile(measured.analysis.rows, measured.set.name, stage) : profile)

/** Fixes offered on the healthy original: each is a false alarm. Against the twin the gap is zero, but findings are not. */
export async function runHealthy(
  song: SongUnderTest,
  healthy: HealthySong,
  target: TargetName,
  profile: Profile,
): Promise<HealthyResult> {
  const offered: string[] = []
  const proof = await closeTheLoop({
    session: healthy.session.fork(),
    profile: profileOf(target, healthy, profile, song.stage),
    stage: song.stage,
    ledger: Ledger.inMemory(),
    passes: 1,
    measured: healthy.measured,
    approve: async plan => {
      offered.push(...plan.fixes.map(fix => `${fix.title} (−${fix.predictedReduction.toFixed(3)})`))
      return []
    },
  })
  const { name, origin, stage } = song
  return { song: name, origin, stage, target, distance: proof.distanceBefore.total, falseAlarms: offered }
}
