/**
 * Notices that tracks, devices or chains came, went or changed places. Live's callbacks only mark; a job then reads the list
 * and compares, since a callback also comes for nothing (at once when it is set up) and may carry no list.
 */
import type { Host } from '../host.ts'
import type { Job } from './jobs.ts'
import type { Live, LiveId } from './live.ts'
import { ObserverPool } from './observer-pool.ts'

export interface WatchedList {
  /** Whose list. */
  readonly id: LiveId
  readonly property: 'tracks' | 'return_tracks' | 'devices' | 'chains'
  /** As it was when it was read. */
  readonly ids: readonly LiveId[]
}

/** Live rebuilds a set in several steps. */
const settleMs = 150

export class StructureWatch {
  readonly #live: Live
  readonly #host: Host
  readonly #run: (job: Job<void>) => void
  readonly #onChange: () => void
  readonly #pools: Readonly<Record<WatchedList['property'], ObserverPool>>
  readonly #lists = new Map<string, string>()
  readonly #marked = new Map<string, { readonly id: LiveId; readonly property: string }>()
  #isScheduled = false
  #version = 0

  /** `run`: as a job in slices. */
  constructor({
    live,
    host,
    run,
    onChange,
  }: { live: Live; host: Host; run: (job: Job<void>) => void; onChange: () => void }) {
    this.#live = live
    this.#host = host
    this.#run = run
    this.#onChange = onChange
    const pool = (property: string) => new ObserverPool(host, property, id => this.#mark(id, property))
    this.#pools = {
      tracks: pool('tracks'),
      return_tracks: pool('return_tracks'),
      devices: pool('devices'),
      chains: pool('chains'),
    }
  }

  /** Another number after every change. */
  get version(): number {
    return this.#version
  }

  /** What is watched until the set has been read: the tracks, and what stands on Main, where the hub wants to be last. */
  *watchOutline(): Job<void> {
    const { song } = this.#live
    const main = this.#live.child(song, 'master_track')
    const owners = [
      { id: song, property: 'tracks' },
      { id: song, property: 'return_tracks' },
      ...(main ? [{ id: main, property: 'devices' } as const] : []),
    ] as const
    yield* this.watch(owners.map(({ id, property }) => ({ id, property, ids: this.#live.ids(id, property) })))
  }

  /** Replaces what was watched, and notices what has changed since the lists were read. */
  *watch(lists: readonly WatchedList[]): Job<void> {
    for (const [property, pool] of Object.entries(this.#pools)) {
      yield* pool.point(lists.filter(list => list.property === property).map(({ id }) => id))
    }
    this.#lists.clear()
    this.#marked.clear()
    for (const { id, property, ids } of lists) {
      this.#lists.set(keyOf(id, property), ids.join(' '))
      this.#marked.set(keyOf(id, property), { id, property })
    }
    yield* this.settle()
  }

  /** Looks at what was marked. */
  *settle(): Job<void> {
    let hasChanged = false
    for (const [key, { id, property }] of [...this.#marked]) {
      this.#marked.delete(key)
      const list = this.#live.exists(id) ? this.#live.ids(id, property).join(' ') : 'gone'
      const before = this.#lists.get(key)
      this.#lists.set(key, list)
      if (before !== list) hasChanged = true
      yield
    }
    if (!hasChanged) return
    this.#version++
    this.#onChange()
  }

  close(): void {
    for (const pool of Object.values(this.#pools)) pool.close()
  }

  #mark(id: LiveId, property: string): void {
    this.#marked.set(keyOf(id, property), { id, property })
    if (this.#isScheduled) return
    this.#isScheduled = true
    this.#host.schedule(settleMs, () => {
      this.#isScheduled = false
      this.#run(this.settle())
    })
  }
}

const keyOf = (id: LiveId, property: string) => `${property} ${id}`
