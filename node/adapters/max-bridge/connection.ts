/**
 * The connection to the hub's v8: either side says hello first, both send heartbeats, and whoever hears nothing for a while
 * takes the other for gone and begins anew. Letters that cannot be read are logged and dropped.
 */
import type { z } from 'zod'
import {
  type EventName,
  type Events,
  encodeLetter,
  heartbeatMs,
  type Letter,
  LetterBox,
  type Operation,
  type Operations,
  protocolVersion,
  wire as selectors,
  silenceMs,
  tapMeters,
} from '../../../device/protocol.ts'
import { RequestFailed, Requests } from './requests.ts'
import { eventSchemas, isEventName, letterSchema } from './schemas.ts'
import { numbersOf, type Wire } from './wire.ts'

/** waiting: not heard of yet. silent: heard of, and gone. other-version: v8 script and process are not of one build. */
export type ConnectionState = 'waiting' | 'ready' | 'silent' | 'other-version'

export interface Transport {
  readonly playing: boolean
  readonly beats: number
  readonly tempo: number
}

export interface ConnectionListener {
  /** `ready` again without another state between: the other side has started anew and knows nothing. */
  state?(state: ConnectionState): void
  event?<E extends EventName>(event: E, data: Events[E]): void
  /** Numbers in the order of `tapMeters`. */
  meter?(key: number, values: readonly number[]): void
  transport?(transport: Transport): void
}

export class Connection {
  readonly #wire: Wire
  readonly #log: (message: string) => void
  readonly #requests = new Requests()
  readonly #listeners = new Set<ConnectionListener>()
  #letters = new LetterBox()
  #state: ConnectionState = 'waiting'
  /** Heartbeats of ours since anything was heard: no clock, so that a process that stood still does not blame the other side. */
  #quiet = 0
  #beats = 0
  #letterNumber = 0
  #timer: NodeJS.Timeout | null = null

  constructor(wire: Wire, log: (message: string) => void = () => {}) {
    this.#wire = wire
    this.#log = log
  }

  get state(): ConnectionState {
    return this.#state
  }

  /** Returns what takes it away again. */
  listen(listener: ConnectionListener): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  start(): void {
    this.#wire.on(
      selectors.hello,
      this.#reading('hello', ([version, wantsAnswer]) => this.#hello(version, wantsAnswer)),
    )
    this.#wire.on(
      selectors.beat,
      this.#reading('beat', () => {}),
    )
    this.#wire.on(
      selectors.letter,
      this.#reading('letter', numbers => this.#letter(numbers)),
    )
    this.#wire.on(
      selectors.meter,
      this.#reading('meter', numbers => this.#meter(numbers)),
    )
    this.#wire.on(
      selectors.transport,
      this.#reading('transport', numbers => this.#transport(numbers)),
    )
    this.#greet()
    this.#timer = setInterval(() => this.#tick(), heartbeatMs)
  }

  close(): void {
    if (this.#timer) clearInterval(this.#timer)
    this.#timer = null
    this.#requests.lose('Uplift is closing.')
  }

  /** Rejects with RequestFailed; `lost` at once when nobody is there. */
  request<O extends Operation>(op: O, args: Operations[O]['args']): Promise<Operations[O]['result']> {
    if (this.#state !== 'ready')
      return Promise.reject(new RequestFailed(op, 'lost', 'The device in Live is not there.'))
    return this.#requests.ask(op, id => this.#post({ kind: 'request', id, op, args }))
  }

  #greet(): void {
    this.#wire.send(selectors.hello, protocolVersion, 1)
  }

  #tick(): void {
    if (this.#state === 'ready' && ++this.#quiet > silenceMs / heartbeatMs) this.#enter('silent')
    if (this.#state === 'ready') this.#wire.send(selectors.beat, this.#beats++)
    else this.#greet()
  }

  #hello(version: number | undefined, wantsAnswer: number | undefined): void {
    // Answered in any case: the other side must be able to tell that the versions differ.
    if (wantsAnswer === 1) this.#wire.send(selectors.hello, protocolVersion, 0)
    if (version !== protocolVersion) {
      if (this.#state !== 'other-version') this.#enter('other-version')
      return
    }
    // Whoever asks to be greeted while we are together has started anew.
    if (this.#state !== 'ready' || wantsAnswer === 1) this.#enter('ready')
  }

  #enter(state: ConnectionState): void {
    this.#requests.lose('The device in Live has started anew or is gone.')
    this.#letters = new LetterBox()
    this.#state = state
    this.#tell('state', state)
  }

  #letter(numbers: readonly number[]): void {
    let received: Letter | undefined
    try {
      received = this.#letters.receive(numbers)
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
      return void this.#log(`A letter from v8 is not JSON: ${error.message}`)
    }
    if (received === undefined) return
    const letter = letterSchema.safeParse(received)
    if (!letter.success) return void this.#log(`A letter from v8 cannot be read: ${faultOf(letter.error)}`)
    const { data } = letter
    switch (data.kind) {
      case 'reply':
        return void this.#requests.answer(data.id, data.result)
      case 'failure':
        return void this.#requests.refuse(data.id, data.reason, data.message)
      case 'event':
        return void this.#event(data.event, data.data)
    }
  }

  #event(name: string, data: unknown): void {
    if (!isEventName(name)) return void this.#log(`v8 tells of "${name}", which is nothing known.`)
    const event = eventSchemas[name].safeParse(data)
    if (!event.success) return void this.#log(`The event "${name}" cannot be read: ${faultOf(event.error)}`)
    this.#tell('event', name, event.data)
  }

  #meter([key, ...values]: readonly number[]): void {
    if (key === undefined || values.length !== tapMeters.length)
      return void this.#log('A meter of another length was dropped.')
    this.#tell('meter', key, values)
  }

  #transport([playing, beats, tempo]: readonly number[]): void {
    if (playing === undefined || beats === undefined || tempo === undefined) return
    this.#tell('transport', { playing: playing === 1, beats, tempo })
  }

  /** Anything heard is a sign of life, whatever it says. */
  #reading(selector: string, receive: (numbers: readonly number[]) => void) {
    return (...atoms: readonly unknown[]) => {
      this.#quiet = 0
      const numbers = numbersOf(atoms)
      if (!numbers) return void this.#log(`"${selector}" came with something else than numbers and was dropped.`)
      receive(numbers)
    }
  }

  #post(letter: Letter): void {
    for (const message of encodeLetter(letter, this.#letterNumber++)) this.#wire.send(selectors.letter, ...message)
  }

  #tell<K extends keyof ConnectionListener>(what: K, ...args: Parameters<NonNullable<ConnectionListener[K]>>): void {
    for (const listener of [...this.#listeners]) {
      const heard = listener[what] as ((...args: unknown[]) => void) | undefined
      heard?.call(listener, ...args)
    }
  }
}

const faultOf = ({ issues: [issue] }: z.ZodError) => `${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'unknown'}`
