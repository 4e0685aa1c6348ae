/**
 * One pass of playback that records: the hub's part of a take. It knows neither Max nor Live: what it does goes through
 * `RecordingHost`, what happens comes in by its methods, all on the one thread that v8 has.
 *
 * The recorders start while the transport stands still, and only then Live plays. So nothing races against the first beat,
 * and in every file the song begins to move at `startedAt`, however late a recorder was.
 */
import { audioOrders, hubToTap, type RecordArgs, type Recorded, type WireTransport } from './protocol.ts'
import type { RecordingHost } from './recording-host.ts'

/** For a recorder to open its file. */
const openMs = 250
/** For a tap to say that it runs, or that it has closed its file. Without its word the take goes on without it. */
const answerMs = 2_000
/** Between looks at the transport. */
const lookMs = 100
/** For Live to begin to play, or to stop. */
const transportMs = 5_000
/** Behind the range: what devices delay is still to come. */
const tailSeconds = 0.5
/**
 * Song position against clock and tempo. A beat is what a loop or a click in the timeline moves it by at least; what Live
 * reports may be a screen's refresh or two late.
 */
const jumpBeats = 0.4
/** Looks in a row: one alone may be late. */
const jumpLooks = 2
/** How much of a small deviation the clock is corrected by, at each look: dropouts and the clocks' own drift add up. */
const clockCorrection = 0.1
/** BPM, and beats: what numbers of Live may differ by and still be the same. */
const sameTempo = 0.01
const samePlace = 0.01

type Ending = Recorded['end']

interface Pass {
  readonly args: RecordArgs
  /** before: nothing is touched yet. ready: recorders are opened and started. moving: Live plays. closing: it is over. */
  phase: 'before' | 'ready' | 'moving' | 'closing'
  /** The transport as it was found. */
  readonly before: WireTransport
  /** Where playback starts. */
  readonly fromBeats: number
  /** When the wait that goes on began. */
  since: number
  readonly startedAt: Record<string, number>
  /** Taps that run, and have not closed their file. */
  readonly open: Set<number>
  /** Song position by the clock: `beats` at `at`. null: Live has not begun to move. */
  clock: { readonly at: number; readonly beats: number } | null
  deviating: number
  end: { readonly kind: Ending; readonly detail: string } | null
}

export class Recording {
  readonly #host: RecordingHost
  #pass: Pass | null = null
  #unschedule: () => void = () => {}

  constructor(host: RecordingHost) {
    this.#host = host
  }

  /** Number of the take that is being made, or null. */
  get take(): number | null {
    return this.#pass?.args.take ?? null
  }

  /** Answered by `running` or `refused`; after `running` come `progress` and one `finished`. */
  begin(args: RecordArgs): void {
    const { fromBeats, toBeats, prerollBeats, take } = args
    if (this.#pass) {
      this.#host.refused(take, 'busy', 'A take is being recorded.')
    } else if (!(fromBeats >= 0 && toBeats > fromBeats && prerollBeats >= 0)) {
      this.#host.refused(take, 'out-of-range', `There is nothing to record from beat ${fromBeats} to ${toBeats}.`)
    } else if (this.#host.transport.records()) {
      this.#host.refused(take, 'busy', 'Arrangement Record is on: to play now would record into the song.')
    } else {
      const pass: Pass = {
        args,
        phase: 'before',
        before: this.#host.transport.look(),
        fromBeats: Math.max(0, fromBeats - prerollBeats),
        since: this.#host.now(),
        startedAt: {},
        open: new Set(),
        clock: null,
        deviating: 0,
        end: null,
      }
      this.#pass = pass
      if (pass.before.playing) this.#host.transport.stop()
      this.#prepare(pass)
    }
  }

  /** Of another take: does nothing. */
  cancel(take: number): void {
    if (take === this.take) this.#finish('cancelled')
  }

  /** A tap said that its recorder runs. */
  tapRuns(key: number, take: number): void {
    const pass = this.#pass
    const from = pass?.startedAt['main']
    // One that says so when Live plays already has missed the beginning.
    if (!pass || from === undefined || pass.phase !== 'ready') return
    if (take !== pass.args.take || !pass.args.taps.includes(key)) return
    pass.open.add(key)
    pass.startedAt[String(key)] = from
    if (pass.open.size === pass.args.taps.length) this.#play(pass)
  }

  /** A tap said that its file is closed. */
  tapClosed(key: number, take: number): void {
    const pass = this.#pass
    if (!pass || take !== pass.args.take || !pass.open.delete(key)) return
    if (!pass.end) this.#finish('edited', 'a tap stopped recording')
    else if (pass.open.size === 0) this.#close(pass)
  }

