/**
 * A patcher as it is declared: objects, and cords between their ports. What Max would drop in silence (a cord to a port that
 * is not there, an object it does not know) throws RangeError here.
 */
import type { Parameter } from './parameter.ts'
import { type Ports, portsOf } from './ports.ts'

export type Rect = readonly [x: number, y: number, width: number, height: number]

export interface Box {
  readonly id: string
  readonly maxclass: string
  readonly text: string | undefined
  /** Scripting name. */
  readonly name: string | undefined
  readonly ports: Ports
  readonly patching: Rect
  readonly presentation: Rect | undefined
  readonly parameter: Parameter | undefined
  readonly inner: Patch | undefined
  /** Further keys of the box. */
  readonly keys: Readonly<Record<string, unknown>>
  out(index: number): Outlet
  in(index: number): Inlet
}
export interface Outlet {
  readonly from: Box
  readonly outlet: number
}
export interface Inlet {
  readonly to: Box
  readonly inlet: number
}

export interface BoxOptions {
  readonly name?: string
  readonly presentation?: Rect
  /** Where it stands in the patching view, if not in its group's column. */
  readonly patching?: Rect
  readonly parameter?: Parameter
  readonly keys?: Readonly<Record<string, unknown>>
  /** For objects that a script or a patcher gives their ports. */
  readonly ports?: Ports
}

/** Room for ids in a group: adding an object to one leaves the ids of the others as they were. */
const idsPerGroup = 100
const columnWidth = 300
const rowHeight = 28

export class Patch {
  readonly boxes: Box[] = []
  readonly cords: { readonly from: Outlet; readonly to: Inlet }[] = []
  readonly #names = new Set<string>()
  readonly #left: number
  #group = -1
  #inGroup = 0

  /** `left`: where the first column begins, px. */
  constructor(left = 20) {
    this.#left = left
  }

  /** Begins a column of the patching view; its title says what the objects there are for. */
  group(title: string): void {
    this.#group++
    this.#inGroup = 0
    this.#add({ maxclass: 'comment', text: title, ports: portsOf('comment') })
  }

  /** "prepend open": an object written as text. */
  object(text: string, options: BoxOptions = {}): Box {
    return this.#add({ maxclass: 'newobj', text, ports: options.ports ?? portsOf(text), options })
  }

  message(text: string): Box {
    return this.#add({ maxclass: 'message', text, ports: portsOf('message') })
  }

  /** An object with a face, such as live.dial. `text`: of the classes that show one. */
  ui(maxclass: string, options: BoxOptions & { readonly text?: string } = {}): Box {
    return this.#add({ maxclass, text: options.text, ports: portsOf(maxclass), options })
  }

  /** The `index`th inlet of a subpatcher, from 1. */
  inlet(index: number, comment: string, type: '' | 'signal' = ''): Box {
    const ports = { inlets: 0, outlets: [type] }
    return this.#add({ maxclass: 'inlet', text: undefined, ports, options: { keys: { comment, index } } })
  }

  outlet(index: number, comment: string): Box {
    const ports = { inlets: 1, outlets: [] }
    return this.#add({ maxclass: 'outlet', text: undefined, ports, options: { keys: { comment, index } } })
  }

  /** `keys.patcher`: settings of the inner patcher. */
  subpatch(name: string, inner: Patch, keys: BoxOptions['keys'] = {}): Box {
    const count = (maxclass: string) => inner.boxes.filter(box => box.maxclass === maxclass).length
    const ports = { inlets: count('inlet'), outlets: Array<string>(count('outlet')).fill('') }
    return this.#add({ maxclass: 'newobj', text: `p ${name}`, ports, inner, options: { keys } })
  }

  cord(from: Outlet, to: Inlet): void {
    for (const box of [from.from, to.to])
      if (!this.boxes.includes(box)) throw new RangeError(`${describe(box)} must be in the same patcher as its cord`)
    const isSame = (cord: { readonly from: Outlet; readonly to: Inlet }) =>
      cord.from.from === from.from &&
      cord.from.outlet === from.outlet &&
      cord.to.to === to.to &&
      cord.to.inlet === to.inlet
    if (this.cords.some(isSame)) throw new RangeError(`${describe(from.from)} is connected twice to ${describe(to.to)}`)
    const isSignal = from.from.ports.outlets[from.outlet] === 'signal'
    if (isSignal && !takesSignals(to.to))
      throw new RangeError(`${describe(to.to)} must not get a signal, but ${describe(from.from)} sends one`)
    this.cords.push({ from, to })
  }

  /** Cords from each to the next: into a box's first inlet, out of its first outlet. */
  chain(from: Outlet | Box, ...to: readonly (Inlet | Box)[]): void {
    let source = 'from' in from ? from : from.out(0)
    for (const next of to) {
      const inlet = 'to' in next ? next : next.in(0)
      this.cord(source, inlet)
      if (inlet.to.ports.outlets.length > 0) source = inlet.to.out(0)
    }
  }

  #add(what: {
    readonly maxclass: string
    readonly text: string | undefined
    readonly ports: Ports
    readonly inner?: Patch
    readonly options?: BoxOptions
  }): Box {
    const { maxclass, text, ports, inner, options } = what
    if (this.#group < 0) throw new RangeError('a patcher must begin with group()')
    if (++this.#inGroup > idsPerGroup) throw new RangeError(`a group must have ${idsPerGroup} objects at most`)
    if (options?.name !== undefined && this.#names.has(options.name))
      throw new RangeError(`two objects must not share the name "${options.name}"`)
    if (options?.name !== undefined) this.#names.add(options.name)
    if (options?.parameter && options.name === undefined)
      throw new RangeError(`the object of parameter "${options.parameter.long}" must have a name`)
    const box: Box = {
      id: `obj-${this.#group * idsPerGroup + this.#inGroup}`,
      maxclass,
      text,
      name: options?.name,
      ports,
      patching: options?.patching ?? [
        this.#left + this.#group * columnWidth,
        20 + (this.#inGroup - 1) * rowHeight,
        widthOf(text, ports),
        22,
      ],
      presentation: options?.presentation,
      parameter: options?.parameter,
      inner,
      keys: options?.keys ?? {},
      out: outlet => {
        if (outlet < 0 || outlet >= ports.outlets.length)
          throw new RangeError(`${describe(box)} has ${ports.outlets.length} outlets, got outlet ${outlet}`)
        return { from: box, outlet }
      },
      in: inlet => {
        if (inlet < 0 || inlet >= ports.inlets)
          throw new RangeError(`${describe(box)} has ${ports.inlets} inlets, got inlet ${inlet}`)
        return { to: box, inlet }
      },
    }
    this.boxes.push(box)
    return box
  }
}

export const describe = (box: Box): string => `"${box.text ?? box.name ?? box.maxclass}"`

const takesSignals = ({ maxclass, text, inner }: Box) =>
  maxclass.endsWith('~') || maxclass === 'outlet' || inner !== undefined || /^\S*~(\s|$)/.test(text ?? '')

const widthOf = (text: string | undefined, ports: Ports) =>
  Math.min(
    columnWidth - 20,
    Math.max(40, (text?.length ?? 6) * 7 + 12, Math.max(ports.inlets, ports.outlets.length) * 12),
  )
