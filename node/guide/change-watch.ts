/** What the user is moving: many changes in a row are one, and while it lasts nothing is measured for good or suggested. */
import { type GuidePreset, guidePreset } from './guide-preset.ts'

export class ChangeWatch {
  readonly #settleMs: number
  readonly #quietMs: number
  /** Tracks in motion, and when each was moved last. */
  readonly #moving = new Map<string, number>()
  #last = Number.NEGATIVE_INFINITY

  constructor({ settleMs, quietMs }: GuidePreset = guidePreset) {
    this.#settleMs = settleMs.value
    this.#quietMs = quietMs.value
  }

  changed(track: string, now: number): void {
    this.#moving.set(track, now)
    this.#last = now
  }

  isMoving(track: string): boolean {
    return this.#moving.has(track)
  }

  /** Tracks in motion. */
  get moving(): Iterable<string> {
    return this.#moving.keys()
  }

  /** Tracks that have come to rest since the last call: each is told once. */
  settled(now: number): readonly string[] {
    if (this.#moving.size === 0) return []
    const at = [...this.#moving].filter(([, time]) => now - time >= this.#settleMs).map(([track]) => track)
    for (const track of at) this.#moving.delete(track)
    return at
  }

  /** Long enough since anything was moved. */
  isQuiet(now: number): boolean {
    return this.#moving.size === 0 && now - this.#last >= this.#quietMs
  }
}
