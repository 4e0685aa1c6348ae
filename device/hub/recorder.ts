/** A take on this set: the recording's state machine with Live's transport, the taps, and a watch for edits. */
import type { Bridge } from '../bridge/bridge.ts'
import { Refusal, refusalOf } from '../bridge/refusal.ts'
import type { Atom, Host } from '../host.ts'
import type { Operations, Recorded } from '../protocol.ts'
import { Recording } from '../recording.ts'
import { EditWatch } from './edit-watch.ts'
import type { Reply } from './node-link.ts'

interface RecorderTools {
  readonly host: Host
  readonly bridge: Bridge
  readonly toTaps: (selector: string, ...rest: readonly Atom[]) => void
  readonly order: (name: string, ...rest: readonly Atom[]) => void
  readonly sampleRate: () => number
  readonly onProgress: (take: number, beats: number) => void
  readonly onEnd: (recorded: Recorded) => void
}

const editMs = 100

export class Recorder {
  readonly #tools: RecorderTools
  readonly #recording: Recording
  readonly #edits: EditWatch
  #reply: Reply | null = null
  #isWatching = false

  constructor(tools: RecorderTools) {
    const { host, bridge, toTaps, order, sampleRate } = tools
    const { live, transport } = bridge
    this.#tools = tools
    this.#edits = new EditWatch(live)
    this.#recording = new Recording({
      toTaps,
      audio: order,
      transport: {
        look: () => transport.look(),
        play: () => transport.play(),
        stop: () => transport.stop(),
        moveTo: beats => transport.moveTo(beats),
        loop: on => transport.loop(on),
        records: () => transport.records(),
      },
      now: () => host.now(),
      schedule: (milliseconds, callback) =>
        host.schedule(milliseconds, () => {
          // Another turn: what Live's objects are must be looked up anew.
          live.forget()
          this.#guard(callback)
        }),
      sampleRate,
      running: () => this.#answer(reply => reply.done(null)),
      refused: (_take, reason, message) => this.#answer(reply => reply.failed(new Refusal(reason, message))),
      progress: (take, beats) => tools.onProgress(take, beats),
      finished: recorded => tools.onEnd(recorded),
    })
  }

  get isRecording(): boolean {
    return this.#recording.take !== null
  }

  /** Keys of the taps that take part are in `args`. Answers when the recorders run. */
  begin(args: Operations['record']['args'], reply: Reply): void {
    if (this.isRecording) {
      reply.failed(new Refusal('busy', 'A take is being recorded.'))
      return
    }
    this.#reply = reply
    this.#guard(() => this.#recording.begin(args))
    this.#watch()
  }

  cancel(take: number): void {
    this.#recording.cancel(take)
  }

  /** Whoever asked for the take is gone. */
  cancelAny(): void {
    const { take } = this.#recording
    if (take !== null) this.#recording.cancel(take)
  }

  tapRuns(key: number, take: number): void {
    this.#recording.tapRuns(key, take)
  }

  tapClosed(key: number, take: number): void {
    this.#recording.tapClosed(key, take)
  }

  tapGone(key: number): void {
    this.#recording.tapGone(key)
  }

  edited(what: string): void {
    if (this.isRecording) this.#recording.edited(what)
  }

  enabled(isOn: boolean): void {
    this.#recording.enabled(isOn)
  }

  close(): void {
    this.#recording.abandon()
  }

  #answer(how: (reply: Reply) => void): void {
    const reply = this.#reply
    this.#reply = null
    if (reply) how(reply)
  }

  /** When Live does not answer, the take ends: nobody is left to watch it. */
  #guard(work: () => void): void {
    try {
      work()
    } catch (error) {
      this.#answer(reply => reply.failed(refusalOf(error)))
      this.#recording.abandon()
    }
  }

  #watch(): void {
    if (this.#isWatching || !this.isRecording) return
    this.#isWatching = true
    this.#tools.bridge.live.forget()
    this.#edits.start()
    this.#watchOn()
  }

  #watchOn(): void {
    this.#tools.host.schedule(editMs, () => {
      this.#isWatching = this.isRecording
      if (!this.#isWatching) return
      this.#watchOn()
      this.#tools.bridge.live.forget()
      const edit = this.#edits.look()
      if (edit) this.edited(edit)
    })
  }
}
