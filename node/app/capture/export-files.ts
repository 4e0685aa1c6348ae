/** The audio files of an exported folder, read to one rate and one length, and what is to be said about them. */
import { basename, extname } from 'node:path'
import { toStereo } from '../../audio/align.ts'
import { AppError } from '../../audio/app-error.ts'
import { type Audio, frameCount } from '../../audio/audio.ts'
import { isAudioFileName, listAudioFiles } from '../../audio/audio-files.ts'
import { decodeAudioFile } from '../../audio/decode.ts'
import { requireMeasurable } from '../../audio/limits.ts'
import { resample } from '../../audio/resample.ts'

export interface ReadFile {
  /** With its extension. */
  readonly name: string
  /** Two channels, at the common rate, of the common length. */
  readonly audio: Audio
  /** Its own length, seconds. */
  readonly seconds: number
  /** It is as long as most others, to a hundredth of a second. */
  readonly isOfUsualLength: boolean
}

export interface ReadFiles {
  readonly files: readonly ReadFile[]
  readonly warnings: readonly string[]
}

/** Files of one export differ by less; more is another export, or another song. */
const sameLengthSeconds = 0.01
/** Below full scale by no more than this, all of them: the export was normalized. */
const normalizedPeak = 0.999
const fewestNormalized = 3

/** A folder's audio files in their order, or the one file named. Throws AppError EXPORT_EMPTY, FILE_MISSING, FILE_UNREADABLE. */
export async function exportedPaths(path: string): Promise<string[]> {
  if (isAudioFileName(basename(path)) && extname(path) !== '') return [path]
  const paths = await listAudioFiles(path)
  if (paths.length > 0) return paths
  throw new AppError({
    code: 'EXPORT_EMPTY',
    message: `"${basename(path)}" holds no audio files.`,
    action: "Use Live's Export Audio with Rendered Track: All Individual Tracks, and drop that folder.",
  })
}

/**
 * Reads what can be read; the rest is named in `warnings`. `isMain`: the file whose rate and length count; without one those
 * of most files do. Throws AppError EXPORT_EMPTY when none can be read, EXPORT_NORMALIZED, AUDIO_TOO_LONG, AUDIO_FORMAT.
 */
export async function readExport(
  paths: readonly string[],
  {
    isMain,
    onFile = () => {},
  }: { readonly isMain: (name: string) => boolean; readonly onFile?: (name: string) => void },
): Promise<ReadFiles> {
  const warnings: string[] = []
  const read: { name: string; audio: Audio }[] = []
  for (const path of paths) {
    const name = basename(path)
    onFile(name)
    try {
      const decoded = await decodeAudioFile(path)
      warnings.push(...decoded.warnings.map(warning => `${name}: ${warning}`))
      const stereo = toStereo(decoded)
      if (stereo.note) warnings.push(`${name}: ${stereo.note}`)
      requireMeasurable(name, stereo)
      read.push({ name, audio: { sampleRate: stereo.sampleRate, channels: stereo.channels } })
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'AUDIO_TOO_LONG') throw error
      warnings.push(`Left out: ${error.message}`)
    }
  }
  if (read.length === 0) {
    throw new AppError({
      code: 'EXPORT_EMPTY',
      message: 'None of the files can be read.',
      action: "Use Live's Export Audio as WAV or AIFF with Rendered Track: All Individual Tracks.",
    })
  }
  refuseNormalized(read, isMain)
  const main = read.find(({ name }) => isMain(name))
  const rate = main?.audio.sampleRate ?? mostCommon(read.map(({ audio }) => audio.sampleRate))
  const atRate = read.map(({ name, audio }) => {
    if (audio.sampleRate === rate) return { name, audio }
    warnings.push(`${name} was resampled from ${audio.sampleRate} to ${rate} Hz.`)
    return { name, audio: resample(audio, rate) }
  })
  const lengths = atRate.map(({ audio }) => frameCount(audio))
  const mainIndex = main ? read.indexOf(main) : -1
  const frames = mainIndex >= 0 ? lengths[mainIndex]! : mostCommon(lengths)
  const files = atRate.map(({ name, audio }, k): ReadFile => {
    const seconds = lengths[k]! / rate
    const isOfUsualLength = Math.abs(lengths[k]! - frames) <= sameLengthSeconds * rate
    if (!isOfUsualLength)
      warnings.push(`${name} lasts ${seconds.toFixed(1)} s, ${(frames / rate).toFixed(1)} s are used.`)
    return { name, audio: fitted(audio, frames), seconds, isOfUsualLength }
  })
  return { files, warnings }
}

/** Levels between files are what the whole is about; Live's Normalize takes them away for good. */
function refuseNormalized(read: readonly { name: string; audio: Audio }[], isMain: (name: string) => boolean): void {
  const peaks = read
    .filter(({ name }) => !isMain(name))
    .map(({ audio }) => Math.max(...audio.channels.map(peakOf)))
    .filter(peak => peak > 0)
  if (peaks.length < fewestNormalized || peaks.some(peak => peak < normalizedPeak || peak > 1.001)) return
  throw new AppError({
    code: 'EXPORT_NORMALIZED',
    message: 'All files peak at full scale: the export was normalized, and the levels of the tracks are lost.',
    action: 'Export again with Normalize switched off.',
  })
}

function peakOf(channel: Float32Array): number {
  let peak = 0
  for (const sample of channel) peak = Math.max(peak, Math.abs(sample))
  return peak
}

function fitted({ sampleRate, channels }: Audio, frames: number): Audio {
  return {
    sampleRate,
    channels: channels.map(channel => {
      if (channel.length === frames) return channel
      const out = new Float32Array(frames)
      out.set(channel.subarray(0, frames))
      return out
    }),
  }
}

/** The greater one of equally common values. */
function mostCommon(values: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort(([valueA, a], [valueB, b]) => b - a || valueB - valueA)[0]![0]
}