  /** A tap left the set. */
  tapGone(key: number): void {
    if (this.#pass?.open.delete(key)) this.edited('a tap was removed')
  }

  /** The user changed something that is heard; `what` in words. Automation that plays is none of it. */
  edited(what: string): void {
    this.#finish('edited', what)
  }

  /** The hub's on switch. */
  enabled(isOn: boolean): void {
    if (!isOn) this.#finish('device-off')
  }

  /** The script is about to end: files are closed and the transport is put back, without waiting for anybody. */
  abandon(): void {
    this.#finish('device-off')
    if (this.#pass) this.#close(this.#pass)
  }

  #prepare(pass: Pass): void {
    const { transport } = this.#host
    if (transport.look().playing) {
      this.#again(pass, () => this.#prepare(pass), 'Live did not stop playing')
      return
    }
    pass.phase = 'ready'
    if (pass.before.loop.on) transport.loop(false)
    transport.moveTo(pass.fromBeats)
    const { taps, take, folder } = pass.args
    for (const key of taps) this.#host.toTaps(hubToTap.arm, key, take, `${folder}/${key}.wav`)
    this.#host.audio(audioOrders.recordOpen, `${folder}/main.wav`)
    this.#wait(openMs, () => this.#start(pass))
  }

  #start(pass: Pass): void {
    const { beats, playing } = this.#host.transport.look()
    if (playing || Math.abs(beats - pass.fromBeats) > samePlace) {
      this.#finish('jumped', playing ? 'Live plays already' : `Live stands at beat ${beats}, not at ${pass.fromBeats}`)
      return
    }
    pass.startedAt['main'] = beats
    this.#wait(answerMs, () => this.#play(pass))
    this.#host.audio(audioOrders.recordStart)
    if (pass.args.taps.length === 0) this.#play(pass)
    else this.#host.toTaps(hubToTap.start, pass.args.take)
  }

  #play(pass: Pass): void {
    pass.phase = 'moving'
    pass.since = this.#host.now()
    this.#host.running(pass.args.take)
    if (pass.end) return
    this.#host.transport.play()
    this.#wait(lookMs, () => this.#look(pass))
  }

  #look(pass: Pass): void {
    const { args, before } = pass
    const { playing, beats, tempo } = this.#host.transport.look()
    const at = this.#host.now()
    if (!pass.clock) {
      if (!playing || Math.abs(beats - pass.fromBeats) < samePlace) {
        this.#again(pass, () => this.#look(pass), 'Live did not begin to play')
        return
      }
      const farthest = pass.fromBeats + ((at - pass.since) / 60_000) * tempo + jumpBeats
      if (beats < pass.fromBeats || beats > farthest) {
        this.#finish('jumped', `Live began to play at beat ${beats.toFixed(1)}, not at ${pass.fromBeats}`)
        return
      }
      pass.clock = { at, beats }
    }
    if (!playing) this.#finish('stopped')
    else if (Math.abs(tempo - before.tempo) > sameTempo) this.#finish('tempo-changed')
    else if (hasJumped(pass, pass.clock, { at, beats, tempo })) this.#finish('jumped')
    else if (beats >= args.toBeats + (tailSeconds / 60) * tempo) this.#finish('complete')
    else {
      this.#host.progress(args.take, beats)
      this.#wait(lookMs, () => this.#look(pass))
    }
  }

  #finish(kind: Ending, detail = ''): void {
    const pass = this.#pass
    if (!pass || pass.end) return
    const { phase } = pass
    pass.end = { kind, detail }
    if (phase !== 'before') {
      this.#host.toTaps(hubToTap.stop, pass.args.take)
      this.#host.audio(audioOrders.recordStop)
      this.#putBack(pass, kind)
    }
    pass.phase = 'closing'
    if (phase !== 'moving') {
      this.#forget()
      this.#host.refused(pass.args.take, kind === 'cancelled' ? 'cancelled' : 'failed', sentenceOf(kind, detail))
    } else if (pass.open.size === 0) this.#close(pass)
    else this.#wait(answerMs, () => this.#close(pass))
  }

  /** Who stopped the song or moved in it while it played has taken the transport over: it is left to them. */
  #putBack({ before, clock }: Pass, kind: Ending): void {
    const { transport } = this.#host
    const isTakenOver = clock !== null && (kind === 'stopped' || kind === 'jumped')
    if (!isTakenOver) {
      transport.stop()
      transport.moveTo(before.beats)
    }
    if (before.loop.on) transport.loop(true)
  }

  #close({ args, end, startedAt }: Pass): void {
    this.#forget()
    const { kind, detail } = end!
    this.#host.finished({ take: args.take, end: kind, detail, startedAt, sampleRate: this.#host.sampleRate() })
  }

  #forget(): void {
    this.#unschedule()
    this.#pass = null
  }

  #again(pass: Pass, step: () => void, reproach: string): void {
    if (this.#host.now() - pass.since >= transportMs) this.#finish('stopped', reproach)
    else this.#wait(lookMs, step)
  }

  #wait(milliseconds: number, then: () => void): void {
    this.#unschedule()
    this.#unschedule = this.#host.schedule(milliseconds, then)
  }
}

type Seen = { readonly at: number } & Pick<WireTransport, 'beats' | 'tempo'>

function hasJumped(pass: Pass, clock: NonNullable<Pass['clock']>, { at, beats, tempo }: Seen): boolean {
  const expected = clock.beats + ((at - clock.at) / 60_000) * tempo
  const deviation = beats - expected
  if (Math.abs(deviation) > jumpBeats) return ++pass.deviating >= jumpLooks
  pass.deviating = 0
  pass.clock = { at, beats: expected + clockCorrection * deviation }
  return false
}

function sentenceOf(kind: Ending, detail: string): string {
  if (detail !== '') return `${detail.charAt(0).toUpperCase()}${detail.slice(1)}.`
  return kind === 'cancelled' ? 'Cancelled before it began.' : 'The device was switched off.'
}
