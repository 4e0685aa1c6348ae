/** Schemas of what was learned: the library, its profile, styles, judge and network, and who sounds alike. */
import { z } from 'zod'
import type { Learned } from '../app/learn.ts'
import { choiceSchema, findingSchema } from '../app/library.ts'
import type { SoundVote } from '../app/similar.ts'
import { stylePartNames } from '../features/style/layout.ts'
import type { ProfileDifference } from '../profile/diff-profiles.ts'
import { profileKinds } from '../profile/profile.ts'
import { stages } from '../profile/stage.ts'
import type { Validation } from '../profile/validate-profile.ts'
import { count, document, feature, scope, text, texts } from './document.ts'
import { rowComparison } from './sound-documents.ts'

const distribution = z.strictObject({
  median: z.number(),
  scale: z.number(),
  low: z.number(),
  high: z.number(),
  count,
  percentiles: z.tuple([z.number(), z.number(), z.number(), z.number()]).exactOptional(),
  source: text.exactOptional(),
})

const stage = z.enum(stages)

const profile = z.strictObject({
  version: z.literal(1),
  name: text,
  kind: z.enum(profileKinds),
  description: text,
  stage,
  references: count.exactOptional(),
  priorShare: z.number().exactOptional(),
  scopes: z.partialRecord(scope, z.partialRecord(feature, distribution)),
})

const reference = z.strictObject({
  hash: text,
  analyzer: text,
  title: text,
  seconds: z.number(),
  tempo: z.number().nullable(),
  key: text.nullable(),
  values: z.partialRecord(scope, z.partialRecord(feature, z.number())),
  /** What it sounds like, packed. */
  style: text.exactOptional(),
  findings: z.array(findingSchema.extend({ leavesOut: z.union([z.literal('all'), z.array(feature)]) })),
  choice: choiceSchema,
})

const zone = z.strictObject({ low: z.number(), high: z.number() })
const sigmas = z.strictObject({ scope, feature, sigmas: z.number() })

const validation = z.strictObject({
  references: count,
  sections: z.partialRecord(scope, count),
  coverage: z.strictObject({ share: z.number(), values: count, parts: z.array(z.number()) }).nullable(),
  stability: z.number().nullable(),
  outliers: z.array(z.strictObject({ title: text, hash: text, distance: z.number(), farthest: z.array(sigmas) })),
  constant: z.array(z.strictObject({ scope, feature })),
  advice: texts,
}) satisfies z.ZodType<Validation>

const learned = {
  found: count,
  unchanged: count,
  measured: count,
  removed: count,
  failures: z.array(z.strictObject({ path: text, stamp: text, message: text, action: text })),
  copies: z.array(z.strictObject({ file: text, of: text })),
} satisfies Record<keyof Learned, z.ZodType>

const difference = z.strictObject({
  scope,
  feature,
  from: distribution,
  to: distribution,
  difference: z.number(),
  sigmas: z.number(),
}) satisfies z.ZodType<ProfileDifference>

/** A figure with its 90 % interval; null where it is none, since JSON has no NaN. */
const interval = z.strictObject({
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
})

const unheard = z.array(z.strictObject({ title: text, reason: text }))

const closeness = z.strictObject({
  distance: z.number(),
  rank: z.number(),
  word: z.enum(['tight', 'near', 'apart', 'far']),
})

const answeredBy = z.enum(['onnxruntime', 'TypeScript'])

const soundVote = z.union([
  z.strictObject({
    kind: z.enum(['network', 'user']),
    name: text,
    share: z.number(),
    answeredBy,
    unheard: count,
  }),
  z.strictObject({ kind: z.literal('silent'), reason: text }),
]) satisfies z.ZodType<SoundVote>

export const tasteDocuments = {
  learn: document('learn', {
    name: text,
    /** The file that it is kept in. */
    library: text,
    ...learned,
    validation,
    profile: profile.nullable(),
    judge: text.nullable(),
  }),
  'profile list': document('profile list', {
    learned: z.array(z.strictObject({ name: text, references: count, outdated: count, updated: text, folders: texts })),
    shipped: texts,
  }),
  'profile show': document('profile show', {
    profile,
    references: z.array(reference).nullable(),
    overrules: z.array(zone.extend({ scope, feature })).nullable(),
  }),
  'profile validate': document('profile validate', { name: text, validation }),
  'profile styles': document('profile styles', {
    name: text,
    styles: z.array(
      z.strictObject({
        name: text,
        members: texts,
        exemplar: text,
        traits: z.array(sigmas),
        stability: z.number().nullable(),
      }),
    ),
  }),
  'profile diff': document('profile diff', { from: text, to: text, differences: z.array(difference) }),
  'profile export': document('profile export', { name: text, file: text }),
  'profile import': document('profile import', { name: text, references: count }),
  'profile merge': document('profile merge', { name: text, references: count }),
  'profile remove': document('profile remove', { name: text }),
  'profile reference': document('profile reference', { name: text, title: text }),
  'profile set': document('profile set', {
    name: text,
    /** Null: by the references again. */
    zones: z.array(z.strictObject({ scope, feature, zone: zone.nullable() })),
  }),
  'profile judge': document('profile judge', {
    name: text,
    measured: count,
    known: count,
    left: texts,
    file: text,
    judges: z.array(
      z.strictObject({
        stage,
        references: count,
        counterexamples: count,
        drafts: count,
        auc: interval,
        brier: interval,
        speaks: z.boolean(),
      }),
    ),
  }),
  'profile train': document('profile train', {
    name: text,
    taken: z.boolean(),
    tracks: count,
    unheard,
    steps: count,
    loss: z.number(),
    heldOut: z
      .strictObject({
        tracks: count,
        before: z.number(),
        after: z.number(),
        low: z.number(),
        high: z.number(),
      })
      .nullable(),
    before: text.nullable(),
    file: text.nullable(),
  }),
  'profile model': z.union([
    document('profile model', { name: text, model: z.null() }),
    document('profile model', { name: text, model: text, tracks: count, unheard, file: text }),
  ]),
  similar: document('similar', {
    name: text,
    profile: text,
    metric: z.strictObject({ kind: z.enum(['trained', 'z-scores']), tracks: count, answeredBy }),
    sound: soundVote.nullable(),
    neighbours: z.array(
      z.strictObject({
        title: text,
        hash: text,
        similarity: z.number(),
        parts: z.record(z.enum(stylePartNames), closeness),
        comparison: z.strictObject(rowComparison),
      }),
    ),
    /** The file that was written. */
    model: text.exactOptional(),
  }),
} as const
