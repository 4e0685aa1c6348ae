/** What the hub's own audio part does on request: excerpts, a live comparison that only lowers, what Main played last. */
import { missing, Refusal } from '../bridge/refusal.ts'
import type { Transport } from '../bridge/transport.ts'
import type { Atom, Host } from '../host.ts'
import { audioEvents, audioOrders, type Operations, ringSeconds } from '../protocol.ts'
import type { Reply } from './node-link.ts'

interface SoundTools {
  readonly host: Host
  readonly order: (name: string, ...rest: readonly Atom[]) => void
  readonly transport: Transport
  /** An excerpt ended by itself, or because Live was started. */
  readonly onEnd: () => void
}

/** For the ring buffer to say where it stopped, and to be on the disk. */
const ringAtMs = 1_000
const ringWrittenMs = 15_000
/** The ring's start is known by the script's clock only; within this of its length it counts as not yet full. */
const ringSlackSeconds = 0.5
/** Deeper than any two masters are apart. */
const deepestDb = 24

export class Sound {
  readonly #tools: SoundTools
  /** sfplay~ plays, or was told to. */
  #isPlaying = false
  #ringSince = 0
  #ring: { readonly file: string; readonly reply: Reply; endsAt: number | null } | null = null
  #unschedule = () => {}

  constructor(tools: SoundTools) {
    this.#tools = tools
  }

  get isPlaying(): boolean {
    return this.#isPlaying
  }

  start(): void {
    this.#runRing()
  }

  /** Throws Refusal. */
  audition({ file }: Operations['audition']['args']): null {
    const { order, transport } = this.#tools
    if (file === null) {
      this.#stop()
      return null
    }
    if (transport.isPlaying()) throw new Refusal('failed', 'Live is playing. Stop it to compare.')
    if (this.#isPlaying) order(audioOrders.auditionPlay, 0)
    order(audioOrders.auditionOpen, file)
    order(audioOrders.auditionPlay, 1)
    this.#isPlaying = true
    return null
  }

  /** Live and an excerpt are never heard together. Called often while one plays. */
  watchTransport(): void {
    if (!this.#isPlaying || !this.#tools.transport.isPlaying()) return
    this.#stop()
    this.#tools.onEnd()
  }

  /** Only ever lowers; Max's own clock lets go of it. Throws Refusal. */
  attenuate({ db }: Operations['attenuate']['args']): null {
    if (!(db >= 0 && db <= deepestDb)) throw new Refusal('out-of-range', `0 to ${deepestDb} dB, not ${db}.`)
    this.#tools.order(audioOrders.attenuate, 10 ** (-db / 20) - 1)
    return null
  }

  /** Answers when the file is closed. */
  ring({ file }: Operations['ring']['args'], reply: Reply): void {
    if (this.#ring) {
      reply.failed(new Refusal('busy', 'The last seconds are being written already.'))
      return
    }
    this.#ring = { file, reply, endsAt: null }
    this.#tools.order(audioOrders.ringRun, 0)
    this.#expect(ringAtMs)
  }

  event(name: string, value: number): void {
    if (name === audioEvents.auditionEnded && this.#isPlaying) {
      this.#isPlaying = false
      this.#tools.onEnd()
    } else if (name === audioEvents.ringAt) this.#stopped(value)
    else if (name === audioEvents.ringWritten) this.#written()
  }

  /** Nobody is there to let go of it. */
  release(): void {
    this.#stop()
    this.#tools.order(audioOrders.attenuate, 0)
  }

  #stop(): void {
    if (!this.#isPlaying) return
    this.#isPlaying = false
    this.#tools.order(audioOrders.auditionPlay, 0)
  }

  #stopped(at: number): void {
    if (!this.#ring || this.#ring.endsAt !== null) return
    this.#ring.endsAt = Math.min(1, Math.max(0, at))
    this.#tools.order(audioOrders.ringWrite, this.#ring.file)
    this.#expect(ringWrittenMs)
  }

  #written(): void {
    const ring = this.#ring
    if (!ring || ring.endsAt === null) return
    this.#end()
    const running = (this.#tools.host.now() - this.#ringSince) / 1_000
    const isFull = running > ringSeconds + ringSlackSeconds
    const seconds = isFull ? ringSeconds : ring.endsAt * ringSeconds
    this.#runRing()
    if (seconds > 0) ring.reply.done({ seconds, endsAt: ring.endsAt })
    else ring.reply.failed(missing('The sound of the last seconds'))
  }

  #expect(milliseconds: number): void {
    this.#unschedule()
    this.#unschedule = this.#tools.host.schedule(milliseconds, () => {
      const ring = this.#ring
      this.#end()
      this.#runRing()
      ring?.reply.failed(new Refusal('failed', 'Max did not write the last seconds to the disk.'))
    })
  }

  #end(): void {
    this.#unschedule()
    this.#ring = null
  }

  /** From the start of the buffer: what is in it from before is void. */
  #runRing(): void {
    this.#ringSince = this.#tools.host.now()
    this.#tools.order(audioOrders.ringRun, 1)
  }
}
