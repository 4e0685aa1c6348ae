/**
 * What the panel shows and asks for, as plain data: a port. The simulated set and stems implement it (panel-session.ts, in a
 * worker), and the hub inside Live (hub/panel-source.ts); panel/ serves it to pages.
 */
import type { FaceLight } from '../../device/protocol.ts'
import type { SectionType } from '../features/catalogue.ts'
import type { Stage } from '../gap/objective.ts'
import type { Role } from '../mix/roles/role.ts'

export interface PanelSource {
  readonly state: PanelState
  /** Called after each change of `state`; returns what stops it. */
  watch(changed: () => void): () => void
  /** Does what the user pressed. Never throws: what is in the way is said in `state.message`. */
  act(action: PanelAction): Promise<void>
  /**
   * The plots and tables of `state.view`; null: nothing is measured. Asked for when `state.view` has changed; deep, with what
   * takes seconds (masking), only when somebody looks at it.
   */
  look(isDeep: boolean): Promise<PanelView | null>
  /** WAV file of an excerpt in `state.excerpts`; null: there is none. */
  excerpt(id: number, side: ExcerptSide): string | null
  close(): Promise<void>
}

export const panelStages = ['auto', 'premaster', 'master'] as const satisfies readonly ('auto' | Stage)[]
export const excerptSides = ['before', 'after', 'reference'] as const
export type ExcerptSide = (typeof excerptSides)[number]
export type Tone = 'neutral' | 'good' | 'warning' | 'error'
export type Light = 'off' | 'good' | 'minor' | 'warning' | 'critical'

export interface PanelState {
  readonly title: string
  readonly kind: 'simulated' | 'stems' | 'live'
  /** What is to be known about these figures, in sentences: whose taste, what was not heard, what is out of date. */
  readonly honest: readonly string[]
  /** What is going on; null: nothing. `progress`: 0 to 1; null: not known. */
  readonly activity: { readonly words: string; readonly progress: number | null; readonly canCancel: boolean } | null
  readonly message: { readonly line: string; readonly tone: Tone } | null
  /** 0 to 100; null: nothing is measured. */
  readonly score: number | null
  readonly lights: Readonly<Record<FaceLight, Light>>
  readonly fixes: readonly PanelFix[]
  readonly choices: PanelChoices
  readonly can: Readonly<Record<'capture' | 'analyze' | 'apply' | 'undo' | 'preview' | 'tell', boolean>>
  /** The last measurement after fixes went in; null: none yet. */
  readonly proof: PanelProof | null
  readonly excerpts: PanelExcerpts | null
  /** Counts the measurements: a new number, a new view. */
  readonly view: number
}

export interface PanelChoices {
  /** 0 to 1: scales every amount. */
  readonly strength: number
  readonly stage: (typeof panelStages)[number]
  readonly part: SectionType | null
}

export interface PanelFix {
  readonly id: string
  readonly title: string
  readonly track: string
  /** "Frequencies pile up", and why this kind of move helps. */
  readonly finding: string
  readonly why: string
  /** "27 % of the gap". */
  readonly effect: string
  /** "92 % sure". */
  readonly sure: string
  /** Where in the set, and what Live will show: "Track Volume: -6.0 dB → -8.4 dB". */
  readonly where: string
  readonly changes: readonly string[]
  /** "Mud in the drop: +4.1 dB → +1.2 dB". */
  readonly predicted: readonly string[]
  readonly limit: string
  readonly risk: string
  readonly byHand: string
  readonly alternatives: readonly string[]
  /** by-hand: nothing that Uplift can write. */
  readonly state: 'offered' | 'applying' | 'applied' | 'by-hand'
}

export interface PanelProof {
  readonly fixes: readonly string[]
  readonly scoreBefore: number
  readonly scoreAfter: number
  /** Distances: before, foretold, measured; `spread`: what two takes of one mix differ by. */
  readonly before: number
  readonly predicted: number
  readonly after: number
  readonly spread: number
  readonly isWorse: boolean
}

export interface PanelExcerpts {
  readonly id: number
  readonly title: string
  readonly sides: readonly ExcerptSide[]
}

export interface PanelTrack {
  readonly name: string
  readonly group: string | null
  readonly role: Role
  /** 0 to 1; 1: the user said so. */
  readonly confidence: number
  readonly because: string
  /** 0 to 1, of the mix's loudness; null: not heard by itself. */
  readonly share: number | null
  readonly isLocked: boolean
}

/** Markup is made by report/markup.ts alone, where every name is escaped. */
export interface PanelView {
  readonly revision: number
  readonly isDeep: boolean
  readonly plots: readonly { readonly id: string; readonly name: string; readonly markup: string }[]
  readonly tracks: readonly PanelTrack[]
  /** Why each fix: a sentence with its figures, by the fix's id. */
  readonly reasons: Readonly<Record<string, string>>
  /** Sentences about the material and what was left alone. */
  readonly notes: readonly string[]
  /** Newest first. */
  readonly receipts: readonly PanelReceipt[]
}

export interface PanelReceipt {
  readonly time: string
  readonly applied: readonly string[]
  readonly scoreBefore: number
  readonly scoreAfter: number
}

export type PanelAction =
  /** Record in Live; a simulated set has nothing to record. */
  | { readonly kind: 'capture' | 'analyze' | 'undo' | 'cancel' }
  | { readonly kind: 'apply' | 'preview'; readonly fixes: readonly string[] }
  | { readonly kind: 'choose'; readonly choice: Partial<PanelChoices> }
  /** "Intended, stay silent": what this fix answers first. */
  | { readonly kind: 'intended'; readonly fix: string }
  | { readonly kind: 'lock'; readonly track: string; readonly isLocked: boolean }
  /** null: Uplift guesses again. */
  | { readonly kind: 'role'; readonly track: string; readonly role: Role | null }
