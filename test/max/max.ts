/**
 * A fake Max with Live behind it. It loads the *generated* .maxpat, runs messages through its objects in Max's order,
 * executes the *built* scripts (v8 in a VM, node.script as a child process) and lets audio flow by vectors, all on a clock
 * that this program moves: time passes only in `step`.
 *
 * What it cannot prove:
 * - that Max and Live behave as the facts say: it is written from the same facts as the devices. What they leave open is a
 *   switch (`MaxHabits`, `LiveHabits`), and the tests run through both positions;
 * - that Max opens the files, draws the face as meant, or finds the scripts where they lie;
 * - anything about time in Max: throughput between Max and Node, the cost of a Live API call (an assumption), the real
 *   timing of deferred messages against audio; that onnxruntime or WASM run inside Max's Node;
 * - how MSP objects sound beyond their definition; sample types, dither and the ramp of Max's recorders;
 * - what happens with several threads at once: here one event is finished before the next begins.
 */
import type { SimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import { type Message, SymbolTable } from './atoms.ts'
import type { BoxContext, MakeBox } from './box.ts'
import { Clock } from './clock.ts'
import { Device } from './device.ts'
import { deviceOn } from './live/functions.ts'
import { type DeviceOwner, Live, type LiveHabits } from './live/live.ts'
import type { NodeScript } from './objects/node-script.ts'
import { Player } from './player.ts'

/** What nobody knows about Max. */
export interface MaxHabits {
  /** What a pattr that was never stored says when it is asked. */
  readonly emptyPattr: 'silent' | 'bang' | 'zero'
  /** How often a crashed Node script is started again: 5 by the documentation, never by one report. */
  readonly nodeRestarts: number
  /** Live 12.2 and newer: an older Max has no v8, and a box that cannot be made does nothing. */
  readonly hasV8: boolean
}

export interface MaxOptions {
  readonly set: SimulatedSet
  /** Folder with the scripts that the patchers name. */
  readonly folder: string
  readonly habits?: Partial<MaxHabits>
  readonly live?: Partial<LiveHabits>
  /** Stands in for node.script: the test itself is the process. */
  readonly nodeScript?: MakeBox
  /** Environment of the Node scripts. */
  readonly env?: Readonly<Record<string, string>>
  readonly sketch?: Sketch
  /** How finely the clocks of child processes follow, ms of virtual time; 20 unless told. */
  readonly tickMs?: number
}

/** For runs of hours: what a fake costs is left out, what the devices say to each other is not. */
export interface Sketch {
  /** Only every so manieth vector is calculated: meters read what is older. */
  readonly everyVector: number
  /** What every device hears while Live plays, over and over, in place of what the set would sound like. */
  readonly heard: readonly [Float32Array, Float32Array]
  /** What each visit of a script costs is measured all the same. */
  readonly measures?: boolean
}

/** Virtual ms at a time: below a vector's length, so that events and audio keep their order. */
const stepMs = 5
/** The children's clocks follow in these steps. */
const usualTickMs = 20
/** Between looks for changes of the set. */
const lookMs = 100
/** While real work may be going on elsewhere, virtual time runs at most so much faster than real time. */
const fastest = 2

export class Max {
  readonly clock = new Clock()
  readonly symbols = new SymbolTable()
  readonly live: Live
  readonly habits: MaxHabits
  readonly folder: string
  readonly env: Readonly<Record<string, string>>
  readonly nodeScript: MakeBox | undefined
  readonly sketch: Sketch | undefined
  readonly #tickMs: number
  /** Lines of the Max window. */
  readonly posts: string[] = []
  /** What scripts threw: in Max a red line, here a failed test. */
  readonly errors: Error[] = []
  /** Changes of stored parameters that a patch made by itself: each fills the user's undo history. */
  readonly undoFlood: string[] = []
  /** Opened and closed subpatcher windows. */
  readonly windows = new Map<BoxContext, boolean>()
  readonly windowMessages: Message[] = []
  /** What jweb was told. */
  readonly pages: Message[] = []
  /** What a page says to the patch that holds it, by the jweb objects there are. */
  readonly fromPages: ((message: Message) => void)[] = []
  /** Messages to Max itself ("; max launchbrowser …"). */
  readonly systemMessages: Message[] = []
  readonly buffers = new Map<string, Float32Array[]>()
  readonly processes = new Set<NodeScript>()
  readonly devices: Device[] = []
  /** What has to end before the test does. */
  readonly endings: Promise<void>[] = []
  /** Hears what passes between v8 and Node, in both directions. */
  watchWire: (from: 'v8' | 'node', message: Message) => void = () => {}
  /** Messages over cords so far. */
  messages = 0
  depth = 0
  readonly #player: Player
  readonly #receivers = new Map<string, Set<(message: Message) => void>>()
  /** What came from child processes since the last step. */
  readonly #arrivals: (() => void)[] = []
  #serial = 0
  #lastTick = 0
  #lastLook = 0

  constructor({ set, folder, habits, live, env, nodeScript, sketch, tickMs = usualTickMs }: MaxOptions) {
    this.folder = folder
    this.nodeScript = nodeScript
    this.habits = { emptyPattr: 'silent', nodeRestarts: 5, hasV8: true, ...habits }
    this.env = env ?? {}
    this.live = new Live(set, this.clock, live)
    this.sketch = sketch
    this.#tickMs = tickMs
    this.#player = new Player(this)
  }

  /** Drags a device onto a track or a rack's chain (last, or at `index`); `stored`: as a set or a copy of a device brings it along. */
  load(
    file: string,
    track: DeviceOwner,
    { stored = new Map<string, Message>(), index }: { stored?: ReadonlyMap<string, Message>; index?: number } = {},
  ): Device {
    const name = file.replace(/^.*\//, '').replace(/\.maxpat$/, '')
    const device = new Device(this, file, this.live.addMaxDevice(track, name, index), stored, ++this.#serial)
    this.devices.push(device)
    this.clock.settle()
    return device
  }

  /** The user deletes the device. */
  remove(device: Device): void {
    this.devices.splice(this.devices.indexOf(device), 1)
    device.free()
    this.live.removeDevice(device.liveDevice)
    this.clock.settle()
  }

  sendTo(name: string, message: Message): void {
    this.symbols.intern(name)
    if (name === 'max') this.systemMessages.push(message)
    else for (const hear of [...(this.#receivers.get(name) ?? [])]) hear(message)
  }

  receiver(name: string, hear: (message: Message) => void): () => void {
    const all = this.#receivers.get(name) ?? new Set()
    this.#receivers.set(name, all)
    all.add(hear)
    return () => void all.delete(hear)
  }

  /** Something came from outside of Max: it is handled in the next step. */
  arrived(run: () => void): void {
    // A child that waits for its turn must be heard at once.
    this.#arrivals.push(run)
    this.#wake?.()
  }
  #wake: (() => void) | null = null

  /** Lets 5 ms pass. Throws what a script threw. */
  async step(): Promise<void> {
    this.#takeArrivals()
    await this.#player.prepare()
    this.clock.advance(stepMs)
    // What the test changed in the set by its own hand is noticed soon; what came through the Live API was at once.
    if (this.clock.now - this.#lastLook >= lookMs) {
      this.#lastLook = this.clock.now
      this.#switchDevices()
      this.live.changed()
      this.clock.settle()
    }
    this.#player.run()
    this.clock.settle()
    if (this.clock.now - this.#lastTick >= this.#tickMs) {
      this.#lastTick = this.clock.now
      await this.#tickChildren()
    }
    const [error] = this.errors.splice(0)
    if (error) throw error
  }

  /** Lets virtual time pass as fast as it can. */
  async pass(ms: number): Promise<void> {
    const end = this.clock.now + ms
    while (this.clock.now < end) await this.step()
  }

  /**
   * Lets time pass until something is so. While the transport plays as fast as it can; otherwise no faster than twice
   * real time, since somebody may be calculating. Throws after `limitSeconds` of real time, saying what was awaited.
   */
  async until(what: string | (() => string), isSo: () => boolean, limitSeconds = 120): Promise<void> {
    const began = performance.now()
    let [real, virtual] = [performance.now(), this.clock.now]
    while (!isSo()) {
      if (performance.now() - began > 1000 * limitSeconds) {
        throw new Error(
          `Waited ${limitSeconds} s for ${typeof what === 'string' ? what : what()}\n${this.posts.slice(-20).join('\n')}`,
        )
      }
      await this.step()
      if (this.live.transport.playing) {
        real = performance.now()
        virtual = this.clock.now
        continue
      }
      const ahead = (this.clock.now - virtual) / fastest - (performance.now() - real)
      if (ahead > 1) await this.#sleep(ahead)
    }
  }

  /**
   * Lets time pass by itself, at most twice as fast as real time, for whoever talks to the scripts from this process. Returns what stops
   * it; that throws what a script threw.
   */
  inBackground(): () => Promise<void> {
    const [real, virtual] = [performance.now(), this.clock.now]
    let isOver = false
    const loop = async () => {
      while (!isOver) {
        await this.step()
        const ahead = (this.clock.now - virtual) / fastest - (performance.now() - real)
        if (ahead > 1) await this.#sleep(ahead)
        else await new Promise(resolve => setImmediate(resolve))
      }
    }
    const running = loop()
    running.catch(() => {})
    return async () => {
      isOver = true
      this.#wake?.()
      await running
    }
  }

  /** Live quits: every device goes. */
  async close(): Promise<void> {
    for (const device of [...this.devices]) this.remove(device)
    await Promise.all(this.endings)
  }

  async #tickChildren(): Promise<void> {
    const ticks = Promise.all([...this.processes].map(script => script.tick(this.clock.now)))
    let isDone = false
    void ticks.then(() => {
      isDone = true
      this.#wake?.()
    })
    while (!isDone) {
      this.#takeArrivals()
      if (isDone) break
      await new Promise<void>(resolve => {
        this.#wake = resolve
        if (this.#arrivals.length > 0) resolve()
      })
      this.#wake = null
    }
    this.#takeArrivals()
  }

  #takeArrivals(): void {
    for (const run of this.#arrivals.splice(0)) run()
    this.clock.settle()
  }

  #sleep(ms: number): Promise<void> {
    return new Promise(resolve => {
      const done = () => {
        clearTimeout(timer)
        this.#wake = null
        resolve()
      }
      const timer = setTimeout(done, ms)
      this.#wake = done
    })
  }

  /** The device's switch in Live, by whomever it was moved. */
  #switchDevices(): void {
    for (const device of this.devices) {
      const isOn = deviceOn(device.liveDevice).value !== 0
      if (isOn !== device.isEnabled) device.setEnabled(isOn)
    }
  }
}
