/**
 * ONNX models run by onnxruntime, in a process of their own each: a long call never blocks Live, a panel or a progress bar,
 * what it takes in memory is given back, and a crash of the native module is a rejection here.
 *
 * Not a worker thread: onnxruntime-node 1.23 loads once per process ("Module did not self-register" in the second worker
 * after the first has ended), and two workers at once abort the whole process (microsoft/onnxruntime#24486).
 */
import { type ChildProcess, fork } from 'node:child_process'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AppError } from '../../audio/app-error.ts'
import { workerUrl } from '../worker-url.ts'
import type { FromOnnx, ToOnnx } from './onnx-process.ts'

/** `data` holds the product of `dims` numbers, row by row. No dims: one number. */
export interface OnnxTensor {
  readonly dims: readonly number[]
  readonly data: Float32Array
}

/** What a model says of one of its inputs or outputs; names and null stand for sizes that the caller chooses. */
export interface OnnxSignature {
  /** 'float32', 'int64', 'bool' …, or 'sequence' for what is no tensor. */
  readonly type: string
  readonly dims: readonly (number | string | null)[]
}

export interface OnnxRunner {
  readonly answeredBy: 'onnxruntime'
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  /**
   * One pass through the model. Feeds are copied: the caller keeps its arrays. Numbers become what the input wants
   * (float64, int32, int64, bool) where they are that exactly; outputs become floats. Calls are answered in order.
   * Aborting rejects at once with the signal's reason; the native call, which nothing can interrupt, ends unheard.
   * Rejects with AppError ONNX_FAILED (the model refuses these feeds, or its process died), ONNX_CLOSED.
   */
  run(feeds: Readonly<Record<string, OnnxTensor>>, signal?: AbortSignal): Promise<Readonly<Record<string, OnnxTensor>>>
  /** Ends the process at once; what waits is rejected. */
  close(): Promise<void>
}

/** A runner that also says what the model declares. */
export interface OnnxModelRunner extends OnnxRunner {
  readonly inputSignatures: readonly OnnxSignature[]
  readonly outputSignatures: readonly OnnxSignature[]
}

export interface OnnxOptions {
  /** Threads within an operator; default: half of the cores, so that Live keeps the others. */
  readonly threads?: number
  /** Of the process; the built one otherwise. */
  readonly program?: URL
}

/** The native module is not there or cannot be loaded on this computer; everything of ours has a twin that answers then. */
export class OnnxUnavailable extends AppError {
  constructor(reason: string) {
    super({
      code: 'ONNX_UNAVAILABLE',
      message: `onnxruntime could not be loaded: ${reason}.`,
      action: 'Reinstall Uplift with npm install. What Uplift itself learned is computed without it.',
    })
  }
}

/** Of the bytes of a model, or its file. Rejects with OnnxUnavailable, or AppError ONNX_INVALID: not a model, or damaged. */
export async function openOnnx(model: Uint8Array | string, options: OnnxOptions = {}): Promise<OnnxModelRunner> {
  const { threads = null, program = workerUrl('onnx-process') } = options
  if (threads !== null && !(Number.isInteger(threads) && threads > 0))
    throw new RangeError(`threads must be a positive integer, got ${threads}`)
  const runner = new ProcessRunner(program)
  try {
    await runner.open({ kind: 'open', model: typeof model === 'string' ? resolve(model) : model, threads })
    return runner
  } catch (error) {
    await runner.close()
    throw error
  }
}

type Signature = Extract<FromOnnx, { kind: 'opened' }>

interface Waiting {
  readonly resolve: (outputs: Readonly<Record<string, OnnxTensor>>) => void
  readonly reject: (reason: unknown) => void
}

class ProcessRunner implements OnnxModelRunner {
  readonly answeredBy = 'onnxruntime'
  readonly #process: ChildProcess
  readonly #waiting = new Map<number, Waiting>()
  readonly #ended: Promise<void>
  readonly #signature: Promise<Signature>
  #known: Signature | null = null
  #fault: AppError | null = null
  #ids = 0

