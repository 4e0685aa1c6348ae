/** What page and server say to each other. The page imports the types only. */
import { z } from 'zod'
import { type PanelAction, type PanelState, type PanelView, panelStages } from '../app/panel-source.ts'
import { sectionTypes } from '../features/catalogue.ts'
import { roles } from '../mix/roles/role.ts'

export type ToPage =
  | { readonly kind: 'state'; readonly state: PanelState }
  | { readonly kind: 'view'; readonly view: PanelView | null }
  /** Nothing was done. */
  | { readonly kind: 'refused'; readonly why: string }

export type FromPage =
  | { readonly kind: 'act'; readonly action: PanelAction }
  | { readonly kind: 'look'; readonly isDeep: boolean }

/** Bytes of a message from a page; the longest names every fix of a plan. */
export const longestMessage = 64 * 1024

const id = z.string().min(1).max(200)
const name = z.string().min(1).max(500)
const action = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['capture', 'analyze', 'undo', 'cancel']) }),
  z.strictObject({ kind: z.enum(['apply', 'preview']), fixes: z.array(id).min(1).max(100) }),
  z.strictObject({
    kind: z.literal('choose'),
    choice: z.strictObject({
      strength: z.number().min(0).max(1).exactOptional(),
      stage: z.enum(panelStages).exactOptional(),
      part: z.enum(sectionTypes).nullable().exactOptional(),
    }),
  }),
  z.strictObject({ kind: z.literal('intended'), fix: id }),
  z.strictObject({ kind: z.literal('lock'), track: name, isLocked: z.boolean() }),
  z.strictObject({ kind: z.literal('role'), track: name, role: z.enum(roles).nullable() }),
]) satisfies z.ZodType<PanelAction>

const fromPageSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('act'), action }),
  z.strictObject({ kind: z.literal('look'), isDeep: z.boolean() }),
]) satisfies z.ZodType<FromPage>

/** null: not a message of ours. */
export function parseFromPage(text: string): FromPage | null {
  try {
    return fromPageSchema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
