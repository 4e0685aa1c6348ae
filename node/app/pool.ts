/**
 * Analyzes files on all cores. Each worker thread reads, decodes and measures by itself; this thread hands out paths and
 * receives results, so it stays free for a progress bar, a panel or Live.
 */
import { availableParallelism } from 'node:os'
import { basename } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { Worker } from 'node:worker_threads'
import { AppError } from '../audio/app-error.ts'
import type { Analysis } from '../features/analysis.ts'
import { AnalysisCache, type CacheOptions } from './analysis-cache.ts'
import type { FileOptions, FromWorker, ToWorker } from './analysis-worker.ts'
import { KeyFinder, opinionOf } from './key-finder.ts'
import { workerUrl } from './worker-url.ts'

export interface PoolOptions {
  /** Worker threads; default: as many as there are cores. */
  readonly size?: number
  /** null: measure everything anew and keep nothing. */
  readonly cache: CacheOptions | null
  readonly worker?: URL
  readonly keyFinder?: KeyFinder
}

export interface AnalysisJob {
  readonly file: string
  readonly options?: FileOptions
}

export interface AnalysisProgress {
  readonly index: number
  readonly file: string
  readonly stage: 'started' | 'decoded' | 'done' | 'failed'
}

/** `index` counts the jobs in the order they were given. */
export type AnalysisResult = { readonly index: number; readonly file: string } & (
  | { readonly kind: 'done'; readonly analysis: Analysis; readonly cached: boolean }
  | { readonly kind: 'failed'; readonly error: AppError }
)

export interface RunOptions {
  /** Aborting ends the running workers at once; the run throws the signal's reason. */
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: AnalysisProgress) => void
}

type Outcome =
  | { readonly kind: 'done'; readonly analysis: Analysis; readonly cached: boolean }
  | { readonly kind: 'failed'; readonly error: AppError }

/** Workers start with the first job, are reused, and do not keep the process alive while idle. One run at a time. */
export class AnalysisPool {
  readonly #size: number
  readonly #url: URL
  readonly #cache: CacheOptions | null
  readonly #known: AnalysisCache | null
  readonly #keys: KeyFinder
  readonly #idle: Worker[] = []
  readonly #busy = new Set<Worker>()
  #closed = false

  constructor({ size = availableParallelism(), cache, worker, keyFinder }: PoolOptions) {
    if (!(Number.isInteger(size) && size > 0)) throw new RangeError(`size must be a positive integer, got ${size}`)
    this.#size = size
    this.#url = worker ?? workerUrl('analysis-worker')
    this.#cache = cache
    this.#known = cache && new AnalysisCache(cache)
    this.#keys = keyFinder ?? new KeyFinder()
  }

  /** One file. Throws AppError: those of `decodeAudioFile`, and ANALYSIS_CRASHED. */
  async analyze(file: string, options: FileOptions = {}, run: RunOptions = {}): Promise<Analysis> {
    for await (const result of this.run([{ file, options }], run)) {
      if (result.kind === 'failed') throw result.error
      return result.analysis
    }
    throw new RangeError('a run of one job must give one result')
  }

  /**
   * Results in order of completion. A file that cannot be read or crashes its worker is a `failed` result; the others go
   * on. Jobs are taken from the iterable only as workers become free and results are read.
   */
  async *run(
    jobs: Iterable<AnalysisJob>,
    { signal, onProgress }: RunOptions = {},
  ): AsyncGenerator<AnalysisResult, void, undefined> {
    if (this.#closed) throw new RangeError('the pool must be open, it has been closed')
    const iterator = jobs[Symbol.iterator]()
    const running = new Map<number, Promise<AnalysisResult>>()
    let next = 0
    const stop = abortion(signal)
    const start = () => {
      const { done, value: job } = iterator.next()
      if (done) return false
      const index = next++
      const tell = (stage: AnalysisProgress['stage']) => onProgress?.({ index, file: job.file, stage })
      const result = this.#outcome(job, tell).then((outcome): AnalysisResult => {
        tell(outcome.kind)
        return { index, file: job.file, ...outcome }
      })
      // Looked at below; a rejection (a bug) before that must not count as unhandled.
      result.catch(() => {})
      running.set(index, result)
      return true
    }
    try {
      stop.throwIfAborted()
      for (let more = true; ; ) {
        while (more && running.size < this.#size) more = start()
        if (running.size === 0) return
        const result = await Promise.race([...running.values(), stop.promise])
        running.delete(result.index)
        yield result
        stop.throwIfAborted()
      }
    } finally {
      stop.release()
      // Cancelled, failed, or the caller has stopped reading: what still runs is of no use to anybody.
      if (running.size > 0) await this.#terminateBusy()
      iterator.return?.()
    }
  }

