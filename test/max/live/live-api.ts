/** Max's LiveAPI object, as far as the facts tell: arrays of atoms, ids as text, callbacks, and Live's refusals. */
import type { SimulatedDevice } from '../../../node/adapters/simulated/model.ts'
import { threadMs } from '../../support/thread-clock.cjs'
import type { Atom, SymbolTable } from '../atoms.ts'
import type { Clock } from '../clock.ts'
import { functionsOf } from './functions.ts'
import type { Live } from './live.ts'
import { type Node, typeNames } from './node.ts'
import { propertiesOf, Refusal, setProperty } from './properties.ts'

export interface ApiSurroundings {
  readonly live: Live
  readonly clock: Clock
  readonly symbols: SymbolTable
  readonly thisDevice: SimulatedDevice | null
  /** live.thisdevice has not said yet that the Live API is there. */
  isReady(): boolean
  /** An array of the script's own world. */
  array(atoms: readonly Atom[]): readonly Atom[]
  /** Runs what the script wants to be called back for, and reports what it throws. */
  enter(what: string, run: () => void): void
  /** A call's time for the main thread. */
  charge(ms: number): void
  /** What ends when the script does. */
  onEnd(end: () => void): void
}

type Callback = (atoms: readonly Atom[]) => void

export function makeLiveApi(surroundings: ApiSurroundings): new (...given: readonly unknown[]) => object {
  const { live: host } = surroundings

  /** Does the fake's own part: refused while Live is not there, counted, timed, and charged to the script. */
  function work<T>(run: () => T): T {
    if (!surroundings.isReady()) {
      throw new Error('Live API is not initialized, use live.thisdevice to determine when it is')
    }
    const start = threadMs()
    try {
      return run()
    } finally {
      host.work.calls++
      host.work.ms += threadMs() - start
      surroundings.charge(host.habits.callMs)
    }
  }

  function refuse(problem: string): undefined {
    host.refusals.push(problem)
    if (host.habits.refusals === 'throw') throw new Refusal(problem)
  }

  /** Live's refusals come out as this Max hands them on. */
  function attempt<T>(run: () => T): T | undefined {
    try {
      return run()
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return refuse(error.message)
    }
  }

  function observed(node: Node, name: string): readonly Atom[] {
    const property = propertiesOf(host, node)[name]
    if (property) return listOf(property(host, node))
    const child = host.childOf(node, name)
    return child === undefined ? host.listOf(node, name).flatMap(one => ['id', one.id]) : ['id', child?.id ?? 0]
  }

  return class LiveAPI {
    mode = 0
    #node: Node | null = null
    /** What it follows when `mode` is 1. */
    #path = ''
    #property = ''
    #callback: Callback | null = null
    #last: string | null = null
    #isWatched = false

    constructor(...given: readonly unknown[]) {
      const path = given.find((one): one is string => typeof one === 'string')
      const callback = given.find((one): one is Callback => typeof one === 'function')
      work(() => {
        if (path !== undefined) this.#goto(path)
      })
      this.#callback = callback ?? null
      this.#call(['id', this.#node?.id ?? 0])
      if (this.#callback) this.#watch()
    }

    get id(): string {
      return work(() => String(this.#alive()?.id ?? 0))
    }

    set id(value: unknown) {
      work(() => {
        const id = Number(String(value).replace(/^id /, ''))
        this.#node = surroundings.live.resolve(`id ${id}`, null)
        this.#last = null
      })
      this.#look()
    }

    get path(): string {
      return work(() => {
        const node = this.#alive()
        const text = node ? `"${surroundings.live.pathOf(node)}"` : ''
        surroundings.symbols.intern(text)
        return text
      })
    }

    set path(value: string) {
      work(() => this.#goto(value))
      this.#look()
    }

    get unquotedpath(): string {
      return this.path.replaceAll('"', '')
    }

    get type(): string {
      return work(() => {
        const node = this.#alive()
        return node ? typeNames[node.kind] : ''
      })
    }

    get info(): string {
      return work(() => {
        const node = this.#alive()
        if (!node) return 'No object'
        const { live } = surroundings
        const properties = Object.keys(propertiesOf(live, node)).map(name => `property ${name} unicode`)
        const calls = Object.keys(functionsOf(live, node)).map(name => `function ${name}`)
        return [`id ${node.id}`, `type ${typeNames[node.kind]}`, ...properties, ...calls, 'done'].join('\n')
      })
    }

    get property(): string {
      return this.#property
    }

    set property(name: string) {
      this.#property = name
      this.#last = null
      work(() => surroundings.symbols.intern(name))
      this.#look()
    }

    get(name: string): readonly Atom[] {
      return work(() => {
        const value = this.#read(name)
        return surroundings.array(value)
      })
    }

    getstring(name: string): string {
      return work(() => this.#read(name).join(' '))
    }

    getcount(name: string): number {
      return work(() => {
        const node = this.#alive()
        return node ? surroundings.live.listOf(node, name).length : 0
      })
    }

    set(name: string, ...values: readonly unknown[]): void {
      work(() => {
        const node = this.#alive()
        if (!node) return refuse('set: no object')
        attempt(() => setProperty(surroundings.live, node, name, values.flat()))
      })
      if (/^(value|mute|solo|input_routing)/.test(name)) host.revision++
      host.changed()
    }

    call(name: string, ...args: readonly Atom[]): unknown {
      const result = work(() => {
        const node = this.#alive()
        if (!node) return refuse(`call ${name}: no object`)
        const found = functionsOf(surroundings.live, node)[name]
        if (!found) return refuse(`${typeNames[node.kind]} has no function ${name}`)
        return attempt(() => found(surroundings.live, node, args.flat() as Atom[]))
      })
      if (/(_device|undo|redo)$/.test(name)) host.revision++
      if (!/^(str_for_value|get_)/.test(name)) host.changed()
      return Array.isArray(result) ? surroundings.array(result) : result
    }

    goto(path: string): void {
      // Measured in v8: an id is not taken here.
      if (String(path).startsWith('id ')) return void refuse('goto: id')
      this.path = path
    }

    freepeer(): void {
      this.#callback = null
    }

    #goto(path: string): void {
      surroundings.symbols.intern(path)
      this.#path = path
      this.#node = surroundings.live.resolve(path, surroundings.thisDevice)
      this.#last = null
    }

    #alive(): Node | null {
      if (this.#node && !surroundings.live.isAlive(this.#node)) this.#node = null
      return this.#node
    }

    #read(name: string): readonly Atom[] {
      const node = this.#alive()
      if (!node) {
        refuse(`get ${name}: no object`)
        return ['id', 0]
      }
      const { live } = surroundings
      const property = propertiesOf(live, node)[name]
      if (property) {
        return listOf(attempt(() => property(live, node)))
      }
      const child = live.childOf(node, name)
      if (child !== undefined) return ['id', child?.id ?? 0]
      if (isList(node, name)) return live.listOf(node, name).flatMap(one => ['id', one.id])
      refuse(`${typeNames[node.kind]} has no property ${name}`)
      return []
    }

    #watch(): void {
      if (this.#isWatched) return
      this.#isWatched = true
      surroundings.onEnd(surroundings.live.watch(() => this.#look()))
    }

    /** Calls back when what it observes is not what it was. */
    #look(): void {
      if (!this.#callback) return
      const { live } = surroundings
      if (this.mode === 1 && this.#path) {
        const now = live.resolve(this.#path, surroundings.thisDevice)
        if (now !== this.#node) {
          this.#node = now
          this.#last = null
          this.#call(['id', now?.id ?? 0])
        }
      }
      if (this.#property === '' && this.#node === null) return
      const node = this.#alive()
      if (!node) {
        if (this.#last === 'gone') return
        this.#last = 'gone'
        this.#call(['id', 0])
        return
      }
      if (this.#property === '') return
      const value = observed(node, this.#property)
      const key = JSON.stringify(value)
      if (key === this.#last) return
      this.#last = key
      this.#call([this.#property, ...value])
    }

    #call(atoms: readonly Atom[]): void {
      const callback = this.#callback
      if (!callback) return
      const tell = () => {
        const { live } = surroundings
        const before = live.isNotifying
        live.isNotifying = true
        try {
          surroundings.enter(`LiveAPI callback ${atoms[0]}`, () => callback.call(this, surroundings.array(atoms)))
        } finally {
          live.isNotifying = before
        }
      }
      if (surroundings.live.habits.notifications === 'at-once' || atoms[0] === 'id') tell()
      else surroundings.clock.deferLow(tell)
    }
  }
}

const listOf = (value: Atom | readonly Atom[] | undefined): readonly Atom[] =>
  (value === undefined ? [] : typeof value === 'object' ? value : [value]).map(asAtom)

/** Text that reads as a number becomes one on its way through Max. */
const asAtom = (value: Atom): Atom =>
  typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value

const lists: Readonly<Partial<Record<Node['kind'], readonly string[]>>> = {
  song: ['tracks', 'visible_tracks', 'return_tracks', 'cue_points', 'scenes'],
  track: ['devices', 'clip_slots', 'arrangement_clips'],
  chain: ['devices'],
  device: ['parameters', 'chains', 'return_chains', 'drum_pads'],
  mixer: ['sends'],
}

const isList = (node: Node, name: string) => lists[node.kind]?.includes(name) ?? false
