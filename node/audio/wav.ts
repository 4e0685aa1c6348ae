/** Reader for RIFF, RF64 and BW64 WAV (EBU Tech 3306, ITU-R BS.2088), written because no npm reader gets all variants right. */
import { AppError } from './app-error.ts'
import { type ByteSource, fourCharacters as text, viewOf } from './byte-source.ts'
import type { DecodedAudio } from './decoded.ts'
import { exportAsWav } from './limits.ts'
import { bytesPerSample, type SampleFormat } from './pcm.ts'
import { readPcmFile } from './pcm-file.ts'

interface Format {
  readonly channels: number
  readonly sampleRate: number
  readonly bitDepth: number
  readonly format: SampleFormat
}

interface Chunks {
  readonly container: string
  readonly format: Format
  readonly dataOffset: number
  /** Bytes of audio by the header; null where the header leaves it open (a recording in progress, a pipe). */
  readonly dataSize: number | null
}

const unknownSize = 0xffff_ffff
/** Writers to a pipe put "as much as can be" here, each a little differently (sox 0x7ffff000, ffmpeg 0xffffffff). */
const openEndedSize = 0x7fff_f000
/** More chunks than any real file has; keeps a file of zero-sized chunks from being walked byte by byte. */
const maximumChunks = 1000

const formatNames: Readonly<Record<number, string>> = {
  2: 'MS ADPCM',
  6: 'A-law',
  7: 'µ-law',
  17: 'IMA ADPCM',
  49: 'GSM',
  80: 'MPEG',
  85: 'MP3',
}

/**
 * Integer WAV of 8 to 32 bit and float WAV of 32 and 64 bit, any channel count and chunk order.
 * Throws AUDIO_UNSUPPORTED (compressed WAV), AUDIO_DAMAGED (chunks missing), AUDIO_FORMAT, AUDIO_EMPTY, AUDIO_TOO_LONG.
 */
export async function readWav(source: ByteSource): Promise<DecodedAudio> {
  const { container, format, dataOffset, dataSize } = await readChunks(source)
  const frameBytes = bytesPerSample[format.format] * format.channels
  return readPcmFile(source, {
    ...format,
    container,
    littleEndian: true,
    offset: dataOffset,
    bytes: dataSize,
    statedFrames: dataSize === null ? null : Math.floor(dataSize / frameBytes),
  })
}

async function readChunks(source: ByteSource): Promise<Chunks> {
  const head = await viewOf(source, 0, 12)
  const riff = text(head, 0)
  let sizeOf64: number | null = null
  let format: Format | null = null
  let data: { offset: number; size: number } | null = null
  let position = 12
  for (let count = 0; count < maximumChunks; count++) {
    const header = await viewOf(source, position, 8)
    if (header.byteLength < 8 || !isChunkName(header)) break
    const name = text(header, 0)
    const size = header.getUint32(4, true)
    const body = position + 8
    if (name === 'ds64') sizeOf64 = await dataSizeOf64(source, body)
    else if (name === 'fmt ') format = parseFormat(source.name, await viewOf(source, body, Math.min(size, 64)))
    else if (name === 'data') {
      data = { offset: body, size }
      // After the audio only metadata follows, and with an open size there is no telling where.
      if (format) break
    }
    const skip = name === 'data' && size === unknownSize && sizeOf64 ? sizeOf64 : size
    position = await nextChunk(source, body + skip)
  }
  if (!format) throw damaged(source.name, 'it has no "fmt " chunk')
  if (!data) throw damaged(source.name, 'it has no "data" chunk')
  const container = riff === 'RIFF' ? 'WAV' : riff
  return { container, format, dataOffset: data.offset, dataSize: await dataSize(source, data, riff, sizeOf64) }
}

async function dataSize(
  source: ByteSource,
  data: { offset: number; size: number },
  riff: string,
  sizeOf64: number | null,
): Promise<number | null> {
  if (riff !== 'RIFF' && data.size === unknownSize) return sizeOf64 || null
  if (data.size === 0) {
    const next = await viewOf(source, data.offset, 4)
    const isReallyEmpty = next.byteLength < 4 || knownChunks.has(text(next, 0))
    return isReallyEmpty ? 0 : null
  }
  return data.size >= openEndedSize && data.offset + data.size > source.size ? null : data.size
}

/** A 64-bit data size is the second field of ds64; null when the chunk is cut off. */
async function dataSizeOf64(source: ByteSource, body: number): Promise<number | null> {
  const view = await viewOf(source, body, 16)
  return view.byteLength < 16 ? null : Number(view.getBigUint64(8, true))
}

const knownChunks = new Set([
  'fmt ',
  'data',
  'LIST',
  'fact',
  'bext',
  'JUNK',
  'junk',
  'cue ',
  'smpl',
  'iXML',
  'ds64',
  'id3 ',
  'PAD ',
  'acid',
  'inst',
])

/** Chunks are padded to an even length, but some writers forget the padding byte: believe a known name at the odd place. */
async function nextChunk(source: ByteSource, end: number): Promise<number> {
  if (end % 2 === 0) return end
  const view = await viewOf(source, end, 4)
  return view.byteLength === 4 && knownChunks.has(text(view, 0)) ? end : end + 1
}

function parseFormat(name: string, view: DataView): Format {
  if (view.byteLength < 16) throw damaged(name, 'its "fmt " chunk is too short')
  const extensible = view.getUint16(0, true) === 0xfffe && view.byteLength >= 40
  const tag = extensible ? view.getUint16(24, true) : view.getUint16(0, true)
  const channels = view.getUint16(2, true)
  const sampleRate = view.getUint32(4, true)
  const blockAlign = view.getUint16(12, true)
  const bits = view.getUint16(14, true)
  if (tag !== 1 && tag !== 3) throw unsupported(name, formatNames[tag] ?? `format 0x${tag.toString(16)}`)

  // 24 bits may travel in 4 bytes: the container decides the scale, since samples are left-justified in it.
  const container = blockAlign / channels
  const bytes = Number.isInteger(container) && container * 8 >= bits && container <= 8 ? container : Math.ceil(bits / 8)
  const sample: SampleFormat | undefined =
    tag === 3 ? ({ 4: 'f32', 8: 'f64' } as const)[bytes] : ({ 1: 'u8', 2: 's16', 3: 's24', 4: 's32' } as const)[bytes]
  if (!sample) throw unsupported(name, `${bits}-bit ${tag === 3 ? 'float' : 'integer'} samples`)
  const validBits = extensible ? view.getUint16(18, true) : 0
  return { channels, sampleRate, bitDepth: validBits > 0 && validBits <= bits ? validBits : bits, format: sample }
}

const isChunkName = (view: DataView) => /^[\x20-\x7e]{4}$/.test(text(view, 0))

const unsupported = (name: string, what: string) =>
  new AppError({
    code: 'AUDIO_UNSUPPORTED',
    message: `"${name}" is a WAV file with ${what}, which Uplift does not read.`,
    action: 'Export it as WAV with 16, 24 or 32 bit.',
  })

const damaged = (name: string, reason: string) =>
  new AppError({
    code: 'AUDIO_DAMAGED',
    message: `"${name}" is not a complete WAV file: ${reason}.`,
    action: exportAsWav,
  })
