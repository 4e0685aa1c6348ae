/** The socket to the server: connects again by itself, and shows the state that it gets then. */
import type { PanelLibrary, PanelView } from '../../app/panel/data.ts'
import type { PanelAction, PanelPlayhead, PanelState } from '../../app/panel/source.ts'
import type { FromPage, ToPage } from '../messages.ts'

export interface Linked {
  readonly isConnected: boolean
  /** Tried so often that it was most likely started anew, under another address. */
  readonly isGone: boolean
  readonly state: PanelState | null
  readonly view: PanelView | null
  /** null: not asked for yet. */
  readonly library: PanelLibrary | null
  /** Why the last press did nothing; "" otherwise. */
  readonly refused: string
}

export const unlinked: Linked = {
  isConnected: false,
  isGone: false,
  state: null,
  view: null,
  library: null,
  refused: '',
}

/** Live tells five times a second; after this, it is not known where it is. */
const staleMs = 1000

const [soonestMs, latestMs] = [250, 5000]
/** About four seconds. */
const fewTries = 4

export class Link {
  #now: Linked = unlinked
  #socket: WebSocket | null = null
  #wait = soonestMs
  #asked = 0
  #tries = 0
  #tell: (now: Linked) => void = () => {}
  /** Not among what is drawn anew: it moves all the time. */
  #playhead: { readonly told: PanelPlayhead; readonly at: number } | null = null

  start(tell: (now: Linked) => void): void {
    this.#tell = tell
    this.#connect()
  }

  /** Where Live plays now, seconds of the timeline; null: it does not, or it is not known. */
  get playhead(): number | null {
    if (!this.#playhead) return null
    const { told, at } = this.#playhead
    const since = performance.now() - at
    const seconds = told.seconds + since / 1000
    return since > staleMs || seconds > told.endSeconds ? null : seconds
  }

  act(action: PanelAction): void {
    this.#update({ refused: '' })
    this.#send({ kind: 'act', action })
  }

  look(isDeep: boolean): void {
    this.#send({ kind: 'look', isDeep })
  }

  library(profile: string | null): void {
    this.#send({ kind: 'library', profile })
  }

  #connect(): void {
    const url = new URL('socket', location.href)
    url.protocol = 'ws:'
    const socket = new WebSocket(url)
    this.#socket = socket
    socket.onopen = () => {
      this.#wait = soonestMs
      this.#asked = 0
      this.#tries = 0
      this.#update({ isConnected: true, isGone: false })
    }
    socket.onmessage = event => this.#receive(JSON.parse(String(event.data)) as ToPage)
    socket.onclose = () => {
      this.#tries++
      this.#update({ isConnected: false, isGone: this.#tries > fewTries })
      setTimeout(() => this.#connect(), this.#wait)
      this.#wait = Math.min(latestMs, this.#wait * 2)
    }
  }

  #receive(message: ToPage): void {
    switch (message.kind) {
      case 'state': {
        this.#update({ state: message.state })
        const { view } = message.state
        if (view === 0 || view === this.#asked) return
        this.#asked = view
        this.look(false)
        return
      }
      case 'view':
        this.#update({ view: message.view })
        return
      case 'library':
        this.#update({ library: message.library })
        return
      case 'playhead':
        this.#playhead = message.playhead && { told: message.playhead, at: performance.now() }
        return
      case 'refused':
        this.#update({ refused: message.why })
    }
  }

  #send(message: FromPage): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message))
  }

  #update(change: Partial<Linked>): void {
    this.#now = { ...this.#now, ...change }
    this.#tell(this.#now)
  }
}
