/**
 * Strings out of bytes, each made once: a set of a million elements knows some hundreds of names, and most of its values are
 * "0", "1" and "true".
 */
export class Interned {
  /** By hash; a newcomer takes the place of what stood there, so that it never grows. */
  readonly #known = new Array<string>(slots).fill('')

  /** UTF-8 from `from` to `end` (not included), as it stands there: entities are not looked for. */
  of(bytes: Buffer, from: number, end: number): string {
    const length = end - from
    if (length > longest) return bytes.toString('utf8', from, end)
    let hash = length
    for (let at = from; at < end; at++) hash = (Math.imul(hash, 31) + bytes[at]!) | 0
    const slot = (hash ^ (hash >>> 15)) & (slots - 1)
    const known = this.#known[slot]!
    if (known.length === length && isSame(known, bytes, from)) return known
    const made = bytes.toString('utf8', from, end)
    // A character beyond ASCII is no byte, and could be taken for others.
    if (made.length === length) this.#known[slot] = made
    return made
  }
}

const slots = 2 ** 14
/** Bytes: paths and names of samples are longer, and seldom the same. */
const longest = 40

/** ASCII that stands for itself in an attribute. */
export const isPlain = (byte: number) => byte >= 0x20 && byte < 0x7f && byte !== 0x26

function isSame(text: string, bytes: Buffer, from: number): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== bytes[from + i]) return false
  return true
}
