/**
 * During a take: what the user moves. Whoever touches a control selects it, so Live's selected parameter is looked at; to
 * watch every parameter of a set would be too much. Automation that plays is no edit.
 */
import type { Live, LiveId } from '../bridge/live.ts'

export class EditWatch {
  readonly #live: Live
  #selected: LiveId = 0
  #value = 0

  constructor(live: Live) {
    this.#live = live
  }

  start(): void {
    this.#selected = 0
    this.look()
  }

  /** What was moved since the last look, in words; null: nothing. */
  look(): string | null {
    const live = this.#live
    const id = live.has(live.view, 'Song.View', 'selected_parameter') ? live.child(live.view, 'selected_parameter') : 0
    if (!id) {
      this.#selected = 0
      return null
    }
    const value = live.number(id, 'value', 0)
    const isMoved = id === this.#selected && value !== this.#value && live.number(id, 'automation_state', 0) === 0
    this.#selected = id
    this.#value = value
    return isMoved ? `"${live.text(id, 'name')}" was moved` : null
  }
}
