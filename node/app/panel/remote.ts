/** The panel's source in a worker thread, as seen from the thread that serves pages. */
import { Worker } from 'node:worker_threads'
import { AppError } from '../../audio/app-error.ts'
import { workerUrl } from '../worker-url.ts'
import type { ExcerptSide, PanelLibrary, PanelView } from './data.ts'
import type { PanelAction, PanelSource, PanelState } from './source.ts'
import { firstPanelState, nothingCan } from './state.ts'

export interface PanelWork {
  readonly what:
    | { readonly kind: 'simulated'; readonly seed: number }
    | { readonly kind: 'stems'; readonly folder: string }
    /** `stems`: Live's export of the set; null: it cannot be heard. */
    | { readonly kind: 'als'; readonly file: string; readonly stems: string | null }
    | { readonly kind: 'osc'; readonly stems: string | null }
  /** Excerpts, receipts, the ledger and what is remembered. */
  readonly folder: string
  readonly profile: string | null
}

export type ToPanelWorker =
  | { readonly kind: 'act'; readonly id: number; readonly action: PanelAction }
  | { readonly kind: 'look'; readonly id: number; readonly isDeep: boolean }
  | { readonly kind: 'library'; readonly id: number; readonly profile: string | null }
  | { readonly kind: 'close' }

export type FromPanelWorker =
  | {
      readonly kind: 'state'
      readonly state: PanelState
      readonly files: readonly (readonly [side: ExcerptSide, path: string])[]
    }
  | { readonly kind: 'done'; readonly id: number; readonly result: PanelView | PanelLibrary | null }

export class PanelRemote implements PanelSource {
  readonly #worker: Worker
  readonly #watchers = new Set<() => void>()
  readonly #waiting = new Map<number, (result: PanelView | PanelLibrary | null) => void>()
  #state: PanelState
  #files: ReadonlyMap<ExcerptSide, string> = new Map()
  #ids = 0
  #isGone = false

  private constructor(work: PanelWork, url: URL) {
    this.#state = firstPanelState(work.what.kind, '')
    this.#worker = new Worker(url, { workerData: work, execArgv: [], stdout: true, stderr: true })
    this.#worker.on('message', (message: FromPanelWorker) => this.#receive(message))
  }

  /** Resolves when the set is open. Throws AppError PANEL_NOT_OPEN with the reason. */
  static async open(work: PanelWork, url: URL = workerUrl('panel-worker')): Promise<PanelRemote> {
    const remote = new PanelRemote(work, url)
    const worker = remote.#worker
    await new Promise<void>((resolve, reject) => {
      worker.once('message', () => resolve())
      worker.once('error', cause => reject(notOpen(cause)))
      worker.once('exit', code => reject(notOpen(new Error(`the worker ended with ${code}`))))
    })
    worker.on('error', error => remote.#ended(error.message))
    worker.on('exit', () => remote.#ended('the worker has ended'))
    return remote
  }

  get state(): PanelState {
    return this.#state
  }

  watch(changed: () => void): () => void {
    this.#watchers.add(changed)
    return () => void this.#watchers.delete(changed)
  }

  async act(action: PanelAction): Promise<void> {
    await this.#ask(id => ({ kind: 'act', id, action }))
  }

  async look(isDeep: boolean): Promise<PanelView | null> {
    return (await this.#ask(id => ({ kind: 'look', id, isDeep }))) as PanelView | null
  }

  async library(profile: string | null): Promise<PanelLibrary> {
    const found = await this.#ask(id => ({ kind: 'library', id, profile }))
    return (found as PanelLibrary | null) ?? { profiles: [], learned: null }
  }

  excerpt(id: number, side: ExcerptSide): string | null {
    return this.#state.excerpts?.id === id ? (this.#files.get(side) ?? null) : null
  }

  async close(): Promise<void> {
    if (this.#isGone) return
    const gone = new Promise<void>(resolve => this.#worker.once('exit', () => resolve()))
    this.#worker.postMessage({ kind: 'close' } satisfies ToPanelWorker)
    await gone
  }

  #ask(message: (id: number) => ToPanelWorker): Promise<PanelView | PanelLibrary | null> {
    if (this.#isGone) return Promise.resolve(null)
    const id = ++this.#ids
    return new Promise(resolve => {
      this.#waiting.set(id, resolve)
      this.#worker.postMessage(message(id))
    })
  }

  #receive(message: FromPanelWorker): void {
    if (message.kind === 'done') {
      this.#waiting.get(message.id)?.(message.result)
      this.#waiting.delete(message.id)
      return
    }
    this.#files = new Map(message.files)
    this.#update(message.state)
  }

  #ended(reason: string): void {
    if (this.#isGone) return
    this.#isGone = true
    for (const resolve of this.#waiting.values()) resolve(null)
    this.#waiting.clear()
    const line = `Uplift broke off: ${reason}. Start the panel again.`
    this.#update({ ...this.#state, activity: null, can: nothingCan, message: { line, tone: 'error' } })
  }

  #update(state: PanelState): void {
    this.#state = state
    for (const changed of this.#watchers) changed()
  }
}

const notOpen = (cause: Error) =>
  new AppError({
    code: 'PANEL_NOT_OPEN',
    message: `The panel could not open what was named: ${cause.message}`,
    action: 'Check what was named, or try --sim.',
    cause,
  })
