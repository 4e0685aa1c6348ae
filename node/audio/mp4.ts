/** What an MP4 says about its first audio track (ISO/IEC 14496-12): codec, length, and the part of it that is music. */

export interface Mp4Info {
  /** Sample entry: 'mp4a', 'alac', 'ac-3' …; null when no audio track was found. */
  readonly entry: string | null
  /** The index of the file; without it nothing can be decoded. */
  readonly hasIndex: boolean
  /** The sample tables are spread over the file ("moof"), which the decoder does not follow. */
  readonly isFragmented: boolean
  readonly bitDepth: number | null
  /** Ticks per second of the track, usually its sample rate. */
  readonly timescale: number
  /** Presented length in seconds, the encoder's priming and padding taken off; null when not stated (fragmented files). */
  readonly statedSeconds: number | null
  /** The file with its index before the audio, so that it can be decoded in pieces. */
  readonly streamable: Uint8Array
  /** Bytes of `streamable` up to the end of the index: what a decoder must see at once. */
  readonly headBytes: number
}

interface Box {
  readonly type: string
  readonly start: number
  readonly body: number
  readonly end: number
}

export function mp4Info(bytes: Uint8Array): Mp4Info {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const top = [...boxes(view, 0, view.byteLength)]
  const moov = top.find(box => box.type === 'moov')
  const mdat = top.find(box => box.type === 'mdat')
  const isFragmented = top.some(box => box.type === 'moof')
  const nothing = {
    entry: null,
    isFragmented,
    bitDepth: null,
    timescale: 0,
    statedSeconds: null,
    streamable: bytes,
    headBytes: bytes.length,
  }
  if (!moov || moov.end > view.byteLength) return { ...nothing, hasIndex: false }
  const isBehind = mdat !== undefined && mdat.start < moov.start
  const streamable = isBehind ? indexInFront(bytes, mdat, moov) : bytes
  const headBytes = isBehind ? mdat.start + moov.end - moov.start : moov.end
  const child = (box: Box | undefined, type: string) =>
    box && [...boxes(view, box.body, box.end)].find(candidate => candidate.type === type)
  const movieTimescale = timescaleOf(view, child(moov, 'mvhd'))
  for (const trak of boxes(view, moov.body, moov.end)) {
    if (trak.type !== 'trak') continue
    const mdia = child(trak, 'mdia')
    const stbl = child(child(mdia, 'minf'), 'stbl')
    const handler = child(mdia, 'hdlr')
    const stsd = child(stbl, 'stsd')
    if (!handler || !stsd || type(view, handler.body + 8) !== 'soun' || stsd.body + 36 > stsd.end) continue
    const entry = type(view, stsd.body + 12)
    const timescale = timescaleOf(view, child(mdia, 'mdhd'))
    const ticks = ticksOf(view, child(stbl, 'stts'))
    const edits = mediaEdits(view, child(child(trak, 'edts'), 'elst'))
    const itunes = itunesLength(bytes, moov)
    const statedSeconds =
      timescale === 0 || ticks === 0
        ? null
        : edits.length === 1
          ? editSeconds(edits[0]!, { ticks, timescale, movieTimescale })
          : edits.length === 0 && itunes !== null
            ? itunes / timescale
            : ticks / timescale
    const bitDepth = entry === 'alac' ? view.getUint16(stsd.body + 8 + 26) : null
    return { entry, hasIndex: true, isFragmented, bitDepth, timescale, statedSeconds, streamable, headBytes }
  }
  return { ...nothing, hasIndex: true }
}

