/** What names and sounds say about roles (presets/roles.json). */
import { z } from 'zod'
import data from '../../../presets/roles.json' with { type: 'json' }
import { type Role, roles, soundRoles } from './role.ts'
import { traitIds } from './traits.ts'

const why = z.string().min(1)
const share = z.number().min(0).max(1)
const weight = z.strictObject({ value: z.number().min(0).max(1), why })

/** Per role: centre and spread of a trait. */
const trait = z.strictObject({
  unit: z.string(),
  weight: z.number().min(0).max(1),
  why,
  roles: z.record(z.enum(soundRoles), z.tuple([z.number(), z.number().positive()])),
})

const schema = z.strictObject({
  version: z.literal(1),
  prior: z.strictObject({ share: z.record(z.enum(soundRoles), share), why }),
  names: z.strictObject({
    unsaid: weight,
    modifierWeight: weight,
    groupWeight: weight,
    clipWeight: weight,
    deviceWeight: weight,
    words: z.array(
      z.strictObject({
        words: z.array(z.string().min(1)).nonempty(),
        /** How often a track of that name has the role. */
        says: z.partialRecord(z.enum(roles), share),
        why: why.optional(),
      }),
    ),
  }),
  audio: z.strictObject({
    weight,
    misread: weight,
    heard: z.strictObject({ unit: z.string(), source: why, traits: z.record(z.enum(traitIds), trait) }),
  }),
  contradiction: weight,
})

export type RolePreset = z.infer<typeof schema>

export const parseRolePreset = (json: unknown): RolePreset => schema.parse(json)
export const rolePreset: RolePreset = parseRolePreset(data)

/** Natural logarithms of probabilities, up to a common constant. */
export type RoleScores = Readonly<Record<Role, number>>

export const scoresFrom = (of: (role: Role) => number): RoleScores =>
  Object.fromEntries(roles.map(role => [role, of(role)])) as Record<Role, number>

/** Probabilities that sum to 1. */
export function probabilities(scores: RoleScores): RoleScores {
  const most = Math.max(...Object.values(scores))
  const sum = roles.reduce((total, role) => total + Math.exp(scores[role] - most), 0)
  return scoresFrom(role => Math.exp(scores[role] - most) / sum)
}
