/**
 * A long letter in slices: a large set is some megabytes of JSON, and making them at once would hold Live up. What goes out is
 * what `encodeLetter` would send; other letters may pass between two parts.
 */
import type { Job } from '../bridge/jobs.ts'
import { type Letter, lettersPerMessage, packText } from '../protocol.ts'

/** Characters between two rests: about half a millisecond of work. */
const restEvery = 4_096
/** Three characters make a number. */
const charactersPerMessage = 3 * lettersPerMessage

export function* sendInPieces(letter: Letter, number: number, send: (atoms: readonly number[]) => void): Job<void> {
  const text = new Text()
  yield* append(letter, text)
  const ascii = text.content
  const parts = Math.max(1, Math.ceil(ascii.length / charactersPerMessage))
  for (let part = 0; part < parts; part++) {
    const from = part * charactersPerMessage
    send([number, part, parts, ...packText(ascii.slice(from, from + charactersPerMessage))])
    yield
  }
}

class Text {
  content = ''
  #restedAt = 0

  add(piece: string): void {
    this.content += piece
  }

  get isDue(): boolean {
    if (this.content.length - this.#restedAt < restEvery) return false
    this.#restedAt = this.content.length
    return true
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