/** Moves the index from behind the audio to before it, and with it the file offsets it holds (stco, co64). */
function indexInFront(bytes: Uint8Array, mdat: Box, moov: Box): Uint8Array {
  const index = new Uint8Array(bytes.subarray(moov.start, moov.end)) // a copy also of a Buffer, unlike slice
  const view = new DataView(index.buffer)
  const shift = index.length
  const shiftOffsets = (from: number, to: number) => {
    for (const box of boxes(view, from, to)) {
      if (['trak', 'mdia', 'minf', 'stbl'].includes(box.type)) shiftOffsets(box.body, box.end)
      const width = box.type === 'stco' ? 4 : box.type === 'co64' ? 8 : 0
      if (width === 0) continue
      const count = view.getUint32(box.body + 4)
      for (let i = 0, at = box.body + 8; i < count && at + width <= box.end; i++, at += width) {
        if (width === 4) view.setUint32(at, view.getUint32(at) + shift)
        else view.setBigUint64(at, view.getBigUint64(at) + BigInt(shift))
      }
    }
  }
  shiftOffsets(moov.body - moov.start, shift)
  const out = new Uint8Array(bytes.length)
  out.set(bytes.subarray(0, mdat.start))
  out.set(index, mdat.start)
  out.set(bytes.subarray(mdat.start, moov.start), mdat.start + shift)
  out.set(bytes.subarray(moov.end), moov.end)
  return out
}

function* boxes(view: DataView, from: number, to: number): Generator<Box> {
  let start = from
  while (start + 8 <= to) {
    const short = view.getUint32(start)
    const isLong = short === 1 && start + 16 <= to
    const size = isLong ? Number(view.getBigUint64(start + 8)) : short === 0 ? to - start : short
    if (size < 8) return
    yield { type: type(view, start + 4), start, body: start + (isLong ? 16 : 8), end: start + size }
    start += size
  }
}

const type = (view: DataView, at: number) =>
  at + 4 > view.byteLength
    ? ''
    : String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3))

/** mvhd and mdhd begin alike: version, flags, two dates of 4 or 8 bytes, timescale. */
function timescaleOf(view: DataView, box: Box | undefined): number {
  if (!box) return 0
  const at = box.body + (view.getUint8(box.body) === 1 ? 20 : 12)
  return at + 4 <= box.end ? view.getUint32(at) : 0
}

/** Length of the coded media in ticks of the track; 0 in a fragmented file. */
function ticksOf(view: DataView, stts: Box | undefined): number {
  if (!stts) return 0
  let ticks = 0
  const count = view.getUint32(stts.body + 4)
  for (let i = 0, at = stts.body + 8; i < count && at + 8 <= stts.end; i++, at += 8) {
    ticks += view.getUint32(at) * view.getUint32(at + 4)
  }
  return ticks
}

interface Edit {
  /** In ticks of the movie. */
  readonly duration: number
  /** In ticks of the track. */
  readonly mediaTime: number
}

/** Edits that play something; an edit with a media time of −1 is a pause. */
function mediaEdits(view: DataView, elst: Box | undefined): Edit[] {
  if (!elst) return []
  const isLong = view.getUint8(elst.body) === 1
  const width = isLong ? 20 : 12
  const count = view.getUint32(elst.body + 4)
  const edits: Edit[] = []
  for (let i = 0, at = elst.body + 8; i < count && at + width <= elst.end; i++, at += width) {
    const duration = isLong ? Number(view.getBigUint64(at)) : view.getUint32(at)
    const mediaTime = isLong ? Number(view.getBigInt64(at + 8)) : view.getInt32(at + 4)
    if (mediaTime >= 0) edits.push({ duration, mediaTime })
  }
  return edits
}

/** An edit's length is in the movie's coarse ticks (often 1 ms, rounded down); the media's own length is exact. */
function editSeconds(edit: Edit, times: { ticks: number; timescale: number; movieTimescale: number }): number {
  const media = Math.max(0, times.ticks - edit.mediaTime) / times.timescale
  if (edit.duration === 0 || times.movieTimescale === 0) return media
  return Math.min(media, (edit.duration + 1) / times.movieTimescale)
}

/** iTunes states the length in samples as the fourth hexadecimal field of its "iTunSMPB" tag. */
function itunesLength(bytes: Uint8Array, moov: Box): number | null {
  const index = Buffer.from(bytes.buffer, bytes.byteOffset + moov.body, moov.end - moov.body)
  const at = index.indexOf('iTunSMPB')
  if (at < 0) return null
  const fields = index
    .toString('latin1', at, at + 160)
    .match(/data.{8}\s*([0-9A-Fa-f ]+)/s)?.[1]
    ?.trim()
    .split(' ')
  const length = Number.parseInt(fields?.[3] ?? '', 16)
  return Number.isFinite(length) && length > 0 ? length : null
}
