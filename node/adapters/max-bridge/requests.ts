/** Questions to the hub's v8 that wait for an answer: numbered, each with its own patience. */
import { z } from 'zod'
import type { FailureReason, Operation, Operations } from '../../../device/protocol.ts'
import { checkedSet } from './checked-set.ts'
import { resultSchemas } from './schemas.ts'

/** time-out: nothing is known of what became of it. lost: the other side went. unreadable: an answer of another shape. */
export class RequestFailed extends Error {
  override readonly name = 'RequestFailed'
  readonly op: Operation
  readonly reason: FailureReason | 'time-out' | 'lost' | 'unreadable'
  constructor(op: Operation, reason: RequestFailed['reason'], message: string) {
    super(message)
    this.op = op
    this.reason = reason
  }
}

/**
 * Milliseconds. Live draws, undoes or shows a dialog while we wait: ordinary questions get seconds, a snapshot of a hundred
 * tracks in slices a minute, a recorder as long as taps need to open their files and the song to be found.
 */
const patience: Readonly<Record<Operation, number>> = {
  snapshot: 60_000,
  read: 5_000,
  write: 10_000,
  texts: 5_000,
  solo: 5_000,
  insert: 15_000,
  remove: 10_000,
  sidechain: 5_000,
  observe: 5_000,
  transport: 5_000,
  show: 5_000,
  taps: 5_000,
  listen: 5_000,
  record: 60_000,
  cancelRecord: 10_000,
  ring: 30_000,
  audition: 5_000,
  attenuate: 5_000,
  capabilities: 5_000,
  face: 5_000,
  open: 5_000,
}

interface Waiting {
  readonly op: Operation
  readonly resolve: (result: unknown) => void
  readonly reject: (error: RequestFailed) => void
  readonly timer: NodeJS.Timeout
}

export class Requests {
  readonly #waiting = new Map<number, Waiting>()
  #ids = 0

  /** `send` gets the number under which the answer comes. Rejects with RequestFailed. */
  async ask<O extends Operation>(op: O, send: (id: number) => void): Promise<Operations[O]['result']> {
    const id = ++this.#ids
    const result = await new Promise<unknown>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(id)
        reject(new RequestFailed(op, 'time-out', `No answer from Live within ${patience[op] / 1000} s.`))
      }, patience[op])
      this.#waiting.set(id, { op, resolve, reject, timer })
      send(id)
    })
    return checked(op, result)
  }

  /** false: nobody waits for it (any more). */
  answer(id: number, result: unknown): boolean {
    return this.#take(id, ({ resolve }) => resolve(result))
  }

  refuse(id: number, reason: FailureReason, message: string): boolean {
    return this.#take(id, ({ op, reject }) => reject(new RequestFailed(op, reason, message)))
  }

  /** Nobody will answer what is open. */
  lose(message: string): void {
    for (const id of [...this.#waiting.keys()]) {
      this.#take(id, ({ op, reject }) => reject(new RequestFailed(op, 'lost', message)))
    }
  }

  #take(id: number, settle: (waiting: Waiting) => void): boolean {
    const waiting = this.#waiting.get(id)
    if (!waiting) return false
    this.#waiting.delete(id)
    clearTimeout(waiting.timer)
    settle(waiting)
    return true
  }
}

async function checked<O extends Operation>(op: O, result: unknown): Promise<Operations[O]['result']> {
  try {
    return op === 'snapshot'
      ? await checkedSet(result)
      : resultSchemas[op as Exclude<Operation, 'snapshot'>].parse(result)
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error
    const [issue] = error.issues
    const where = issue?.path.join('.') || 'the answer'
    throw new RequestFailed(op, 'unreadable', `The answer to "${op}" cannot be read: ${where}: ${issue?.message}.`)
  }
}
