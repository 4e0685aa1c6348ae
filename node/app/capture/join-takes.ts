/** Takes of several ranges as one: what the drop and the breakdown have to say goes into one analysis. */
import { type Audio, frameCount } from '../../audio/audio.ts'
import type { Section } from '../../features/analysis.ts'
import type { SectionType } from '../../features/catalogue.ts'
import type { Take } from '../../live/session.ts'
import type { TrackPath } from '../../live/set.ts'

export interface TakePart {
  readonly take: Take
  /** null: it is not known what this part is. */
  readonly type: SectionType | null
}

export interface JoinedTake {
  readonly take: Take
  /** One for each part. null: a part is of no known type, and the sections are to be found by ear. */
  readonly sections: readonly Section[] | null
  /** Where two parts meet, in seconds. */
  readonly seams: readonly number[]
}

/** Each part falls and rises by this at a seam; a cut would click. The same on Main and on every track. */
const fadeSeconds = 0.005

/** Tracks that are missing in one part are missing in all: half a track would be taken for one that is silent there. */
export function joinTakes(parts: readonly TakePart[]): JoinedTake {
  const first = parts[0]
  if (!first) throw new RangeError('at least one part must be joined, got 0')
  const { sampleRate } = first.take.main
  const ends: number[] = []
  for (const { take } of parts) ends.push((ends.at(-1) ?? 0) + frameCount(take.main) / sampleRate)
  const starts = [0, ...ends.slice(0, -1)]
  const types = parts.map(({ type }) => type)
  const sections = types.every(type => type !== null)
    ? types.map((type, k): Section => ({ type, startSeconds: starts[k]!, endSeconds: ends[k]! }))
    : null
  if (parts.length === 1) return { take: first.take, sections, seams: [] }

  const taps = [...first.take.taps.keys()].filter(path => parts.every(({ take }) => take.taps.has(path)))
  const isAligned = parts.every(({ take }) => take.isAligned !== false)
  const beforeMain = parts.flatMap(({ take }) => take.beforeMain ?? [])
  return {
    take: {
      main: join(parts.map(({ take }) => take.main)),
      taps: new Map(taps.map((path: TrackPath) => [path, join(parts.map(({ take }) => take.taps.get(path)!))])),
      ...(beforeMain.length === parts.length ? { beforeMain: join(beforeMain) } : {}),
      ...(isAligned ? {} : { isAligned }),
    },
    sections,
    seams: starts.slice(1),
  }
}

function join(parts: readonly Audio[]): Audio {
  const { sampleRate, channels } = parts[0]!
  const other = parts.find(part => part.sampleRate !== sampleRate || part.channels.length !== channels.length)
  if (other) {
    throw new RangeError(`parts must have one rate and channel count, got ${sampleRate} and ${other.sampleRate} Hz`)
  }
  const fade = Math.round(fadeSeconds * sampleRate)
  const length = parts.reduce((sum, part) => sum + frameCount(part), 0)
  return {
    sampleRate,
    channels: channels.map((_, channel) => {
      const out = new Float32Array(length)
      let at = 0
      parts.forEach((part, k) => {
        const samples = part.channels[channel]!
        out.set(samples, at)
        const end = at + samples.length
        for (let n = 0; n < Math.min(fade, samples.length); n++) {
          if (k > 0) out[at + n]! *= n / fade
          if (k < parts.length - 1) out[end - 1 - n]! *= n / fade
        }
        at = end
      })
      return out
    }),
  }
}