  constructor(program: URL) {
    this.#process = fork(fileURLToPath(program), [], {
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    this.#ended = new Promise(end => this.#process.once('exit', () => end()).once('error', () => end()))
    this.#signature = new Promise((opened, refused) => {
      this.#process.on('message', (message: FromOnnx) => {
        switch (message.kind) {
          case 'opened':
            return opened(message)
          case 'unavailable':
            return refused(new OnnxUnavailable(message.reason))
          case 'invalid':
            return refused(invalid(message.reason))
          case 'done':
            return this.#settle(message.id, ({ resolve }) => resolve(message.outputs))
          case 'failed':
            return this.#settle(message.id, ({ reject }) => reject(failed(message.reason)))
        }
      })
      const ended = (reason: string) => {
        refused(new OnnxUnavailable(reason))
        this.#end(failed(reason))
      }
      this.#process.once('error', ({ message }) => ended(message))
      this.#process.once('exit', (code, signal) => ended(`its process ended (${signal ?? `code ${code}`})`))
    })
    // Looked at by `open`.
    this.#signature.catch(() => {})
  }

  async open(job: Extract<ToOnnx, { kind: 'open' }>): Promise<void> {
    this.#send(job)
    this.#known = await this.#signature
    this.#rest()
  }

  get inputs() {
    return this.#known!.inputs.map(({ name }) => name)
  }
  get outputs() {
    return this.#known!.outputs.map(({ name }) => name)
  }
  get inputSignatures() {
    return this.#known!.inputs
  }
  get outputSignatures() {
    return this.#known!.outputs
  }

  run(feeds: Readonly<Record<string, OnnxTensor>>, signal?: AbortSignal) {
    return new Promise<Readonly<Record<string, OnnxTensor>>>((resolve, reject) => {
      signal?.throwIfAborted()
      if (this.#fault) throw this.#fault
      const id = this.#ids++
      const onAbort = () => this.#settle(id, waiting => waiting.reject(signal?.reason))
      const then =
        <T>(settle: (value: T) => void) =>
        (value: T) => {
          signal?.removeEventListener('abort', onAbort)
          settle(value)
        }
      signal?.addEventListener('abort', onAbort, { once: true })
      this.#waiting.set(id, { resolve: then(resolve), reject: then(reject) })
      this.#process.ref()
      this.#process.channel?.ref()
      this.#send({ kind: 'run', id, feeds })
    })
  }

  async close(): Promise<void> {
    this.#end(closed())
    this.#process.ref()
    // Nothing of it is kept: what it computes is not wanted any more, and its memory goes with it.
    this.#process.kill('SIGKILL')
    await this.#ended
  }

  #send(message: ToOnnx): void {
    // A process that is gone is told by its exit.
    if (this.#process.connected) this.#process.send(message, () => {})
  }

  #settle(id: number, settle: (waiting: Waiting) => void): void {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (waiting) settle(waiting)
    this.#rest()
  }

  #end(fault: AppError): void {
    this.#fault ??= fault
    for (const id of [...this.#waiting.keys()]) this.#settle(id, ({ reject }) => reject(this.#fault))
  }

  /** While idle it does not keep this process alive; it ends when this process does. */
  #rest(): void {
    if (this.#waiting.size > 0) return
    this.#process.unref()
    this.#process.channel?.unref()
  }
}

const invalid = (reason: string) =>
  new AppError({
    code: 'ONNX_INVALID',
    message: `The model could not be opened: ${reason}.`,
    action: 'Check that the file is a whole ONNX model with tensors as inputs and outputs.',
  })

const failed = (reason: string) =>
  new AppError({
    code: 'ONNX_FAILED',
    message: `The model gave no answer: ${reason}.`,
    action: 'Check that what the model is fed has the names, sizes and types that it declares.',
  })

const closed = () =>
  new AppError({
    code: 'ONNX_CLOSED',
    message: 'The model was closed before it answered.',
    action: 'Ask again; nothing was changed.',
  })
