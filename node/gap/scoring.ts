/** The scoring preset: weights, cap, severity bounds (presets/scoring.json), validated once. */
import { z } from 'zod'
import data from '../../presets/scoring.json' with { type: 'json' }
import { features, scopes } from '../features/catalogue.ts'

const figure = z.strictObject({ value: z.number().positive(), unit: z.string(), why: z.string() })
const notes = { unit: z.string(), why: z.string() }
const weight = z.number().nonnegative()

const groups = [...new Set(Object.values(features).map(feature => feature.group))]

const schema = z
  .strictObject({
    version: z.literal(1),
    cap: figure,
    scoreScale: figure,
    severity: z.strictObject({ critical: z.number(), warning: z.number(), minor: z.number(), ...notes }),
    scopeWeights: z.strictObject({ ...Object.fromEntries(scopes.map(scope => [scope, weight])), ...notes }),
    groupWeights: z.object(notes).catchall(weight),
    materialGroups: z.strictObject({ value: z.array(z.string()), ...notes }),
  })
  .superRefine((scoring, context) => {
    const scored = groups.filter(group => !scoring.materialGroups.value.includes(group))
    for (const group of scored) {
      if (!(group in scoring.groupWeights)) context.addIssue(`groupWeights has no weight for group "${group}"`)
    }
    for (const group of Object.keys(scoring.groupWeights)) {
      if (!['unit', 'why', ...groups].includes(group))
        context.addIssue(`groupWeights names "${group}", which no feature has`)
    }
  })

export type Scoring = z.infer<typeof schema>

export const parseScoring = (json: unknown): Scoring => schema.parse(json)
export const scoring: Scoring = parseScoring(data)

export const scopeWeight = (scope: (typeof scopes)[number]) =>
  (scoring.scopeWeights as Record<string, number | string>)[scope] as number
export const groupWeight = (group: string) => (scoring.groupWeights[group] as number | undefined) ?? 0
