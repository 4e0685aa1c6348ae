/** The container of a device that is not frozen (facts, 1.1 to 1.5): three chunks, tag and little-endian length before each. */

/** `meta` of a device with files beside it (its scripts). */
const hasDependencies = 1

/**
 * @param maxpat the patcher's JSON, ending in a line feed; Max ends it with a zero byte inside the chunk
 * @param type four letters: "aaaa" for an audio effect
 */
export function toAmxd(maxpat: string, type: 'aaaa'): Uint8Array {
  if (!maxpat.endsWith('}\n')) throw new RangeError('maxpat must end in "}" and a line feed')
  const encoder = new TextEncoder()
  const meta = new Uint8Array(4)
  new DataView(meta.buffer).setUint32(0, hasDependencies, true)
  return concatenated([
    ...chunk('ampf', encoder.encode(type)),
    ...chunk('meta', meta),
    ...chunk('ptch', encoder.encode(`${maxpat}\0`)),
  ])
}

function chunk(tag: string, payload: Uint8Array): Uint8Array[] {
  const head = new Uint8Array(8)
  head.set(new TextEncoder().encode(tag))
  new DataView(head.buffer).setUint32(4, payload.length, true)
  return [head, payload]
}

function concatenated(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}
