/** What a track does in time: how often it strikes, where in the bar, and what remains between the strokes. */
import { type Audio, stereoOf } from '../../audio/audio.ts'
import { envelopesOf } from '../../dsp/envelope.ts'
import { onsetCurves } from '../../dsp/onset.ts'
import { median } from '../../dsp/statistics.ts'
import type { BeatGrid } from '../../features/analysis.ts'
import type { Stretch } from './active-bars.ts'
import { ratioDb } from './timbre.ts'

export interface Gesture {
  /** Strokes per beat (per half second without a grid). */
  readonly strokes: number
  /** Share of the strokes' strength on the beats, and half-way between; null without a clear grid or strokes. */
  readonly onBeat: number | null
  readonly offBeat: number | null
  /** 0.5 to 1: share of the busier of the odd and even beats in what lies on the beats; null where that is little. */
  readonly backbeat: number | null
  /** How suddenly the strong ones come: their rise on the log scale of dsp/onset.ts, 0 to about 5. */
  readonly attack: number
  /** dB that are lost from a stroke's peak to 100 ms after it, 0 to 40; null without strokes. */
  readonly decay: number | null
  /** dB from a stroke's peak down to the quietest moment before the next, 0 to 40; null without strokes. */
  readonly gap: number | null
  /** 0 to 1: share of the time in which the level is within 20 dB of its loud moments. */
  readonly duty: number
}

/** A stroke has at least this share of the strength of the strong ones, and at least that rise: chords beat, noise ripples. */
const threshold = 0.3
const leastRise = 0.4
const shortestGapSeconds = 0.05
/** How far from its place in the bar a stroke may be: half of a sixteenth at 150 BPM is 50 ms. */
const nearSeconds = 0.03
const loudShare = 0.01
/** A grid that explains the onsets less well says nothing about what is on the beat. */
const leastGridConfidence = 0.3

export function gestureOf(audio: Audio, stretches: readonly Stretch[], grid: BeatGrid | null): Gesture {
  const [left, right] = stereoOf(audio)
  const { sampleRate } = audio
  const beat = grid ? 60 / grid.tempo : 0.5
  const strokes: Stroke[] = []
  const levels: number[] = []
  let seconds = 0
  for (const { fromSeconds, toSeconds } of stretches) {
    const from = Math.round(fromSeconds * sampleRate)
    const to = Math.round(toSeconds * sampleRate)
    const curves = curvesOf([left.subarray(from, to), right.subarray(from, to)], sampleRate)
    for (const value of curves.level) levels.push(value)
    seconds += curves.level.length * curves.hopSeconds
    for (const stroke of strokesOf(curves)) strokes.push({ ...stroke, seconds: stroke.seconds + fromSeconds })
  }
  const loud = quantileOf(levels, 0.95)
  const strong = quantileOf(
    strokes.map(({ strength }) => strength),
    0.9,
  )
  const counted = strokes.filter(({ strength }) => strength >= threshold * strong)
  const medianOf = (of: (stroke: Stroke) => number | null) => median(counted.map(of).filter(value => value !== null))
  return {
    strokes: seconds > 0 ? (counted.length * beat) / seconds : 0,
    ...placesOf(counted, grid),
    attack: strong,
    decay: medianOf(({ decayDb }) => decayDb),
    gap: medianOf(({ gapDb }) => gapDb),
    duty: levels.length > 0 ? levels.filter(level => level >= loudShare * loud).length / levels.length : 0,
  }
}

const quantileOf = (values: readonly number[], p: number) =>
  Float64Array.from(values).sort()[Math.floor(p * Math.max(0, values.length - 1))] ?? 0

interface Stroke {
  readonly seconds: number
  readonly strength: number
  readonly decayDb: number | null
  readonly gapDb: number | null
}

interface Curves {
  readonly hopSeconds: number
  readonly onset: Float32Array
  /** Power. */
  readonly level: Float32Array
}

