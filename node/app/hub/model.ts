/** All that the hub knows, as one value: what it is doing, what it has measured, what can be pressed. */
import { type FaceControl, type FaceState, faceControls, type WireTap } from '../../../device/protocol.ts'
import type { ConnectionState } from '../../adapters/max-bridge/connection.ts'
import type { Fix } from '../../fixes/fix.ts'
import type { GuideState } from '../../guide/guide-state.ts'
import type { Advised } from '../../guide/preferences/advice.ts'
import type { UnreadExport } from '../unread-export.ts'
import { type Choices, firstChoices, isSwitch } from './choices.ts'
import type { Source } from './source.ts'
import type { Findings } from './work.ts'

export type ActivityKind =
  | 'starting'
  | 'recording'
  | 'measuring'
  | 'rendering'
  | 'applying'
  | 'undoing'
  | 'comparing'
  | 'learning'
/** One at a time; null: idle. */
export interface Activity {
  readonly kind: ActivityKind
  readonly words: string
  /** 0 to 1; null: not to be told. */
  readonly progress: number | null
}

export interface Slot {
  readonly fix: Fix
  /** by-hand: nothing that Uplift can write. */
  readonly state: 'offered' | 'applying' | 'applied' | 'by-hand'
}

export interface Heard {
  readonly source: Source
  /** `findings` are of it. */
  readonly isMeasured: boolean
  /** The set has been changed since. */
  readonly isStale: boolean
}

export interface Model {
  readonly link: ConnectionState
  /** Another hub is in charge. */
  readonly isPassive: boolean
  /** The hub is the last device on Main; null: not known. */
  readonly isLast: boolean | null
  readonly activity: Activity | null
  readonly taps: readonly WireTap[]
  readonly choices: Choices
  readonly heard: Heard | null
  readonly findings: Findings | null
  /** What was dropped last, where a word on its files is wanted before it can be measured. */
  readonly unread: UnreadExport | null
  /**
   * What is offered, the face shows the first three; they stay where they are until the next plan, so that no press hits
   * another fix.
   */
  readonly slots: readonly Slot[]
  /** Every fix of the plan in the order in which it is offered, with what is known of the user's taste; silent ones last. */
  readonly advised: readonly Advised[]
  /** What is heard right now; null: nobody listens (On demand). */
  readonly guide: GuideState | null
  /** Something of this set can be undone. */
  readonly canUndo: boolean
  /** What was undone last can be put in again. */
  readonly canRedo: boolean
  /** The next folder that is dropped holds references. */
  readonly awaitsReferences: boolean
  /** The panel can be opened. */
  readonly hasPanel: boolean
  /** What happened last, or what is in the way. */
  readonly message: { readonly line: string; readonly tone: FaceState['tone']; readonly detail?: string } | null
}

export const firstModel: Model = {
  link: 'waiting',
  isPassive: false,
  isLast: null,
  activity: null,
  taps: [],
  choices: firstChoices,
  heard: null,
  findings: null,
  unread: null,
  slots: [],
  advised: [],
  guide: null,
  canUndo: false,
  canRedo: false,
  awaitsReferences: false,
  hasPanel: false,
  message: null,
}

/** On the face. */
export const shownFixes = 3
export const slotsOf = (fixes: readonly Fix[]): readonly Slot[] =>
  fixes.map(fix => ({ fix, state: canWrite(fix) ? 'offered' : 'by-hand' }))

const canWrite = ({ changes, solo }: Fix) => changes.length > 0 || solo !== null

/** What stops when Cancel is pressed. Writing is not cancelled half-way: a fix is in or out. */
const cancellable: readonly ActivityKind[] = ['recording', 'measuring', 'rendering', 'comparing', 'learning']

/** What a press does something on now; the switches always do. */
export function enabledControls(model: Model): FaceControl[] {
  return faceControls.filter(control => isSwitch(control) || isEnabled(model, control))
}

function isEnabled(model: Model, control: FaceControl): boolean {
  const { link, isPassive, activity, heard, findings, slots, choices, canUndo, canRedo } = model
  if (link !== 'ready' || isPassive) return false
  // Looking is free while something else goes on.
  if (control === 'open-panel') return model.hasPanel
  if (activity) {
    if (control === 'cancel') return cancellable.includes(activity.kind)
    return control === 'compare' && activity.kind === 'comparing'
  }
  const slot = /-([123])$/.exec(control)
  if (slot) {
    const shown = slots[Number(slot[1]) - 1]
    if (!shown) return false
    if (control.startsWith('show')) return true
    if (control.startsWith('apply')) return shown.state === 'offered' && choices.mode !== 'passive'
    return shown.state !== 'applied'
  }
  switch (control) {
    case 'capture':
    case 'learn':
      return true
    case 'analyze':
      // What Main played last can always be heard; a take of before a change says nothing of the set as it is now.
      return heard === null || heard.source.kind === 'ring' || !heard.isStale
    case 'apply-all':
      return choices.mode !== 'passive' && slots.slice(0, shownFixes).some(({ state }) => state === 'offered')
    case 'undo':
      return canUndo
    case 'redo':
      return canRedo
    case 'compare':
      return findings !== null && slots.some(({ state }) => state !== 'by-hand')
    default:
      return false
  }
}
