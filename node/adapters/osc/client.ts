/**
 * Questions and answers with AbletonOSC over UDP. A packet may be lost on either way, so questions are asked again until
 * they are answered; an answer is known by its address and the indices it begins with.
 */
import osc, { type OscArgument } from 'osc'
import { AppError } from '../../audio/app-error.ts'

export type OscValue = number | string | boolean
type Port = InstanceType<typeof osc.UDPPort>

export interface OscPorts {
  readonly host: string
  /** AbletonOSC listens here. */
  readonly remotePort: number
  /** AbletonOSC answers to this one, whatever port the question came from. */
  readonly localPort: number
}
export const usualPorts: OscPorts = { host: '127.0.0.1', remotePort: 11000, localPort: 11001 }

export interface OscPatience {
  /** Until a question is asked again. */
  readonly retryMs: number
  readonly tries: number
}
/** AbletonOSC answers ten times a second. A packet in five lost on both ways leaves one question in 200,000 unanswered. */
export const usualPatience: OscPatience = { retryMs: 300, tries: 12 }

/** How many questions may be under way: Live answers them between two of its screen updates. */
const window = 24

interface Waiting {
  readonly address: string
  readonly args: readonly OscArgument[]
  readonly takesErrors: boolean
  readonly resolve: (rest: readonly OscValue[] | null) => void
  tries: number
  timer: ReturnType<typeof setTimeout> | undefined
}

export class OscClient {
  readonly #port: Port
  readonly #patience: OscPatience
  readonly #queue: Waiting[] = []
  readonly #asked = new Set<Waiting>()
  readonly #listeners = new Set<(address: string, args: readonly OscValue[]) => void>()

  private constructor(port: Port, patience: OscPatience) {
    this.#port = port
    this.#patience = patience
    port.on('message', ({ address, args }) =>
      this.#receive(address, (Array.isArray(args) ? args : [args]) as OscValue[]),
    )
    // A packet that could not be sent is a packet lost.
    port.on('error', () => {})
  }

  /** Throws AppError OSC_PORT_IN_USE. */
  static open(ports: OscPorts = usualPorts, patience: OscPatience = usualPatience): Promise<OscClient> {
    const { host, remotePort, localPort } = ports
    const port = new osc.UDPPort({
      localAddress: host,
      localPort,
      remoteAddress: host,
      remotePort,
    })
    return new Promise((resolve, reject) => {
      port.on('ready', () => resolve(new OscClient(port, patience)))
      port.on('error', error => {
        const isTaken = error.code === 'EADDRINUSE'
        reject(
          new AppError({
            code: isTaken ? 'OSC_PORT_IN_USE' : 'OSC_FAILED',
            message: isTaken
              ? `Port ${localPort}, to which AbletonOSC answers, is taken by another program.`
              : `Port ${localPort} cannot be opened: ${error.message}.`,
            action: 'Close the other program that talks to AbletonOSC, then try again.',
            cause: error,
          }),
        )
      })
      port.open()
    })
  }

  /** What follows the indices in the answer. null: no answer. */
  ask(address: string, ...indices: readonly number[]): Promise<readonly OscValue[] | null> {
    return this.#ask(address, indices, false)
  }

  /** The same for what may not be there: an error that comes in meanwhile is the answer, null. Ask nothing else beside it. */
  probe(address: string, ...indices: readonly number[]): Promise<readonly OscValue[] | null> {
    return this.#ask(address, indices, true)
  }

  #ask(address: string, indices: readonly number[], takesErrors: boolean): Promise<readonly OscValue[] | null> {
    const args = indices.map((value): OscArgument => ({ type: 'i', value }))
    return new Promise(resolve => {
      this.#queue.push({ address, args, takesErrors, resolve, tries: 0, timer: undefined })
      this.#next()
    })
  }

  /** Nobody answers to this. `value`: a float; Live's switches are whole numbers. */
  tell(
    address: string,
    indices: readonly number[],
    value?: { readonly type: 'i' | 'f'; readonly value: number },
  ): void {
    const args: OscArgument[] = indices.map(index => ({ type: 'i', value: index }))
    this.#port.send({ address, args: value ? [...args, value] : args })
  }

  /** Every message that comes in, answers too. */
  listen(callback: (address: string, args: readonly OscValue[]) => void): () => void {
    this.#listeners.add(callback)
    return () => void this.#listeners.delete(callback)
  }

  close(): void {
    for (const waiting of [...this.#asked, ...this.#queue.splice(0)]) this.#settle(waiting, null)
    this.#listeners.clear()
    this.#port.close()
  }

  #next(): void {
    while (this.#asked.size < window) {
      const waiting = this.#queue.shift()
      if (!waiting) return
      this.#asked.add(waiting)
      this.#send(waiting)
    }
  }

  #send(waiting: Waiting): void {
    if (waiting.tries++ >= this.#patience.tries) {
      this.#settle(waiting, null)
      return
    }
    this.#port.send({ address: waiting.address, args: waiting.args })
    waiting.timer = setTimeout(() => this.#send(waiting), this.#patience.retryMs)
  }

  #receive(address: string, args: readonly OscValue[]): void {
    for (const listener of [...this.#listeners]) listener(address, args)
    for (const waiting of [...this.#asked]) {
      if (waiting.address === address && waiting.args.every(({ value }, i) => value === args[i])) {
        this.#settle(waiting, args.slice(waiting.args.length))
      }
    }
    // It does not say which question it is about, and comes twice when that was asked twice.
    if (address === '/live/error') for (const each of [...this.#asked]) if (each.takesErrors) this.#settle(each, null)
  }

  #settle(waiting: Waiting, rest: readonly OscValue[] | null): void {
    clearTimeout(waiting.timer)
    this.#asked.delete(waiting)
    waiting.resolve(rest)
    this.#next()
  }
}
