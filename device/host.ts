/** What the scripts need of Max, so that their logic touches no Max global and runs in a test. */

export type Atom = number | string

/** One of Max's LiveAPI objects. Pointing it somewhere by `id` is cheap; by path a string stays in the symbol table. */
export interface LiveObject {
  /** Read: text or number, 0 when there is nothing. Written: another object. */
  id: number | string
  /** Lists what the object has: "property volume DeviceParameter" and so on, one a line. */
  readonly info: unknown
  /** What the callback hears of; "" nothing. */
  property: string
  get(property: string): unknown
  set(property: string, value: unknown): unknown
  call(name: string, ...args: Atom[]): unknown
}

export interface Host {
  outlet(index: number, atoms: readonly Atom[]): void
  /** A line in the Max window. */
  post(text: string): void
  /** Milliseconds, never going back: for differences, it is no time of day. */
  now(): number
  /** Calls back once, in the thread that may use the Live API; returns what prevents it. */
  schedule(milliseconds: number, job: () => void): () => void
  /**
   * Throws before `loaded` has come. `onChange` must not touch Live: Live refuses changes while it notifies. It is called at
   * once with "id", then with the property's name and value.
   */
  live(
    path: 'live_set' | 'live_app' | 'live_set view' | 'this_device',
    onChange?: (atoms: readonly unknown[]) => void,
  ): LiveObject
  /** 0 ≤ x < 1; chance, for keys. */
  random(): number
}

/** What a device's script offers to the handlers that Max calls. */
export interface Script {
  /** Each by the first word of the message. */
  readonly inputs: Readonly<Record<string, (atoms: readonly Atom[]) => void>>
  /** The script is about to end. */
  deleted(): void
}
