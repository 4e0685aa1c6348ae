/**
 * What each command prints with `--json`, as schemas by the command's name; docs/schemas is made from them. Every document
 * begins with `uplift`, its version: a breaking change raises it. Strict where the shape is settled; most documents of what is
 * learned name their main parts and may gain more.
 */
import { z } from 'zod'
import type { CalibratedRow } from '../app/calibrate/calibrate.ts'
import { settingNames } from '../app/config.ts'
import { type FeatureId, featureIds, scopes } from '../features/catalogue.ts'
import type { RowDifference } from '../profile/compare-rows.ts'
import {
  analysisDocumentSchema,
  appliedDocumentSchema,
  planDocumentSchema,
  proofDocumentSchema,
} from '../report/json.ts'
import { receiptSchema } from '../report/receipt.ts'
import { tracksDocumentSchema } from '../report/roles-text.ts'

const text = z.string()
const texts = z.array(text)
const count = z.int().nonnegative()
const open = z.looseObject({})
const document = <N extends string, S extends z.ZodRawShape>(command: N, shape: S) =>
  z.strictObject({ uplift: z.literal(1), command: z.literal(command), ...shape })
/** May hold more than is named. */
const openDocument = <N extends string, S extends z.ZodRawShape>(command: N, shape: S) =>
  z.looseObject({ uplift: z.literal(1), command: z.literal(command), ...shape })

/** What a command prints instead when the world says no; exit code 1. */
export const failureSchema = z.strictObject({
  uplift: z.literal(1),
  error: z.strictObject({
    /** In capitals; programs may rely on it. */
    code: text,
    message: text,
    /** What to do. */
    action: text,
  }),
})

const ledgerEntry = z.strictObject({
  id: text,
  time: text,
  set: text,
  title: text,
  state: text,
  inserted: z.strictObject({ track: text, device: text }).nullable(),
  changes: z.array(
    z.strictObject({ track: text, device: text.nullable(), parameter: text, before: text, after: text }),
  ),
})

const level = z.strictObject({ loudness: z.number().nullable(), attenuation: z.number() }).nullable()

const rowDifference = z.strictObject({
  scope: z.enum(scopes),
  feature: z.enum(featureIds as [FeatureId, ...FeatureId[]]),
  mine: z.number(),
  reference: z.number(),
  difference: z.number(),
  steps: z.number(),
}) satisfies z.ZodType<RowDifference>

const calibratedRow = z.strictObject({
  name: text,
  settings: text,
  figures: z.array(
    z.strictObject({
      name: text,
      unit: z.enum(['dB', 'Hz', 'ms', 'dB/octave', ':1', '']),
      live: z.number().nullable(),
      ours: z.number().nullable(),
    }),
  ),
  delay: z.number(),
}) satisfies z.ZodType<CalibratedRow>

export const documents = {
  demo: proofDocumentSchema,
  analyze: analysisDocumentSchema,
  features: document('features', { catalogue: analysisDocumentSchema.shape.catalogue }),
  /** Shown only; proved on stems or the simulated set; written into a set file's copy or an open set. */
  fix: z.union([planDocumentSchema, proofDocumentSchema, appliedDocumentSchema]),
  tracks: tracksDocumentSchema,
  als: document('als', {
    file: text,
    creator: text,
    set: open,
    signature: z.strictObject({ numerator: z.number(), denominator: z.number() }),
    tempoAutomation: z.strictObject({ min: z.number(), max: z.number(), points: count }).nullable(),
    tracks: z.array(open),
    samples: z.array(open),
    plugins: texts,
    devices: z.array(z.strictObject({ className: text, count })),
    unread: texts,
    health: z.array(open),
  }),
  ab: z.union([
    document('ab', {
      previews: z.array(
        z.looseObject({ title: text, fixes: z.array(open), excerpt: open, files: open, before: level, after: level }),
      ),
    }),
    document('ab', { trials: z.array(z.looseObject({ trial: text, question: text, titles: texts })) }),
    document('ab', { vote: open }),
  ]),
  devices: z.union([
    document('devices', {
      action: z.literal('install'),
      folder: text,
      version: text,
      previous: text.nullable(),
      written: texts,
      removed: texts,
      kept: texts,
    }),
    document('devices', {
      action: z.literal('check'),
      folder: text,
      version: text.nullable(),
      built: text.nullable(),
      missing: texts,
      changed: texts,
      foreign: texts,
      isRight: z.boolean(),
    }),
    document('devices', {
      action: z.literal('uninstall'),
      folder: text,
      version: text.nullable(),
      removed: texts,
      left: texts,
    }),
  ]),
  receipts: document('receipts', { receipts: z.array(receiptSchema), warnings: texts }),
  undo: z.union([
    document('undo', { ledger: text, entries: z.array(ledgerEntry), checkpoints: z.array(open) }),
    document('undo', { ledger: text, undone: ledgerEntry }),
  ]),
  preferences: z.union([
    document('preferences', { action: z.literal('reset'), forgotten: count }),
    document('preferences', { action: z.literal('export'), file: text, events: count }),
    openDocument('preferences', { action: z.literal('show'), file: text, events: z.array(open), learned: texts }),
  ]),
  doctor: document('doctor', {
    works: z.boolean(),
    lines: z.array(
      z.strictObject({
        id: text,
        state: z.enum(['good', 'missing', 'bad']),
        says: text,
        advice: text.nullable(),
      }),
    ),
  }),
  config: document('config', {
    file: text,
    settings: z.array(
      z.strictObject({
        name: z.enum(settingNames as [string, ...string[]]),
        value: z.union([text, z.number()]),
        from: z.enum(['environment', 'file']),
      }),
    ),
  }),
  learn: openDocument('learn', { name: text, library: text, validation: open, profile: open.nullable() }),
  'profile list': openDocument('profile list', { learned: z.array(open), shipped: texts }),
  'profile show': openDocument('profile show', {
    profile: open,
    references: z.array(open).nullable(),
    overrules: z.array(open).nullable(),
  }),
  'profile validate': openDocument('profile validate', { name: text, validation: open }),
  'profile styles': openDocument('profile styles', { name: text, styles: z.array(open) }),
  'profile diff': openDocument('profile diff', { from: text, to: text, differences: z.array(open) }),
  'profile export': openDocument('profile export', { name: text, file: text }),
  'profile import': openDocument('profile import', { name: text, references: count }),
  'profile merge': openDocument('profile merge', { name: text, references: count }),
  'profile remove': openDocument('profile remove', { name: text }),
  'profile reference': openDocument('profile reference', { name: text, title: text }),
  'profile set': openDocument('profile set', { name: text, zones: z.array(open) }),
  similar: openDocument('similar', { name: text, profile: text, metric: open, neighbours: z.array(open) }),
  compare: document('compare', {
    mine: text,
    reference: text,
    loudnessLu: z.number().nullable(),
    scopes: z.array(z.enum(scopes)),
    differences: z.array(rowDifference),
  }),
  calibrate: z.union([
    document('calibrate', { made: texts }),
    document('calibrate', {
      date: text,
      liveVersion: text.nullable(),
      rows: z.array(calibratedRow),
      missing: texts,
      warnings: texts,
    }),
  ]),
  'profile train': openDocument('profile train', {}),
  'profile model': openDocument('profile model', {}),
  stems: openDocument('stems', {}),
  'profile judge': openDocument('profile judge', { name: text }),
  synth: openDocument('synth', { synth_analysis: open }),
} as const satisfies Record<string, z.ZodType>
