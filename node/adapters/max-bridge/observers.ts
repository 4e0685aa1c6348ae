/** Who wants to know of which parameter. Own writes are told at once, Live's changes as they come; none twice. */
import type { WireRef } from '../../../device/protocol.ts'
import type { Parameter } from '../../live/set.ts'

type OnChange = (parameter: Parameter) => void

interface Observed {
  readonly ref: WireRef
  readonly callbacks: Set<OnChange>
  /** What was told last. */
  value: number | null
}

export const refKey = ({ track, device, parameter }: WireRef) => JSON.stringify([track, device, parameter])

export class Observers {
  readonly #observe: (refs: readonly WireRef[]) => Promise<unknown>
  readonly #observed = new Map<string, Observed>()
  #isDue = false

  /** `observe`: replaces what Live watches. */
  constructor(observe: (refs: readonly WireRef[]) => Promise<unknown>) {
    this.#observe = observe
  }

  add(ref: WireRef, onChange: OnChange): () => void {
    const key = refKey(ref)
    const observed = this.#observed.get(key) ?? { ref, callbacks: new Set(), value: null }
    this.#observed.set(key, observed)
    // The same function twice counts twice.
    const callback: OnChange = parameter => onChange(parameter)
    observed.callbacks.add(callback)
    this.#soon()
    return () => {
      observed.callbacks.delete(callback)
      if (observed.callbacks.size > 0 || this.#observed.get(key) !== observed) return
      this.#observed.delete(key)
      this.#soon()
    }
  }

  tell(ref: WireRef, parameter: Parameter): void {
    const observed = this.#observed.get(refKey(ref))
    if (!observed || observed.value === parameter.value) return
    observed.value = parameter.value
    for (const callback of [...observed.callbacks]) callback(parameter)
  }

  /** For a device that has started anew. */
  async renew(): Promise<void> {
    if (this.#observed.size > 0) await this.#send()
  }

  clear(): void {
    this.#observed.clear()
  }

  /** Many at once are one request. */
  #soon(): void {
    if (this.#isDue) return
    this.#isDue = true
    queueMicrotask(() => {
      this.#isDue = false
      // Without Live there is nothing to watch; `renew` catches up.
      this.#send().catch(() => {})
    })
  }

  #send(): Promise<unknown> {
    return this.#observe([...this.#observed.values()].map(({ ref }) => ref))
  }
}
