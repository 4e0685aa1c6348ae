/** Reader for AIFF and AIFC (Apple, "Audio Interchange File Format", 1.3 and the AIFF-C draft of 1991). */
import { AppError } from './app-error.ts'
import { type ByteSource, fourCharacters as text, viewOf } from './byte-source.ts'
import type { DecodedAudio } from './decoded.ts'
import { exportAsWav } from './limits.ts'
import { bytesPerSample, isFloat, type SampleFormat } from './pcm.ts'
import { readPcmFile } from './pcm-file.ts'

interface Common {
  readonly channels: number
  readonly statedFrames: number
  readonly bitDepth: number
  readonly sampleRate: number
  readonly format: SampleFormat
  readonly littleEndian: boolean
}

const maximumChunks = 1000
const openEndedSize = 0x7fff_f000

/**
 * Integer AIFF of 8 to 32 bit, AIFC with NONE, twos, sowt, raw, in24, in32, fl32 and fl64.
 * Throws AUDIO_UNSUPPORTED (other compressions), AUDIO_DAMAGED (chunks missing), AUDIO_FORMAT, AUDIO_EMPTY, AUDIO_TOO_LONG.
 */
export async function readAiff(source: ByteSource): Promise<DecodedAudio> {
  const { container, common, sound } = await readChunks(source)
  const present = source.size - sound.offset
  // A recording in progress has no counts yet: both fields are 0 although samples follow.
  const isOpen =
    common.statedFrames === 0 && sound.size <= 0 && present >= bytesPerSample[common.format] * common.channels
  return readPcmFile(source, {
    ...common,
    container,
    offset: sound.offset,
    bytes: sound.size <= 0 || sound.size >= openEndedSize ? null : sound.size,
    statedFrames: isOpen ? null : common.statedFrames,
  })
}

async function readChunks(source: ByteSource) {
  const container = text(await viewOf(source, 0, 12), 8)
  let common: Common | null = null
  let sound: { offset: number; size: number } | null = null
  let position = 12
  for (let count = 0; count < maximumChunks && !(common && sound); count++) {
    const header = await viewOf(source, position, 8)
    if (header.byteLength < 8 || !/^[\x20-\x7e]{4}$/.test(text(header, 0))) break
    const size = header.getUint32(4)
    const body = position + 8
    if (text(header, 0) === 'COMM')
      common = parseCommon(source.name, await viewOf(source, body, Math.min(size, 64)), container)
    if (text(header, 0) === 'SSND') {
      // Eight bytes precede the samples: how many more to skip, and a block size nobody uses.
      const start = await viewOf(source, body, 8)
      const skip = start.byteLength === 8 ? start.getUint32(0) : 0
      sound = { offset: body + 8 + skip, size: size - 8 - skip }
    }
    position = body + size + (size % 2)
  }
  if (!common) throw damaged(source.name, 'it has no "COMM" chunk')
  if (!sound) throw damaged(source.name, 'it has no "SSND" chunk')
  return { container, common, sound }
}

function parseCommon(name: string, view: DataView, container: string): Common {
  if (view.byteLength < (container === 'AIFC' ? 22 : 18)) throw damaged(name, 'its "COMM" chunk is too short')
  const bits = view.getInt16(6)
  const compression = container === 'AIFC' ? text(view, 18) : 'NONE'
  const format = sampleFormat(compression, bits)
  if (!format) {
    const what = compression === 'NONE' ? `${bits}-bit samples` : `"${compression.trim()}" compression`
    throw new AppError({
      code: 'AUDIO_UNSUPPORTED',
      message: `"${name}" is an ${container} file with ${what}, which Uplift does not read.`,
      action: exportAsWav,
    })
  }
  return {
    channels: view.getUint16(0),
    statedFrames: view.getUint32(2),
    bitDepth: isFloat(format) ? bytesPerSample[format] * 8 : bits,
    sampleRate: extended(view, 8),
    format,
    littleEndian: compression === 'sowt',
  }
}

function sampleFormat(compression: string, bits: number): SampleFormat | undefined {
  const integers = { 1: 's8', 2: 's16', 3: 's24', 4: 's32' } as const
  switch (compression) {
    case 'NONE':
    case 'twos':
    case 'sowt':
      return integers[Math.ceil(bits / 8) as keyof typeof integers]
    case 'raw ':
      return bits === 8 ? 'u8' : undefined
    case 'in24':
      return 's24'
    case 'in32':
      return 's32'
    case 'fl32':
    case 'FL32':
      return 'f32'
    case 'fl64':
    case 'FL64':
      return 'f64'
    default:
      return undefined
  }
}

/** IEEE 754 80-bit extended: sign and exponent (bias 16383), then a 64-bit mantissa with an explicit leading one. */
function extended(view: DataView, at: number): number {
  const exponent = view.getUint16(at) & 0x7fff
  const mantissa = view.getUint32(at + 2) * 2 ** 32 + view.getUint32(at + 6)
  return (view.getUint16(at) & 0x8000 ? -1 : 1) * mantissa * 2 ** (exponent - 16_383 - 63)
}

const damaged = (name: string, reason: string) =>
  new AppError({
    code: 'AUDIO_DAMAGED',
    message: `"${name}" is not a complete AIFF file: ${reason}.`,
    action: exportAsWav,
  })
