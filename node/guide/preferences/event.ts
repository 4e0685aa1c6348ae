/** What the user did with what was offered, as it is kept: events are only ever added, and everything learned follows from them. */
import { z } from 'zod'
import { type Category, featureIds, features } from '../../features/catalogue.ts'
import { moveKinds } from '../../fixes/rules.ts'
import { roles } from '../../mix/roles/role.ts'

const categories = [...new Set(featureIds.map(id => features[id].category))] as [Category, ...Category[]]

/** What is known of a fix when it is offered. */
export const subjectSchema = z.strictObject({
  kind: z.enum(moveKinds),
  role: z.enum(roles),
  /** Of the gap that it closes first; null: it only helps the others. */
  category: z.enum(categories).nullable(),
  /** Amount as a share of what one pass may do, 0 to 1. */
  size: z.number().min(0).max(1),
  /** Clipping, phase: never silenced, never ranked down. */
  isSafety: z.boolean(),
})
export type Subject = Readonly<z.infer<typeof subjectSchema>>

/**
 * accepted: applied as offered. edited: applied with another amount. undone: taken out again. ignored: another fix of the same
 * plan was taken. retracted: a rejection was taken back. preferred, not-preferred, no-preference: blind votes for after, before, neither.
 */
export const answers = [
  'accepted',
  'edited',
  'rejected',
  'undone',
  'ignored',
  'preferred',
  'not-preferred',
  'no-preference',
  'retracted',
] as const
export type Answer = (typeof answers)[number]

const answerSchema = z.strictObject({
  event: z.literal('answer'),
  time: z.iso.datetime(),
  set: z.string(),
  /** Names the fix within its set (`fixKey`). */
  key: z.string(),
  subject: subjectSchema,
  answer: z.enum(answers),
  /** Taken: what the user made of the solved amount, their habit or their word; null: as solved, and for other answers. */
  factor: z.number().min(0).max(4).nullable(),
})
export type AnswerEvent = Readonly<z.infer<typeof answerSchema>>

/** What applied fixes brought, measured: distances of one formula. */
const measuredSchema = z.strictObject({
  event: z.literal('measured'),
  time: z.iso.datetime(),
  set: z.string(),
  before: z.number().nonnegative(),
  predicted: z.number().nonnegative(),
  after: z.number().nonnegative(),
  /** By how much two takes of one mix differ. */
  spread: z.number().nonnegative(),
  fixes: z.array(z.strictObject({ subject: subjectSchema, predictedReduction: z.number() })).nonempty(),
})
export type MeasuredEvent = Readonly<z.infer<typeof measuredSchema>>

export const preferenceEventSchema = z.discriminatedUnion('event', [answerSchema, measuredSchema])
export type PreferenceEvent = AnswerEvent | MeasuredEvent
