/** Of several hubs in a set one is in charge: the one that was there first. The others pass the sound on and ask again. */
import type { Host } from '../host.ts'
import { hubToHub } from '../protocol.ts'

interface ElectionTools {
  readonly host: Host
  /** To all hubs, this one too. */
  readonly send: (selector: string, key: number) => void
  readonly onDecision: (isInCharge: boolean) => void
  /** Another hub has the same key: a copy of this one. Returns the new key. */
  readonly onTwin: () => number
}

/** For the others to object. */
export const claimMs = 500
/** Between claims of a hub that is not in charge. */
export const reclaimMs = 5_000

export class Election {
  readonly #tools: ElectionTools
  #key = 0
  #state: 'idle' | 'claiming' | 'in-charge' | 'passive' = 'idle'
  /** Own messages that have not come back yet, by selector: a hub hears itself. */
  readonly #echoes: Record<string, number> = { [hubToHub.claim]: 0, [hubToHub.held]: 0 }
  #unschedule = () => {}

  constructor(tools: ElectionTools) {
    this.#tools = tools
  }

  get isPassive(): boolean {
    return this.#state === 'passive'
  }

  start(key: number): void {
    this.#key = key
    this.#claim()
  }

  close(): void {
    this.#unschedule()
    this.#state = 'idle'
  }

  receive(selector: string, key: number): void {
    if (this.#state === 'idle') return
    const echoes = this.#echoes[selector] ?? 0
    if (key === this.#key && echoes > 0) {
      this.#echoes[selector] = echoes - 1
      return
    }
    if (selector === hubToHub.claim) this.#contested(key)
    else if (selector === hubToHub.held) this.#yield(key)
  }

  #contested(key: number): void {
    if (this.#state === 'in-charge') {
      this.#say(hubToHub.held)
      return
    }
    if (this.#state !== 'claiming') return
    // Both came at once: the smaller key stays, twins draw new ones.
    if (key === this.#key) {
      this.start(this.#tools.onTwin())
      return
    }
    if (this.#key < key) this.#say(hubToHub.held)
  }

  #yield(key: number): void {
    if (this.#state === 'in-charge') return
    if (key === this.#key) this.#key = this.#tools.onTwin()
    this.#decide(false)
    this.#wait(reclaimMs, () => this.#claim())
  }

  #claim(): void {
    if (this.#state !== 'passive') this.#state = 'claiming'
    this.#say(hubToHub.claim)
    this.#wait(claimMs, () => this.#decide(true))
  }

  #decide(isInCharge: boolean): void {
    const state = isInCharge ? 'in-charge' : 'passive'
    if (state === this.#state) return
    this.#state = state
    this.#tools.onDecision(isInCharge)
  }

  #say(selector: string): void {
    this.#echoes[selector] = (this.#echoes[selector] ?? 0) + 1
    this.#tools.send(selector, this.#key)
  }

  #wait(milliseconds: number, job: () => void): void {
    this.#unschedule()
    this.#unschedule = this.#tools.host.schedule(milliseconds, job)
  }
}
