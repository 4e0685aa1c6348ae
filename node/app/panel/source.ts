/**
 * What the panel shows and asks for, as plain data: a port. The simulated set, stems and closed sets implement it
 * (session.ts, in a worker), and the hub inside Live (hub/panel-source.ts); panel/ serves it to pages.
 */
import type { FaceLight } from '../../../device/protocol.ts'
import type { Role } from '../../mix/roles/role.ts'
import type {
  BlindAnswer,
  ExcerptSide,
  Light,
  PanelCheckpoint,
  PanelChoices,
  PanelExcerpts,
  PanelFix,
  PanelLibrary,
  PanelLive,
  PanelProof,
  PanelRemark,
  PanelView,
  Tone,
} from './data.ts'

export interface PanelSource {
  readonly state: PanelState
  /** Called after each change of `state`; returns what stops it. */
  watch(changed: () => void): () => void
  /** Absent: nothing plays but in the page. */
  readonly playhead?: PlayheadSource
  /** Does what the user pressed. Never throws: what is in the way is said in `state.message`. */
  act(action: PanelAction): Promise<void>
  /**
   * The plots and tables of `state.view`; null: there is nothing to show. Asked for when `state.view` has changed; deep, with
   * what takes seconds (masking), only when somebody looks at it.
   */
  look(isDeep: boolean): Promise<PanelView | null>
  /** What is learned here. `profile`: the one to tell everything of; null: the target's. */
  library(profile: string | null): Promise<PanelLibrary>
  /** WAV file of an excerpt in `state.excerpts`; null: there is none. */
  excerpt(id: number, side: ExcerptSide): string | null
  close(): Promise<void>
}

/** Where Live plays, at the moment when it was told. */
export interface PanelPlayhead {
  /** From the beginning of what was measured: the timeline's own time. */
  readonly seconds: number
  /** What is measured goes on to here; behind it, Live is elsewhere. */
  readonly endSeconds: number
}

/** Where Live plays in what was measured. Apart from the state, since it changes all the time. */
export interface PlayheadSource {
  /** null: it does not play, or where nothing was measured. */
  readonly now: PanelPlayhead | null
  /** Called after each change of `now`; returns what stops it. */
  watch(changed: () => void): () => void
}

/** simulated, stems: everything vanishes with the process. als: a file, read only. osc: Live by AbletonOSC. live: the device. */
export type PanelKind = 'simulated' | 'stems' | 'als' | 'osc' | 'live'

export interface PanelState {
  readonly title: string
  readonly kind: PanelKind
  readonly honest: readonly PanelRemark[]
  /** What is going on; null: nothing. `progress`: 0 to 1; null: not known. */
  readonly activity: { readonly words: string; readonly progress: number | null; readonly canCancel: boolean } | null
  readonly message: { readonly line: string; readonly tone: Tone } | null
  /** 0 to 100; null: nothing is measured. */
  readonly score: number | null
  /** What the learned judge says beside the score, its answer first; [] where the target was not learned here. */
  readonly judge: readonly string[]
  readonly lights: Readonly<Record<FaceLight, Light>>
  readonly fixes: readonly PanelFix[]
  /** Moves that are set aside: "EQ on Pad". */
  readonly aside: readonly string[]
  readonly choices: PanelChoices
  readonly can: Readonly<Record<PanelAbility, boolean>>
  /** The last measurement after fixes went in; null: none yet. */
  readonly proof: PanelProof | null
  readonly excerpts: PanelExcerpts | null
  /** Newest first; those with nothing since are left out. */
  readonly checkpoints: readonly PanelCheckpoint[]
  /** null: not in Live, or nobody listens. */
  readonly live: PanelLive | null
  /** Counts the measurements: a new number, a new view. */
  readonly view: number
}

/** tell: roles, locks, intentions. show: select in Live. vote: keep blind votes. */
export type PanelAbility =
  | 'capture'
  | 'analyze'
  | 'apply'
  | 'undo'
  | 'redo'
  | 'preview'
  | 'tell'
  | 'show'
  | 'learn'
  | 'vote'

export type PanelAction =
  /**
   * Record in Live; a simulated set has nothing to record. redo: what was undone last, until something else is applied.
   * bring-back: what was set aside may be offered again.
   */
  | { readonly kind: 'capture' | 'analyze' | 'undo' | 'redo' | 'cancel' | 'bring-back' | 'blind' }
  | { readonly kind: 'apply' | 'preview'; readonly fixes: readonly string[] }
  | { readonly kind: 'choose'; readonly choice: Partial<PanelChoices> }
  /**
   * intended: "stay silent", what this fix answers first. aside: "not this", another way is looked for. show: selected in
   * Live.
   */
  | { readonly kind: 'intended' | 'aside' | 'show'; readonly fix: string }
  /** 1 as solved; what is foretold follows. */
  | { readonly kind: 'amount'; readonly fix: string; readonly factor: number }
  | { readonly kind: 'lock'; readonly track: string; readonly isLocked: boolean }
  /** null: Uplift guesses again. */
  | { readonly kind: 'role'; readonly track: string; readonly role: Role | null }
  /** Which track an exported file is. null: none, it is left out; absent: Uplift guesses again. */
  | { readonly kind: 'match'; readonly file: string; readonly track?: string | null }
  /** Heard beside the mix as it is; the title of a reference of the learned profile of this name. */
  | { readonly kind: 'beside'; readonly profile: string; readonly reference: string }
  | { readonly kind: 'go-back'; readonly checkpoint: string }
  | { readonly kind: 'vote'; readonly answer: BlindAnswer }
  /** A folder of references, into the profile of this name. */
  | { readonly kind: 'learn'; readonly folder: string; readonly name: string }
