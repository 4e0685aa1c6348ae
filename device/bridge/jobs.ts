/**
 * Work in Live's main thread, in slices: a job is a generator that yields wherever it may be interrupted. Whatever reaches
 * Live runs from here, hence never inside one of Live's notifications.
 */
import type { Host } from '../host.ts'

export type Job<Result> = Generator<void, Result>

/** Own work in one turn, milliseconds; the step that passes it is the last, so steps must be short. */
export const sliceMs = 5
/** What Live gets between two turns. */
const restMs = 3

interface Entry {
  readonly job: Job<unknown>
  readonly done: (result: unknown) => void
  readonly failed: (error: unknown) => void
}

export class Jobs {
  readonly #host: Pick<Host, 'now' | 'schedule'>
  readonly #beforeTurn: () => void
  /** Short ones pass the long ones, in their own order. */
  readonly #quick: Entry[] = []
  readonly #long: Entry[] = []
  #isScheduled = false
  /** Longest turn so far, milliseconds: for measurements. */
  longestTurn = 0

  constructor(host: Pick<Host, 'now' | 'schedule'>, beforeTurn: () => void) {
    this.#host = host
    this.#beforeTurn = beforeTurn
  }

  run<Result>(
    job: Job<Result>,
    {
      done,
      failed,
      isLong = false,
    }: { done: (result: Result) => void; failed: (error: unknown) => void; isLong?: boolean },
  ): void {
    const queue = isLong ? this.#long : this.#quick
    queue.push({ job, done: done as Entry['done'], failed })
    this.#wake(1)
  }

  /** What is not finished is let go of; jobs put things right in their `finally`. */
  clear(): void {
    for (const { job } of [...this.#quick.splice(0), ...this.#long.splice(0)]) job.return(undefined)
  }

  #wake(milliseconds: number): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    this.#host.schedule(milliseconds, () => {
      this.#isScheduled = false
      this.#turn()
    })
  }

  #turn(): void {
    const start = this.#host.now()
    try {
      this.#beforeTurn()
      while (this.#next()) if (this.#host.now() - start >= sliceMs) break
    } finally {
      this.longestTurn = Math.max(this.longestTurn, this.#host.now() - start)
      if (this.#quick.length + this.#long.length > 0) this.#wake(restMs)
    }
  }

  /** false: nothing is left to do. */
  #next(): boolean {
    const queue = this.#quick.length > 0 ? this.#quick : this.#long
    const entry = queue[0]
    if (entry) this.#step(queue, entry)
    return entry !== undefined
  }

  #step(queue: Entry[], entry: Entry): void {
    let result: IteratorResult<void, unknown>
    try {
      result = entry.job.next()
    } catch (error) {
      remove(queue, entry)
      entry.failed(error)
      return
    }
    if (!result.done) return
    remove(queue, entry)
    entry.done(result.value)
  }
}

/** A job may have cleared the queue meanwhile. */
function remove(queue: Entry[], entry: Entry): void {
  const index = queue.indexOf(entry)
  if (index >= 0) queue.splice(index, 1)
}
