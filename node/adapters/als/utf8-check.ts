/** Whether a stream of bytes is UTF-8, in pieces that may end within a character. */
import { isUtf8 } from 'node:buffer'

export class Utf8Check {
  /** The beginning of a character whose end has not come yet. */
  #rest: Buffer = Buffer.alloc(0)

  /** false: it is not, whatever follows. */
  takes(chunk: Buffer): boolean {
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk
    const whole = bytes.length - begunLength(bytes)
    this.#rest = Buffer.from(bytes.subarray(whole))
    return isUtf8(bytes.subarray(0, whole))
  }

  /** Whether nothing is missing at the end. */
  get isComplete(): boolean {
    return this.#rest.length === 0
  }
}

/** Bytes at the end which are the beginning of a longer character. */
function begunLength(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0
  }
  return 0
}
