/** Tells when one of the observed parameters has another value than it was last known to have. */
import type { Host } from '../host.ts'
import type { Events, WireRef } from '../protocol.ts'
import type { Job } from './jobs.ts'
import type { Live, LiveId } from './live.ts'
import { ObserverPool } from './observer-pool.ts'
import type { Found, Parameters } from './parameters.ts'

/** At most one report in so many milliseconds. */
const reportMs = 100

interface Watched extends Found {
  readonly ref: WireRef
  value: number
}

export class ValueWatch {
  readonly #live: Live
  readonly #host: Host
  readonly #parameters: Parameters
  readonly #run: (job: Job<void>) => void
  readonly #report: (changes: Events['changed']) => void
  readonly #pool: ObserverPool
  readonly #marked = new Set<LiveId>()
  #watched: readonly Watched[] = []
  #isScheduled = false

  constructor(tools: {
    live: Live
    host: Host
    parameters: Parameters
    run: (job: Job<void>) => void
    report: (changes: Events['changed']) => void
  }) {
    this.#live = tools.live
    this.#host = tools.host
    this.#parameters = tools.parameters
    this.#run = tools.run
    this.#report = tools.report
    this.#pool = new ObserverPool(tools.host, 'value', id => this.#mark(id))
  }

  /** Replaces what was watched. */
  *watch(refs: readonly { readonly ref: WireRef; readonly found: Found }[]): Job<void> {
    const watched: Watched[] = []
    for (const { ref, found } of refs) {
      watched.push({ ...found, ref, value: this.#live.number(found.id, 'value') })
      yield
    }
    this.#watched = watched
    this.#marked.clear()
    yield* this.#pool.point(watched.map(({ id }) => id))
  }

  close(): void {
    this.#pool.close()
  }

  #mark(id: LiveId): void {
    this.#marked.add(id)
    if (this.#isScheduled) return
    this.#isScheduled = true
    this.#host.schedule(reportMs, () => {
      this.#isScheduled = false
      if (this.#marked.size > 0) this.#run(this.#look())
    })
  }

  *#look(): Job<void> {
    const marked = new Set(this.#marked)
    this.#marked.clear()
    const changes: Events['changed'][number][] = []
    for (const watched of this.#watched.filter(({ id }) => marked.has(id))) {
      // What is gone is told by the structure's watch.
      if (!this.#live.exists(watched.id)) continue
      const parameter = yield* this.#parameters.read(watched)
      if (parameter[1] === watched.value) continue
      watched.value = parameter[1]
      changes.push({ ref: watched.ref, parameter })
      yield
    }
    if (changes.length > 0) this.#report(changes)
  }
}
