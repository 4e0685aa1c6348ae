import { beforeEach, expect, test } from 'vitest'
import type { RecordArgs, Recorded, WireTransport } from '../../device/protocol.ts'
import { Recording } from '../../device/recording.ts'
import type { RecordingHost } from '../../device/recording-host.ts'

const tempo = 120
const args: RecordArgs = {
  take: 7,
  folder: '/takes/one',
  taps: [11, 12],
  fromBeats: 32,
  toBeats: 48,
  prerollBeats: 8,
}

/** A transport that runs by a clock, and taps that answer 30 ms after they are told. */
class Desk implements RecordingHost {
  readonly said: string[] = []
  readonly recording: Recording
  result: Recorded | null = null
  refusal: string | null = null
  lastProgress = 0
  deafTaps: readonly number[] = []
  state: WireTransport = { playing: false, beats: 3, tempo, loop: { on: false, startBeats: 0, lengthBeats: 16 } }
  isRecordOn = false
  /** Live starts to play this much after it is told. */
  startMs = 60
  time = 0
  /** What Live reports is this old. */
  lateMs = 0
  #playingSince = Number.POSITIVE_INFINITY
  #queue: { at: number; run: () => void }[] = []

  constructor() {
    this.recording = new Recording(this)
  }

  readonly transport = {
    look: (): WireTransport => {
      const elapsed = Math.max(0, this.time - this.lateMs - this.#playingSince)
      return { ...this.state, beats: this.state.beats + (elapsed / 60_000) * this.state.tempo }
    },
    play: () => {
      this.say('play')
      this.state = { ...this.state, playing: true }
      this.#playingSince = this.time + this.startMs
    },
    stop: () => {
      this.say('stop-playing')
      this.state = { ...this.transport.look(), playing: false }
      this.#playingSince = Number.POSITIVE_INFINITY
    },
    moveTo: (beats: number) => {
      this.say(`move ${beats}`)
      this.jumpTo(beats)
    },
    loop: (on: boolean) => {
      this.say(`loop ${on}`)
      this.state = { ...this.state, loop: { ...this.state.loop, on } }
    },
    records: () => this.isRecordOn,
  }

  say = (...words: readonly (string | number)[]) => void this.said.push(words.join(' '))
  toTaps = (selector: string, ...rest: readonly (string | number)[]) => {
    this.say('taps', selector, ...rest)
    const answer = { start: 'tapRuns', stop: 'tapClosed' } as const
    if (selector !== 'start' && selector !== 'stop') return
    const hearing = args.taps.filter(key => !this.deafTaps.includes(key))
    for (const key of hearing) this.schedule(30, () => this.recording[answer[selector]](key, Number(rest[0])))
  }
  audio = (order: string, ...rest: readonly (string | number)[]) => this.say('audio', order, ...rest)
  now = () => this.time
  sampleRate = () => 48_000
  schedule = (milliseconds: number, run: () => void) => {
    const entry = { at: this.time + milliseconds, run }
    this.#queue.push(entry)
    return () => void (this.#queue = this.#queue.filter(each => each !== entry))
  }
  running = (take: number) => this.say('running', take)
  refused = (take: number, reason: string, message: string) => {
    this.refusal = `${take} ${reason}: ${message}`
  }
  progress = (_take: number, beats: number) => {
    this.lastProgress = beats
  }
  finished = (recorded: Recorded) => {
    this.result = recorded
  }

  /** The user's hand on the timeline, playing or not. */
  jumpTo(beats: number) {
    this.state = { ...this.state, beats }
    if (this.state.playing) this.#playingSince = this.time
  }

  pass(milliseconds: number) {
    const end = this.time + milliseconds
    for (;;) {
      const next = this.#queue.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
      if (!next) break
      this.#queue = this.#queue.filter(each => each !== next)
      this.time = next.at
      next.run()
    }
    this.time = end
  }
}

let desk: Desk
beforeEach(() => {
  desk = new Desk()
})
/** Until Live has played for two seconds. */
const begin = () => {
  desk.recording.begin(args)
  desk.pass(2_500)
  expect(desk.said).toContain('play')
}

test('recorders open and run before Live plays, and the whole range with preroll and tail is recorded', () => {
  desk.recording.begin(args)
  desk.pass(400)
  expect(desk.said).toEqual([
    'move 24',
    'taps arm 11 7 /takes/one/11.wav',
    'taps arm 12 7 /takes/one/12.wav',
    'audio record-open /takes/one/main.wav',
    'audio record-start',
    'taps start 7',
    'running 7',
    'play',
  ])
  // 24 beats at 120 BPM are 12 s, and half a second of tail.
  desk.pass(12_300)
  expect(desk.result).toBeNull()
  expect(desk.lastProgress).toBeGreaterThan(47.5)
  desk.pass(700)
  expect(desk.result).toEqual({
    take: 7,
    end: 'complete',
    detail: '',
    startedAt: { main: 24, '11': 24, '12': 24 },
    sampleRate: 48_000,
  })
  expect(desk.said.slice(8)).toEqual(['taps stop 7', 'audio record-stop', 'stop-playing', 'move 3'])
  expect(desk.recording.take).toBeNull()
})

test('at the start of the song there is no preroll to play', () => {
  desk.recording.begin({ ...args, fromBeats: 2 })
  desk.pass(10)
  expect(desk.said[0]).toBe('move 0')
})

test('a running song is stopped first, the loop is off meanwhile and on again afterwards', () => {
  desk.state = { ...desk.state, playing: true, loop: { on: true, startBeats: 32, lengthBeats: 16 } }
  desk.recording.begin(args)
  desk.pass(14_000)
  expect(desk.said.slice(0, 3)).toEqual(['stop-playing', 'loop false', 'move 24'])
  expect(desk.said.slice(-3)).toEqual(['stop-playing', 'move 3', 'loop true'])
  expect(desk.result!.end).toBe('complete')
})

test('a tap that does not answer holds nothing up for long, and is not among the recorders', () => {
  desk.deafTaps = [12]
  desk.recording.begin(args)
  desk.pass(2_400)
  expect(desk.said).toContain('play')
  // Too late: it has missed the beginning.
  desk.recording.tapRuns(12, 7)
  desk.pass(15_000)
  expect(desk.result).toMatchObject({ end: 'complete', startedAt: { main: 24, '11': 24 } })
  expect(desk.result!.startedAt).not.toHaveProperty('12')
})

test('without taps Main alone is recorded', () => {
  desk.recording.begin({ ...args, taps: [] })
  desk.pass(14_000)
  expect(desk.result).toMatchObject({ end: 'complete', startedAt: { main: 24 } })
})

test('a stop by the user ends the take, and the transport stays where the user left it', () => {
  begin()
  desk.transport.stop()
  const before = desk.said.length
  desk.pass(500)
  expect(desk.result).toMatchObject({ end: 'stopped' })
  expect(desk.said.slice(before)).toEqual(['taps stop 7', 'audio record-stop'])
})

test.each([-4, -1, 1, 16])('a jump by %d beats is noticed within half a second', beats => {
  begin()
  desk.jumpTo(desk.transport.look().beats + beats)
  desk.pass(500)
  expect(desk.result).toMatchObject({ end: 'jumped' })
})

test('a screen that lags by 150 ms once, or all the time, is no jump', () => {
  begin()
  desk.lateMs = 150
  desk.pass(2_000)
  desk.lateMs = 0
  desk.pass(2_000)
  expect(desk.result).toBeNull()
  desk.lateMs = 300 // one look
  desk.pass(100)
  desk.lateMs = 0
  desk.pass(10_000)
  expect(desk.result).toMatchObject({ end: 'complete' })
})

test('dropouts that put the song behind the clock little by little are no jump', () => {
  begin()
  for (let k = 0; k < 100; k++) {
    desk.jumpTo(desk.transport.look().beats - 0.01)
    desk.pass(100)
  }
  desk.pass(3_000)
  expect(desk.result).toMatchObject({ end: 'complete' })
})

test('a change of tempo, an edit, a removed tap and the off switch end the take, each with its name', () => {
  const endOf = (happens: () => void) => {
    desk = new Desk()
    begin()
    happens()
    desk.pass(2_500)
    return [desk.result!.end, desk.result!.detail]
  }
  const slower = () => {
    const { beats } = desk.transport.look()
    desk.jumpTo(beats)
    desk.state = { ...desk.state, tempo: 119.9 }
  }
  expect(endOf(slower)).toEqual(['tempo-changed', ''])
  expect(endOf(() => desk.recording.edited('"Pad" was muted'))).toEqual(['edited', '"Pad" was muted'])
  expect(endOf(() => desk.recording.tapGone(12))).toEqual(['edited', 'a tap was removed'])
  expect(endOf(() => desk.recording.enabled(false))).toEqual(['device-off', ''])
  expect(endOf(() => desk.recording.cancel(7))).toEqual(['cancelled', ''])
})

test('a cancel of another take does nothing; one before Live plays is the answer to the request', () => {
  desk.recording.begin(args)
  desk.pass(100)
  desk.recording.cancel(6)
  expect(desk.recording.take).toBe(7)
  desk.recording.cancel(7)
  expect(desk.refusal).toBe('7 cancelled: Cancelled before it began.')
  expect(desk.said.slice(-4)).toEqual(['taps stop 7', 'audio record-stop', 'stop-playing', 'move 3'])
  desk.pass(10_000)
  expect(desk.said).not.toContain('play')
  expect(desk.result).toBeNull()
})

test('Live that does not begin, or begins elsewhere, makes no take', () => {
  desk.startMs = 1e9
  desk.recording.begin(args)
  desk.pass(6_000)
  expect(desk.result).toMatchObject({ end: 'stopped', detail: 'Live did not begin to play' })

  desk = new Desk()
  const { play } = desk.transport
  desk.transport.play = () => {
    desk.jumpTo(0)
    play()
  }
  desk.recording.begin(args)
  desk.pass(1_000)
  expect(desk.result!.detail).toMatch(/^Live began to play at beat 0\.\d, not at 24$/)
  expect(desk.said.slice(-2)).toEqual(['stop-playing', 'move 3'])
})

test('nothing is touched while Arrangement Record is on, a take runs, or the range is empty', () => {
  desk.isRecordOn = true
  desk.recording.begin(args)
  expect(desk.refusal).toMatch(/^7 busy: Arrangement Record is on/)
  desk.isRecordOn = false
  desk.recording.begin({ ...args, toBeats: 32 })
  expect(desk.refusal).toMatch(/^7 out-of-range/)
  expect(desk.said).toEqual([])
  begin()
  desk.recording.begin({ ...args, take: 8 })
  expect(desk.refusal).toBe('8 busy: A take is being recorded.')
  expect(desk.recording.take).toBe(7)
})

test('a tap that never closes its file does not keep the take open', () => {
  begin()
  desk.deafTaps = [11]
  desk.pass(15_000)
  expect(desk.result).toMatchObject({ end: 'complete' })
})

test('a script that ends closes the files and puts the transport back at once', () => {
  begin()
  desk.recording.abandon()
  expect(desk.result).toMatchObject({ end: 'device-off' })
  expect(desk.said.slice(-4)).toEqual(['taps stop 7', 'audio record-stop', 'stop-playing', 'move 3'])
})
