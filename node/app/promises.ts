/**
 * What a copy of a set was promised to become when it was written. Nothing was heard then; the next export of the copy is
 * measured against it. One JSON file a copy, in the data folder, by the copy's path.
 */
import { createHash } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { type FeatureId, featureIds, scopes } from '../features/catalogue.ts'
import type { AppliedFix } from '../fixes/proof.ts'
import type { DevicePath, LiveSet, TrackPath } from '../live/set.ts'
import { parameterAt, trackAt } from '../live/set.ts'
import { predictRows } from '../mix/predict.ts'
import type { KeptPromise, PromisedFeature } from '../report/kept-promise.ts'
import { dataFolder } from './data-folder.ts'
import { DurableFile } from './durable-file.ts'
import type { Compared } from './measure.ts'
import { distancesOf, type Target } from './proof-of.ts'

const schema = z.strictObject({
  version: z.literal(1),
  /** Absolute. */
  copy: z.string(),
  time: z.string(),
  profile: z.string(),
  stage: z.string(),
  fixes: z.array(z.string()),
  before: z.number(),
  foretold: z.number(),
  features: z.array(
    z.strictObject({
      feature: z.enum(featureIds as [FeatureId, ...FeatureId[]]),
      scope: z.enum(scopes),
      before: z.number(),
      foretold: z.number(),
    }),
  ),
  /** Live's text of each value that was written. */
  written: z.array(
    z.strictObject({ track: z.string(), device: z.string().nullable(), parameter: z.string(), text: z.string() }),
  ),
})
export type Promised = Readonly<z.infer<typeof schema>>

export interface PromiseOptions {
  readonly folder?: string
  readonly now?: () => Date
}

/** What the model foretells of these fixes, to be kept with the copy. Those that were refused do not count. */
export function promiseOf(
  target: Target,
  { analysis, comparison, heard }: Compared,
  applied: readonly AppliedFix[],
): Omit<Promised, 'version' | 'copy' | 'time'> {
  const held = applied.flatMap(({ fix, outcome }) => (outcome.kind === 'applied' ? [{ fix, outcome }] : []))
  const { rows } = predictRows(
    analysis,
    heard.model,
    held.map(({ fix }) => fix.move),
  )
  const moved = new Map(
    held.flatMap(({ fix }) => fix.predicted).map(each => [`${each.scope} ${each.feature}`, each] as const),
  )
  return {
    profile: target.profile.name,
    stage: target.stage,
    fixes: held.map(({ fix }) => fix.title),
    before: comparison.distance.total,
    foretold: distancesOf(target, [rows])[0]!.total,
    features: [...moved.values()].flatMap(({ feature, scope }): PromisedFeature[] => {
      const before = analysis.rows[scope]?.values[feature] ?? null
      const foretold = rows[scope]?.values[feature] ?? null
      return before === null || foretold === null ? [] : [{ feature, scope, before, foretold }]
    }),
    written: held.flatMap(({ outcome }) =>
      outcome.readBack.map(({ ref, after }) => ({
        track: ref.track,
        device: ref.device,
        parameter: ref.parameter,
        text: after,
      })),
    ),
  }
}

/** Takes the place of what was promised of an older copy of that name. */
export async function keepPromise(
  copy: string,
  promised: Omit<Promised, 'version' | 'copy' | 'time'>,
  { folder = promisesFolder(), now = () => new Date() }: PromiseOptions = {},
): Promise<void> {
  const file = fileOf(copy, folder)
  const whole: Promised = { version: 1, copy: resolve(copy), time: now().toISOString(), ...promised }
  await mkdir(folder, { recursive: true })
  await new DurableFile<Promised>(file).write(schema.parse(whole))
}

/** null: this set is no copy of ours, or what was promised cannot be read any more. */
export async function promisedOf(
  copy: string,
  { folder = promisesFolder() }: Pick<PromiseOptions, 'folder'> = {},
): Promise<Promised | null> {
  try {
    return schema.parse(JSON.parse(await readFile(fileOf(copy, folder), 'utf8')))
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (isAbsent || error instanceof SyntaxError || error instanceof z.ZodError) return null
    throw error
  }
}

/** The promise beside what an export of the copy measures. `set`: as the copy stands now. */
export function keptPromise(
  promised: Promised,
  { profile, stage }: Target,
  { analysis, comparison }: Compared,
  set: LiveSet,
): KeptPromise {
  const { time, fixes, before, foretold, features, written } = promised
  const isAlike = promised.profile === profile.name && promised.stage === stage
  return {
    time,
    fixes,
    distance: isAlike ? { before, foretold, measured: comparison.distance.total } : null,
    features: features.map(each => ({
      ...each,
      measured: analysis.rows[each.scope]?.values[each.feature] ?? null,
    })),
    moved: written.flatMap(({ track, device, parameter, text }) => {
      const ref = { track: track as TrackPath, device: device as DevicePath | null, parameter }
      const now = parameterAt(set, ref)?.display
      if (now === text) return []
      const name = trackAt(set, ref.track)?.name ?? track
      return [`${name}: ${parameter} is ${now ?? 'not there'}, ${text} was written`]
    }),
  }
}

const promisesFolder = () => join(dataFolder(), 'promises')

const fileOf = (copy: string, folder: string) =>
  join(folder, `${createHash('sha256').update(resolve(copy)).digest('hex').slice(0, 24)}.json`)
