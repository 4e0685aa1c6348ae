/** Short pieces of a track's sections, at the rate that a model listens at. */
import { type Audio, frameCount } from '../../audio/audio.ts'
import { resample } from '../../audio/resample.ts'

export interface ExcerptSettings {
  readonly sampleRate: number
  /** Length of each piece at that rate. */
  readonly samples: number
  readonly perSegment: number
}

type Span = { readonly startSeconds: number; readonly endSeconds: number }

/** For each span, up to `perSegment` mono pieces spread evenly over it; short spans give fewer, short audio none. */
export function excerptsOf(audio: Audio, spans: readonly Span[], settings: ExcerptSettings): readonly Float32Array[][] {
  const { sampleRate, samples, perSegment } = settings
  const length = Math.ceil((samples * audio.sampleRate) / sampleRate) + 1
  const total = frameCount(audio)
  if (total < length) return spans.map(() => [])
  const starts = spans.map(({ startSeconds, endSeconds }) => {
    const [from, to] = [startSeconds * audio.sampleRate, endSeconds * audio.sampleRate]
    const count = Math.max(1, Math.min(perSegment, Math.floor((to - from) / length)))
    return Array.from({ length: count }, (_, i) => {
      const centre = from + ((i + 0.5) / count) * (to - from)
      return Math.round(Math.max(0, Math.min(total - length, centre - length / 2)))
    })
  })
  // All at once: designing the filter takes longer than using it.
  const pieces = resample(
    { sampleRate: audio.sampleRate, channels: starts.flat().map(start => mono(audio, start, length)) },
    sampleRate,
  ).channels
  let next = 0
  return starts.map(each => each.map(() => pieces[next++]!.subarray(0, samples)))
}

function mono({ channels }: Audio, start: number, length: number): Float32Array {
  const out = new Float32Array(length)
  for (const channel of channels) {
    for (let n = 0; n < length; n++) out[n]! += channel[start + n]! / channels.length
  }
  return out
}
