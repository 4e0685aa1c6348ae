/** Which taps there are. They introduce themselves, answer a call every few seconds, and are looked up in Live in turns. */
import type { Job } from '../bridge/jobs.ts'
import type { Atom, Host } from '../host.ts'
import { randomKey } from '../key.ts'
import { heartbeatMs, hubToTap, protocolVersion, type TapStatus, tapStatuses, type WireTap } from '../protocol.ts'
import type { Place } from './tap-place.ts'

interface Tap {
  readonly key: number
  liveId: number
  isOn: boolean
  readonly isOtherVersion: boolean
  /** Calls in a row that it has not answered. */
  missed: number
  hasAnswered: boolean
  listens: boolean
  row: WireTap
  toldName: string | null
  toldStatus: TapStatus | null
}

interface RegistryTools {
  readonly host: Host
  readonly toTaps: (selector: string, ...rest: readonly Atom[]) => void
  /** null: not in the set. Reads Live. */
  readonly place: (liveId: number) => Place | null
  /** As a job in slices. */
  readonly run: (job: Job<void>) => void
  readonly onChange: (taps: readonly WireTap[]) => void
  /** A tap that was ready is so no more. */
  readonly onTrouble: (tap: WireTap) => void
}

export const callMs = 2 * heartbeatMs
const missedLimit = 2
const turnMs = 250
const reportMs = 200

export class TapRegistry {
  readonly #tools: RegistryTools
  readonly #taps = new Map<number, Tap>()
  #order: number[] = []
  #calledAt = Number.NEGATIVE_INFINITY
  #isReporting = false
  #isRunning = false

  constructor(tools: RegistryTools) {
    this.#tools = tools
  }

  get rows(): readonly WireTap[] {
    return [...this.#taps.values()].map(({ row }) => row)
  }

  get liveIds(): ReadonlySet<number> {
    return new Set([...this.#taps.values()].map(({ liveId }) => liveId))
  }

  start(): void {
    if (this.#isRunning) return
    this.#isRunning = true
    this.#turn()
  }

  stop(): void {
    this.#isRunning = false
    this.listen([])
    this.#taps.clear()
    this.#report()
  }

  hello(key: number, liveId: number, version: number): void {
    const known = this.#taps.get(key)
    if (known && known.liveId !== liveId && this.#tools.place(known.liveId)) {
      // A copy came with its original's key.
      this.#tools.toTaps(hubToTap.rekey, liveId, this.#newKey())
      return
    }
    const isOtherVersion = version !== protocolVersion
    const row: WireTap = {
      key,
      track: null,
      trackName: '',
      status: isOtherVersion ? 'other-version' : 'ready',
      place: 'last',
      latency: null,
    }
    const listens = known?.listens ?? false
    const tap: Tap = {
      key,
      liveId,
      isOn: true,
      isOtherVersion,
      missed: 0,
      hasAnswered: true,
      listens,
      row,
      toldName: null,
      toldStatus: null,
    }
    this.#taps.set(key, tap)
    if (listens) this.#tools.toTaps(hubToTap.listen, key, 1)
    this.#look(tap)
  }

  alive(key: number, isOn: boolean): void {
    const tap = this.#taps.get(key)
    // Known to nobody: it says hello when it hears this.
    if (!tap) {
      this.#tools.toTaps(hubToTap.status, key, tapStatuses.indexOf('stale'))
      return
    }
    tap.hasAnswered = true
    const wasStale = tap.missed >= missedLimit
    tap.missed = 0
    if (tap.isOn === isOn && !wasStale) return
    tap.isOn = isOn
    this.#look(tap)
  }

  bye(key: number): void {
    if (this.#taps.delete(key)) this.#report()
  }

  listen(keys: readonly number[]): void {
    for (const tap of this.#taps.values()) {
      const listens = keys.includes(tap.key)
      if (listens === tap.listens) continue
      tap.listens = listens
      this.#tools.toTaps(hubToTap.listen, tap.key, listens ? 1 : 0)
    }
  }

  isHeard(key: number): boolean {
    return this.#taps.get(key)?.listens ?? false
  }

  /** All are looked up again: tracks or devices have moved. */
  lookAgain(): void {
    this.#tools.run(this.#lookAt([...this.#taps.keys()]))
  }

  #turn(): void {
    if (!this.#isRunning) return
    const { host, run } = this.#tools
    if (host.now() - this.#calledAt >= callMs) this.#call()
    const share = Math.ceil((this.#taps.size * turnMs) / callMs)
    if (this.#order.length === 0) this.#order = [...this.#taps.keys()]
    const keys = this.#order.splice(0, share)
    if (keys.length > 0) run(this.#lookAt(keys))
    host.schedule(turnMs, () => this.#turn())
  }

  #call(): void {
    this.#calledAt = this.#tools.host.now()
    for (const tap of this.#taps.values()) {
      // Shown when it is looked up next.
      if (!tap.hasAnswered) tap.missed++
      tap.hasAnswered = false
    }
    this.#tools.toTaps(hubToTap.who)
  }

  *#lookAt(keys: readonly number[]): Job<void> {
    for (const key of keys) {
      const tap = this.#taps.get(key)
      if (tap) this.#look(tap)
      yield
    }
  }

  #look(tap: Tap): void {
    const place = this.#tools.place(tap.liveId)
    const { key } = tap
    if (!place) {
      this.#show(tap, { ...tap.row, track: null, latency: null, status: 'stale' })
      return
    }
    this.#show(tap, { key, ...place, status: statusOf(tap, place) })
  }

  #show(tap: Tap, row: WireTap): void {
    const before = tap.row
    tap.row = row
    const { toTaps, onTrouble } = this.#tools
    if (row.trackName !== tap.toldName && row.track !== null) {
      tap.toldName = row.trackName
      toTaps(hubToTap.welcome, row.key, row.trackName)
    }
    if (row.status !== tap.toldStatus && row.status !== 'stale') {
      tap.toldStatus = row.status
      toTaps(hubToTap.status, row.key, tapStatuses.indexOf(row.status))
    }
    const isWorse = before.status === 'ready' && before.track !== null && row.status !== 'ready'
    // Silence of a script says nothing about its sound.
    if (isWorse && row.status !== 'stale') onTrouble(row)
    if (!isSame(before, row)) this.#report()
  }

  #report(): void {
    if (this.#isReporting) return
    this.#isReporting = true
    this.#tools.host.schedule(reportMs, () => {
      this.#isReporting = false
      this.#tools.onChange(this.rows)
    })
  }

  #newKey(): number {
    for (;;) {
      const key = randomKey(this.#tools.host)
      if (!this.#taps.has(key)) return key
    }
  }
}

/** The worst first: what a tap of another version or one that is silent says is not worth reading. */
function statusOf({ isOtherVersion, missed, isOn }: Tap, { status }: Place): TapStatus {
  if (isOtherVersion) return 'other-version'
  if (missed >= missedLimit) return 'stale'
  return isOn ? status : 'off'
}

const isSame = (a: WireTap, b: WireTap) =>
  a.track === b.track &&
  a.trackName === b.trackName &&
  a.status === b.status &&
  a.place === b.place &&
  a.latency === b.latency
