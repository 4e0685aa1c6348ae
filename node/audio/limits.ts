/** What this program agrees to read, and the sentences with which it declines the rest. */
import { AppError } from './app-error.ts'

const maximumSampleRate = 768_000
const maximumChannels = 64
/** A DJ set fits; a mistyped header or a day of room recording does not. */
const maximumSeconds = 3 * 3600

export const exportAsWav = 'Export it as WAV and use that file.'

/** Throws AUDIO_FORMAT unless the rate (Hz) and the channel count are ones we read. */
export function requireFormat(name: string, format: { sampleRate: number; channels: number }): void {
  const { sampleRate, channels } = format
  const refuse = (reason: string) => {
    throw new AppError({ code: 'AUDIO_FORMAT', message: `"${name}" ${reason}.`, action: exportAsWav })
  }
  if (!(sampleRate > 0)) refuse('states a sample rate of 0 Hz')
  if (!(sampleRate <= maximumSampleRate)) refuse(`states a sample rate of ${sampleRate} Hz, more than 768 kHz`)
  if (channels < 1) refuse('states 0 channels')
  if (channels > maximumChannels) refuse(`has ${channels} channels, more than ${maximumChannels}`)
}

/** Throws AUDIO_EMPTY for no frames at all, AUDIO_TOO_LONG beyond three hours. */
export function requireLength(name: string, frames: number, sampleRate: number): void {
  if (frames < 1) {
    throw new AppError({
      code: 'AUDIO_EMPTY',
      message: `"${name}" contains no audio.`,
      action: 'Export it again, or choose another file.',
    })
  }
  if (frames / sampleRate > maximumSeconds) {
    throw new AppError({
      code: 'AUDIO_TOO_LONG',
      message: `"${name}" lasts ${(frames / sampleRate / 3600).toFixed(1)} hours, more than the limit of 3 hours.`,
      action: 'Export a shorter part of it.',
    })
  }
}

/** Zeroed channels; throws AUDIO_TOO_LONG when the machine has not that much memory. */
export function allocateChannels(name: string, channels: number, frames: number): Float32Array[] {
  try {
    return Array.from({ length: channels }, () => new Float32Array(frames))
  } catch (cause) {
    throw new AppError({
      code: 'AUDIO_TOO_LONG',
      message: `"${name}" needs ${((channels * frames * 4) / 2 ** 30).toFixed(1)} GB of memory, more than is free.`,
      action: 'Export a shorter part of it, or fewer channels.',
      cause,
    })
  }
}
