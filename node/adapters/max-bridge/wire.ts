/** The line to the hub's v8: node.script's outlet and handlers in Max, a pair of functions in tests. */
export interface Wire {
  send(selector: string, ...numbers: readonly number[]): void
  /** One receiver per selector. What Max hands over is not trusted to be numbers. */
  on(selector: string, receive: (...atoms: readonly unknown[]) => void): void
}

/** null: something else is among them, or a number that is none. */
export const numbersOf = (atoms: readonly unknown[]): readonly number[] | null =>
  atoms.every(atom => typeof atom === 'number' && Number.isFinite(atom)) ? (atoms as readonly number[]) : null
