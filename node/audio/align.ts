/** Makes stems comparable: one length, two channels. */
import { type Audio, frameCount } from './audio.ts'

export interface StereoAudio extends Audio {
  readonly channels: readonly [Float32Array, Float32Array]
  /** What was left out, as a sentence for the report; null when nothing was. */
  readonly note: string | null
}

/** The same audio with silence at its end, `frames` long. Throws RangeError when it is longer than that already. */
export function padTo(audio: Audio, frames: number): Audio {
  const present = frameCount(audio)
  if (!Number.isInteger(frames) || frames < present) {
    throw new RangeError(`frames must be an integer of at least ${present}, got ${frames}`)
  }
  if (frames === present) return audio
  const channels = audio.channels.map(channel => {
    const padded = new Float32Array(frames)
    padded.set(channel)
    return padded
  })
  return { sampleRate: audio.sampleRate, channels }
}

/** Mono on both sides (one shared array), stereo as it is, the first two channels of anything wider. */
export function toStereo(audio: Audio): StereoAudio {
  const left = audio.channels[0]
  if (!left) throw new RangeError('audio must have at least one channel, got 0')
  const surplus = audio.channels.length - 2
  const note = surplus > 0 ? `Only the first 2 of ${audio.channels.length} channels are used` : null
  return { sampleRate: audio.sampleRate, channels: [left, audio.channels[1] ?? left], note }
}
