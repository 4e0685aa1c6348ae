/** MP3, FLAC, Ogg and MP4: decoded by a package, then held against what the container states. */
import { AppError } from './app-error.ts'
import type { DecodedAudio } from './decoded.ts'
import { restoreIntegers, type StreamInfo, streamInfo } from './flac.ts'
import { exportAsWav, requireFormat, requireLength } from './limits.ts'
import { statedLength } from './mp3.ts'
import { mp4Info } from './mp4.ts'
import { oggInfo } from './ogg.ts'
import { type Codec, decodeWithPackage, silenceBursts } from './package-decoder.ts'
import type { CompressedKind } from './sniff.ts'

/** A file as described by its headers, before decoding. */
interface Description {
  readonly container: string
  readonly codec: Codec
  readonly bytes: Uint8Array
  readonly firstPiece?: number
  readonly bitDepth: number | null
  /** By the container, at the decoded rate. */
  readonly statedFrames: (sampleRate: number) => number | null
  /** Frames that a sound file may lack without being called short. */
  readonly tolerance: (sampleRate: number) => number
  readonly flac: StreamInfo | null
  readonly warnings: readonly string[]
}

/** A sound file in a format that no package here decodes; the message is the format. */
export class NoDecoder extends Error {}

/**
 * Decodes a whole file in memory. Warns of "decoded N of M samples", a wrong FLAC checksum, damaged Ogg pages and
 * silenced bursts. Throws AppError for files we decline, NoDecoder for
 * formats without a package; any other Error means that the decoder could not cope with damage.
 */
export async function decodeCompressed(name: string, kind: CompressedKind, file: Uint8Array): Promise<DecodedAudio> {
  const description = describe(name, kind, file)
  const { container, codec, bitDepth } = description
  const { sampleRate, channels } = await decodeWithPackage(name, codec, description)
  const frames = channels[0]!.length
  const warnings = [...description.warnings]
  const statedFrames = description.statedFrames(sampleRate)
  const isShort = statedFrames !== null && statedFrames - frames > description.tolerance(sampleRate)
  if (isShort) warnings.unshift(shortWarning(frames, statedFrames, sampleRate))
  if (description.flac) {
    const md5 = await restoreIntegers(channels, description.flac.bitDepth)
    const isWrong = md5 !== null && description.flac.md5 !== null && md5 !== description.flac.md5
    if (isWrong && !isShort) warnings.push('The FLAC checksum does not match: some samples are wrong')
  } else if (codec !== 'ALAC') {
    const bursts = silenceBursts(channels)
    if (bursts) warnings.push(`${bursts} samples were beyond ±8 (a sign of damage) and are silenced`)
  }
  return { container, codec, bitDepth, sampleRate, channels, statedFrames, warnings }
}

export const shortWarning = (frames: number, statedFrames: number, sampleRate: number) =>
  `Decoded ${frames} of ${statedFrames} samples (${(frames / sampleRate).toFixed(1)} of ${(statedFrames / sampleRate).toFixed(1)} s): the file is cut off or damaged`

function describe(name: string, kind: CompressedKind, file: Uint8Array): Description {
  const bytes = file.subarray(kind.start)
  const plain = { bytes, bitDepth: null, flac: null, warnings: [], tolerance: () => 0, statedFrames: () => null }
  switch (kind.kind) {
    case 'mp3': {
      const length = statedLength(bytes)
      const statedFrames = () => length?.statedFrames ?? null
      return { ...plain, container: 'MP3', codec: 'MP3', statedFrames, tolerance: () => length?.tolerance ?? 0 }
    }
    case 'adts':
      return { ...plain, container: 'ADTS', codec: 'AAC' }
    case 'flac':
      return { ...plain, container: 'FLAC', ...describeFlac(name, streamInfo(bytes)) }
    case 'ogg':
      return describeOgg(name, bytes)
    case 'mp4':
      return describeMp4(name, bytes)
  }
}

function describeFlac(name: string, info: StreamInfo | null) {
  if (!info) throw cutOff(name, 'its header is incomplete')
  requireFormat(name, info)
  if (info.statedFrames) requireLength(name, info.statedFrames, info.sampleRate)
  return { codec: 'FLAC' as const, bitDepth: info.bitDepth, flac: info, statedFrames: () => info.statedFrames }
}

function describeOgg(name: string, bytes: Uint8Array): Description {
  const info = oggInfo(bytes)
  if (!info.codec) {
    throw info.pages ? new NoDecoder('Ogg without Vorbis, Opus or FLAC') : cutOff(name, 'no page of it is whole')
  }
  const warnings: string[] = []
  if (info.damagedPages) warnings.push(`${info.damagedPages} of ${info.pages} Ogg pages are damaged`)
  if (!info.isComplete) warnings.push('Truncated: the Ogg stream has no last page, its full length is not known')
  // The decoders trim the end of the last stream only.
  if (info.links > 1)
    warnings.push(`${info.links} streams follow each other in the file; the joins may be some samples off`)
  const statedFrames = () => info.statedFrames
  const common = { container: 'Ogg', bytes, warnings, tolerance: () => 0, statedFrames }
  if (info.codec !== 'FLAC') return { ...common, codec: info.codec, bitDepth: null, flac: null }
  // Nine bytes of mapping precede the marker "fLaC" (RFC 9639, section 10.1).
  const flac = describeFlac(name, streamInfo(info.firstPacket, 9))
  return { ...common, ...flac, statedFrames: () => flac.statedFrames() ?? info.statedFrames }
}

function describeMp4(name: string, bytes: Uint8Array): Description {
  const info = mp4Info(bytes)
  if (!info.hasIndex) throw cutOff(name, 'its index (moov) is missing')
  if (info.entry !== 'mp4a' && info.entry !== 'alac') {
    throw new NoDecoder(info.entry ? `MP4 with "${info.entry.trim()}" audio` : 'MP4 without an audio track')
  }
  const { statedSeconds } = info
  if (info.isFragmented) throw new NoDecoder('fragmented MP4')
  if (statedSeconds !== null) requireLength(name, Math.max(1, statedSeconds * info.timescale), info.timescale)
  return {
    container: 'MP4',
    codec: info.entry === 'alac' ? 'ALAC' : 'AAC',
    bytes: info.streamable,
    firstPiece: info.headBytes,
    bitDepth: info.bitDepth,
    flac: null,
    warnings: [],
    statedFrames: sampleRate => (statedSeconds === null ? null : Math.round(statedSeconds * sampleRate)),
    // The decoder withholds its first block of 1024, and lengths may be rounded to the millisecond.
    tolerance: sampleRate => Math.round((1024 * sampleRate) / info.timescale + sampleRate / 1000),
  }
}

const cutOff = (name: string, reason: string) =>
  new AppError({ code: 'AUDIO_DAMAGED', message: `"${name}" is cut off or damaged: ${reason}.`, action: exportAsWav })
