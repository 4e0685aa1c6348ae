/**
 * Max's v8 object: runs the built script in a world of its own that has ECMAScript and what Max puts there, nothing else.
 * Counts what leaves it, refuses what is no atom, and measures how long each visit holds Live's main thread.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createContext, runInContext, Script } from 'node:vm'
import { threadMs } from '../../support/thread-clock.cjs'
import { type Atom, checkedAtoms, type Message } from '../atoms.ts'
import type { BoxContext, MakeBox } from '../box.ts'
import { makeLiveApi } from '../live/live-api.ts'

/** One visit of the script: a message or a Task. */
export interface Visit {
  readonly what: string
  /** Virtual ms at its beginning. */
  readonly at: number
  /** Processor time of its thread that it took, without the fake's own part; with what the collector did there meanwhile. */
  readonly ownMs: number
  /** Calls of the Live API in it. */
  readonly calls: number
}

/** What a test may look at. */
export interface ScriptView {
  readonly visits: readonly Visit[]
  /** Messages by outlet. */
  readonly sent: readonly number[]
  /** Selectors that the script has no function for: in Max they would vanish. */
  readonly unhandled: readonly string[]
  /** Forgets the visits. */
  forget(): void
}

/** 1970 to the fake's beginning, so that Date.now() looks like one. */
const epoch = Date.UTC(2026, 0, 1)

export const v8: MakeBox = context => {
  const { max, device, json } = context
  if (!max.habits.hasV8) {
    max.posts.push('v8: No such object')
    return { receive: () => {} }
  }
  const file = String(context.args[0] ?? context.fail('must name its script'))
  const world = new World(context)
  const { globals } = world
  const outlets = json.numoutlets
  const ends: (() => void)[] = []
  let isGone = false

  const enter = (what: string, run: () => void) => {
    if (isGone) return
    if (world.isInside) return context.fail(`was called again while it ran: ${what} within ${world.inside}`)
    world.visit(what, () => {
      try {
        run()
      } catch (error) {
        max.errors.push(new Error(`${file}, ${what}: ${error instanceof Error ? error.stack : error}`))
      }
    })
  }

  globals['outlet'] = (outlet: number, ...values: readonly unknown[]) => {
    if (!(Number.isInteger(outlet) && outlet >= 0 && outlet < outlets)) {
      throw new RangeError(`outlet must be one of 0 to ${outlets - 1}, got ${outlet}`)
    }
    const atoms = checkedAtoms(
      values.length === 1 && Array.isArray(values[0]) ? values[0] : values,
      `${file} outlet ${outlet}`,
    )
    if (atoms.length === 0) throw new RangeError(`${file} outlet ${outlet}: nothing to send`)
    for (const atom of atoms) if (typeof atom === 'string') max.symbols.intern(atom)
    world.sent[outlet]!++
    world.pause(() => context.out(outlet, atoms))
  }
  globals['post'] = (...texts: readonly unknown[]) => void max.posts.push(texts.join(' ').trim())
  globals['error'] = (...texts: readonly unknown[]) => void max.posts.push(`error: ${texts.join(' ').trim()}`)
  globals['messnamed'] = (name: string, ...values: readonly unknown[]) => {
    max.symbols.intern(name)
    const atoms = checkedAtoms(values.flat(), `${file} messnamed`)
    world.pause(() => max.sendTo(name, atoms))
  }
  globals['jsarguments'] = [file, ...context.args.slice(1)]
  globals['Task'] = makeTask(context, enter, ends)
  globals['Buffer'] = makeBuffer(context)
  globals['LiveAPI'] = makeLiveApi({
    live: max.live,
    clock: max.clock,
    symbols: max.symbols,
    thisDevice: device.liveDevice,
    isReady: () => device.isReady && world.isInside,
    array: atoms => world.array(atoms),
    // A callback comes within a visit, or begins one.
    enter: (what, run) => (world.isInside ? run() : enter(what, run)),
    charge: ms => world.charge(ms),
    onEnd: end => void ends.push(end),
  })

  const script = new Script(readFileSync(join(max.folder, file), 'utf8'), { filename: file })
  enter('global code', () => script.runInContext(world.context))
  for (const [name, count] of [
    ['inlets', json.numinlets],
    ['outlets', outlets],
  ] as const) {
    if (globals[name] !== count) context.fail(`the box has ${count} ${name}, the script ${globals[name]}`)
  }

  const handler = (name: string) => {
    const found = globals[name]
    return typeof found === 'function' ? (found as (...atoms: readonly Atom[]) => void) : undefined
  }
  const call = (name: string, inlet: number, atoms: Message) => {
    if (!handler(name)) world.unhandled.push(name)
    const found = handler(name) ?? handler('anything')
    if (!found) return context.fail(`${file} has no function for "${name}"`)
    globals['inlet'] = inlet
    globals['messagename'] = name
    enter(name, () => found(...atoms))
  }

  device.scripts.push(world)
  return {
    receive(inlet, message) {
      if (max.clock.thread !== 'low') context.fail(`"${message.join(' ')}" came from the scheduler, past deferlow`)
      const [first, ...rest] = message
      if (typeof first === 'string') call(first, inlet, rest)
      else if (message.length > 1) call('list', inlet, message)
      else call(Number.isInteger(first) && handler('msg_int') ? 'msg_int' : 'msg_float', inlet, message)
    },
    loadbang() {
      if (handler('loadbang')) call('loadbang', 0, [])
    },
    free() {
      if (handler('notifydeleted')) call('notifydeleted', 0, [])
      isGone = true
      for (const end of ends) end()
    },
  }
}

