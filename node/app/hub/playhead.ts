/** Where Live plays in what was measured, as v8 tells it while the song plays: in every mode, also when nobody listens to taps. */
import type { Transport } from '../../adapters/max-bridge/connection.ts'
import { playheadAt } from '../capture/song-span.ts'
import type { PanelPlayhead, PlayheadSource } from '../panel/source.ts'
import type { Model } from './model.ts'

export class HubPlayhead implements PlayheadSource {
  readonly #model: () => Pick<Model, 'findings' | 'link'>
  readonly #watchers = new Set<() => void>()
  #now: PanelPlayhead | null = null

  constructor(model: () => Pick<Model, 'findings' | 'link'>) {
    this.#model = model
  }

  get now(): PanelPlayhead | null {
    return this.#now
  }

  watch(changed: () => void): () => void {
    this.#watchers.add(changed)
    return () => void this.#watchers.delete(changed)
  }

  transport({ playing, beats }: Transport): void {
    const { findings } = this.#model()
    this.#set(playing && findings ? playheadAt(findings.spans, beats) : null)
  }

  /** Whoever told of the song is gone: nothing is known of where it is. */
  modelChanged(): void {
    if (this.#model().link !== 'ready') this.#set(null)
  }

  #set(now: PanelPlayhead | null): void {
    if (now === null && this.#now === null) return
    this.#now = now
    for (const changed of this.#watchers) changed()
  }
}
