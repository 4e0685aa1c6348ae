/** The user's settings on the face: they tell where they stand when the set is loaded, long before Node can hear it. */
import type { Atom } from '../host.ts'
import { type Events, type FaceControl, faceControls } from '../protocol.ts'

const kept: readonly FaceControl[] = ['strength', 'stage', 'part', 'mode', 'range', 'panel-in']

export class Switches {
  readonly #values = new Map<FaceControl, number>()

  /** null: no control of the face. */
  press([name, value]: readonly Atom[]): Events['press'] | null {
    const control = faceControls.find(known => known === name)
    if (!control) return null
    const number = value === undefined ? 1 : Number(value)
    if (!Number.isFinite(number)) return null
    if (kept.includes(control)) this.#values.set(control, number)
    return { control, value: number }
  }

  /** For a Node that has just come. */
  get values(): readonly Events['press'][] {
    return [...this.#values].map(([control, value]) => ({ control, value }))
  }
}
