/**
 * A long letter in slices: a large set is some megabytes of JSON, and making them at once would hold Live up. What goes out is
 * what `encodeLetter` would send; other letters may pass between two parts.
 */
import type { Job } from '../bridge/jobs.ts'
import { type Letter, lettersPerMessage, packText } from '../protocol.ts'

/** Three characters make a number. */
const charactersPerMessage = 3 * lettersPerMessage

export function* sendInPieces(letter: Letter, number: number, send: (atoms: readonly number[]) => void): Job<void> {
  const text = new Text()
  yield* append(letter, text)
  const messages = text.end()
  for (const [part, content] of messages.entries()) {
    send(packText(content, [number, part, messages.length]))
    yield
  }
}

/** Cut while it grows: one text of megabytes would be put together in one step. */
class Text {
  readonly #messages: string[] = []
  #rest = ''
  #restedAt = 0

  add(piece: string): void {
    this.#rest += piece
    while (this.#rest.length >= charactersPerMessage) {
      this.#messages.push(this.#rest.slice(0, charactersPerMessage))
      this.#rest = this.#rest.slice(charactersPerMessage)
    }
  }

  /** A message has been filled since it was asked last. */
  get isDue(): boolean {
    const count = this.#messages.length
    if (count === this.#restedAt) return false
    this.#restedAt = count
    return true
  }

  end(): readonly string[] {
    return this.#rest === '' && this.#messages.length > 0 ? this.#messages : [...this.#messages, this.#rest]
  }
}

/** As JSON.stringify: what is undefined is left out. Lists of plain values are not looked into. */
function* append(value: unknown, text: Text): Job<void> {
  if (Array.isArray(value) && typeof value[0] === 'object') {
    yield* appendAll(
      value.map(item => ['', item] as const),
      '[]',
      text,
    )
  } else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined)
    yield* appendAll(
      entries.map(([name, item]) => [`${ascii(name)}:`, item] as const),
      '{}',
      text,
    )
  } else {
    text.add(ascii(value))
  }
}

function* appendAll(
  items: readonly (readonly [before: string, item: unknown])[],
  brackets: string,
  text: Text,
): Job<void> {
  text.add(brackets.charAt(0))
  for (const [i, [before, item]] of items.entries()) {
    text.add(i === 0 ? before : `,${before}`)
    yield* append(item, text)
    if (text.isDue) yield
  }
  text.add(brackets.charAt(1))
}

/** One character of the text must stay one of the packed ones, three to a number, wherever the text is cut. */
const ascii = (value: unknown) =>
  (JSON.stringify(value) ?? 'null').replace(
    /[\u0080-\uffff]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
