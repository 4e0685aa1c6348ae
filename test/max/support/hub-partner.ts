/** Plays the Node process for the hub's script, from this process: asks, and waits for the answer. */
import {
  encodeLetter,
  heartbeatMs,
  type Letter,
  LetterBox,
  type Operation,
  type Operations,
  protocolVersion,
  wire,
} from '../../../device/protocol.ts'
import type { Message } from '../atoms.ts'
import type { Box, BoxContext } from '../box.ts'
import type { Max } from '../max.ts'

export class HubPartner {
  /** Messages from the script. */
  received = 0
  readonly #letters = new LetterBox()
  readonly #answers = new Map<number, Letter>()
  #context: BoxContext | null = null
  #isReady = false
  #asked = 0

  /** For `MaxOptions.nodeScript`. */
  readonly make = (context: BoxContext): Box => {
    this.#context = context
    return { receive: (_, message) => this.#receive(message) }
  }

  async meet(max: Max): Promise<void> {
    for (let tries = 0; !this.#isReady; tries++) {
      if (tries > 20) throw new Error('The hub must answer a hello.')
      this.#send(max, [wire.hello, protocolVersion, 1])
      await max.pass(500)
    }
  }

  /** Lets time pass with heartbeats. */
  async pass(max: Max, ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= heartbeatMs) {
      this.#send(max, [wire.beat, left])
      await max.pass(Math.min(left, heartbeatMs))
    }
  }

  async ask<O extends Operation>(max: Max, op: O, args: Operations[O]['args']): Promise<Operations[O]['result']> {
    const id = ++this.#asked
    for (const numbers of encodeLetter({ kind: 'request', id, op, args }, id))
      this.#send(max, [wire.letter, ...numbers])
    for (let beats = 0; !this.#answers.has(id); beats++) {
      if (beats > 600) throw new Error(`${op} must be answered within ten minutes of Live's time.`)
      await max.pass(beats === 0 ? 50 : 100)
      if (beats % 20 === 19) this.#send(max, [wire.beat, beats])
    }
    const answer = this.#answers.get(id)!
    if (answer.kind === 'reply') return answer.result as Operations[O]['result']
    throw new Error(answer.kind === 'failure' ? answer.message : `${op} must be answered, got ${answer.kind}`)
  }

  #send(max: Max, message: Message): void {
    max.clock.in('high', () => this.#context!.out(0, message))
    max.clock.settle()
  }

  #receive([selector, ...atoms]: Message): void {
    this.received++
    if (selector === wire.hello) this.#isReady = true
    if (selector !== wire.letter) return
    const letter = this.#letters.receive(atoms.map(Number))
    if (letter && (letter.kind === 'reply' || letter.kind === 'failure')) this.#answers.set(letter.id, letter)
  }
}
