/** The hub's worker as seen from the main thread: started when it is needed, ended when work is cancelled. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { AppError } from '../../audio/app-error.ts'
import type { LiveSet } from '../../live/set.ts'
import { workerUrl } from '../worker-url.ts'
import type { FromHubWorker, ToHubWorker, Work, WorkName } from './work.ts'

export type Step = (words: string, progress: number | null) => void

interface Waiting {
  readonly resolve: (result: unknown) => void
  readonly reject: (error: unknown) => void
  readonly onStep: Step
}

export class Workshop {
  readonly #url: URL
  readonly #waiting = new Map<number, Waiting>()
  #worker: Worker | null = null
  #ids = 0

  constructor(url: URL = workerUrl('hub-worker')) {
    this.#url = url
  }

  /** Throws AppError: the work's own, ANALYSIS_CRASHED, CANCELLED. */
  async do<N extends WorkName>(name: N, args: Work[N]['args'], onStep: Step = () => {}): Promise<Work[N]['result']> {
    const worker = (this.#worker ??= this.#start())
    const id = ++this.#ids
    const result = new Promise<unknown>((resolve, reject) => this.#waiting.set(id, { resolve, reject, onStep }))
    // Looked at below; cancelled before that, it must not count as unhandled.
    result.catch(() => {})
    const set = 'set' in args ? (args.set as LiveSet | null) : null
    if (set) await sendTracks(worker, set)
    const light = set ? { ...args, set: { ...set, tracks: [] } } : args
    post(worker, { kind: 'work', id, name, args: light, hasSet: set !== null })
    return (await result) as Work[N]['result']
  }

  /** Ends what is running; what was measured is forgotten. */
  async cancel(): Promise<void> {
    await this.#drop(
      new AppError({ code: 'CANCELLED', message: 'Cancelled.', action: 'Nothing was changed in the set.' }),
    )
  }

  async close(): Promise<void> {
    await this.cancel()
  }

  #start(): Worker {
    const worker = new Worker(this.#url, { execArgv: [], stdout: true, stderr: true })
    const isCurrent = () => worker === this.#worker
    worker.on('message', (message: FromHubWorker) => {
      if (isCurrent()) this.#answered(message)
    })
    worker.on('error', (cause: unknown) => {
      if (isCurrent()) void this.#drop(crashed(cause instanceof Error ? cause.message : String(cause), cause))
    })
    worker.on('exit', code => {
      if (isCurrent()) void this.#drop(crashed(`exit code ${code}`))
    })
    worker.unref()
    return worker
  }

  #answered(message: FromHubWorker): void {
    const waiting = this.#waiting.get(message.id)
    if (!waiting) return
    if (message.kind === 'step') return void waiting.onStep(message.words, message.progress)
    this.#waiting.delete(message.id)
    if (message.kind === 'done') waiting.resolve(message.result)
    else waiting.reject(new AppError(message))
  }

  async #drop(error: AppError): Promise<void> {
    const worker = this.#worker
    this.#worker = null
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
    await worker?.terminate()
  }
}

async function sendTracks(worker: Worker, { tracks }: LiveSet): Promise<void> {
  for (const track of tracks) {
    post(worker, { kind: 'track', track })
    await nextTurn()
  }
}

const post = (worker: Worker, message: ToHubWorker) => worker.postMessage(message)

const crashed = (reason: string, cause?: unknown) =>
  new AppError({
    code: 'ANALYSIS_CRASHED',
    message: `The analysis broke off: ${reason}.`,
    action: 'Nothing was changed in the set. Try again; if it happens again, please report it.',
    ...(cause === undefined ? {} : { cause }),
  })
