/** The pages that are open: each gets the state when it comes and after every change, and the view when it asks. */
import type { WebSocket } from 'ws'
import type { PanelView } from '../app/panel/data.ts'
import type { PanelSource } from '../app/panel/source.ts'
import { parseFromPage, type ToPage } from './messages.ts'

/** Changes that come at once are told once: steps of a measurement come faster than anybody reads. */
const tellMs = 40
/** Bytes that wait for a page; above, it is behind, and gets the state when it has caught up. */
const mostWaiting = 1024 * 1024
/** How soon a page that is behind is looked at again. */
const behindMs = 500
/** Messages of one page in a second: a slider that is dragged, not a loop. */
const mostMessages = 30

export interface PagesOptions {
  readonly log: (message: string) => void
  readonly silentMs: number
}

export class Pages {
  readonly #source: PanelSource
  readonly #log: (message: string) => void
  readonly #open = new Set<WebSocket>()
  /** Have not been told of the last change. */
  readonly #owed = new Set<WebSocket>()
  /** Have given no sign of life since they were asked for one. */
  readonly #silent = new Set<WebSocket>()
  readonly #asking: NodeJS.Timeout
  readonly #stopWatching: () => void
  readonly #stopFollowing: () => void
  #telling: NodeJS.Timeout | null = null
  #waiting: NodeJS.Timeout | null = null
  /** Made once for all pages. */
  readonly #views = new Map<string, Promise<PanelView | null>>()

  /** `silentMs`: a page that gives no sign of life for so long is gone, whatever its socket says. */
  constructor(source: PanelSource, { log, silentMs }: PagesOptions) {
    this.#source = source
    this.#log = log
    this.#asking = setInterval(() => this.#askForLife(), silentMs / 2).unref()
    this.#stopWatching = source.watch(() => this.#tellSoon())
    this.#stopFollowing = source.playhead?.watch(() => this.#tellPlayhead()) ?? (() => {})
  }

  get count(): number {
    return this.#open.size
  }

  add(page: WebSocket): void {
    this.#open.add(page)
    const recent: number[] = []
    page.on('close', () => this.#forget(page))
    page.on('pong', () => this.#silent.delete(page))
    page.on('error', () => page.terminate())
    page.on('message', (data, isBinary) => {
      // Not the time of day: a clock that is set back would make a loop of a slider.
      const now = performance.now()
      recent.push(now)
      if (recent.length > mostMessages && now - recent.shift()! < 1000) return page.close(1008, 'too many messages')
      void this.#receive(page, isBinary ? null : String(data)).catch(error => this.#log(String(error)))
    })
    send(page, { kind: 'state', state: this.#source.state })
  }

  close(): void {
    this.#stopWatching()
    this.#stopFollowing()
    clearInterval(this.#asking)
    if (this.#telling) clearTimeout(this.#telling)
    if (this.#waiting) clearTimeout(this.#waiting)
    for (const page of this.#open) page.close(1001, 'the panel is closed')
  }

  async #receive(page: WebSocket, text: string | null): Promise<void> {
    const message = text === null ? null : parseFromPage(text)
    if (!message) return page.close(1007, 'not a message of the panel')
    if (message.kind === 'look') return send(page, { kind: 'view', view: await this.#look(message.isDeep) })
    if (message.kind === 'library') {
      return send(page, { kind: 'library', library: await this.#source.library(message.profile) })
    }
    const { activity } = this.#source.state
    if (activity && message.action.kind !== 'cancel') {
      return send(page, { kind: 'refused', why: `Please wait: ${activity.words}.` })
    }
    await this.#source.act(message.action)
  }

  #look(isDeep: boolean): Promise<PanelView | null> {
    const { view } = this.#source.state
    const key = `${view} ${isDeep}`
    const known = this.#views.get(key)
    if (known) return known
    for (const each of this.#views.keys()) if (!each.startsWith(`${view} `)) this.#views.delete(each)
    const made = this.#source.look(isDeep)
    this.#views.set(key, made)
    made.catch(() => this.#views.delete(key))
    return made
  }

  /** At once: late, it is somewhere else. Whoever is behind gets the next one. */
  #tellPlayhead(): void {
    const playhead = this.#source.playhead?.now ?? null
    for (const page of this.#open) if (page.bufferedAmount <= mostWaiting) send(page, { kind: 'playhead', playhead })
  }

  #tellSoon(): void {
    for (const page of this.#open) this.#owed.add(page)
    this.#telling ??= setTimeout(() => {
      this.#telling = null
      this.#tell()
    }, tellMs)
  }

  #tell(): void {
    let text: string | null = null
    for (const page of this.#owed) {
      if (page.bufferedAmount > mostWaiting) continue
      this.#owed.delete(page)
      text ??= textOf({ kind: 'state', state: this.#source.state })
      page.send(text, () => {})
    }
    // Alone: the others have it, and one page that sleeps shall not wake them.
    if (this.#owed.size === 0) return
    this.#waiting ??= setTimeout(() => {
      this.#waiting = null
      this.#tell()
    }, behindMs)
  }

  #askForLife(): void {
    for (const page of this.#open) {
      if (this.#silent.has(page)) page.terminate()
      else {
        this.#silent.add(page)
        page.ping()
      }
    }
  }

  #forget(page: WebSocket): void {
    for (const pages of [this.#open, this.#owed, this.#silent]) pages.delete(page)
  }
}

const textOf = (message: ToPage) => JSON.stringify(message)
const send = (page: WebSocket, message: ToPage) => page.send(textOf(message), () => {})
