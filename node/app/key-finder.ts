/** essentia's opinion on the key of a song, from a worker that is thrown away after use, after an error, or when it hangs. */
import { Worker } from 'node:worker_threads'
import { AppError } from '../audio/app-error.ts'
import { type Key, parseKey } from '../features/harmony/harmony.ts'
import type { KeyFrames } from '../features/harmony/tonality.ts'
import type { KeyReply, KeyRequest } from './key-worker.ts'
import { workerUrl } from './worker-url.ts'

export interface KeyFinderOptions {
  readonly worker?: URL
  /** An answer takes 0.2 s; a hang is cut after this. */
  readonly timeoutMs?: number
  /** essentia's memory never shrinks: a fresh worker after this many songs. */
  readonly songsPerWorker?: number
  readonly idleMs?: number
}

interface Waiting {
  readonly request: KeyRequest
  readonly resolve: (key: Key | null) => void
  readonly reject: (error: Error) => void
}

/** One worker, one question at a time. An idle worker does not keep the process alive. */
export class KeyFinder {
  readonly #options: Required<KeyFinderOptions>
  readonly #queue: Waiting[] = []
  #worker: Worker | null = null
  #current: Waiting | null = null
  #timer: NodeJS.Timeout | null = null
  #songs = 0
  #ids = 0
  #closed = false

  constructor(options: KeyFinderOptions = {}) {
    this.#options = {
      worker: workerUrl('key-worker'),
      timeoutMs: 30_000,
      songsPerWorker: 50,
      idleMs: 5000,
      ...options,
    }
  }

  /**
   * The key, null where essentia finds nothing tonal. `frames` come from `keyFrames` and are transferred: the caller
   * cannot use them afterwards. Throws AppError KEY_FAILED, KEY_TIMEOUT or KEY_CLOSED.
   */
  find({ sampleRate, frame, samples }: KeyFrames): Promise<Key | null> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ request: { id: this.#ids++, sampleRate, frame, samples }, resolve, reject })
      this.#next()
    })
  }

  /** Ends the worker; what is still waiting fails with KEY_CLOSED. */
  async close(): Promise<void> {
    this.#closed = true
    const worker = this.#worker
    this.#drop(fault('KEY_CLOSED', 'the search was stopped'))
    this.#next()
    await worker?.terminate()
  }

  #next(): void {
    if (this.#closed)
      for (const { reject } of this.#queue.splice(0)) reject(fault('KEY_CLOSED', 'the search was stopped'))
    if (this.#current) return
    const waiting = this.#queue.shift()
    if (!waiting) {
      this.#rest()
      return
    }
    this.#current = waiting
    if (this.#worker && this.#songs >= this.#options.songsPerWorker) this.#retire()
    const worker = (this.#worker ??= this.#start())
    this.#songs++
    worker.ref()
    this.#arm(this.#options.timeoutMs, () =>
      this.#drop(fault('KEY_TIMEOUT', `no answer within ${this.#options.timeoutMs / 1000} s`)),
    )
    worker.postMessage(waiting.request, [waiting.request.samples.buffer as ArrayBuffer])
  }

  #start(): Worker {
    this.#songs = 0
    const worker = new Worker(this.#options.worker, {
      execArgv: [],
      // Nothing of ours; essentia's module keeps its heap outside of this.
      resourceLimits: { maxOldGenerationSizeMb: 256 },
      stdout: true,
      stderr: true,
    })
    const isCurrent = () => worker === this.#worker
    worker.on('message', (reply: KeyReply) => {
      if (isCurrent()) this.#answered(reply)
    })
    worker.on('error', (cause: unknown) => {
      if (isCurrent()) this.#drop(fault('KEY_FAILED', cause instanceof Error ? cause.message : String(cause)))
    })
    worker.on('exit', () => {
      if (isCurrent()) this.#drop(fault('KEY_FAILED', 'its worker ended'))
    })
    return worker
  }

  #answered(reply: KeyReply): void {
    const waiting = this.#current
    if (!waiting || reply.id !== waiting.request.id) return
    if (reply.kind === 'failed') {
      this.#drop(fault('KEY_FAILED', reply.reason))
      return
    }
    this.#current = null
    waiting.resolve(reply.strength > 0 ? parseKey(reply.key) : null)
    this.#next()
  }

  /** The worker goes, and with it the question it was at. */
  #drop(error: AppError): void {
    const waiting = this.#current
    this.#current = null
    this.#retire()
    waiting?.reject(error)
    if (this.#queue.length > 0) this.#next()
  }

  #retire(): void {
    this.#disarm()
    const worker = this.#worker
    this.#worker = null
    void worker?.terminate()
  }

  #rest(): void {
    this.#worker?.unref()
    this.#arm(this.#options.idleMs, () => this.#retire())
    this.#timer?.unref()
  }

  #arm(milliseconds: number, then: () => void): void {
    this.#disarm()
    this.#timer = setTimeout(then, milliseconds)
  }

  #disarm(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }
}

/** What essentia says: `key` null, nothing tonal; `asked` false, no answer came. */
export interface Opinion {
  readonly key: Key | null
  readonly asked: boolean
}

/** Asks and never fails for want of an answer: that is told in the result. Anything but an AppError is a bug. */
export async function opinionOf(finder: KeyFinder, frames: KeyFrames): Promise<Opinion> {
  try {
    return { key: await finder.find(frames), asked: true }
  } catch (error) {
    if (error instanceof AppError) return { key: null, asked: false }
    throw error
  }
}

const fault = (code: string, reason: string) =>
  new AppError({
    code,
    message: `The key could not be checked by essentia: ${reason}.`,
    action: "Uplift's own estimate stands alone; nothing needs to be done.",
  })
