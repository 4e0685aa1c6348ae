/**
 * What each command prints with `--json`, as schemas by the command's name; docs/schemas is made from them. Every document
 * begins with `uplift`, its version: a breaking change raises it.
 */
import { z } from 'zod'
import { settingNames } from '../app/config.ts'
import {
  analysisDocumentSchema,
  appliedDocumentSchema,
  planDocumentSchema,
  proofDocumentSchema,
} from '../report/json.ts'
import { receiptSchema } from '../report/receipt.ts'
import { tracksDocumentSchema } from '../report/roles-text.ts'
import { count, document, open, text, texts } from './document.ts'
import { soundDocuments } from './sound-documents.ts'
import { tasteDocuments } from './taste-documents.ts'

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
    document('preferences', {
      action: z.literal('show'),
      file: text,
      /** With the time of each. */
      events: z.array(open),
      acceptance: z.array(
        z.strictObject({ kind: text, decided: count, accepted: count, low: z.number(), high: z.number() }),
      ),
      learned: texts,
      effectiveness: z.array(
        z.strictObject({
          kind: text,
          count,
          foretold: z.number(),
          measured: z.number(),
          ratio: z.number().nullable(),
        }),
      ),
    }),
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
  ...tasteDocuments,
  ...soundDocuments,
} as const satisfies Record<string, z.ZodType>
