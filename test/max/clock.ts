/**
 * Max's two threads on a clock that only moves when it is told to: the scheduler (high priority) and the main thread's
 * queue (low priority), which Live's interface, the Live API and every script share.
 */
export type Thread = 'high' | 'low'

interface Event {
  readonly at: number
  readonly order: number
  readonly thread: Thread
  readonly run: () => void
}

/** More deferred events than this without time passing: a loop. */
const mostAtOnce = 200_000

export class Clock {
  /** Milliseconds since Max came up. */
  now = 0
  /** In which thread the running event is. What the test does is the user's hand: the main thread. */
  thread: Thread = 'low'
  #events: Event[] = []
  #low: (() => void)[] = []
  #order = 0

  /** Events that are still to come. */
  get waiting(): number {
    return this.#events.length + this.#low.length
  }

  /** Runs in `delay` ms in the given thread; returns what prevents it. */
  after(delay: number, thread: Thread, run: () => void): () => void {
    const event = { at: this.now + Math.max(0, delay), order: this.#order++, thread, run }
    const index = this.#events.findIndex(other => other.at > event.at)
    if (index < 0) this.#events.push(event)
    else this.#events.splice(index, 0, event)
    return () => {
      this.#events = this.#events.filter(other => other !== event)
    }
  }

  /** To the end of the main thread's queue (deferlow). */
  deferLow(run: () => void): void {
    this.#low.push(run)
  }

  /** Lets `ms` pass: all that is due then, in order, and what it defers. */
  advance(ms: number): void {
    const end = this.now + ms
    this.settle()
    for (let next = this.#events[0]; next && next.at <= end; next = this.#events[0]) {
      this.#events.shift()
      this.now = Math.max(this.now, next.at)
      this.in(next.thread, next.run)
      this.settle()
    }
    this.now = end
  }

  /** The main thread's queue until it is empty. */
  settle(): void {
    for (let count = 0; this.#low.length > 0; count++) {
      if (count > mostAtOnce) throw new Error('Deferred events must come to an end; these defer for ever.')
      this.in('low', this.#low.shift()!)
    }
  }

  in(thread: Thread, run: () => void): void {
    const before = this.thread
    this.thread = thread
    try {
      run()
    } finally {
      this.thread = before
    }
  }
}
