import type { Audio } from './audio.ts'

/** Audio as it came out of a file, with what the file said about itself. */
export interface DecodedAudio extends Audio {
  /** 'WAV', 'RF64', 'BW64', 'AIFF', 'AIFC', 'MP3', 'FLAC', 'Ogg', 'MP4', 'ADTS'; 'ffmpeg' when ffmpeg did the reading. */
  readonly container: string
  /** 'PCM', 'float', 'MP3', 'FLAC', 'Vorbis', 'Opus', 'AAC', 'ALAC', or ffmpeg's own name. */
  readonly codec: string
  /** Bits per sample of the source; null for lossy codecs. */
  readonly bitDepth: number | null
  /** Frames the file claims to hold; null where it does not say. */
  readonly statedFrames: number | null
  /** Sentences about anything that was not as it should be; empty for a sound file. */
  readonly warnings: readonly string[]
}

/** "Truncated: 3.2 of 10.0 s", the one wording for every container that states more than it holds. */
export const truncationWarning = (frames: number, statedFrames: number, sampleRate: number) =>
  `Truncated: ${(frames / sampleRate).toFixed(1)} of ${(statedFrames / sampleRate).toFixed(1)} s`
