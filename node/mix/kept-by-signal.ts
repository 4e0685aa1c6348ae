/**
 * Answers kept by the buffers they were worked out from, as long as those live: of a set that is measured again after one change,
 * most tracks are the same arrays. Buffers of a take are never written into.
 */
import type { StereoSignal } from './devices/device-model.ts'

export class KeptBySignal<T> {
  readonly #kept = new WeakMap<
    Float32Array,
    { readonly right: Float32Array; readonly key: string; readonly value: T }
  >()

  /** `key`: whatever else the answer depends on; only the last one is kept. */
  get([left, right]: StereoSignal, key: string, make: () => T): T {
    const found = this.#kept.get(left)
    if (found && found.right === right && found.key === key) return found.value
    const value = make()
    this.#kept.set(left, { right, key, value })
    return value
  }
}
