/** A target of the user's own choosing: one track, or the few that the mix should come near to. */
import { basename } from 'node:path'
import { type FeatureId, feature, type Rows, type Scope } from '../features/catalogue.ts'
import { learnProfile } from '../profile/learn.ts'
import type { Distribution, Profile } from '../profile/profile.ts'
import type { CacheOptions } from './analysis-cache.ts'
import { AnalysisPool } from './pool.ts'

/** Measures the files (in workers; from the cache where they are known) and makes a target of them. Throws AppError. */
export async function targetLike(
  files: readonly string[],
  { stage, cache }: { readonly stage: Profile['stage']; readonly cache: CacheOptions | null },
): Promise<Profile> {
  const pool = new AnalysisPool({ cache })
  try {
    const analyses = await Promise.all(files.map(file => pool.analyze(file, {})))
    return profileLike(
      analyses.map(({ rows }) => rows),
      files.map(file => basename(file)),
      stage,
    )
  } finally {
    await pool.close()
  }
}

/**
 * With so few references their spread says little: around them lies at least what nobody hears as a difference (the feature's
 * floor). From three on, the zone is theirs as well.
 */
export function profileLike(references: readonly Rows[], names: readonly string[], stage: Profile['stage']): Profile {
  const list = names.join(', ')
  const learned = learnProfile(
    references,
    {
      name: names.length === 1 ? `like ${list}` : `like ${names.length} tracks`,
      kind: 'learned',
      stage,
      description: `As near to ${list} as can be heard.`,
    },
    // A feature that only some of them have is not what they have in common.
    { minCount: Math.ceil(references.length / 2) },
  )
  const scopes = Object.fromEntries(
    (Object.entries(learned.scopes) as [Scope, Record<FeatureId, Distribution>][]).map(([scope, row]) => [
      scope,
      Object.fromEntries(Object.entries(row).map(([id, each]) => [id, widened(each, feature(id as FeatureId).floor)])),
    ]),
  )
  return { ...learned, scopes }
}

const widened = (each: Distribution, floor: number): Distribution => ({
  ...each,
  low: Math.min(each.low, each.median - floor),
  high: Math.max(each.high, each.median + floor),
})
