/**
 * Reads Live's objects by their id through one LiveAPI that is pointed again and again: making LiveAPIs is slow, and paths
 * stay in Max's symbol table for ever.
 */
import type { Atom, Host, LiveObject } from '../host.ts'
import { missing, Refusal } from './refusal.ts'

/** Number of a Live object. It holds until the object is deleted or the set is closed, and never means another. */
export type LiveId = number

export class Live {
  /** The set, the application, the view: there as long as Live is. */
  readonly song: LiveId
  readonly app: LiveId
  readonly view: LiveId
  readonly #api: LiveObject
  readonly #known = new Map<string, boolean>()
  #at: LiveId = 0

  /** Only once `loaded` has come. */
  constructor(host: Host) {
    this.#api = host.live('live_set')
    this.song = idOf(this.#api)
    this.app = idOf(host.live('live_app'))
    this.view = idOf(host.live('live_set view'))
    this.#at = this.song
  }

  /** Between turns an object may have gone: the next reading points anew. */
  forget(): void {
    this.#at = 0
  }

  exists(id: LiveId): boolean {
    return this.#points(id)
  }

  /** Throws Refusal when there is no number, unless `otherwise` is given. */
  number(id: LiveId, property: string, otherwise?: number): number {
    const atoms = this.#get(id, property)
    const number = atoms.length === 0 || atoms[0] === '' ? Number.NaN : Number(atoms[0])
    if (Number.isFinite(number)) return number
    if (otherwise === undefined) throw new Refusal('failed', `Live gives no number for "${property}".`)
    return otherwise
  }

  flag(id: LiveId, property: string): boolean {
    return this.number(id, property, 0) !== 0
  }

  /** Max takes a purely numeric name for a number, and may cut a text at its spaces. */
  text(id: LiveId, property: string): string {
    return textOf(this.#get(id, property))
  }

  ids(id: LiveId, property: string): LiveId[] {
    const atoms = this.#get(id, property)
    return atoms.flatMap((atom, i) => (atom === 'id' && Number(atoms[i + 1]) > 0 ? [Number(atoms[i + 1])] : []))
  }

  /** 0: nothing there. */
  child(id: LiveId, property: string): LiveId {
    return this.ids(id, property)[0] ?? 0
  }

  /** Of a routing property: JSON as text, or an object already; behind its own name or not. null: not to be read. */
  json(id: LiveId, property: string): unknown {
    const atoms = this.#get(id, property)
    const first = atoms[0]
    let value: unknown = first
    if (typeof first !== 'object') {
      try {
        value = JSON.parse(textOf(atoms))
      } catch {
        return null
      }
    }
    const inner = (value as Record<string, unknown> | null)?.[property]
    return inner === undefined ? value : inner
  }

  /**
   * Whether Live's own list of what the object can do names it, so that nothing is asked for in vain (each time a line in the
   * Max window). `type`: objects that are alike; asked once for each.
   */
  has(id: LiveId, type: string, member: string): boolean {
    const key = `${type} ${member}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    this.#point(id)
    const words = textOf(atomsOf(this.#api.info)).split(/\s+/)
    const isThere = words.some(
      (word, i) => word === member && /^(property|function|child|children)$/.test(words[i - 1] ?? ''),
    )
    this.#known.set(key, isThere)
    return isThere
  }

  set(id: LiveId, property: string, value: unknown): void {
    this.#point(id)
    this.#api.set(property, value)
  }

  /** Fixed numbers of arguments: Max's own functions are never called with a spread list. */
  call(id: LiveId, name: string, ...[a, b]: readonly [Atom?, Atom?]): unknown {
    this.#point(id)
    if (a === undefined) return this.#api.call(name)
    return b === undefined ? this.#api.call(name, a) : this.#api.call(name, a, b)
  }

  /** Live's text of a raw value of a parameter, without writing it. */
  textForValue(id: LiveId, value: number): string {
    return textOf(atomsOf(this.call(id, 'str_for_value', value)))
  }

  #get(id: LiveId, property: string): readonly unknown[] {
    this.#point(id)
    return atomsOf(this.#api.get(property))
  }

  #point(id: LiveId): void {
    if (!this.#points(id)) throw missing('What was asked for')
  }

  #points(id: LiveId): boolean {
    if (id === this.#at) return true
    if (!(id > 0)) return false
    this.#api.id = id
    // What is gone must not read as what the object pointed at before.
    const isThere = idOf(this.#api) === id
    this.#at = isThere ? id : 0
    return isThere
  }
}

export const idOf = (api: LiveObject): LiveId => Number(api.id) || 0

const atomsOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]

const textOf = (atoms: readonly unknown[]) => atoms.map(String).join(' ')
