/**
 * The hub's line to its Node process: handshake from either side, heartbeats, letters, and what is the matter when there is
 * no answer. A message to a process that is not there yet is lost, so nothing but greetings goes out before it has answered.
 */
import type { Job } from '../bridge/jobs.ts'
import type { Refusal } from '../bridge/refusal.ts'
import type { Atom, Host } from '../host.ts'
import {
  type EventName,
  type Events,
  encodeLetter,
  heartbeatMs,
  type Letter,
  LetterBox,
  protocolVersion,
  silenceMs,
  wire,
} from '../protocol.ts'
import { sendInPieces } from './letter-pieces.ts'

export type NodeState = 'starting' | 'ready' | 'not-started' | 'silent' | 'ended' | 'given-up' | 'other-version'
export type Request = Extract<Letter, { kind: 'request' }>

export interface Reply {
  done(result: unknown): void
  /** For a result of any length. */
  doneInSlices(result: unknown): Job<void>
  failed(refusal: Refusal): void
}

interface LinkTools {
  readonly host: Host
  /** To node.script. */
  readonly send: (atoms: readonly Atom[]) => void
  readonly onRequest: (request: Request, reply: Reply) => void
  /** A process that knows nothing of what was said to the one before. */
  readonly onReady: () => void
  readonly onLost: () => void
  readonly onState: (state: NodeState) => void
}

const tickMs = 1_000
/** Node needs a second or two; greetings before would only make lines in the Max window. */
const firstHelloMs = 3_000
export const startLimitMs = 10_000
/** After this long without a word from a process that has ended, Max is not going to start it again by itself. */
const reviveMs = 8_000
const revivals = 3

export class NodeLink {
  readonly #tools: LinkTools
  readonly #box = new LetterBox()
  #state: NodeState = 'starting'
  /** Greetings are answered from here on. */
  #isStarted = false
  #startedAt = 0
  #heardAt = 0
  #tickedAt = 0
  #saidAt = 0
  #endedAt: number | null = null
  #revivals = 0
  #letters = 0
  #beats = 0
  /** Replies to a process before this one are dropped. */
  #epoch = 0
  #isClosed = false

  constructor(tools: LinkTools) {
    this.#tools = tools
  }

  get state(): NodeState {
    return this.#state
  }

  get isReady(): boolean {
    return this.#state === 'ready'
  }

  start(): void {
    const now = this.#tools.host.now()
    this.#isStarted = true
    this.#startedAt = now
    this.#tickedAt = now
    this.#schedule()
  }

  close(): void {
    this.#isClosed = true
  }

  /** What node.script sends by its left outlet. */
  receive(selector: string, atoms: readonly Atom[]): void {
    this.#heardAt = this.#tools.host.now()
    if (selector === wire.hello) {
      this.#hello(Number(atoms[0]), Number(atoms[1]) === 1)
      return
    }
    if (selector !== wire.letter || !this.isReady) return
    let letter: Letter | undefined
    try {
      letter = this.#box.receive(atoms.map(Number))
    } catch {
      this.#tools.host.post('Uplift: a message from Node could not be read.')
    }
    if (letter?.kind === 'request') this.#tools.onRequest(letter, this.#replyTo(letter.id))
  }

  /** Life-cycle events of node.script. */
  processEvent(event: string): void {
    if (event === 'loadend' && this.#isStarted) this.#greet()
    if (event === 'start' || event === 'restarted') this.#endedAt = null
    if (event !== 'stop' && event !== 'terminated') return
    this.#endedAt = this.#tools.host.now()
    this.#lose('ended')
  }

  tell<E extends EventName>(event: E, data: Events[E]): void {
    if (this.isReady) this.#post({ kind: 'event', event, data })
  }

  stream(selector: string, numbers: readonly Atom[]): void {
    if (this.isReady) this.#tools.send([selector, ...numbers])
  }

  #schedule(): void {
    this.#tools.host.schedule(tickMs, () => {
      if (this.#isClosed) return
      this.#tick()
      this.#schedule()
    })
  }

  #tick(): void {
    const now = this.#tools.host.now()
    // Live itself stood still (a dialog, a save): what Node said meanwhile is still to be heard.
    if (now - this.#tickedAt > 3 * tickMs) this.#heardAt = now
    this.#tickedAt = now
    if (this.isReady) {
      if (now - this.#heardAt >= silenceMs) {
        this.#endedAt = now
        this.#lose('silent')
        return
      }
      if (now - this.#saidAt >= heartbeatMs) this.#say([wire.beat, ++this.#beats])
      return
    }
    const age = now - this.#startedAt
    if (this.#state === 'starting' && age >= startLimitMs) this.#enter('not-started')
    if (age >= firstHelloMs && now - this.#saidAt >= heartbeatMs) this.#greet()
    this.#revive(now)
  }

  /** Autostart may be ignored, and Max gives a crashed process up after a few attempts. */
  #revive(now: number): void {
    const since = this.#endedAt ?? (this.#state === 'not-started' ? this.#startedAt : null)
    if (since === null || now - since < reviveMs || this.#state === 'given-up') return
    if (this.#revivals === revivals) {
      this.#enter('given-up')
      return
    }
    this.#revivals++
    this.#endedAt = now
    this.#say(['script', 'start'])
  }

  #hello(version: number, wantsAnswer: boolean): void {
    if (wantsAnswer) this.#say([wire.hello, protocolVersion, 0])
    if (version !== protocolVersion) {
      this.#lose('other-version')
      return
    }
    if (this.isReady && !wantsAnswer) return
    if (this.isReady) this.#lose('starting')
    this.#epoch++
    this.#revivals = 0
    this.#endedAt = null
    this.#enter('ready')
    this.#tools.onReady()
  }

  #greet(): void {
    if (!this.isReady) this.#say([wire.hello, protocolVersion, 1])
  }

  #lose(state: NodeState): void {
    const wasReady = this.isReady
    this.#epoch++
    this.#enter(state)
    if (wasReady) this.#tools.onLost()
  }

  #enter(state: NodeState): void {
    if (state === this.#state) return
    this.#state = state
    this.#tools.onState(state)
  }

  #replyTo(id: number): Reply {
    const epoch = this.#epoch
    const isWanted = () => epoch === this.#epoch && this.isReady
    const post = (letter: Letter) => {
      if (isWanted()) this.#post(letter)
    }
    return {
      done: result => post({ kind: 'reply', id, result }),
      doneInSlices: result =>
        sendInPieces({ kind: 'reply', id, result }, ++this.#letters, atoms => {
          if (isWanted()) this.#say([wire.letter, ...atoms])
        }),
      failed: ({ reason, message }) => post({ kind: 'failure', id, reason, message }),
    }
  }

  #post(letter: Letter): void {
    for (const atoms of encodeLetter(letter, ++this.#letters)) this.#say([wire.letter, ...atoms])
  }

  #say(atoms: readonly Atom[]): void {
    this.#saidAt = this.#tools.host.now()
    this.#tools.send(atoms)
  }
}
