/** When the guide speaks and when it is quiet (presets/guide.json), validated once. */
import { z } from 'zod'
import data from '../../presets/guide.json' with { type: 'json' }

const note = { unit: z.string(), why: z.string().min(1) }
const positive = z.strictObject({ value: z.number().positive(), ...note })
const figure = z.strictObject({ value: z.number(), ...note })

const schema = z.strictObject({
  version: z.literal(1),
  /** No report of a tap for so long while it should send: stale. */
  staleMs: positive,
  /** Without a change for so long the hand has left the control: measuring begins anew. */
  settleMs: positive,
  /** So long after the last change nothing is suggested. */
  quietMs: positive,
  /** A finding must hold so long before it is told. */
  holdMs: positive,
  /** Sound of a section that its running statistics need before they count. */
  leastSectionSeconds: positive,
  memorySeconds: positive,
  driftDb: positive,
  cancelling: figure,
  overDb: figure,
  silenceLufs: figure,
})

export type GuidePreset = z.infer<typeof schema>

export const parseGuidePreset = (json: unknown): GuidePreset => schema.parse(json)
export const guidePreset: GuidePreset = parseGuidePreset(data)
