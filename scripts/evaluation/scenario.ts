/** One song with one known fault, through the whole loop: spoil, measure, plan, apply, render and measure again. */
import type { Fault } from '../../node/adapters/demo-song/faults.ts'
import { createSimulatedSet, type SimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import type { SimulatedSetSpec } from '../../node/adapters/simulated/spec.ts'
import { Ledger } from '../../node/app/ledger.ts'
import { closeTheLoop } from '../../node/app/loop.ts'
import { type Measured, measureSession } from '../../node/app/measure.ts'
import { type FeatureId, feature } from '../../node/features/catalogue.ts'
import type { Fix } from '../../node/fixes/fix.ts'
import type { Proof } from '../../node/fixes/proof.ts'
import { compileObjective, distance } from '../../node/gap/objective.ts'
import { buildMixModel, type Heard } from '../../node/mix/contributions.ts'
import { twinProfile } from '../../node/profile/learn.ts'
import type { Profile } from '../../node/profile/profile.ts'

export type TargetName = 'twin' | 'profile'

/** A song as the evaluation takes it: generated here, or a folder of stems. */
export interface SongUnderTest {
  readonly name: string
  readonly origin: 'generated' | 'stems'
  readonly spec: SimulatedSetSpec
  readonly faults: readonly Fault[]
}

export interface ScenarioResult {
  readonly song: string
  readonly origin: SongUnderTest['origin']
  readonly fault: string
  readonly family: string
  readonly target: TargetName
  /** How far the fault raises D above the healthy original's own. */
  readonly raised: number
  readonly detectable: boolean
  readonly before: number
  readonly after: number
  readonly gapReduction: number
  readonly topFix: string
  readonly cause: boolean
  readonly wrongDirections: readonly string[]
  /** |total move − true inverse| in dB; null where the fault cannot be inverted exactly by a move in dB. */
  readonly amountError: number | null
  /** Median over features of |predicted − measured|: dB features in dB, others in σ. */
  readonly predictionDb: number | null
  readonly predictionSigma: number | null
  readonly passes: number
  readonly moves: number
}

export interface HealthyResult {
  readonly song: string
  readonly origin: SongUnderTest['origin']
  readonly target: TargetName
  readonly distance: number
  readonly falseAlarms: readonly string[]
}

/**
 * Faults that raise D by less are listed as not detectable. Frozen before the first run: a twentieth of a σ of mean excess
 * is ten points of score.
 */
export const detectableRise = 0.05
const passes = 3

export interface HealthySong {
  readonly session: SimulatedSet
  readonly measured: Measured
}

export async function measureHealthy(song: SongUnderTest): Promise<HealthySong> {
  const session = createSimulatedSet(song.spec)
  return { session, measured: await measureSession(session) }
}

const targetProfile = (target: TargetName, healthy: Measured, profile: Profile): Profile =>
  target === 'twin' ? twinProfile(healthy.analysis.rows, healthy.set.name, profile.stage) : profile

/** Fixes offered on the healthy original: each is a false alarm. The twin's own gap is zero by definition. */
export async function runHealthy(song: SongUnderTest, healthy: HealthySong, profile: Profile): Promise<HealthyResult> {
  const offered: string[] = []
  const proof = await closeTheLoop({
    session: healthy.session.fork(),
    profile,
    stage: 'premaster',
    ledger: Ledger.inMemory(),
    passes: 1,
    measured: healthy.measured,
    approve: async plan => {
      offered.push(...plan.fixes.map(fix => `${fix.title} (−${fix.predictedReduction.toFixed(3)})`))
      return []
    },
  })
  return {
    song: song.name,
    origin: song.origin,
    target: 'profile',
    distance: proof.distanceBefore.total,
    falseAlarms: offered,
  }
}

/** Both targets on one spoiled set: it is rendered and measured once. */
export async function runFault(
  song: SongUnderTest,
  healthy: HealthySong,
  fault: Fault,
  profile: Profile,
  targets: readonly TargetName[],
): Promise<ScenarioResult[]> {
  const session = createSimulatedSet(fault.apply(song.spec))
  const { sections, grid } = healthy.measured.analysis
  // The spoiled mix is compared over the healthy original's bars: a fault does not move the arrangement.
  const alone = await measureSession(session, { sections, grid })
  const measured = { ...alone, heard: buildMixModel(alone.set, alone.take, alone.analysis) }
  const results: ScenarioResult[] = []
  for (const target of targets) {
    results.push(
      await runTarget(
        song,
        healthy.measured,
        measured,
        session.fork(),
        fault,
        target,
        targetProfile(target, healthy.measured, profile),
      ),
    )
  }
  return results
}

async function runTarget(
  song: SongUnderTest,
  healthy: Measured,
  measured: Measured & { readonly heard: Heard },
  session: SimulatedSet,
  fault: Fault,
  target: TargetName,
  profile: Profile,
): Promise<ScenarioResult> {
  const objective = compileObjective(profile, 'premaster', measured.analysis.rows, [healthy.analysis.rows])
  const raised = distance(objective, measured.analysis.rows).total - distance(objective, healthy.analysis.rows).total
  const detectable = raised >= detectableRise
  const common = {
    song: song.name,
    origin: song.origin,
    fault: fault.title,
    family: fault.family,
    target,
    raised,
    detectable,
  }
  if (!detectable) {
    return {
      ...common,
      before: 0,
      after: 0,
      gapReduction: 0,
      topFix: '',
      cause: false,
      wrongDirections: [],
      amountError: null,
      predictionDb: null,
      predictionSigma: null,
      passes: 0,
      moves: 0,
    }
  }
  const proof = await closeTheLoop({
    session,
    profile,
    stage: 'premaster',
    ledger: Ledger.inMemory(),
    passes,
    measured,
    approve: async plan => plan.fixes,
  })
  const first = proof.passes[0]?.plan.fixes[0]
  const applied = proof.passes.flatMap(pass => pass.applied.map(({ fix }) => fix))
  return {
    ...common,
    before: proof.distanceBefore.total,
    after: proof.distanceAfter.total,
    gapReduction: proof.gapReduction ?? 0,
    topFix: first ? first.title : 'none',
    cause: first !== undefined && isRightKind(first, fault),
    wrongDirections: wrongDirections(proof, fault),
    amountError: amountError(applied, fault),
    ...predictionErrors(proof),
    passes: proof.passes.filter(pass => pass.applied.length > 0).length,
    moves: applied.length,
  }
}

const isRightKind = (fix: Fix, { inverse }: Fault) =>
  fix.trackName === inverse.track && (inverse.kinds as readonly string[]).includes(fix.kind)

/** Fixes of the right kind on the right track that go the wrong way, and passes that made the measured distance worse. */
function wrongDirections(proof: Proof, fault: Fault): string[] {
  const signed = proof.passes.flatMap(pass =>
    pass.applied.flatMap(({ fix }) =>
      fault.inverse.sign !== undefined &&
      pass === proof.passes[0] &&
      isRightKind(fix, fault) &&
      fix.kind !== 'bass-mono' &&
      Math.sign(fix.amount) !== fault.inverse.sign
        ? [fix.title]
        : [],
    ),
  )
  const worse = proof.passes.flatMap((pass, i) =>
    pass.after > pass.before + 0.005
      ? [`pass ${i + 1} made it worse: ${pass.before.toFixed(3)} → ${pass.after.toFixed(3)}`]
      : [],
  )
  return [...signed, ...worse]
}

/** Level faults: the sum of all level moves on the track against the true inverse. */
function amountError(applied: readonly Fix[], fault: Fault): number | null {
  const { inverse } = fault
  if (fault.family !== 'level' || inverse.amount === undefined || inverse.sign === undefined) return null
  const total = applied
    .filter(fix => fix.kind === 'level' && fix.trackName === inverse.track)
    .reduce((sum, fix) => sum + fix.amount, 0)
  return Math.abs(total - inverse.sign * inverse.amount)
}

/** Over all passes: the features that moved, or were predicted to, by more than a tenth of their σ. */
function predictionErrors({ passes: all }: Proof): Pick<ScenarioResult, 'predictionDb' | 'predictionSigma'> {
  const moved = all
    .flatMap(pass => pass.features)
    .flatMap(({ feature: id, before, predicted, after, sigma }) => {
      if (predicted === null) return []
      const change = Math.max(Math.abs(predicted - before), Math.abs(after - before))
      return change < 0.1 * sigma ? [] : [{ id, error: Math.abs(after - predicted), sigma }]
    })
  const isDb = (id: FeatureId) => ['dB', 'LUFS', 'LU', 'dB/oct'].includes(feature(id).unit)
  const middle = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? null
  return {
    predictionDb: middle(moved.filter(({ id }) => isDb(id)).map(({ error }) => error)),
    predictionSigma: middle(moved.filter(({ id }) => !isDb(id)).map(({ error, sigma }) => error / sigma)),
  }
}
