/** Live's undo history, as measured through its Python API: a pair of begin and end is one step, and pairs do not nest. */
import { type Control, setValue } from '../../../node/adapters/simulated/control.ts'

export interface UndoStep {
  readonly values: Map<Control, number>
  /** What else it did, undone last. */
  readonly revert: (() => void)[]
}

export class UndoHistory {
  readonly steps: UndoStep[] = []
  #open: UndoStep | null = null

  get isOpen(): boolean {
    return this.#open !== null
  }

  begin(): void {
    this.end()
    this.#open = { values: new Map(), revert: [] }
  }

  end(): void {
    if (this.#open && (this.#open.values.size > 0 || this.#open.revert.length > 0)) this.steps.push(this.#open)
    this.#open = null
  }

  wrote(control: Control, before: number): void {
    const step = this.#open ?? { values: new Map<Control, number>(), revert: [] }
    if (!step.values.has(control)) step.values.set(control, before)
    if (!this.#open) this.steps.push(step)
  }

  did(revert: () => void): void {
    if (this.#open) this.#open.revert.push(revert)
    else this.steps.push({ values: new Map(), revert: [revert] })
  }

  /** The user's Cmd-Z. */
  undo(): boolean {
    const step = this.steps.pop()
    if (!step) return false
    for (const [control, before] of step.values) setValue(control, before)
    for (const revert of step.revert.toReversed()) revert()
    return true
  }
}
