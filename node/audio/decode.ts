/** Any audio file to planar Float32, with a word about everything in it that is not as it should be. */

import { readAiff } from './aiff.ts'
import { AppError } from './app-error.ts'
import { type OpenFile, openFile } from './byte-source.ts'
import { decodeCompressed, NoDecoder } from './compressed.ts'
import type { DecodedAudio } from './decoded.ts'
import { decodeWithFfmpeg } from './ffmpeg.ts'
import { type CompressedKind, sniff } from './sniff.ts'
import { readWav } from './wav.ts'

export { isAudioFileName, listAudioFiles } from './audio-files.ts'
export type { DecodedAudio } from './decoded.ts'

/** Compressed files are decoded from memory; three hours at the highest common bit rate stay below this. */
const maximumCompressedBytes = 2 ** 31 - 1

/**
 * Reads WAV, RF64, BW64, AIFF, AIFC, MP3, FLAC, Ogg (Vorbis, Opus, FLAC), M4A (AAC, ALAC) and ADTS by content, anything
 * else through ffmpeg if that is installed. Every channel comes as it is in the file, at the file's own sample rate.
 * Throws AppError: FILE_MISSING, FILE_IS_FOLDER, FILE_EMPTY, FILE_UNREADABLE, AUDIO_UNSUPPORTED, AUDIO_DAMAGED,
 * AUDIO_FORMAT, AUDIO_EMPTY or AUDIO_TOO_LONG.
 */
export async function decodeAudioFile(path: string): Promise<DecodedAudio> {
  const file = await openFile(path)
  try {
    const kind = await sniff(file)
    switch (kind.kind) {
      case 'wav':
        return await readWav(file)
      case 'aiff':
        return await readAiff(file)
      case 'text':
        throw unsupported(file.name, 'is a text file, not audio')
      case 'unknown':
        return await throughFfmpeg(file, unsupported(file.name, 'is not an audio file that Uplift recognises'))
      case 'foreign':
        return await throughFfmpeg(
          file,
          unsupported(file.name, `is a ${kind.name} file, which Uplift reads only with ffmpeg`),
        )
      default:
        return await throughPackage(file, kind)
    }
  } finally {
    await file.close()
  }
}

async function throughPackage(file: OpenFile, kind: CompressedKind): Promise<DecodedAudio> {
  if (file.size > maximumCompressedBytes) {
    throw new AppError({
      code: 'AUDIO_TOO_LONG',
      message: `"${file.name}" is larger than 2 GB, the limit for compressed files.`,
      action: 'Export it as WAV, or a shorter part of it.',
    })
  }
  const bytes = await file.read(0, file.size)
  let decoded: DecodedAudio
  try {
    decoded = await decodeCompressed(file.name, kind, bytes)
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    const reason = reasonOf(cause)
    if (cause instanceof NoDecoder) {
      return await throughFfmpeg(file, unsupported(file.name, `is ${reason}, which Uplift reads only with ffmpeg`))
    }
    const audio = await throughFfmpeg(file, damaged(file.name, reason, cause))
    const warning = `The file is damaged (${reason}): ffmpeg decoded ${audio.channels[0]!.length} samples of it`
    return { ...audio, warnings: [warning, ...audio.warnings] }
  }
  // After a damaged spot the FLAC decoder finds no further frame; ffmpeg does.
  const isShort = decoded.codec === 'FLAC' && (decoded.statedFrames ?? 0) > decoded.channels[0]!.length
  if (!isShort) return decoded
  const second = await decodeWithFfmpeg(file.path, file.name)
  if (second.kind !== 'decoded' || second.audio.channels[0]!.length <= decoded.channels[0]!.length) return decoded
  const { sampleRate, channels, warnings } = second.audio
  const recovered = `${decoded.warnings[0]}; ffmpeg recovered ${channels[0]!.length}`
  return { ...decoded, sampleRate, channels, warnings: [recovered, ...warnings] }
}

/** ffmpeg's result; `refusal` is thrown when there is no ffmpeg or it fails too. */
async function throughFfmpeg(file: OpenFile, refusal: AppError): Promise<DecodedAudio> {
  const result = await decodeWithFfmpeg(file.path, file.name)
  if (result.kind === 'decoded') return result.audio
  throw refusal
}

/** What a decoder threw, as the end of a sentence; our own parsers throw RangeError when they read past the end. */
function reasonOf(cause: unknown): string {
  if (cause instanceof RangeError) return 'its tables do not fit its size'
  return (cause instanceof Error ? cause.message : String(cause)).replace(/\.$/, '')
}

const action = 'Export it as WAV, 24 bit, and use that file.'

const unsupported = (name: string, reason: string) =>
  new AppError({ code: 'AUDIO_UNSUPPORTED', message: `"${name}" ${reason}.`, action })

const damaged = (name: string, reason: string, cause: unknown) =>
  new AppError({
    code: 'AUDIO_DAMAGED',
    message: `"${name}" cannot be decoded: ${reason}.`,
    action,
    cause,
  })
