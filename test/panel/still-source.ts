/** A panel's source that shows what it is told to and remembers what was asked of it. */

import type { PanelView } from '../../node/app/panel/data.ts'
import type {
  PanelAction,
  PanelPlayhead,
  PanelSource,
  PanelState,
  PlayheadSource,
} from '../../node/app/panel/source.ts'
import { firstPanelState } from '../../node/app/panel/state.ts'

export class StillSource implements PanelSource {
  state: PanelState = firstPanelState('simulated', 'A set')
  readonly asked: PanelAction[] = []
  looks = 0
  file: string | null = null
  readonly #watchers = new Set<() => void>()

  watch(changed: () => void): () => void {
    this.#watchers.add(changed)
    return () => void this.#watchers.delete(changed)
  }

  show(change: Partial<PanelState>): void {
    this.state = { ...this.state, ...change }
    for (const changed of this.#watchers) changed()
  }

  readonly playhead = new StillPlayhead()
  /** Shown in place of nothing. */
  view: Partial<PanelView> = {}

  async act(action: PanelAction): Promise<void> {
    this.asked.push(action)
  }

  async look(isDeep: boolean) {
    this.looks++
    const empty = {
      plots: [],
      timeline: null,
      contributions: [],
      tracks: [],
      files: [],
      unread: '',
      reasons: {},
      notes: [],
      receipts: [],
    }
    return { revision: this.state.view, isDeep, ...empty, ...this.view }
  }

  async library() {
    return { profiles: [], learned: null }
  }

  excerpt(id: number): string | null {
    return id === 1 ? this.file : null
  }

  async close(): Promise<void> {}
}

class StillPlayhead implements PlayheadSource {
  now: PanelPlayhead | null = null
  readonly #watchers = new Set<() => void>()

  watch(changed: () => void): () => void {
    this.#watchers.add(changed)
    return () => void this.#watchers.delete(changed)
  }

  show(now: PanelPlayhead | null): void {
    this.now = now
    for (const changed of this.#watchers) changed()
  }
}
