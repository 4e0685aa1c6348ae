/** What the schemas of documents are made of. */
import { z } from 'zod'
import { type FeatureId, featureIds, scopes } from '../features/catalogue.ts'

export const text = z.string()
export const texts = z.array(text)
export const count = z.int().nonnegative()
export const open = z.looseObject({})
export const scope = z.enum(scopes)
export const feature = z.enum(featureIds as [FeatureId, ...FeatureId[]])

export const document = <N extends string, S extends z.ZodRawShape>(command: N, shape: S) =>
  z.strictObject({ uplift: z.literal(1), command: z.literal(command), ...shape })
