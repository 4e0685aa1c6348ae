/** A target of the user's own choosing: one track, or the few that the mix should come near to. */
import { basename } from 'node:path'
import type { Rows } from '../features/catalogue.ts'
import { audiblyWide, learnProfile } from '../profile/learn.ts'
import type { Profile } from '../profile/profile.ts'
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
  return audiblyWide(learned)
}
