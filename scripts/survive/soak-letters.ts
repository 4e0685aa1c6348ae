/** Who asked, who was answered: read from what passes between v8 and Node, by the code that both use. */
import { type Letter, LetterBox, wire } from '../../device/protocol.ts'
import type { Message } from '../../test/max/atoms.ts'

export class SoakLetters {
  readonly #boxes = { v8: new LetterBox(), node: new LetterBox() }
  readonly #open = new Map<number, string>()
  readonly counts = { asked: 0, answered: 0, refused: 0, told: 0, meters: 0 }
  /** Answers to nothing, and what could not be read. */
  readonly faults: string[] = []

  /** Requests without an answer yet. */
  get open(): readonly string[] {
    return [...this.#open.values()]
  }

  readonly hear = (from: 'v8' | 'node', [selector, ...atoms]: Message): void => {
    if (selector === wire.meter) this.counts.meters++
    if (selector !== wire.letter) return
    const letter = this.#boxes[from].receive(atoms.map(Number))
    if (letter) this.#read(letter)
  }

  #read(letter: Letter): void {
    if (letter.kind === 'event') this.counts.told++
    else if (letter.kind === 'request') {
      if (this.#open.has(letter.id)) this.faults.push(`${letter.op} was asked twice under one number`)
      this.#open.set(letter.id, letter.op)
      this.counts.asked++
    } else {
      const op = this.#open.get(letter.id)
      if (op === undefined) this.faults.push(`answer ${letter.id} is to nothing that was asked`)
      this.#open.delete(letter.id)
      this.counts.answered++
      if (letter.kind === 'failure') {
        this.counts.refused++
        // Live is busy now and then: whoever asked asks again.
        if (letter.reason !== 'busy' && letter.reason !== 'missing') this.faults.push(`${op}: ${letter.message}`)
      }
    }
  }
}
