/** A panel page as a browser would be: a real socket, what it is told, in order. */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { PanelAction, PanelState } from '../../node/app/panel/source.ts'
import type { FromPage, ToPage } from '../../node/panel/messages.ts'

export class SoakPage {
  /** Prints of the states, in the order they came. */
  readonly prints: string[] = []
  state: PanelState | null = null
  /** States so far; the prints may be cut. */
  told = 0
  libraries = 0
  refused = 0
  /** Views that went back, sockets that were closed by the other side. */
  readonly faults: string[] = []
  readonly #socket: WebSocket
  #isClosing = false

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('message', data => this.#receive(JSON.parse(String(data)) as ToPage))
    socket.on('error', error => this.faults.push(error.message))
    socket.on('close', (code, reason) => {
      if (!this.#isClosing) this.faults.push(`the page was closed: ${code} ${reason}`)
    })
  }

  /** `url`: of the page, with its token. */
  static async open(url: string): Promise<SoakPage> {
    const { origin, host, pathname } = new URL(url)
    const socket = new WebSocket(`ws://${host}${pathname}socket`, { origin })
    const page = new SoakPage(socket)
    await once(socket, 'open')
    return page
  }

  act(action: PanelAction): void {
    this.#send({ kind: 'act', action })
  }

  askForLibrary(): void {
    this.#send({ kind: 'library', profile: null })
  }

  async close(): Promise<void> {
    this.#isClosing = true
    this.#socket.close()
    if (this.#socket.readyState !== WebSocket.CLOSED) await once(this.#socket, 'close')
  }

  #send(message: FromPage): void {
    this.#socket.send(JSON.stringify(message))
  }

  #receive(message: ToPage): void {
    if (message.kind === 'library') this.libraries++
    if (message.kind === 'refused') this.refused++
    if (message.kind !== 'state') return
    if (this.state && message.state.view < this.state.view) this.faults.push('a view went back')
    this.state = message.state
    this.told++
    this.prints.push(printOf(message.state))
  }
}

export const printOf = (state: PanelState): string =>
  createHash('sha1').update(JSON.stringify(state)).digest('base64').slice(0, 12)

/** Whether all that the one page was told after its first state was told to the other as well, without a gap. */
export function isWithin(all: readonly string[], [, ...part]: readonly string[]): boolean {
  if (part.length === 0) return true
  for (let at = all.indexOf(part[0]!); at >= 0; at = all.indexOf(part[0]!, at + 1)) {
    if (part.every((print, i) => all[at + i] === print)) return true
  }
  return false
}
