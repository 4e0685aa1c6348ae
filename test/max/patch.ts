/** One level of a patcher, running: boxes, cords, and Max's order of messages. */
import { atomOf, type Message, normalized, wordsOf } from './atoms.ts'
import type { Box, BoxContext, BoxJson, PatcherJson } from './box.ts'
import type { Device } from './device.ts'
import { makers } from './objects/makers.ts'

interface Cord {
  readonly to: string
  readonly inlet: number
  readonly x: number
  readonly y: number
  readonly order: number | undefined
}

/** Deeper than any patch that ends: Max says "stack overflow" and stops. */
const deepestCall = 1_500

export class Patch {
  readonly boxes = new Map<string, Box>()
  readonly json = new Map<string, BoxJson>()
  readonly contexts = new Map<string, BoxContext>()
  readonly #cords = new Map<string, Cord[]>()
  readonly #into = new Map<string, { readonly from: string; readonly outlet: number }[]>()
  readonly #device: Device
  readonly path: string

  /** `path`: for messages to people. */
  constructor(device: Device, patcher: PatcherJson, path: string, makeIn?: (context: BoxContext) => Box | undefined) {
    this.#device = device
    this.path = path
    for (const { box } of patcher.boxes) {
      if (this.json.has(box.id)) throw new RangeError(`${path}: two boxes must not share the id ${box.id}`)
      this.json.set(box.id, box)
    }
    for (const { patchline } of patcher.lines) this.#connect(patchline)
    for (const cords of this.#cords.values()) cords.sort(rightToLeft)
    for (const box of this.json.values()) {
      const context = this.#contextOf(box)
      this.contexts.set(box.id, context)
      const make = (context.className === 'node.script' && device.max.nodeScript) || makers[context.className]
      const made = makeIn?.(context) ?? make?.(context)
      if (!made) throw new RangeError(`${path}: the fake Max does not know the object "${context.className}"`)
      this.boxes.set(box.id, made)
    }
  }

  /** All boxes here and below with their contexts. */
  *every(): Generator<{ readonly box: Box; readonly context: BoxContext }> {
    for (const [id, box] of this.boxes) {
      yield { box, context: this.contexts.get(id)! }
      const below = this.#device.subpatches.get(this.contexts.get(id)!)
      if (below) yield* below.every()
    }
  }

  /** Inlets and outlets of a subpatcher count from left to right. */
  port(className: 'inlet' | 'outlet', index: number): BoxContext | undefined {
    return [...this.contexts.values()]
      .filter(context => context.className === className)
      .sort((a, b) => (a.json.patching_rect?.[0] ?? 0) - (b.json.patching_rect?.[0] ?? 0))[index]
  }

  portIndex(port: BoxContext): number {
    for (let index = 0; ; index++) {
      const found = this.port(port.className as 'inlet', index)
      if (found === port) return index
      if (!found) throw new RangeError('a port must be in its patcher')
    }
  }

  /** Where a box's outlet goes. */
  cordsFrom(id: string, outlet: number): readonly { readonly to: string; readonly inlet: number }[] {
    return this.#cords.get(`${id} ${outlet}`) ?? []
  }

  /** What comes into a box's inlet. */
  cordsInto(id: string, inlet: number): readonly { readonly from: string; readonly outlet: number }[] {
    return this.#into.get(`${id} ${inlet}`) ?? []
  }

  #connect({ source: [from, outlet], destination: [to, inlet], order }: PatcherJson['lines'][0]['patchline']): void {
    const [one, other] = [this.json.get(from), this.json.get(to)]
    if (!one || !other) throw new RangeError(`${this.path}: a cord must end at boxes, got ${from} to ${to}`)
    if (!(outlet < one.numoutlets)) throw new RangeError(`${this.path}: ${label(one)} has no outlet ${outlet}`)
    if (!(inlet < other.numinlets)) throw new RangeError(`${this.path}: ${label(other)} has no inlet ${inlet}`)
    const [x = 0, y = 0, width = 0] = other.patching_rect ?? []
    const key = `${from} ${outlet}`
    const cords = this.#cords.get(key) ?? []
    this.#cords.set(key, cords)
    const into = this.#into.get(`${to} ${inlet}`) ?? []
    this.#into.set(`${to} ${inlet}`, into)
    into.push({ from, outlet })
    cords.push({ to, inlet, x: x + (other.numinlets > 1 ? (inlet * width) / other.numinlets : 0), y, order })
  }

  #contextOf(json: BoxJson): BoxContext {
    const isText = json.maxclass === 'newobj'
    const [name = '', ...rest] = isText ? wordsOf(this.#device.localized(json.text ?? '')) : [json.maxclass]
    const at = rest.findIndex(word => /^@[a-z]/i.test(word))
    const words = at < 0 ? rest : rest.slice(0, at)
    const attributes = new Map<string, Message>()
    let open: (string | number)[] = []
    for (const word of at < 0 ? [] : rest.slice(at)) {
      if (/^@[a-z]/i.test(word)) attributes.set(word.slice(1), (open = []))
      else open.push(atomOf(word))
    }
    const { id } = json
    const where = `${this.path} ${label(json)}`
    return {
      json,
      className: name,
      args: words.map(atomOf),
      words,
      attributes,
      max: this.#device.max,
      device: this.#device,
      patch: this,
      out: (outlet, message) => this.#send(id, outlet, message, where),
      fail: problem => {
        throw new Error(`${where}: ${problem}`)
      },
    }
  }

  #send(id: string, outlet: number, message: Message, where: string): void {
    const { max } = this.#device
    if (!this.#device.isLoaded) return
    max.depth++
    try {
      if (max.depth > deepestCall) throw new Error(`${where}: stack overflow`)
      for (const cord of this.#cords.get(`${id} ${outlet}`) ?? []) {
        max.messages++
        this.boxes.get(cord.to)!.receive(cord.inlet, normalized(message))
      }
    } finally {
      max.depth--
    }
  }
}

const label = (json: BoxJson) => `[${json.text ?? json.maxclass}${json.varname ? ` "${json.varname}"` : ''}]`

/** A fan goes from right to left, below before above; where the file says an order, that is it. */
const rightToLeft = (a: Cord, b: Cord) =>
  a.order !== undefined && b.order !== undefined && a.order !== b.order
    ? a.order - b.order
    : b.x - a.x || b.y - a.y || b.inlet - a.inlet