/** The script's own world, and the measuring of its visits. */
class World implements ScriptView {
  readonly globals: Record<string, unknown> = {}
  readonly context: object
  readonly sent: number[]
  readonly unhandled: string[] = []
  visits: Visit[] = []
  inside: string | null = null
  readonly #max: BoxContext['max']
  readonly #measures: boolean
  readonly #array: (atoms: readonly Atom[]) => readonly Atom[]
  #started = 0
  /** What the Live API would have cost in this visit, in ms. */
  #charged = 0
  /** Processor time that belongs to others: the fake Live, and what hangs on the outlets. */
  #others = 0
  #latest = 0
  #base = epoch

  constructor({ max, json }: BoxContext) {
    this.#max = max
    this.#measures = max.sketch === undefined || max.sketch.measures === true
    this.sent = Array.from({ length: json.numoutlets }, () => 0)
    this.context = createContext(this.globals)
    // V8 itself brings these; Max's object is not known to have them.
    runInContext('delete globalThis.console; delete globalThis.WebAssembly', this.context)
    this.#array = runInContext('atoms => [...atoms]', this.context)
    const date = runInContext('Date', this.context) as DateConstructor
    date.now = () => this.#now()
  }

  get isInside(): boolean {
    return this.inside !== null
  }

  array(atoms: readonly Atom[]): readonly Atom[] {
    return this.#array(atoms)
  }

  charge(ms: number): void {
    this.#charged += ms
  }

  /** Work of others that the script waits for. */
  pause(run: () => void): void {
    if (!this.#measures) {
      run()
      return
    }
    const start = threadMs()
    try {
      run()
    } finally {
      this.#others += threadMs() - start
    }
  }

  visit(what: string, run: () => void): void {
    const { live, clock } = this.#max
    const [calls, ms] = [live.work.calls, live.work.ms]
    this.inside = what
    this.#base = Math.max(this.#latest, epoch + clock.now)
    this.#started = threadMs()
    this.#charged = 0
    this.#others = 0
    if (!this.#measures) {
      this.#unmeasured(run)
      return
    }
    const start = threadMs()
    try {
      run()
    } finally {
      this.inside = null
      const ownMs = threadMs() - start - this.#others - (live.work.ms - ms)
      this.visits.push({ what, at: clock.now, ownMs, calls: live.work.calls - calls })
    }
  }

  /** What is not asked for is not kept: an hour has millions of visits. */
  #unmeasured(run: () => void): void {
    try {
      run()
    } finally {
      this.inside = null
    }
  }

  forget(): void {
    this.visits = []
  }

  /**
   * The virtual clock, plus what this visit has taken so far in Live, by processor time: on a busy machine Live would seem to
   * stand still, and the song to jump. Never back: what took long made the next one late.
   */
  #now(): number {
    const inside = this.isInside ? threadMs() - this.#started + this.#charged : 0
    this.#latest = Math.max(this.#latest, this.#base + inside)
    return this.#latest
  }
}

function makeTask(context: BoxContext, enter: (what: string, run: () => void) => void, ends: (() => void)[]) {
  const { clock } = context.max
  return class Task {
    interval = 500
    running = false
    iterations = 0
    readonly #run: () => void
    #cancel = () => {}

    constructor(job: (...args: readonly unknown[]) => void, self: unknown = undefined, ...args: readonly unknown[]) {
      this.#run = () => job.call(self, ...args)
      ends.push(() => this.cancel())
    }

    execute(): void {
      this.#run()
    }

    schedule(ms = 0): void {
      this.cancel()
      this.running = true
      this.#cancel = clock.after(ms, 'low', () => {
        this.running = false
        enter('Task', this.#run)
      })
    }

    repeat(times = -1, ms = 0): void {
      this.cancel()
      this.running = true
      this.iterations = 0
      const tick = () => {
        this.iterations++
        enter('Task', this.#run)
        if (!this.running) return
        if (times >= 0 && this.iterations >= times) this.running = false
        else this.#cancel = clock.after(this.interval, 'low', tick)
      }
      this.#cancel = clock.after(ms, 'low', tick)
    }

    cancel(): void {
      this.#cancel()
      this.running = false
    }

    freepeer(): void {
      this.cancel()
    }
  }
}

function makeBuffer({ max }: BoxContext) {
  return class Buffer {
    readonly name: string

    constructor(name: string) {
      this.name = name
    }

    get #channels(): readonly Float32Array[] {
      return max.buffers.get(this.name) ?? []
    }

    channelcount(): number {
      return this.#channels.length
    }

    framecount(): number {
      return this.#channels[0]?.length ?? 0
    }

    length(): number {
      return (1000 * this.framecount()) / max.live.sampleRate
    }

    peek(channel: number, frame: number, count = 1): number | number[] {
      const samples = this.#channels[channel - 1] ?? new Float32Array(0)
      return count === 1 ? (samples[frame] ?? 0) : [...samples.subarray(frame, frame + count)]
    }
  }
}
