/**
 * What has been rendered, by what made it: a source, parameter values, what flows in and what side-chains hear. Equal keys mean
 * equal samples, so sets, their forks and sets spoiled by one fault share one cache and render only where they differ.
 */
import type { Stereo } from './devices/effect.ts'

/** A chain's output. null: silent. Buffers are shared between takes and sets: never written to again. */
export interface Rendered {
  readonly key: string
  readonly signal: Stereo | null
  /** Of buffers made for it; 0 where it lets through what another one holds. */
  readonly bytes: number
}

/** Kept beyond what the last render used, so that going back to an earlier state costs nothing. */
const spareBytes = 1e9

export class RenderCache {
  /** Least recently used first. */
  readonly #kept = new Map<string, Rendered>()
  #bytes = 0
  readonly #spareBytes: number

  constructor(spare = spareBytes) {
    this.#spareBytes = spare
  }

  get(key: string): Rendered | undefined {
    const found = this.#kept.get(key)
    if (found) {
      this.#kept.delete(key)
      this.#kept.set(key, found)
    }
    return found
  }

  add(rendered: Rendered): void {
    this.#kept.set(rendered.key, rendered)
    this.#bytes += rendered.bytes
  }

  /** Forgets the oldest of what `used`, the last render, has not touched, as far as there is too much of it. */
  trim(used: ReadonlySet<string>): void {
    let spare = this.#bytes
    for (const key of used) spare -= this.#kept.get(key)?.bytes ?? 0
    for (const [key, { bytes }] of this.#kept) {
      if (spare <= this.#spareBytes) return
      if (used.has(key)) continue
      this.#kept.delete(key)
      this.#bytes -= bytes
      spare -= bytes
    }
  }
}
