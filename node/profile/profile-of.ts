/** References → the profile that they teach: statistics, the prior where they are few, the user's own word last. */
import type { FeatureId, Scope } from '../features/catalogue.ts'
import { type LearnOptions, learnProfile } from './learn.ts'
import type { Distribution, Profile } from './profile.ts'
import { type Reference, rowsOf, teaches, weightFor } from './reference.ts'

/** "My drops may be as wide as this": a zone that the user has set. */
export interface Overrule {
  readonly scope: Scope
  readonly feature: FeatureId
  readonly low: number
  readonly high: number
}

/** From so many references on they speak for themselves; below, the prior has the missing share. */
export const enoughReferences = 10

export interface ProfileOfOptions {
  readonly prior?: Profile
  readonly overrules?: readonly Overrule[]
  /** Weights beside the user's: a neighbour counts more the nearer it is. By position in `references`. */
  readonly weights?: readonly number[]
}

/** Throws RangeError when none of the references teaches anything. */
export function profileOf(
  references: readonly Reference[],
  about: Pick<Profile, 'name' | 'description' | 'stage'>,
  { prior, overrules = [], weights }: ProfileOfOptions = {},
): Profile {
  const teaching = references.flatMap((reference, i) =>
    teaches(reference) && (weights?.[i] ?? 1) > 0 ? [{ reference, weight: weights?.[i] ?? 1 }] : [],
  )
  if (teaching.length === 0) throw new RangeError('a profile needs at least one reference that teaches, got 0')
  const options: LearnOptions = {
    minCount: Math.min(3, teaching.length),
    weightOf: (i, id) => teaching[i]!.weight * weightFor(teaching[i]!.reference, id),
  }
  const learned = learnProfile(
    teaching.map(({ reference }) => rowsOf(reference)),
    { ...about, kind: 'learned', references: teaching.length },
    options,
  )
  const blended = prior && teaching.length < enoughReferences ? blend(learned, prior, teaching.length) : learned
  return overrules.reduce(overruled, blended)
}

function blend(learned: Profile, prior: Profile, count: number): Profile {
  const share = 1 - count / enoughReferences
  const scopes: Partial<Record<Scope, Partial<Record<FeatureId, Distribution>>>> = {}
  for (const scope of new Set([...Object.keys(learned.scopes), ...Object.keys(prior.scopes)]) as Set<Scope>) {
    const [own, published] = [learned.scopes[scope] ?? {}, prior.scopes[scope] ?? {}]
    const row: Partial<Record<FeatureId, Distribution>> = {}
    for (const id of new Set([...Object.keys(own), ...Object.keys(published)]) as Set<FeatureId>) {
      row[id] = own[id] && published[id] ? between(own[id], published[id], share) : (own[id] ?? published[id])!
    }
    scopes[scope] = row
  }
  return { ...learned, scopes, priorShare: share }
}

/** The two zones mixed; `count` stays that of the references. */
function between(own: Distribution, prior: Distribution, priorShare: number): Distribution {
  const mix = (a: number, b: number) => a + priorShare * (b - a)
  return {
    median: mix(own.median, prior.median),
    scale: mix(own.scale, prior.scale),
    low: mix(own.low, prior.low),
    high: mix(own.high, prior.high),
    count: own.count,
    source: `${Math.round(100 * priorShare)} % prior: ${prior.source ?? 'published figures'}`,
  }
}

function overruled(profile: Profile, { scope, feature, low, high }: Overrule): Profile {
  const found = profile.scopes[scope]?.[feature]
  const median = Math.min(Math.max(found?.median ?? (low + high) / 2, low), high)
  // A zone of a user is as strict outside as one of references: a third of its width is near their σ (p10 to p90 = 2.56 σ).
  const zone = { median, low, high, scale: found?.scale ?? (high - low) / 2.56, count: found?.count ?? 0 }
  const row = { ...profile.scopes[scope], [feature]: { ...zone, source: 'set by you' } }
  return { ...profile, scopes: { ...profile.scopes, [scope]: row } }
}
