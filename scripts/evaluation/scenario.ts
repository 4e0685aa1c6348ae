/** One song with known faults, through the whole loop: spoil, measure, plan, apply, render and measure again. */
import { faultsFor } from '../../node/adapters/demo-song/faults.ts'
import { createSimulatedSet, type SimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import { Ledger } from '../../node/app/ledger.ts'
import { closeTheLoop } from '../../node/app/loop.ts'
import { compareMeasured, type Measured } from '../../node/app/measure.ts'
import type { Masking } from '../../node/features/masking/masking.ts'
import type { Fix } from '../../node/fixes/fix.ts'
import type { Proof } from '../../node/fixes/proof.ts'
import { compileObjective, distance } from '../../node/gap/objective.ts'
import { buildMixModel, type Heard } from '../../node/mix/contributions.ts'
import type { Profile } from '../../node/profile/profile.ts'
import { combinations, everywhere, type Scenario, single, spoil } from './combinations.ts'
import { runControls } from './controls.ts'
import { firstThreeShare } from './first-three.ts'
import { brokenGuards } from './guards.ts'
import { type HealthySong, profileOf, type SongUnderTest } from './healthy.ts'
import {
  amountError,
  foundFaults,
  gapLeft,
  isRightCause,
  predictionErrors,
  worseningPasses,
  wrongSigns,
} from './judge.ts'
import { oneByOne } from './one-by-one.ts'
import { totalMoves } from './random-moves.ts'
import type { AnyResult, ScenarioResult, StageName, TargetName } from './result.ts'

/** Every single fault that fits, and several at once. A master has few faults, all on Main: none are combined. */
export function scenariosOf({ spec, stage, seed }: SongUnderTest): Scenario[] {
  const faults = faultsFor(spec)
  const combined = stage === 'premaster' ? combinations(faults, seed, combinationsPerSong) : []
  return [...faults.map(single), ...everywhere(faults), ...combined]
}

const combinationsPerSong = 2

/**
 * Faults that raise D by less are listed as not detectable. Frozen before the first run: a twentieth of a σ of mean excess
 * is ten points of score.
 */
const detectableRise = 0.05
const passes = 3

interface Spoiled {
  readonly session: SimulatedSet
  readonly measured: Measured & { readonly heard: Heard }
}

export interface ScenarioOptions {
  readonly targets: readonly TargetName[]
  /** Also through the controls. */
  readonly controls: boolean
}

/** All targets on one spoiled set: it is rendered and measured once. */
export async function runScenario(
  song: SongUnderTest,
  healthy: HealthySong,
  scenario: Scenario,
  profile: Profile,
  { targets, controls }: ScenarioOptions,
): Promise<AnyResult[]> {
  const session = createSimulatedSet(spoil(song.spec, scenario), healthy.session)
  const set = await session.snapshot()
  for (const { solo, track: name } of scenario.faults) {
    const track = set.tracks.find(candidate => candidate.name === name)
    if (solo && track) session.setSolo(track.path, true)
  }
  const alone = await healthy.measurements.measure(session)
  const heard = buildMixModel(alone.set, alone.take, alone.analysis)
  const spoiled = { session, measured: { ...alone, heard } }
  const results: AnyResult[] = []
  for (const target of targets) {
    const against = { target, profile: profileOf(target, healthy, profile, song.stage), controls }
    results.push(await runTarget(song, healthy, spoiled, scenario, against))
  }
  return results
}

async function runTarget(
  song: SongUnderTest,
  healthy: HealthySong,
  spoiled: Spoiled,
  scenario: Scenario,
  { target, profile, controls }: { readonly target: TargetName; readonly profile: Profile; readonly controls: boolean },
): Promise<AnyResult> {
  const { stage } = song
  const { measured } = spoiled
  const { measurements } = healthy
  const objective = compileObjective(profile, stage, measured.analysis.rows, [healthy.measured.analysis.rows])
  const distanceOf = ({ analysis }: Measured) => distance(objective, analysis.rows).total
  const raised = distanceOf(measured) - distanceOf(healthy.measured)
  const described = {
    song: song.name,
    origin: song.origin,
    stage,
    scenario: scenario.id,
    title: scenario.title,
    family: scenario.family,
    faults: scenario.faults.length,
    target,
    raised,
  }
  if (raised < detectableRise) return { ...described, detectable: false }

  const session = spoiled.session.fork()
  const plans: (readonly Fix[])[] = []
  const proof = await closeTheLoop({
    session,
    profile,
    stage,
    ledger: Ledger.inMemory(),
    passes,
    measured,
    approve: async plan => {
      plans.push(plan.fixes)
      return plan.fixes
    },
  })
  const applied = appliedFixes(proof)
  const firstPlan = plans[0] ?? []
  // The loop's last measurement is of the set as it now stands; its take is still in the renderer's cache.
  const after = { set: proof.after.set, analysis: proof.after.analysis, take: await session.capture() }
  measurements.remember(after)
  return {
    ...described,
    detectable: true,
    before: proof.distanceBefore.total,
    after: proof.distanceAfter.total,
    gapReduction: proof.gapReduction ?? 0,
    gapLeft: gapLeft(proof),
    topFix: firstPlan[0]?.title ?? 'none',
    cause: isRightCause(firstPlan[0], scenario.faults),
    found: foundFaults(plans.flat(), scenario.faults),
    wrongDirections: [...wrongSigns(firstPlan, scenario.faults), ...worseningPasses(proof)],
    amountError:
      scenario.faults.length === 1 ? amountError(scenario.faults[0]!, applied, healthy.measured, after) : null,
    ...predictionErrors(proof),
    passes: proof.passes.filter(pass => pass.applied.length > 0).length,
    moves: totalMoves(applied).length,
    firstThree: await firstThreeShare({
      session: spoiled.session,
      spoiled: measured,
      profile,
      stage,
      proof,
      measurements,
    }),
    offeredAgain: await fixesOfSecondRun(session, after, profile, stage, plans),
    brokenGuards: guardsOf({ healthy, spoiled, after, profile, stage, applied }),
    heldOut: {
      before: healthy.heldOut.measure(measured.take.main),
      after: healthy.heldOut.measure(after.take.main),
    },
    offered: await oneByOne(spoiled.session, measured.set, firstPlan, healthy.heldOut),
    controls: controls
      ? await runControls({
          session: spoiled.session,
          spoiled: compareMeasured(measured, profile, stage, measured),
          profile,
          stage,
          heldOut: healthy.heldOut,
          measurements,
          firstPlan,
          applied,
          seed: `${song.name} ${scenario.id} ${target}`,
        })
      : null,
  } satisfies ScenarioResult
}

const appliedFixes = ({ passes: all }: Proof): Fix[] =>
  all.flatMap(pass => pass.applied.filter(({ outcome }) => outcome.kind === 'applied').map(({ fix }) => fix))

/** A loop that ended on an empty plan has already shown that it settles. */
async function fixesOfSecondRun(
  session: SimulatedSet,
  after: Measured,
  profile: Profile,
  stage: StageName,
  plans: readonly (readonly Fix[])[],
): Promise<number> {
  if (plans.at(-1)?.length === 0) return 0
  let offered = 0
  await closeTheLoop({
    session: session.fork(),
    profile,
    stage,
    ledger: Ledger.inMemory(),
    passes: 1,
    measured: after,
    approve: async plan => {
      offered = plan.fixes.length
      return []
    },
  })
  return offered
}

function guardsOf({
  healthy,
  spoiled,
  after,
  profile,
  stage,
  applied,
}: {
  readonly healthy: HealthySong
  readonly spoiled: Spoiled
  readonly after: Measured
  readonly profile: Profile
  readonly stage: StageName
  readonly applied: readonly Fix[]
}): string[] {
  const { measurements } = healthy
  const all = [healthy.measured, spoiled.measured, after].map(({ analysis }) => analysis.rows)
  const objective = compileObjective(profile, stage, all[0]!, all.slice(1))
  const state = ({ analysis: { rows } }: Measured, masking: Masking) => ({
    rows,
    masking,
    distance: distance(objective, rows),
  })
  return brokenGuards({
    healthy: state(healthy.measured, healthy.masking),
    before: state(spoiled.measured, measurements.masking(spoiled.measured)),
    after: state(after, measurements.masking(after)),
    moved: new Set(applied.map(({ trackName }) => trackName)),
  })
}
