/** What page and server say to each other. The page imports the types only. */
import { z } from 'zod'
import { blindAnswers, type PanelLibrary, type PanelView, panelModes, panelStages } from '../app/panel/data.ts'
import type { PanelAction, PanelPlayhead, PanelState } from '../app/panel/source.ts'
import { type Category, feature, featureIds, sectionTypes } from '../features/catalogue.ts'
import { roles } from '../mix/roles/role.ts'

export type ToPage =
  | { readonly kind: 'state'; readonly state: PanelState }
  | { readonly kind: 'view'; readonly view: PanelView | null }
  | { readonly kind: 'library'; readonly library: PanelLibrary }
  | { readonly kind: 'playhead'; readonly playhead: PanelPlayhead | null }
  /** Nothing was done. */
  | { readonly kind: 'refused'; readonly why: string }

export type FromPage =
  | { readonly kind: 'act'; readonly action: PanelAction }
  | { readonly kind: 'look'; readonly isDeep: boolean }
  /** `profile`: the one to tell everything of; null: the target's. */
  | { readonly kind: 'library'; readonly profile: string | null }

/** Bytes of a message from a page; the longest names every fix of a plan. */
export const longestMessage = 64 * 1024

const categories = [...new Set(featureIds.map(each => feature(each).category))] as [Category, ...Category[]]

const id = z.string().min(1).max(200)
const name = z.string().min(1).max(500)
const path = z.string().min(1).max(4096)
const action = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['capture', 'analyze', 'undo', 'redo', 'cancel', 'bring-back', 'blind']) }),
  z.strictObject({ kind: z.enum(['apply', 'preview']), fixes: z.array(id).min(1).max(100) }),
  z.strictObject({
    kind: z.literal('choose'),
    choice: z.strictObject({
      strength: z.number().min(0).max(1).exactOptional(),
      stage: z.enum(panelStages).exactOptional(),
      part: z.enum(sectionTypes).nullable().exactOptional(),
      without: z.array(z.enum(categories)).max(categories.length).exactOptional(),
      profile: name.nullable().exactOptional(),
      target: z.string().max(500).exactOptional(),
      mode: z.enum(panelModes).exactOptional(),
    }),
  }),
  z.strictObject({ kind: z.enum(['intended', 'aside', 'show']), fix: id }),
  z.strictObject({ kind: z.literal('amount'), fix: id, factor: z.number().min(0.1).max(2) }),
  z.strictObject({ kind: z.literal('lock'), track: name, isLocked: z.boolean() }),
  z.strictObject({ kind: z.literal('role'), track: name, role: z.enum(roles).nullable() }),
  z.strictObject({ kind: z.literal('match'), file: name, track: name.nullable().exactOptional() }),
  z.strictObject({ kind: z.literal('beside'), profile: name, reference: name }),
  z.strictObject({ kind: z.literal('go-back'), checkpoint: id }),
  z.strictObject({ kind: z.literal('vote'), answer: z.enum(blindAnswers) }),
  z.strictObject({ kind: z.literal('learn'), folder: path, name }),
]) satisfies z.ZodType<PanelAction>

const fromPageSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('act'), action }),
  z.strictObject({ kind: z.literal('look'), isDeep: z.boolean() }),
  z.strictObject({ kind: z.literal('library'), profile: name.nullable() }),
]) satisfies z.ZodType<FromPage>

/** null: not a message of ours. */
export function parseFromPage(text: string): FromPage | null {
  try {
    return fromPageSchema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
