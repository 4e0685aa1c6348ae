/** Which format a file is, by its bytes: extensions lie, and a renamed file should still open. */
import { type ByteSource, fourCharacters, viewOf } from './byte-source.ts'
import { frameAt } from './mp3.ts'

/** Formats that a package decodes; `start` is the first byte after any ID3v2 tags. */
export interface CompressedKind {
  readonly kind: 'mp3' | 'adts' | 'flac' | 'ogg' | 'mp4'
  readonly start: number
}

export type Kind =
  | CompressedKind
  | { readonly kind: 'wav' | 'aiff' | 'text' | 'unknown' }
  /** A format without a decoder here, by its name for the sentence. */
  | { readonly kind: 'foreign'; readonly name: string }

const foreign: readonly (readonly [magic: string, name: string])[] = [
  ['\x30\x26\xb2\x75', 'Windows Media'],
  ['caff', 'Apple CAF'],
  ['riff', 'Sony W64'],
  ['.snd', 'Sun AU'],
  ['MAC ', "Monkey's Audio"],
  ['wvpk', 'WavPack'],
  ['\x1a\x45\xdf\xa3', 'Matroska or WebM'],
  ['DSD ', 'DSF'],
]

const headBytes = 1 << 16

export async function sniff(source: ByteSource): Promise<Kind> {
  const head = await viewOf(source, 0, headBytes)
  if (head.byteLength < 4) return { kind: isText(head) ? 'text' : 'unknown' }
  const magic = fourCharacters(head, 0)
  const form = head.byteLength >= 12 ? fourCharacters(head, 8) : ''
  if (['RIFF', 'RF64', 'BW64'].includes(magic) && form === 'WAVE') return { kind: 'wav' }
  if (magic === 'FORM' && (form === 'AIFF' || form === 'AIFC')) return { kind: 'aiff' }
  if (magic === 'fLaC') return { kind: 'flac', start: 0 }
  if (magic === 'OggS') return { kind: 'ogg', start: 0 }
  if (head.byteLength >= 8 && fourCharacters(head, 4) === 'ftyp') return { kind: 'mp4', start: 0 }
  const known = foreign.find(([bytes]) => bytes === magic)
  if (known) return { kind: 'foreign', name: known[1] }
  const start = await endOfTags(source, head)
  const body = start > 0 ? await viewOf(source, start, headBytes) : head
  if (start > 0 && body.byteLength >= 4 && fourCharacters(body, 0) === 'fLaC') return { kind: 'flac', start }
  if (isAdts(body)) return { kind: 'adts', start }
  if (isMp3(body)) return { kind: 'mp3', start }
  return { kind: isText(head) ? 'text' : 'unknown' }
}

/** ID3v2 tags (a cover picture makes them megabytes long) come first, sometimes two of them. */
async function endOfTags(source: ByteSource, head: DataView): Promise<number> {
  let end = 0
  let view = head
  while (view.byteLength >= 10 && fourCharacters(view, 0).startsWith('ID3')) {
    const byte = (at: number) => view.getUint8(at) & 0x7f
    const size = (byte(6) << 21) | (byte(7) << 14) | (byte(8) << 7) | byte(9)
    const footer = view.getUint8(5) & 0x10 ? 10 : 0
    end += 10 + size + footer
    view = await viewOf(source, end, 10)
  }
  return end
}

/**
 * Frames of equal layout that follow each other: one header alone turns up in random bytes every few kilobytes.
 * Padding and stray bytes may precede the first one.
 */
function isMp3(view: DataView): boolean {
  for (let at = 0; at + 4 <= view.byteLength && at < 1 << 14; at++) {
    const first = frameAt(view, at)
    const second = first && frameAt(view, at + first.bytes)
    const third = second && frameAt(view, at + first.bytes + second.bytes)
    if (third && third.sampleRate === first.sampleRate && third.mpeg === first.mpeg) return true
  }
  return false
}

function isAdts(view: DataView): boolean {
  let at = 0
  for (let count = 0; count < 3; count++) {
    if (at + 7 > view.byteLength || (view.getUint16(at) & 0xfff6) !== 0xfff0) return false
    const size = ((view.getUint8(at + 3) & 3) << 11) | (view.getUint8(at + 4) << 3) | (view.getUint8(at + 5) >> 5)
    if (size < 7) return false
    at += size
  }
  return true
}

function isText(view: DataView): boolean {
  for (let at = 0; at < Math.min(view.byteLength, 4096); at++) {
    const byte = view.getUint8(at)
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) return false
  }
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(
      new Uint8Array(view.buffer, view.byteOffset, Math.min(view.byteLength, 4096)),
      { stream: true },
    )
    return true
  } catch {
    return false
  }
}
