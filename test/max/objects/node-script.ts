/**
 * Max's node.script: the built bundle in a process of its own. What is sent to it before it is there is lost; when it
 * crashes it is started again, five times.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { type Atom, checkedAtoms, type Message } from '../atoms.ts'
import type { BoxContext, MakeBox } from '../box.ts'
import { root } from '../support/root.ts'
import { isBang } from './arguments.ts'

type FromChild =
  | { readonly kind: 'outlet'; readonly atoms: readonly unknown[] }
  | { readonly kind: 'post'; readonly text: string }
  | { readonly kind: 'loaded' }
  | { readonly kind: 'inspected'; readonly inspection: Inspection }
  | { readonly kind: 'ticked'; readonly number: number; readonly threadMs: number; readonly collectorMs: number }

/** What the child says of itself, after a full garbage collection. */
export interface Inspection {
  readonly heapMegabytes: number
  /** What keeps Node's loop busy: sockets, workers, files. */
  readonly resources: readonly string[]
  readonly timers: number
  /** Errors and rejections that nobody caught. */
  readonly uncaught: readonly string[]
  /** Seconds of processor time so far. */
  readonly cpuSeconds: number
}

const fakeMaxApi = join(root, 'test', 'max', 'fake-max-api.cjs')

export const nodeScript: MakeBox = context => {
  const { device, max } = context
  const script = new NodeScript(context)
  device.processes.push(script)
  return {
    receive(_, message) {
      const [first, ...rest] = message
      if (first !== 'script') return script.send(message)
      if (rest[0] === 'start') script.start(rest.slice(1))
      else if (rest[0] === 'stop') script.stop()
      else if (rest[0] === 'restart' || rest[0] === 'reboot') {
        script.stop()
        script.start(rest.slice(1))
      } else if (rest[0] !== 'running' && rest[0] !== 'status') context.fail(`knows no "${message.join(' ')}"`)
    },
    loadbang() {
      if (context.attributes.get('autostart')?.[0] === 1) script.start([])
    },
    free() {
      script.stop()
      max.processes.delete(script)
    },
  }
}

export class NodeScript {
  /** Messages that came while nobody was there. */
  readonly lost: Message[] = []
  /** Messages in both directions. */
  readonly traffic = { toNode: 0, fromNode: 0 }
  restarts = 0
  /** The most processor time that its main thread took between two looks of Max: so long nobody was answered at least. */
  longestTurn = 0
  /** Processor time of the child's main thread up to its last turn, with what the pipe to this process costs it. */
  threadMs = 0
  /** What of it the child's collector of garbage has taken, by the clock on the wall; only told in runs of hours. */
  collectorMs = 0
  readonly #context: BoxContext
  #child: ChildProcess | null = null
  #isLoaded = false
  #ticks = 0
  #ticked: (() => void) | null = null
  readonly output: string[] = []

