/**
 * A few bars of every section, one after the other: what a compressor does to a song can be told from them, and a search asks
 * for it dozens of times. Pieces are whole bars from a bar's start, so that the beat goes on through the joints.
 */
import type { Analysis, Curve } from '../features/analysis.ts'
import type { Scope } from '../features/catalogue.ts'
import type { TimeRange } from '../features/loudness.ts'
import { beatsPerBar } from '../features/rhythm/downbeat.ts'
import type { StereoSignal } from './devices/device-model.ts'

export interface Digest {
  /** The same pieces of any signal of the song. The same arrays for the same signal: curves are kept by them. */
  cut(signal: StereoSignal): StereoSignal
  /** What stands for the whole song: pieces that stand for more of it come several times. */
  readonly whole: readonly TimeRange[]
  /** Per scope, where it is in the digest. */
  readonly ranges: readonly (readonly TimeRange[])[]
  /** In the digest; null: no beat. */
  readonly beats: { readonly firstBeatSeconds: number; readonly secondsPerBeat: number } | null
}

/** Per section type, spread over all of it. */
const piecesEach = 2
/**
 * Bars of a piece. Peaks are told by where they are highest, so Main is heard for longer than tracks, of which only mean powers
 * are asked.
 */
export const barsOfPiece = { main: 2, track: 1 } as const
/** Seconds, bars where there is no beat. */
const pieceWithoutBeat = 4
/** Without sections. */
const spread = 8
/** Where the pieces would be most of the song, the song itself is no dearer. */
const mostShare = 0.8
/** How often a piece is counted that stands for the least of the song. The others in proportion. */
const leastRepeats = 2

export function digestOf(
  { grid, sections, seconds, shortTerm }: Analysis,
  scopes: readonly Scope[],
  sampleRate: number,
  barsEach: number = barsOfPiece.main,
): Digest {
  const beat = grid ? 60 / grid.tempo : null
  const bars = beat ? barsEach : pieceWithoutBeat
  const origin = grid ? grid.firstBeatSeconds + (grid.downbeat ?? 0) * (60 / grid.tempo) : 0
  const bar = beat ? beatsPerBar * beat : 1
  /** Around a moment, from a bar's start, within a stretch. */
  const pieceAt: PieceAt = (middle, wantedBars, { startSeconds, endSeconds }) => {
    const most = Math.floor((endSeconds - startSeconds) / bar + 0.01) * bar || endSeconds - startSeconds
    const wanted = Math.min(wantedBars * bar, most)
    const first = Math.min(Math.max(startSeconds, middle - wanted / 2), endSeconds - wanted)
    const start = Math.max(0, origin + Math.round((first - origin) / bar) * bar)
    return { startSeconds: start, endSeconds: Math.min(seconds, start + wanted) }
  }
  const stretchesOf = (scope: Scope): readonly TimeRange[] => sections.filter(({ type }) => type === scope)
  const types = scopes.filter(scope => scope !== 'overall' && stretchesOf(scope).length > 0)
  const stretches = types.length > 0 ? types.map(stretchesOf) : [[{ startSeconds: 0, endSeconds: seconds }]]
  const loudest = loudestOf(shortTerm)
  const perStretch = stretches.map(all => {
    const evenly = spreadOver(all, types.length > 0 ? piecesEach : spread, (at, within) => pieceAt(at, bars, within))
    const within = all.find(({ startSeconds, endSeconds }) => loudest >= startSeconds && loudest < endSeconds)
    return merged(within ? [...evenly, pieceAt(loudest, bars + 1, within)] : evenly)
  })
  const pieces = perStretch.flat()

  const frames = pieces.map(({ startSeconds, endSeconds }) => ({
    from: Math.round(startSeconds * sampleRate),
    count: Math.max(0, Math.round((endSeconds - startSeconds) * sampleRate)),
  }))
  const starts = frames.map((_, i) => frames.slice(0, i).reduce((sum, { count }) => sum + count, 0))
  const total = frames.reduce((sum, { count }) => sum + count, 0)
  if (total > mostShare * seconds * sampleRate) {
    const whole = [{ startSeconds: 0, endSeconds: Number.POSITIVE_INFINITY }]
    return {
      cut: signal => signal,
      whole,
      ranges: scopes.map(scope => (types.includes(scope) ? stretchesOf(scope) : whole)),
      beats: grid ? { firstBeatSeconds: grid.firstBeatSeconds, secondsPerBeat: 60 / grid.tempo } : null,
    }
  }
  // The pieces of one type lie one after the other: a window of three seconds fits.
  const ends = perStretch.map((_, i) => perStretch.slice(0, i + 1).flat().length)
  const inDigest = ends.map((end, i): TimeRange => {
    const first = i === 0 ? 0 : ends[i - 1]!
    const last = frames[end - 1]!
    return { startSeconds: starts[first]! / sampleRate, endSeconds: (starts[end - 1]! + last.count) / sampleRate }
  })
  const whole = repeated(inDigest, stretches)
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
    whole,
    ranges: scopes.map(scope => {
      const i = types.indexOf(scope)
      return i < 0 ? whole : [inDigest[i]!]
    }),
    beats: beat ? { firstBeatSeconds: 0, secondsPerBeat: beat } : null,
  }
}

type PieceAt = (middle: number, bars: number, within: TimeRange) => TimeRange

/** Pieces around moments that lie evenly over several stretches together. */
function spreadOver(
  stretches: readonly TimeRange[],
  count: number,
  pieceAt: (middle: number, within: TimeRange) => TimeRange,
): TimeRange[] {
  const total = sum(stretches.map(lengthOf))
  return Array.from({ length: count }, (_, i) => {
    let at = ((i + 0.5) / count) * total
    const within = stretches.find(each => {
      if (at < lengthOf(each)) return true
      at -= lengthOf(each)
      return false
    })
    const stretch = within ?? stretches.at(-1)!
    return pieceAt(stretch.startSeconds + at, stretch)
  })
}

/** In order; what overlaps is one. */
function merged(pieces: readonly TimeRange[]): TimeRange[] {
  const out: TimeRange[] = []
  for (const piece of [...pieces].sort((a, b) => a.startSeconds - b.startSeconds)) {
    const last = out.at(-1)
    if (!last || piece.startSeconds >= last.endSeconds - 1e-6) out.push(piece)
    else out[out.length - 1] = { ...last, endSeconds: Math.max(last.endSeconds, piece.endSeconds) }
  }
  return out
}

/** Where the short-term loudness is highest: there limiters work most, and the maximum of it is a feature. */
function loudestOf({ startSeconds, stepSeconds, values }: Curve): number {
  const most = values.reduce((best, value, i) => (value > values[best]! ? i : best), 0)
  return startSeconds + most * stepSeconds
}

/** The song in pieces: each as often as it stands for more of the song than the others. */
function repeated(inDigest: readonly TimeRange[], stretches: readonly (readonly TimeRange[])[]): TimeRange[] {
  const weights = inDigest.map((piece, i) => sum(stretches[i]!.map(lengthOf)) / lengthOf(piece))
  const least = Math.min(...weights)
  return inDigest.flatMap((piece, i) => Array<TimeRange>(Math.round((leastRepeats * weights[i]!) / least)).fill(piece))
}

const lengthOf = ({ startSeconds, endSeconds }: TimeRange) => endSeconds - startSeconds
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0)