function curvesOf(channels: readonly Float32Array[], sampleRate: number): Curves {
  const envelopes = envelopesOf(channels, sampleRate)
  const { full, low, hopSeconds } = onsetCurves(envelopes)
  const level = new Float32Array(envelopes.frames)
  let lowPower = 0
  let power = 0
  for (let m = 0; m < level.length; m++) {
    const bottom = 0.5 * envelopes.low[m]! ** 2
    let sum = bottom
    for (const octave of envelopes.octaves) sum += octave[m]!
    level[m] = sum
    power += sum
    lowPower += bottom
  }
  // Each curve counts as far as the track lives in its range: the edges of a pad's lowest notes are not strokes.
  const share = power > 0 ? lowPower / power : 0
  return { hopSeconds, onset: full.map((value, m) => (1 - share) * value + share * low[m]!), level }
}

function strokesOf({ onset, level, hopSeconds }: Curves): Stroke[] {
  const near = Math.round(shortestGapSeconds / hopSeconds)
  const least = Math.max(leastRise, threshold * (onset.slice().sort()[Math.floor(0.99 * onset.length)] ?? 0))
  const places: number[] = []
  for (let m = 1; m + 1 < onset.length; m++) {
    const strength = onset[m]!
    if (strength < least) continue
    let isPeak = true
    for (let k = Math.max(0, m - near); k <= Math.min(onset.length - 1, m + near) && isPeak; k++)
      isPeak = onset[k]! < strength || (onset[k] === strength && k >= m)
    if (isPeak) places.push(m)
  }
  return places.map((m, i) => ({
    seconds: m * hopSeconds,
    strength: onset[m]!,
    ...fallAfter(level, m, places[i + 1] ?? level.length, hopSeconds),
  }))
}

/** From the peak of the first 40 ms to the mean from 90 to 110 ms, and to the quietest 9 ms before the next stroke. */
function fallAfter(level: Float32Array, at: number, next: number, hopSeconds: number) {
  const frame = (seconds: number) => at + Math.round(seconds / hopSeconds)
  const meanFrom = (from: number, to: number) => {
    let sum = 0
    for (let m = from; m <= to; m++) sum += level[m]!
    return sum / (to - from + 1)
  }
  let peak = 0
  for (let m = at; m <= Math.min(level.length - 1, frame(0.04)); m++) peak = Math.max(peak, level[m]!)
  let lowest = peak
  for (let m = at + 1; m + 1 < Math.min(next, frame(1)); m++) lowest = Math.min(lowest, meanFrom(m - 1, m + 1))
  const dbTo = (power: number) => ratioDb(peak, power, 0, 40)
  return {
    decayDb: frame(0.11) < level.length ? dbTo(meanFrom(frame(0.09), frame(0.11))) : null,
    gapDb: frame(0.11) < level.length ? dbTo(lowest) : null,
  }
}

function placesOf(strokes: readonly Stroke[], grid: BeatGrid | null): Pick<Gesture, 'onBeat' | 'offBeat' | 'backbeat'> {
  const all = strokes.reduce((sum, { strength }) => sum + strength, 0)
  if (!grid || grid.confidence < leastGridConfidence || all <= 0) return { onBeat: null, offBeat: null, backbeat: null }
  const beat = 60 / grid.tempo
  const parts = { even: 0, odd: 0, half: 0 }
  for (const { seconds, strength } of strokes) {
    const place = (seconds - grid.firstBeatSeconds) / beat
    const half = Math.round(2 * place)
    if (Math.abs(place - half / 2) * beat > nearSeconds) continue
    if (half % 2 !== 0) parts.half += strength
    else parts[half % 4 === 0 ? 'even' : 'odd'] += strength
  }
  const onBeat = (parts.even + parts.odd) / all
  return {
    onBeat,
    offBeat: parts.half / all,
    backbeat: onBeat >= 0.3 ? Math.max(parts.even, parts.odd) / (parts.even + parts.odd) : null,
  }
}
