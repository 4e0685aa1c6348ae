/** The ledger's file: shape, versions, and how an older one is read. */
import { z } from 'zod'

/**
 * Which of several of the same name, in Live's order: the second of two "Pads" is { index: 1, of: 2 }. null: written by a
 * version that did not count.
 */
const twinSchema = z.strictObject({ index: z.int().nonnegative(), of: z.int().positive() }).nullable()

const changeSchema = z.strictObject({
  track: z.string(),
  trackName: z.string(),
  trackTwin: twinSchema,
  device: z.string().nullable(),
  deviceName: z.string().nullable(),
  deviceClass: z.string().nullable(),
  deviceTwin: twinSchema,
  /** The entry that put the device there: found as that one's device, whatever it is called by then. null: the user's own. */
  insertedBy: z.string().nullable(),
  parameter: z.string(),
  fromRaw: z.number(),
  /** Until the entry is applied what is to be written, afterwards what Live held. */
  toRaw: z.number(),
  fromText: z.string(),
  toText: z.string(),
  /** The user kept another value when the entry was undone, or it was gone: no longer ours to touch. */
  released: z.boolean(),
})

/** A device of Live that Uplift put on a track. */
const insertedSchema = z.strictObject({
  track: z.string(),
  trackName: z.string(),
  trackTwin: twinSchema,
  device: z.string(),
  /** null until it has been seen on the track: the user's default preset may have renamed it. */
  deviceName: z.string().nullable(),
  deviceClass: z.string(),
  deviceTwin: twinSchema,
  /** Name of the track that keys it. */
  sidechain: z.string().nullable(),
  /** coming: to be put there, may be there already; going: to be taken away, may be gone already. */
  presence: z.enum(['coming', 'there', 'going', 'gone']),
  /** How many other devices of its class are on the track. */
  others: z.int().nonnegative(),
  /** Raw values of its parameters once the fix stood: whether somebody has worked on it since. null: not yet. */
  settings: z.record(z.string(), z.number()).nullable(),
  /** The user kept it when the entry was undone. */
  released: z.boolean(),
})

const states = [
  /** Being written; found at the next start, it may have been written in part. */
  'pending',
  'applied',
  /** Being restored. */
  'undoing',
  'undone',
  /** Put back because a part of it was refused, or because the process died while writing it. */
  'rolled-back',
  /** Partly in the set, and only the user can say what is right. */
  'interrupted',
  /** Nothing of it can, or may, be undone any more: history. */
  'closed',
] as const

const entrySchema = z.strictObject({
  id: z.string(),
  time: z.string(),
  set: z.string(),
  title: z.string(),
  state: z.enum(states),
  /** The device that was put on a track before the changes. */
  inserted: insertedSchema.nullable(),
  changes: z.array(changeSchema),
})

const checkpointSchema = z.strictObject({
  id: z.string(),
  time: z.string(),
  set: z.string(),
  name: z.string(),
  isAutomatic: z.boolean(),
  /** How many entries the ledger had: those after them came later. */
  position: z.int().nonnegative(),
})

export const ledgerSchema = z.strictObject({
  version: z.literal(2),
  entries: z.array(entrySchema),
  checkpoints: z.array(checkpointSchema),
})

export type Twin = z.infer<typeof twinSchema>
export type LedgerChange = z.infer<typeof changeSchema>
export type LedgerInserted = z.infer<typeof insertedSchema>
export type LedgerEntry = z.infer<typeof entrySchema>
export type Checkpoint = z.infer<typeof checkpointSchema>
export type LedgerData = z.infer<typeof ledgerSchema>

const firstSchema = z.strictObject({
  version: z.literal(1),
  entries: z.array(
    entrySchema.omit({ inserted: true }).extend({
      state: z.enum(['pending', 'applied', 'undone', 'rolled-back']),
      changes: z.array(
        changeSchema.omit({ trackTwin: true, deviceName: true, deviceTwin: true, insertedBy: true, released: true }),
      ),
    }),
  ),
})

/** Reads any version into the present one. Throws ZodError for anything else. */
export function parseLedger(data: unknown): LedgerData {
  const first = firstSchema.safeParse(data)
  if (!first.success) return ledgerSchema.parse(data)
  return {
    version: 2,
    entries: first.data.entries.map(entry => ({
      ...entry,
      inserted: null,
      changes: entry.changes.map(change => ({
        ...change,
        trackTwin: null,
        deviceName: null,
        deviceTwin: null,
        insertedBy: null,
        released: false,
      })),
    })),
    checkpoints: [],
  }
}
