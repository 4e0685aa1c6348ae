/** Before and after (and a reference) as a listener compares them: the same bars, equal length, equal loudness. */
import { type Audio, frameCount, stereoOf } from '../../audio/audio.ts'
import { resample } from '../../audio/resample.ts'
import { measureLoudness, type TimeRange } from '../../features/loudness.ts'
import { levelMatched } from './level-match.ts'
import { type PreviewInput, type Rendered, renderPreview } from './render.ts'

export interface Heard {
  readonly audio: Audio
  /** Integrated loudness of the excerpt as it was, LUFS; null: silence. */
  readonly loudness: number | null
  /** What it was turned down by to match, dB, 0 or below. */
  readonly attenuation: number
}

export interface PreviewPair extends Pick<Rendered, 'approximate' | 'notes' | 'leftOut'> {
  readonly before: Heard
  readonly after: Heard
  readonly reference: Heard | null
  /** What is still left between after and before, LU; null where one is silent. */
  readonly levelDifference: number | null
}

export interface PairInput extends PreviewInput {
  readonly range: TimeRange
  /** A whole song, of which the loudest stretch is taken, or anything shorter. */
  readonly reference?: Audio
}

/** Throws RangeError for a range outside the take. */
export function previewPair({ reference, ...input }: PairInput): PreviewPair {
  const { before, after, approximate, notes, leftOut } = renderPreview(input)
  const excerpts = [before, after, ...(reference ? [loudestStretch(reference, before)] : [])].map(faded)
  const { audios, loudness, attenuation } = levelMatched(excerpts)
  const heard = audios.map((audio, i) => ({ audio, loudness: loudness[i]!, attenuation: attenuation[i]! }))
  const [first, second] = audios.slice(0, 2).map(audio => measureLoudness(audio).integrated)
  return {
    before: heard[0]!,
    after: heard[1]!,
    reference: heard[2] ?? null,
    levelDifference: typeof first === 'number' && typeof second === 'number' ? second - first : null,
    approximate,
    notes,
    leftOut,
  }
}

const fadeSeconds = 0.005

/** A raised-cosine fade at both ends, as a copy: what was recorded is never written to. */
function faded(audio: Audio): Audio {
  const frames = frameCount(audio)
  const fade = Math.min(Math.floor(frames / 2), Math.round(fadeSeconds * audio.sampleRate))
  return {
    ...audio,
    channels: stereoOf(audio).map(channel => {
      const out = channel.slice()
      for (let n = 0; n < fade; n++) {
        const gain = 0.5 - 0.5 * Math.cos((Math.PI * n) / fade)
        out[n] = gain * out[n]!
        out[frames - 1 - n] = gain * out[frames - 1 - n]!
      }
      return out
    }),
  }
}

/** As long as `like` and at its rate: where the song is loudest, or all of it and silence when it is shorter. */
function loudestStretch(song: Audio, like: Audio): Audio {
  const audio = resample(song, like.sampleRate)
  const frames = frameCount(like)
  const start = loudestStart(audio, frames)
  return {
    sampleRate: like.sampleRate,
    channels: stereoOf(audio).map(channel => {
      const out = new Float32Array(frames)
      out.set(channel.subarray(start, start + frames))
      return out
    }),
  }
}

/** Of the momentary loudness' blocks, a tenth of a second apart. */
function loudestStart(audio: Audio, frames: number): number {
  const { blocks } = measureLoudness(audio)
  const blockFrames = audio.sampleRate / 10
  const width = Math.floor(frames / blockFrames)
  let sum = 0
  let best = 0
  let start = 0
  for (const [i, power] of blocks.entries()) {
    sum += power - (blocks[i - width] ?? 0)
    if (i >= width - 1 && sum > best) {
      best = sum
      start = i - width + 1
    }
  }
  return Math.min(Math.round(start * blockFrames), Math.max(0, frameCount(audio) - frames))
}
