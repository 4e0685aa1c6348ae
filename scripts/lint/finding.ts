/** What the lint says and what it needs to know besides the patcher. */
import type { Patch } from './patch.ts'

export interface Finding {
  /** Name of the rule: a function of `rules/`. */
  readonly rule: string
  /** Box, cord or key that it is about, such as "obj-8::obj-2 (route hello)". "" for the whole patcher. */
  readonly at: string
  /** One sentence: what is, and what should be. */
  readonly message: string
}

export interface LintContext {
  readonly device: 'hub' | 'tap'
  /** Script files named by the patcher must be among these; null: not known yet, so not checked. */
  readonly files: ReadonlySet<string> | null
  /** Version that script names must carry. */
  readonly version: string
}

/** Findings without the rule's name, which the caller adds. */
export type Rule = (patch: Patch, context: LintContext) => readonly { readonly at: string; readonly message: string }[]
