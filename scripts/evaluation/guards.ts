/** Guards: what must not get worse than the worse of before and the healthy original, plus a tolerance (EVALUATION 1). */
import { z } from 'zod'
import { contiguousBands } from '../../node/dsp/bands.ts'
import { type FeatureId, type Rows, scopes } from '../../node/features/catalogue.ts'
import type { Masking } from '../../node/features/masking/masking.ts'
import type { Distance } from '../../node/gap/objective.ts'
import data from './guards.json' with { type: 'json' }

const tolerance = { tolerance: z.number().nonnegative(), unit: z.string(), why: z.string().min(1) }
const schema = z.strictObject({
  version: z.literal(1),
  truePeak: z.strictObject({ ...tolerance, harmlessBelow: z.number() }),
  monoFoldLoss: z.strictObject(tolerance),
  lowCorrelation: z.strictObject(tolerance),
  peakToLoudnessRatio: z.strictObject(tolerance),
  trackLoudness: z.strictObject(tolerance),
  sectionDistance: z.strictObject(tolerance),
})
const guards = schema.parse(data)

/** What the guards look at, of one state of the set. */
export interface GuardedState {
  readonly rows: Rows
  readonly masking: Masking
  /** D of this state; the healthy one's by the same terms. */
  readonly distance: Distance
}

export interface GuardInput {
  readonly healthy: GuardedState
  readonly before: GuardedState
  readonly after: GuardedState
  /** Names of tracks that were moved on purpose: the loudness of every other track is guarded. */
  readonly moved: ReadonlySet<string>
}

/** Guards that are broken, each with its figures: empty when all hold. */
export function brokenGuards(input: GuardInput): string[] {
  return [...featureGuards(input), ...trackGuards(input), ...sectionGuards(input)]
}

const capitalized = (s: string) => s[0]!.toUpperCase() + s.slice(1)
const foldLosses = contiguousBands.map(band => `monoFoldLoss${capitalized(band)}` as FeatureId)
const lowCorrelations: readonly FeatureId[] = ['correlationSub', 'correlationBass']

function featureGuards({ healthy, before, after }: GuardInput): string[] {
  const broken: string[] = []
  /** `bad` +1: higher is worse. */
  const check = (id: FeatureId, bad: 1 | -1, allowed: number, harmless: number | null = null) => {
    for (const scope of scopes) {
      const [was, original, is] = [before, healthy, after].map(({ rows }) => rows[scope]?.values[id] ?? null)
      if (typeof was !== 'number' || typeof original !== 'number' || typeof is !== 'number') continue
      const worst = bad * Math.max(bad * was, bad * original)
      const limit = Math.max(bad * worst + allowed, harmless === null ? Number.NEGATIVE_INFINITY : bad * harmless)
      if (bad * is > limit) broken.push(`${id} ${scope}: ${worst.toFixed(2)} → ${is.toFixed(2)}`)
    }
  }
  check('truePeak', 1, guards.truePeak.tolerance, guards.truePeak.harmlessBelow)
  for (const id of foldLosses) check(id, 1, guards.monoFoldLoss.tolerance)
  for (const id of lowCorrelations) check(id, -1, guards.lowCorrelation.tolerance)
  check('peakToLoudnessRatio', -1, guards.peakToLoudnessRatio.tolerance)
  return broken
}

function trackGuards({ healthy, before, after, moved }: GuardInput): string[] {
  const loudness = ({ masking }: GuardedState) =>
    new Map(masking.scopes.overall?.tracks.map(({ track, loudnessInMix }) => [track, loudnessInMix]))
  const [was, original] = [loudness(before), loudness(healthy)]
  return [...loudness(after)].flatMap(([track, is]) => {
    // A track that the fault had silenced has no "before" to be measured by.
    const worst = Math.min(was.get(track) ?? is, original.get(track) ?? is)
    return moved.has(track) || is >= worst * (1 - guards.trackLoudness.tolerance)
      ? []
      : [`loudness of ${track} in the mix: ${worst.toFixed(2)} → ${is.toFixed(2)} sone`]
  })
}

function sectionGuards({ healthy, before, after }: GuardInput): string[] {
  return scopes.flatMap(scope => {
    const [was, original, is] = [before, healthy, after].map(({ distance }) => distance.byScope[scope] ?? 0)
    const worst = Math.max(was!, original!)
    return is! > worst + guards.sectionDistance.tolerance
      ? [`distance of ${scope}: ${worst.toFixed(3)} → ${is!.toFixed(3)}`]
      : []
  })
}
