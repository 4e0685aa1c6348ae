/** One file of a recorded pass: left, right and the song position, read and placed in the song. */
import { AppError } from '../../audio/app-error.ts'
import type { Audio } from '../../audio/audio.ts'
import { decodeAudioFile } from '../../audio/decode.ts'
import type { BeatRange } from './choose-range.ts'
import { type SongPosition, sampleAt, songPosition } from './song-position.ts'

export interface PlacedFile {
  readonly sampleRate: number
  /** Left and right. */
  readonly channels: readonly [Float32Array, Float32Array]
  readonly position: SongPosition
  /** Song position when its recorder was told to start. */
  readonly startedAt: number
}

export type FileFault = 'not-recorded' | 'unreadable' | 'unplaced' | 'incomplete'

/** More is no straight line: the tempo moved. 16-bit files scatter by 0.3. */
const mostScatterSamples = 1
/** The even stretch is found in steps of 128 samples; its end is known to one. */
const slackSamples = 128

/** An unfinished header is read to the end of the file. `onRemark` hears sentences about the file. */
export async function readPlacedFile(
  path: string,
  { startedAt, tempo, range }: { readonly startedAt: number; readonly tempo: number; readonly range: BeatRange },
  onRemark: (sentence: string) => void,
): Promise<PlacedFile | FileFault> {
  try {
    const { sampleRate, channels, warnings } = await decodeAudioFile(path)
    for (const warning of warnings) onRemark(warning)
    const [left, right, phase] = channels
    if (!left || !right || !phase) return 'unplaced'
    const position = songPosition(phase, { sampleRate, tempo, startedAt })
    if (!position || position.scatterSamples > mostScatterSamples) return 'unplaced'
    const isWhole =
      sampleAt(position, range.fromBeats) >= position.fromSample - slackSamples &&
      sampleAt(position, range.toBeats) <= Math.min(position.toSample + slackSamples, left.length)
    return isWhole ? { sampleRate, channels: [left, right], position, startedAt } : 'incomplete'
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause
    onRemark(cause.message)
    return 'unreadable'
  }
}

type Samples = Pick<PlacedFile, 'sampleRate' | 'channels'>

/** The file's own samples, not to be written into. null: it does not reach that far. */
export function viewOf({ sampleRate, channels }: Samples, start: number, frames: number): Audio | null {
  if (start < 0 || start + frames > channels[0].length) return null
  return { sampleRate, channels: channels.map(channel => channel.subarray(start, start + frames)) }
}

/** A copy, so that the rest of the file can be let go. */
export function copyOf(file: Samples, start: number, frames: number): Audio | null {
  const view = viewOf(file, start, frames)
  return view && { ...view, channels: view.channels.map(channel => channel.slice()) }
}
