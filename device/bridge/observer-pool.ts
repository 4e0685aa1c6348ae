/** LiveAPIs with a callback for one property. They are pointed elsewhere rather than made anew: taking one down leaks symbols. */
import type { Host, LiveObject } from '../host.ts'
import type { Job } from './jobs.ts'
import type { LiveId } from './live.ts'

interface Observer {
  readonly api: LiveObject
  at: LiveId
}

export class ObserverPool {
  readonly #host: Host
  readonly #property: string
  readonly #onChange: (id: LiveId) => void
  readonly #observers: Observer[] = []
  /** While it is being pointed, an observer calls back at once: that is no change. */
  #isPointing = false

  /** `onChange` must not touch Live. */
  constructor(host: Host, property: string, onChange: (id: LiveId) => void) {
    this.#host = host
    this.#property = property
    this.#onChange = onChange
  }

  /** Observes these from now on, and no others. */
  *point(ids: readonly LiveId[]): Job<void> {
    const wanted = new Set(ids)
    const free = this.#observers.filter(observer => !wanted.has(observer.at))
    const held = new Set(this.#observers.map(observer => observer.at))
    for (const id of wanted) {
      if (held.has(id)) continue
      this.#aim(free.pop() ?? this.#make(), id)
      yield
    }
    for (const observer of free) if (observer.at) this.#park(observer)
  }

  close(): void {
    for (const observer of this.#observers) this.#park(observer)
  }

  #make(): Observer {
    // Live calls back while the object is still being made.
    const place = { at: 0 }
    const api = this.#host.live('live_set', atoms => {
      if (!this.#isPointing && place.at && atoms[0] === this.#property) this.#onChange(place.at)
    })
    const observer = Object.assign(place, { api })
    this.#observers.push(observer)
    return observer
  }

  #aim(observer: Observer, id: LiveId): void {
    this.#isPointing = true
    try {
      observer.api.property = ''
      observer.api.id = id
      observer.at = id
      observer.api.property = this.#property
    } finally {
      this.#isPointing = false
    }
  }

  #park(observer: Observer): void {
    observer.at = 0
    observer.api.property = ''
  }
}
