/** A profile is data: per scope and feature, what the references do. Built by `learn.ts`, or a prior from published figures. */
import { z } from 'zod'
import { AppError } from '../audio/app-error.ts'
import { type FeatureId, featureIds, type Scope, scopes } from '../features/catalogue.ts'
import { stages } from './stage.ts'

/** One feature over the references: the zone is low..high (p10..p90), `scale` the robust σ (1.4826 · MAD). */
export interface Distribution {
  readonly median: number
  readonly scale: number
  readonly low: number
  readonly high: number
  /** References that had a value. 0 for a prior. */
  readonly count: number
  /** 5th, 25th, 75th and 95th percentile, for display; priors have none. */
  readonly percentiles?: readonly [p5: number, p25: number, p75: number, p95: number]
  /** Priors, blends and what the user overruled: where the numbers come from. */
  readonly source?: string
}

export const profileKinds = ['prior', 'demo', 'learned', 'twin'] as const
export type ProfileKind = (typeof profileKinds)[number]

export interface Profile {
  readonly version: 1
  readonly name: string
  readonly kind: ProfileKind
  readonly description: string
  /** The stage the references are in: mastered records, or premasters. */
  readonly stage: (typeof stages)[number]
  /** References that it was learned from. Absent: a prior, a twin. */
  readonly references?: number
  /** Share of the prior in its zones, 0 to 1, where there were too few references to go by alone. */
  readonly priorShare?: number
  readonly scopes: Readonly<Partial<Record<Scope, Readonly<Partial<Record<FeatureId, Distribution>>>>>>
}

const distribution = z
  .strictObject({
    median: z.number(),
    scale: z.number().nonnegative(),
    low: z.number(),
    high: z.number(),
    count: z.number().int().nonnegative(),
    percentiles: z.tuple([z.number(), z.number(), z.number(), z.number()]).optional(),
    source: z.string().optional(),
  })
  .refine(d => d.low <= d.median && d.median <= d.high, 'low ≤ median ≤ high must hold')

const shape = z.strictObject({
  version: z.literal(1),
  name: z.string().min(1),
  kind: z.enum(profileKinds),
  description: z.string(),
  stage: z.enum(stages),
  references: z.number().int().nonnegative().optional(),
  priorShare: z.number().min(0).max(1).optional(),
  scopes: z.record(z.string(), z.record(z.string(), distribution)),
})

/** Parses profile data. Throws AppError PRESET_INVALID naming file, path and, for an unknown id, the nearest known one. */
export function parseProfile(data: unknown, file: string): Profile {
  const invalid = (what: string) =>
    new AppError({
      code: 'PRESET_INVALID',
      message: `${file}: ${what}`,
      action: 'Correct the file or build the profile again with `uplift learn`.',
    })
  const parsed = shape.safeParse(data)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!
    throw invalid(`${issue.path.join('.') || 'the file'}: ${issue.message}.`)
  }
  for (const [scope, row] of Object.entries(parsed.data.scopes)) {
    if (!scopes.includes(scope as Scope))
      throw invalid(`"${scope}" is not a section type. ${suggestion(scope, scopes)}`)
    for (const id of Object.keys(row)) {
      if (!featureIds.includes(id as FeatureId)) {
        throw invalid(`scopes.${scope}."${id}" is not a feature. ${suggestion(id, featureIds)}`)
      }
    }
  }
  return parsed.data as Profile
}

const suggestion = (wrong: string, known: readonly string[]) => {
  const nearest = [...known].sort((a, b) => editDistance(a, wrong) - editDistance(b, wrong))[0]!
  return `Did you mean "${nearest}"?`
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
    }
    row = next
  }
  return row[b.length]!
}

/** What the report says about where the target comes from. */
export function provenance(profile: Profile): string {
  switch (profile.kind) {
    case 'prior':
      return `${profile.name} (prior from published figures, not your taste)`
    case 'twin':
      return `${profile.name} (the healthy original itself)`
    default: {
      const few = profile.priorShare ? `, ${Math.round(100 * profile.priorShare)} % prior` : ''
      return profile.references === undefined
        ? profile.name
        : `${profile.name} (${profile.references} references${few})`
    }
  }
}
