/** What WAV and AIFF have in common once their chunks are read: uncompressed samples at some place in the file. */
import type { ByteSource } from './byte-source.ts'
import { type DecodedAudio, truncationWarning } from './decoded.ts'
import { requireFormat, requireLength } from './limits.ts'
import { bytesPerSample, isFloat, readPcm, type SampleFormat } from './pcm.ts'

export interface PcmFile {
  readonly container: string
  readonly sampleRate: number
  readonly channels: number
  readonly bitDepth: number
  readonly format: SampleFormat
  readonly littleEndian: boolean
  /** First byte of the samples. */
  readonly offset: number
  /** Bytes of audio by the header; null where it leaves that open. */
  readonly bytes: number | null
  /** Frames by the header; null for a recording in progress or a pipe. */
  readonly statedFrames: number | null
}

/** Reads as many of the stated frames as there are. Throws AUDIO_FORMAT, AUDIO_EMPTY or AUDIO_TOO_LONG. */
export async function readPcmFile(source: ByteSource, file: PcmFile): Promise<DecodedAudio> {
  const { container, sampleRate, bitDepth, format, offset, statedFrames } = file
  requireFormat(source.name, file)
  const present = Math.max(0, source.size - offset)
  const whole = Math.floor(Math.min(file.bytes ?? present, present) / (bytesPerSample[format] * file.channels))
  const frames = Math.min(statedFrames ?? whole, whole)
  requireLength(source.name, frames, sampleRate)

  const { channels, warnings } = await readPcm(source, { ...file, frames })
  if (statedFrames === null)
    warnings.unshift('The recording is not finished: its header has no length, so it was read to the end of the file')
  else if (statedFrames > frames) warnings.unshift(truncationWarning(frames, statedFrames, sampleRate))
  return {
    container,
    codec: isFloat(format) ? 'float' : 'PCM',
    bitDepth,
    sampleRate,
    channels,
    statedFrames,
    warnings,
  }
}
