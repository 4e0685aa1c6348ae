/** What the panel offers of a plan: in the order of taste, each fix with its state; and what the user said to moves for now. */
import type { Fix, Plan } from '../../fixes/fix.ts'
import type { MoveKind } from '../../fixes/rules.ts'
import type { Advised } from '../../guide/preferences/advice.ts'
import type { TrackPath } from '../../live/set.ts'
import { isSameMove, moveSubject, type ToldAmount } from '../liked-amounts.ts'
import type { PanelFix } from './data.ts'
import { canWrite, panelFix } from './fix.ts'

/**
 * Moves that are set aside, by track and kind, since another way is another kind; and amounts that were changed, each move's own.
 * Neither by the fix' id: every plan has other fixes.
 */
export class ToldMoves {
  #aside: readonly Pick<Fix, 'track' | 'trackName' | 'kind'>[] = []
  #amounts: readonly ToldAmount[] = []

  /** For the planner. */
  get aside(): readonly { readonly track: TrackPath; readonly kind: MoveKind }[] {
    return this.#aside.map(({ track, kind }) => ({ track, kind }))
  }

  /** For the planner. */
  get amounts(): readonly ToldAmount[] {
    return this.#amounts
  }

  /** "EQ on Pad". */
  get asideWords(): readonly string[] {
    return this.#aside.map(({ trackName, kind }) => `${kindNames[kind]} on ${trackName}`)
  }

  setAside(fix: Fix): void {
    this.#aside = [...this.#aside, fix]
  }

  bringBack(): void {
    this.#aside = []
  }

  /** `factor` 1: as solved. `usual`: where it stands without the user's word. */
  scale(fix: Fix, factor: number, usual = 1): void {
    const move = moveSubject(fix)
    this.#amounts = this.#amounts.filter(each => !isSameMove(each, move))
    if (factor !== usual) this.#amounts = [...this.#amounts, { ...move, factor }]
  }

  factorOf(fix: Fix, usual = 1): number {
    const move = moveSubject(fix)
    return this.#amounts.find(each => isSameMove(each, move))?.factor ?? usual
  }
}

interface Slot {
  readonly fix: Fix
  readonly state: PanelFix['state']
  readonly advice: string
  readonly isQuiet: boolean
  /** The user's habit, of the solved amount. */
  readonly usual: number
}

export class PanelOffer {
  readonly told = new ToldMoves()
  #slots: readonly Slot[] = []
  #distance = 0

  get fixes(): readonly Fix[] {
    return this.#slots.map(({ fix }) => fix)
  }

  get slots(): readonly Slot[] {
    return this.#slots
  }

  get rows(): readonly PanelFix[] {
    return this.#slots.map(({ fix, state, advice, isQuiet, usual }) =>
      panelFix(fix, this.#distance, state, { advice, isQuiet, factor: this.told.factorOf(fix, usual) }),
    )
  }

  scale(fix: Fix, factor: number): void {
    this.told.scale(fix, factor, this.#slots.find(slot => slot.fix === fix)?.usual)
  }

  offer({ distanceBefore }: Plan, advised: readonly Advised[]): void {
    this.#distance = distanceBefore
    this.#slots = advised.map(({ fix, factor, words, isSilent }) => ({
      fix,
      state: canWrite(fix) ? 'offered' : 'by-hand',
      advice: words,
      isQuiet: isSilent,
      usual: factor,
    }))
  }

  mark(id: string, state: PanelFix['state']): void {
    this.#slots = this.#slots.map(slot => (slot.fix.id === id ? { ...slot, state } : slot))
  }
}

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
