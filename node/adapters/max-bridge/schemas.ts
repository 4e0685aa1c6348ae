/** What may come in from the hub's v8, checked: the shapes of device/protocol.ts as zod schemas. */
import { z } from 'zod'
import {
  type EventName,
  type Events,
  faceControls,
  type Operation,
  type Operations,
  tapStatuses,
  type WireChain,
  type WireDevice,
  type WireParameter,
  type WireSet,
  type WireTap,
  type WireTrack,
  type WireWritten,
} from '../../../device/protocol.ts'

const reasons = ['missing', 'out-of-range', 'disabled', 'unsupported', 'busy', 'cancelled', 'failed'] as const
const failureReason = z.enum(reasons)

/** Requests come from us only, so a letter that arrives is an answer or an event. */
export const letterSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('reply'), id: z.number(), result: z.unknown() }),
  z.object({ kind: z.literal('failure'), id: z.number(), reason: failureReason, message: z.string() }),
  z.object({ kind: z.literal('event'), event: z.string(), data: z.unknown() }),
])

const values = [z.string(), z.number(), z.number(), z.number(), z.number(), z.string()] as const
const parameter: z.ZodType<WireParameter> = z.union([z.tuple([...values]), z.tuple([...values, z.array(z.string())])])
const mixer = z.array(parameter)

const device: z.ZodType<WireDevice> = z.lazy(() =>
  z.object({
    path: z.string(),
    className: z.string(),
    name: z.string(),
    parameters: z.array(parameter),
    chains: z.array(chain),
    sidechain: z.string().nullable(),
    latency: z.number().nullable(),
  }),
)
const chain: z.ZodType<WireChain> = z.object({
  path: z.string(),
  name: z.string(),
  isDrum: z.boolean(),
  solo: z.boolean(),
  mixer,
  devices: z.array(device),
})
export const trackSchema: z.ZodType<WireTrack> = z.object({
  path: z.string(),
  name: z.string(),
  color: z.number(),
  kind: z.enum(['audio', 'midi', 'group', 'return', 'master']),
  group: z.string().nullable(),
  output: z.string(),
  solo: z.boolean(),
  frozen: z.boolean(),
  mixer,
  devices: z.array(device),
})
/** The set without its tracks, which are checked one by one: a large set takes longer than one turn should. */
export const setSchema = z.object({
  name: z.string(),
  liveVersion: z.string().regex(/^\d+\.\d+/),
  tempo: z.number().positive(),
  beatsPerBar: z.number().positive(),
  lengthBeats: z.number().nonnegative(),
  locators: z.array(z.object({ name: z.string(), beats: z.number() })),
  tracks: z.array(z.unknown()),
}) satisfies z.ZodType<Omit<WireSet, 'tracks'>>

const ref = z.object({ track: z.string(), device: z.string().nullable(), parameter: z.string() })
const written: z.ZodType<WireWritten> = z.union([
  z.object({ parameter }),
  z.object({ reason: failureReason, message: z.string() }),
])
const tap: z.ZodType<WireTap> = z.object({
  key: z.number(),
  track: z.string().nullable(),
  trackName: z.string(),
  status: z.enum(tapStatuses as [WireTap['status'], ...WireTap['status'][]]),
  place: z.enum(['last', 'first']),
  latency: z.number().nullable(),
})
const nothing = z.null()

/** Answers by operation; a snapshot is checked in pieces by `checkedSet`. */
export const resultSchemas: { readonly [O in Exclude<Operation, 'snapshot'>]: z.ZodType<Operations[O]['result']> } = {
  read: z.array(parameter.nullable()),
  write: z.object({ written: z.array(written), undoSteps: z.number().nonnegative() }),
  texts: z.array(z.string()),
  solo: z.boolean(),
  insert: z.string(),
  remove: nothing,
  sidechain: nothing,
  observe: nothing,
  transport: z.object({
    playing: z.boolean(),
    beats: z.number(),
    tempo: z.number().positive(),
    loop: z.object({ on: z.boolean(), startBeats: z.number(), lengthBeats: z.number() }),
  }),
  show: nothing,
  taps: z.array(tap),
  listen: nothing,
  record: nothing,
  cancelRecord: nothing,
  ring: z.object({ seconds: z.number().nonnegative(), endsAt: z.number().min(0).max(1) }),
  audition: nothing,
  attenuate: nothing,
  capabilities: z.object({
    liveVersion: z.string(),
    insert: z.boolean(),
    hubKey: z.number().int().nonnegative(),
    last: z.boolean(),
  }),
  face: nothing,
  open: nothing,
}

const ends = ['complete', 'cancelled', 'stopped', 'jumped', 'tempo-changed', 'edited', 'device-off'] as const
export const eventSchemas: { readonly [E in EventName]: z.ZodType<Events[E]> } = {
  changed: z.array(z.object({ ref, parameter })),
  'set-changed': nothing,
  taps: z.array(tap),
  press: z.object({ control: z.enum(faceControls), value: z.number() }),
  dropped: z.object({ path: z.string().min(1) }),
  recording: z.object({ take: z.number(), beats: z.number() }),
  recorded: z.object({
    take: z.number(),
    end: z.enum(ends),
    detail: z.string(),
    startedAt: z.record(z.string(), z.number()),
    sampleRate: z.number().positive(),
  }),
  passive: z.object({ passive: z.boolean() }),
}

export const isEventName = (name: string): name is EventName => Object.hasOwn(eventSchemas, name)