  /** Ends all workers, for good. */
  async close(): Promise<void> {
    this.#closed = true
    await Promise.all([this.#terminateBusy(), ...this.#idle.splice(0).map(worker => worker.terminate())])
    await this.#keys.close()
  }

  async #outcome({ file, options = {} }: AnalysisJob, tell: (stage: AnalysisProgress['stage']) => void) {
    tell('started')
    const known = await this.#known?.readKnown(file, { ...options })
    if (known) return { kind: 'done', analysis: known, cached: true } as const
    return this.#inWorker({ kind: 'analyze', file, options, cache: this.#cache }, () => tell('decoded'))
  }

  #inWorker(job: Extract<ToWorker, { kind: 'analyze' }>, onDecoded: () => void): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const worker = this.#idle.pop() ?? startWorker(this.#url)
      this.#busy.add(worker)
      worker.ref()
      const end = (outcome: Outcome, healthy: boolean) => {
        worker.off('message', onMessage).off('error', onError).off('exit', onExit)
        // Not among the busy any more: it is being ended, and answered on its last breath.
        const isOurs = this.#busy.delete(worker)
        if (healthy && isOurs) {
          worker.unref()
          this.#idle.push(worker)
        } else void worker.terminate()
        resolve(outcome)
      }
      const onMessage = (message: FromWorker) => {
        switch (message.kind) {
          case 'decoded':
            return onDecoded()
          case 'frames':
            void this.#opinion(message).then(opinion => worker.postMessage(opinion), reject)
            return
          case 'done':
            return end(message, true)
          case 'failed':
            return end({ kind: 'failed', error: new AppError(message) }, true)
        }
      }
      const onError = (cause: unknown) => end(crashed(job.file, cause), false)
      const onExit = (code: number) => end(crashed(job.file, `exit code ${code}`), false)
      worker.on('message', onMessage).on('error', onError).on('exit', onExit)
      worker.postMessage(job)
    })
  }

  async #opinion({ request, frames }: Extract<FromWorker, { kind: 'frames' }>) {
    return { kind: 'opinion', request, ...(await opinionOf(this.#keys, frames)) } satisfies ToWorker
  }

  async #terminateBusy(): Promise<void> {
    const busy = [...this.#busy]
    this.#busy.clear()
    await Promise.all(busy.map(worker => worker.terminate()))
  }
}

/**
 * A worker whose V8 compiles hot functions where they run. With threads of their own for that, a loop goes on in the
 * interpreter until its turn has come, which costs a first song a fifth more CPU. V8 reads the flag while it makes the
 * worker's isolate, so it is taken back as soon as the worker runs; this thread's isolate keeps what it was made with.
 */
function startWorker(url: URL): Worker {
  setFlagsFromString('--no-concurrent-recompilation')
  starting++
  const worker = new Worker(url, { execArgv: [], stdout: true, stderr: true })
  const ready = () => {
    worker.off('online', ready).off('exit', ready)
    if (--starting === 0) setFlagsFromString('--concurrent-recompilation')
  }
  return worker.on('online', ready).on('exit', ready)
}

/** Workers whose isolates are not made yet. */
let starting = 0

function crashed(file: string, cause: unknown): Outcome {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return {
    kind: 'failed',
    error: new AppError({
      code: 'ANALYSIS_CRASHED',
      message: `The analysis of "${basename(file)}" broke off: ${reason}.`,
      action: 'This is a fault in Uplift; the other files are not affected. Please report it with this file.',
      cause,
    }),
  }
}

/** A signal as something to race against, without leaving a listener behind. */
function abortion(signal: AbortSignal | undefined) {
  let onAbort = () => {}
  const promise = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal?.reason)
    signal?.addEventListener('abort', onAbort, { once: true })
  })
  promise.catch(() => {})
  return {
    promise,
    throwIfAborted: () => signal?.throwIfAborted(),
    release: () => signal?.removeEventListener('abort', onAbort),
  }
}