  constructor(context: BoxContext) {
    this.#context = context
    context.max.processes.add(this)
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  get isRunning(): boolean {
    return this.#child !== null && this.#isLoaded
  }

  start(args: readonly Atom[]): void {
    if (this.#child) return
    const { max } = this.#context
    const file = String(this.#context.args[0] ?? this.#context.fail('must name its script'))
    const child = fork(join(max.folder, file), args.map(String), {
      // Max brings its own Node: 20 or 22. This one, or another to try.
      execPath: process.env['UPLIFT_MAX_NODE'] ?? process.execPath,
      execArgv: ['--require', fakeMaxApi],
      // Not beside the bundle: nothing may be found by accident.
      cwd: '/',
      env: { PATH: '/usr/bin:/bin', ...max.env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    this.#child = child
    this.#isLoaded = false
    child.on('message', (message: FromChild) => {
      // Asked for by the test, not by Max: it waits for no step.
      if (message.kind === 'inspected') this.#inspected?.(message.inspection)
      else max.arrived(() => this.#receive(child, message))
    })
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => this.output.push(text))
    }
    child.on('exit', (code, signal) => max.arrived(() => this.#ended(child, code, signal)))
    this.#event('start', 'success')
  }

  stop(): void {
    const child = this.#child
    if (!child) return
    this.#child = null
    this.#isLoaded = false
    this.#finishTick()
    child.kill('SIGTERM')
    const { max } = this.#context
    max.endings.push(
      new Promise(resolve => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve()
        const last = setTimeout(() => child.kill('SIGKILL'), 5_000)
        child.on('exit', () => {
          clearTimeout(last)
          resolve()
        })
      }),
    )
    this.#event('stop', 'success')
  }

  /** As the operating system would, under load. */
  crash(): void {
    this.#child?.kill('SIGKILL')
  }

  send(message: Message): void {
    if (isBang(message) || !this.#child || !this.#isLoaded) {
      this.lost.push(message)
      this.#context.max.posts.push("Node script not ready can't handle message")
      return
    }
    this.traffic.toNode++
    this.#context.max.watchWire('v8', message)
    this.#child.send({ kind: 'message', atoms: [...message] })
  }

  /** Lets the child's clock come to `now`; done when its main thread has had its turn. */
  async tick(now: number): Promise<void> {
    const child = this.#child
    if (!child?.connected || !this.#isLoaded) return
    const number = ++this.#ticks
    const before = this.threadMs
    await new Promise<void>(resolve => {
      this.#ticked = resolve
      child.send({ kind: 'tick', now, number }, error => {
        if (error) this.#finishTick()
      })
    })
    // By the clock of its thread: how busy the machine is with other things is no matter.
    this.longestTurn = Math.max(this.longestTurn, this.threadMs - before)
  }

  /** Collects the child's garbage and asks what is left. */
  inspect(): Promise<Inspection> {
    return new Promise((resolve, reject) => {
      if (!this.#child) return reject(new Error('the process must run to be inspected'))
      this.#inspected = resolve
      this.#child.send({ kind: 'inspect' })
    })
  }
  #inspected: ((inspection: Inspection) => void) | null = null

  #finishTick(): void {
    this.#ticked?.()
    this.#ticked = null
  }

  #receive(child: ChildProcess, message: Exclude<FromChild, { readonly kind: 'inspected' }>): void {
    if (child !== this.#child) return
    const { max } = this.#context
    if (message.kind === 'ticked') {
      this.threadMs = message.threadMs
      this.collectorMs = message.collectorMs
      if (message.number === this.#ticks) this.#finishTick()
    } else if (message.kind === 'loaded') {
      this.#isLoaded = true
      this.#event('loadend', 'success')
    } else if (message.kind === 'post') max.posts.push(message.text)
    else {
      const atoms = checkedAtoms(message.atoms, 'node.script')
      for (const atom of atoms) if (typeof atom === 'string') max.symbols.intern(atom)
      // Whoever speaks is there.
      this.#isLoaded = true
      this.traffic.fromNode++
      max.watchWire('node', atoms)
      max.clock.in('high', () => this.#context.out(0, atoms))
    }
  }

  #ended(child: ChildProcess, code: number | null, signal: string | null): void {
    if (child !== this.#child) return
    const { max } = this.#context
    this.#child = null
    this.#isLoaded = false
    this.#finishTick()
    max.posts.push(`Node script terminated: ${signal ?? code}`)
    this.#event('terminated', code === 0 ? 'success' : 'error')
    if (code === 0 || this.restarts >= max.habits.nodeRestarts) return
    this.restarts++
    this.#event('restarting', 'success')
    this.start([])
  }

  /** Names of the dictionaries are Max's own. */
  #event(event: string, outcome: 'success' | 'error'): void {
    const { max } = this.#context
    max.clock.in('high', () => this.#context.out(1, [event, outcome, 'dictionary', 'node-status']))
  }
}
