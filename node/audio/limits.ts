/** What this program agrees to read, and the sentences with which it declines the rest. */
import { AppError } from './app-error.ts'
import { type Audio, durationSeconds } from './audio.ts'

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

/** Rates that the measures are defined for: BS.1770's shelf needs 8 kHz, and nothing is sold above 384 kHz. */
const measurableRates = [8000, 400_000] as const
/** In one piece, in memory: 90 minutes of stereo at 44.1 kHz are 1.9 GB. */
const measurableMinutes = 90

/** Throws AUDIO_FORMAT or AUDIO_TOO_LONG for audio that can be read but not measured. */
export function requireMeasurable(name: string, audio: Audio): void {
  const [lowest, highest] = measurableRates
  if (audio.sampleRate < lowest || audio.sampleRate > highest) {
    throw new AppError({
      code: 'AUDIO_FORMAT',
      message: `"${name}" has a sample rate of ${audio.sampleRate} Hz; Uplift measures 8 kHz to 400 kHz.`,
      action: 'Export it at 44.1 or 48 kHz.',
    })
  }
  const minutes = durationSeconds(audio) / 60
  if (minutes > measurableMinutes) {
    throw new AppError({
      code: 'AUDIO_TOO_LONG',
      message: `"${name}" lasts ${Math.round(minutes)} minutes, more than the ${measurableMinutes} that are measured in one piece.`,
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
