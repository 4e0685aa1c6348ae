/**
 * What may be moved, how far, at what cost, and which finding each kind of move answers (presets/rules.json). Rules carry no
 * amounts and no signs: the search finds those.
 */
import { z } from 'zod'
import data from '../../presets/rules.json' with { type: 'json' }
import { type Category, type FeatureId, feature, featureIds } from '../features/catalogue.ts'
import { type Role, roles } from '../mix/roles/role.ts'

const why = z.string().min(1)
const positive = z.number().positive()

const moveRule = z.strictObject({
  limitPerPass: positive,
  limitTotal: positive,
  unit: z.string(),
  resolution: positive,
  fixedCost: z.number().nonnegative(),
  costPerUnit: z.number().nonnegative(),
  why,
})

export const moveKinds = [
  'level',
  'eq',
  'width',
  'bass-mono',
  'pan',
  'polarity',
  'ducking',
  'compression',
  'limiter',
  'mute',
] as const
export type MoveKind = (typeof moveKinds)[number]
const kind = z.enum(moveKinds)
const role = z.enum(roles)

const categories = [...new Set(featureIds.map(id => feature(id).category))]

/** Throws with the nearest right one: a rule on a feature that does not exist would never speak. */
const featureOrCategory = z
  .string()
  .refine(
    name => (featureIds as readonly string[]).includes(name) || (categories as readonly string[]).includes(name),
    {
      error: issue => `"${String(issue.input)}" is neither a feature nor a category of the catalogue`,
    },
  )

const finding = z.strictObject({
  id: z.string(),
  says: z.string(),
  /** Features, or whole categories, in which it shows. */
  features: z.array(featureOrCategory).nonempty(),
  kinds: z.array(kind).nonempty(),
  /** Only on these roles; absent: on all. */
  roles: z.array(role).nonempty().optional(),
  /** Where the device that is needed is missing: insert Live's, tell how by hand, or none is needed. */
  without: z.enum(['none', 'insert', 'by-hand']),
  why,
  source: why,
})

const schema = z.strictObject({
  version: z.literal(2),
  moves: z.strictObject(
    Object.fromEntries(moveKinds.map(each => [each, moveRule])) as Record<MoveKind, typeof moveRule>,
  ),
  eqBells: z.strictObject({ hz: z.array(positive).nonempty(), q: z.array(positive).nonempty(), why }),
  eqShelves: z.strictObject({
    highHz: z.array(positive),
    lowHz: z.array(positive),
    q: z.array(positive).nonempty(),
    why,
  }),
  bassMonoHz: z.strictObject({ value: z.array(z.number().min(50).max(500)).nonempty(), why }),
  costFactors: z.strictObject({ boost: positive, main: positive, group: positive, return: positive, why }),
  roleCosts: z.strictObject({ value: z.partialRecord(role, positive), unit: z.string(), why }),
  insert: z.strictObject({ cost: z.number().nonnegative(), devices: z.array(z.string()), why }),
  forbidden: z.array(z.strictObject({ kind, roles: z.array(role).nonempty(), why })),
  findings: z.array(finding).nonempty(),
  minimumShare: z.strictObject({ value: positive, unit: z.string(), why }),
  widthFloor: z.strictObject({ value: z.number(), unit: z.string(), why }),
  worsening: z.strictObject({
    tolerance: z.number().nonnegative(),
    weight: z.number().nonnegative(),
    unit: z.string(),
    why,
  }),
  guards: z.strictObject({
    features: z.partialRecord(z.enum(featureIds as [FeatureId, ...FeatureId[]]), z.number().nonnegative()),
    weight: positive,
    unit: z.string(),
    why,
    trackLoudness: z.strictObject({
      allowed: z.number().min(0).max(1),
      /** The same for what ducks less, whose effect on the others is told less surely. */
      allowedToDuckers: z.number().min(0).max(1),
      restoringShare: z.number().min(0).max(1),
      restoringShareOfDuckers: z.number().min(0).max(1),
      /** Of the distance that the session began with: what puts back less is held like the rest. */
      leastBeside: z.number().min(0).max(1),
      /** Of what a step of the way brings on average: what still counts as putting back. */
      leastStep: z.number().min(0).max(1),
      /** Of what the way back brings: a track that would bring so much itself may be what is missing, and gives nothing for it. */
      missingShare: z.number().min(0).max(1),
      weight: positive,
      unit: z.string(),
      why,
    }),
  }),
  offer: z.strictObject({
    minimumReduction: positive,
    minimumRelative: positive,
    /** Times the least reduction, for moves that make something louder. */
    boost: positive,
    leastOfOnePass: positive,
    leastOfBegun: positive,
    unit: z.string(),
    why,
  }),
  unmasking: z.strictObject({
    /** Higher: the song is built around it. A role that is missing neither masks nor is masked. */
    ranks: z.partialRecord(role, z.number().int()),
    /** Of what is masked. */
    leastRank: z.number().int(),
    leastTaken: positive,
    leastShare: z.number().min(0).max(1),
    leastHeard: positive,
    unit: z.string(),
    why,
  }),
  newDucker: z.strictObject({
    ratio: positive,
    attackMs: positive,
    releaseMs: positive,
    kneeDb: z.number().nonnegative(),
    shallowestDb: z.number(),
    deepestDb: z.number(),
    why,
  }),
  maximumMoves: z.strictObject({ value: z.number().int().positive(), unit: z.string(), why }),
})

export type Rules = z.infer<typeof schema>
export type Finding = Rules['findings'][number]

export const parseRules = (json: unknown): Rules => schema.parse(json)
export const rules: Rules = parseRules(data)

export const speaksOf = ({ features }: Finding, id: FeatureId): boolean =>
  features.some(name => name === id || name === (feature(id).category satisfies Category))

/**
 * The finding that a kind of move on a role answers for these features, most of them first; a kind that answers one finding only
 * answers that whatever shows it. null: none does.
 */
export function findingFor(
  kindOfMove: MoveKind,
  ids: readonly FeatureId[],
  roleOfTrack: Role,
  from: Rules = rules,
): Finding | null {
  const possible = from.findings.filter(
    ({ kinds, roles: only }) => kinds.includes(kindOfMove) && (only?.includes(roleOfTrack) ?? true),
  )
  if (possible.length === 1) return possible[0]!
  const counted = possible
    .map(each => ({ each, count: ids.filter(id => speaksOf(each, id)).length }))
    .filter(({ count }) => count > 0)
  return counted.sort((a, b) => b.count - a.count || a.each.features.length - b.each.features.length)[0]?.each ?? null
}
