/**
 * Strict reader of an unfrozen .amxd: chunks of four letters and a little-endian length, the patcher's JSON in the last, ended
 * by a line feed and a NUL that count (facts, 1.1 to 1.5). Written apart from the writer, so that one can check the other.
 */

export interface Amxd {
  /** "aaaa" audio effect, "mmmm" MIDI effect, "iiii" instrument. */
  readonly type: string
  /** 0 or 1 for an unfrozen device: whether other files belong to it. */
  readonly meta: number
  /** The patcher's text, without its ending. */
  readonly json: string
  /** The parsed text. */
  readonly maxpat: unknown
}

/** What is wrong is thrown as SyntaxError with the offset. */
export function readAmxd(bytes: Uint8Array): Amxd {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const chunks: { tag: string; start: number; length: number }[] = []
  for (let at = 0; at < bytes.length; ) {
    if (at + 8 > bytes.length) fail(at, `${bytes.length - at} bytes are left, too few for a chunk`)
    const tag = letters(bytes, at)
    const length = view.getUint32(at + 4, true)
    if (at + 8 + length > bytes.length) fail(at, `chunk ${tag} says ${length} bytes, ${bytes.length - at - 8} are left`)
    chunks.push({ tag, start: at + 8, length })
    at += 8 + length
  }
  const order = chunks.map(({ tag }) => tag).join(' ')
  if (order !== 'ampf meta ptch') fail(0, `chunks are "${order}", not "ampf meta ptch"`)
  const [ampf, meta, ptch] = chunks as [Chunk, Chunk, Chunk]
  if (ampf.length !== 4) fail(ampf.start, `the device type has ${ampf.length} bytes, not 4`)
  if (meta.length !== 4) fail(meta.start, `meta has ${meta.length} bytes, not 4`)
  const type = letters(bytes, ampf.start)
  if (!['aaaa', 'mmmm', 'iiii', 'nagg', 'natt'].includes(type)) fail(ampf.start, `"${type}" is no device type`)
  const flags = view.getUint32(meta.start, true)
  if (flags > 1) fail(meta.start, `meta is ${flags}; an unfrozen device has 0 or 1`)
  const text = patcherText(bytes.subarray(ptch.start, ptch.start + ptch.length), ptch.start)
  return { type, meta: flags, json: text, maxpat: parse(text, ptch.start) }
}

interface Chunk {
  readonly tag: string
  readonly start: number
  readonly length: number
}

function patcherText(payload: Uint8Array, at: number): string {
  if (letters(payload, 0) === 'mx@c') fail(at, 'the device is frozen')
  const zero = payload.indexOf(0)
  if (zero < 0) fail(at, 'the patcher does not end with a NUL')
  if (zero !== payload.length - 1) fail(at + zero, `${payload.length - 1 - zero} bytes follow the NUL`)
  if (payload[zero - 1] !== 0x0a) fail(at + zero, 'no line feed stands before the NUL')
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(payload.subarray(0, zero - 1))
  } catch {
    return fail(at, 'the patcher is not UTF-8')
  }
}

function parse(text: string, at: number): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    return fail(at, `the patcher is not JSON: ${(error as Error).message}`)
  }
}

const letters = (bytes: Uint8Array, at: number) => String.fromCharCode(...bytes.subarray(at, at + 4))

function fail(offset: number, what: string): never {
  throw new SyntaxError(`amxd, byte ${offset}: ${what}`)
}
