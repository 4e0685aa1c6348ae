/** What an Ogg file says about itself (RFC 3533): codec, last granule position, and a checksum in every page. */

export interface OggInfo {
  readonly codec: 'Vorbis' | 'Opus' | 'FLAC' | null
  /** The first packet of the audio stream. */
  readonly firstPacket: Uint8Array
  /** Frames by the granule positions, Opus without its pre-skip and at 48 kHz; null when no page states one. */
  readonly statedFrames: number | null
  /** Streams of this codec that follow each other (a recorded web radio has one per title). */
  readonly links: number
  /** The last page says that it is the last one; otherwise the file is cut off. */
  readonly isComplete: boolean
  readonly pages: number
  /** Pages whose checksum is wrong. */
  readonly damagedPages: number
}

interface Page {
  readonly at: number
  readonly end: number
  readonly body: number
  readonly flags: number
  readonly granule: bigint
  readonly serial: number
  readonly isIntact: boolean
}

export function oggInfo(bytes: Uint8Array): OggInfo {
  let codec: OggInfo['codec'] = null
  let firstPacket = new Uint8Array()
  let statedFrames: number | null = null
  let serial: number | null = null
  let preSkip = 0
  let earlier = 0 // frames of the streams before this one, in a chained file
  let links = 0
  let isComplete = false
  let pages = 0
  let damagedPages = 0
  for (const page of oggPages(bytes)) {
    pages++
    if (!page.isIntact) damagedPages++
    const starts = (page.flags & 2) !== 0
    const packet = bytes.subarray(page.body, page.end)
    const packetCodec = starts ? codecOf(packet) : null
    if (packetCodec && (codec === null || (packetCodec === codec && isComplete))) {
      earlier = statedFrames ?? 0
      if (codec === null) firstPacket = packet.slice()
      codec = packetCodec
      links++
      serial = page.serial
      preSkip = codec === 'Opus' && packet.length >= 12 ? packet[10]! + packet[11]! * 256 : 0
      isComplete = false
    }
    if (page.serial !== serial) continue
    // −1 means that no packet ends on the page.
    if (page.isIntact && page.granule > 0n) statedFrames = earlier + Math.max(0, Number(page.granule) - preSkip)
    if (page.flags & 4) isComplete = true
  }
  return { codec, firstPacket, statedFrames, links, isComplete, pages, damagedPages }
}

function codecOf(packet: Uint8Array): OggInfo['codec'] {
  const text = String.fromCharCode(...packet.subarray(0, 8))
  if (text.startsWith('\x01vorbis')) return 'Vorbis'
  if (text === 'OpusHead') return 'Opus'
  return text.startsWith('\x7fFLAC') ? 'FLAC' : null
}

function* oggPages(bytes: Uint8Array): Generator<Page> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  while (at + 27 <= bytes.length) {
    if (view.getUint32(at) !== 0x4f676753) {
      at++ // lost the beat after damage: search for the next "OggS"
      continue
    }
    const body = at + 27 + view.getUint8(at + 26)
    if (body > bytes.length) return
    let end = body
    for (let segment = at + 27; segment < body; segment++) end += bytes[segment]!
    if (end > bytes.length) {
      at += 4 // cut off, or a damaged length; whole pages may follow the latter
      continue
    }
    const isIntact = checksum(bytes, at, end) === view.getUint32(at + 22, true)
    const page = { at, end, body, isIntact, flags: view.getUint8(at + 5) }
    yield { ...page, granule: view.getBigInt64(at + 6, true), serial: view.getUint32(at + 14, true) }
    at = isIntact ? end : Math.min(end, nextCapture(bytes, at + 4, end))
  }
}

/** In a page with a wrong checksum the length may be wrong too: go on at an "OggS" inside it, if there is one. */
function nextCapture(bytes: Uint8Array, from: number, end: number): number {
  for (let at = from; at + 4 <= end; at++) {
    if (bytes[at] === 0x4f && bytes[at + 1] === 0x67 && bytes[at + 2] === 0x67 && bytes[at + 3] === 0x53) return at
  }
  return end
}

/** CRC-32 with polynomial 0x04c11db7, not reflected, start and final value 0 (RFC 3533, section 6). */
const crcTable = Uint32Array.from({ length: 256 }, (_, index) => {
  let crc = index << 24
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000_0000 ? (crc << 1) ^ 0x04c1_1db7 : crc << 1
  return crc >>> 0
})

/** The four bytes of the checksum itself count as 0. */
function checksum(bytes: Uint8Array, at: number, end: number): number {
  let crc = 0
  for (let i = at; i < end; i++) {
    const byte = i >= at + 22 && i < at + 26 ? 0 : bytes[i]!
    crc = (crc << 8) ^ crcTable[(crc >>> 24) ^ byte]!
  }
  return crc >>> 0
}
