/** What may be moved, how far, at what cost (presets/rules.json). Rules carry no amounts and no signs: the search finds those. */
import { z } from 'zod'
import data from '../../presets/rules.json' with { type: 'json' }
import type { Track } from '../live/set.ts'

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

const schema = z.strictObject({
  version: z.literal(1),
  moves: z.strictObject({ level: moveRule, eq: moveRule, width: moveRule, 'bass-mono': moveRule, pan: moveRule }),
  eqBells: z.strictObject({ hz: z.array(positive).nonempty(), q: z.array(positive).nonempty(), why }),
  eqShelves: z.strictObject({
    highHz: z.array(positive),
    lowHz: z.array(positive),
    q: z.array(positive).nonempty(),
    why,
  }),
  bassMonoHz: z.strictObject({ value: z.array(z.number().min(50).max(500)).nonempty(), why }),
  costFactors: z.strictObject({
    boost: positive,
    main: positive,
    group: positive,
    return: positive,
    kick: positive,
    lead: positive,
    why,
  }),
  roleWords: z.strictObject({ kick: z.array(z.string()), lead: z.array(z.string()), bass: z.array(z.string()), why }),
  minimumShare: z.strictObject({ value: positive, unit: z.string(), why }),
  widthFloor: z.strictObject({ value: z.number(), unit: z.string(), why }),
  worsening: z.strictObject({
    tolerance: z.number().nonnegative(),
    weight: z.number().nonnegative(),
    unit: z.string(),
    why,
  }),
  offer: z.strictObject({ minimumReduction: positive, minimumRelative: positive, unit: z.string(), why }),
  maximumMoves: z.strictObject({ value: z.number().int().positive(), unit: z.string(), why }),
})

export type Rules = z.infer<typeof schema>
export type MoveKind = keyof Rules['moves']

export const parseRules = (json: unknown): Rules => schema.parse(json)
export const rules: Rules = parseRules(data)

export type Role = 'kick' | 'lead' | 'bass'

/** The role a track's name says, or null. */
export function roleOf(track: Pick<Track, 'name'>): Role | null {
  const words = track.name.toLowerCase()
  const named = (role: Role) => rules.roleWords[role].some(word => words.includes(word))
  if (named('kick')) return 'kick'
  if (named('bass')) return 'bass'
  return named('lead') ? 'lead' : null
}
