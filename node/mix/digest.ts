/**
 * A few bars of every section, one after the other: what a compressor does to a song can be told from them, and a search asks
 * for it dozens of times. Pieces are whole bars from a bar's start, so that the beat goes on through the joints.
 */
import type { Analysis } from '../features/analysis.ts'
import type { Scope } from '../features/catalogue.ts'
import type { TimeRange } from '../features/loudness.ts'
import { beatsPerBar } from '../features/rhythm/downbeat.ts'
import type { StereoSignal } from './devices/device-model.ts'

export interface Digest {
  /** The same pieces of any signal of the song. The same arrays for the same signal: curves are kept by them. */
  cut(signal: StereoSignal): StereoSignal
  /** Per scope, where it is in the digest. */
  readonly ranges: readonly (readonly TimeRange[])[]
  /** In the digest; null: no beat. */
  readonly beats: { readonly firstBeatSeconds: number; readonly secondsPerBeat: number } | null
}

/** Per section type. */
const barsEach = 6
const secondsWithoutBeat = 10
/** Without sections. */
const spread = 4
/** Where the pieces would be most of the song, the song itself is no dearer. */
const mostShare = 0.8

export function digestOf({ grid, sections, seconds }: Analysis, scopes: readonly Scope[], sampleRate: number): Digest {
  const beat = grid ? 60 / grid.tempo : null
  const length = beat ? barsEach * beatsPerBar * beat : secondsWithoutBeat
  const origin = grid ? grid.firstBeatSeconds + (grid.downbeat ?? 0) * (60 / grid.tempo) : 0
  const bar = beat ? beatsPerBar * beat : 1
  /** The middle of a stretch, from a bar's start, as long as it lasts. */
  const pieceOf = ({ startSeconds, endSeconds }: TimeRange): TimeRange => {
    const wanted = Math.min(length, Math.floor((endSeconds - startSeconds) / bar) * bar || endSeconds - startSeconds)
    const middle = (startSeconds + endSeconds - wanted) / 2
    const start = Math.max(0, origin + Math.round((middle - origin) / bar) * bar)
    return { startSeconds: start, endSeconds: Math.min(seconds, start + wanted) }
  }
  const longest = (scope: Scope) =>
    sections
      .filter(({ type }) => type === scope)
      .reduce<TimeRange | null>((a, b) => (a && lengthOf(a) >= lengthOf(b) ? a : b), null)
  const types = scopes.filter(scope => scope !== 'overall' && longest(scope) !== null)
  const quarter = seconds / spread
  const pieces =
    types.length > 0
      ? types.map(scope => pieceOf(longest(scope)!))
      : Array.from({ length: spread }, (_, i) => pieceOf({ startSeconds: i * quarter, endSeconds: (i + 1) * quarter }))

  const frames = pieces.map(({ startSeconds, endSeconds }) => ({
    from: Math.round(startSeconds * sampleRate),
    count: Math.max(0, Math.round((endSeconds - startSeconds) * sampleRate)),
  }))
  const starts = frames.map((_, i) => frames.slice(0, i).reduce((sum, { count }) => sum + count, 0))
  const total = frames.reduce((sum, { count }) => sum + count, 0)
  const overall = [{ startSeconds: 0, endSeconds: Number.POSITIVE_INFINITY }]
  if (total > mostShare * seconds * sampleRate) {
    return {
      cut: signal => signal,
      ranges: scopes.map(scope => (types.includes(scope) ? sections.filter(({ type }) => type === scope) : overall)),
      beats: grid ? { firstBeatSeconds: grid.firstBeatSeconds, secondsPerBeat: 60 / grid.tempo } : null,
    }
  }
  const kept = new WeakMap<Float32Array, Float32Array>()
  const cutChannel = (channel: Float32Array): Float32Array => {
    let out = kept.get(channel)
    if (!out) {
      out = new Float32Array(total)
      for (const [i, { from, count }] of frames.entries()) out.set(channel.subarray(from, from + count), starts[i]!)
      kept.set(channel, out)
    }
    return out
  }
  return {
    cut: ([left, right]) => {
      const first = cutChannel(left)
      return [first, left === right ? first : cutChannel(right)]
    },
    ranges: scopes.map(scope => {
      const i = types.indexOf(scope)
      if (i < 0) return overall
      return [{ startSeconds: starts[i]! / sampleRate, endSeconds: (starts[i]! + frames[i]!.count) / sampleRate }]
    }),
    beats: beat ? { firstBeatSeconds: 0, secondsPerBeat: beat } : null,
  }
}

const lengthOf = ({ startSeconds, endSeconds }: TimeRange) => endSeconds - startSeconds
