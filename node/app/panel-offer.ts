/** What the panel offers of a plan: in the order of taste, each fix with its state, and the moves that the user set aside. */
import type { Fix, Plan } from '../fixes/fix.ts'
import type { MoveKind } from '../fixes/rules.ts'
import type { Advised } from '../guide/preferences/advice.ts'
import type { TrackPath } from '../live/set.ts'
import type { PanelFix } from './panel-data.ts'
import { canWrite, panelFix } from './panel-fix.ts'

interface Slot {
  readonly fix: Fix
  readonly state: PanelFix['state']
  readonly advice: string
  readonly isQuiet: boolean
}

export class PanelOffer {
  #slots: readonly Slot[] = []
  #distance = 0
  #aside: readonly { readonly track: TrackPath; readonly trackName: string; readonly kind: MoveKind }[] = []

  get fixes(): readonly Fix[] {
    return this.#slots.map(({ fix }) => fix)
  }

  get slots(): readonly Slot[] {
    return this.#slots
  }

  get rows(): readonly PanelFix[] {
    return this.#slots.map(({ fix, state, advice, isQuiet }) => ({
      ...panelFix(fix, this.#distance, state, advice),
      isQuiet,
    }))
  }

  /** For the planner. */
  get moves(): readonly { readonly track: TrackPath; readonly kind: MoveKind }[] {
    return this.#aside.map(({ track, kind }) => ({ track, kind }))
  }

  get aside(): readonly string[] {
    return this.#aside.map(asideWords)
  }

  offer({ distanceBefore }: Plan, advised: readonly Advised[]): void {
    this.#distance = distanceBefore
    this.#slots = advised.map(({ fix, words, isSilent }) => ({
      fix,
      state: canWrite(fix) ? 'offered' : 'by-hand',
      advice: words,
      isQuiet: isSilent,
    }))
  }

  mark(id: string, state: PanelFix['state']): void {
    this.#slots = this.#slots.map(slot => (slot.fix.id === id ? { ...slot, state } : slot))
  }

  setAside({ track, trackName, kind }: Fix): void {
    this.#aside = [...this.#aside, { track, trackName, kind }]
  }

  bringBack(): void {
    this.#aside = []
  }
}

/** "EQ on Pad". */
export const asideWords = ({ trackName, kind }: Pick<Fix, 'trackName' | 'kind'>) => `${kindNames[kind]} on ${trackName}`

const kindNames: Readonly<Record<MoveKind, string>> = {
  level: 'Level',
  eq: 'EQ',
  width: 'Width',
  'bass-mono': 'Bass mono',
  pan: 'Pan',
  polarity: 'Polarity',
  ducking: 'Ducking',
  compression: 'Compression',
  limiter: 'Limiter',
  mute: 'Mute',
}
