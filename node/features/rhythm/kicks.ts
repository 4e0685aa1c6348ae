/** Where the kick is: how strongly the low band rises on each beat and half-way to the next. */
import type { Envelopes } from '../../dsp/envelope.ts'
import type { BeatGrid } from '../analysis.ts'

/** Strengths over that of a usual kick, one per beat of the grid. */
export interface Kicks {
  readonly onBeat: Float32Array
  readonly halfWay: Float32Array
}

/** A kick in a filtered intro still counts; half-way to the next beat it takes a whole one. */
export const kickThreshold = 0.4
const halfWayThreshold = 0.7

/** A kick's low end rises from just before (the filters' reach) to this long after its start. */
export const leadSeconds = 0.008
export const swellSeconds = 0.045

/**
 * All zero where the low band rises on the beats no more than between them. A rolling bass, which is struck there every
 * time and does not sound like what is on the beat, counts by `rollingShare`.
 */
export function kicksOf(
  { low, octaves, hopSeconds }: Envelopes,
  { tempo, firstBeatSeconds }: Pick<BeatGrid, 'tempo' | 'firstBeatSeconds'>,
  rollingShare = 0.5,
): Kicks {
  const beat = 60 / tempo
  const beats = Math.max(0, Math.ceil((low.length * hopSeconds - firstBeatSeconds) / beat))
  const places = { firstBeatSeconds, beat, beats, hopSeconds }
  const strengths = (curve: Float32Array, share: number, isPower = false) => risesAt(curve, places, share, isPower)
  const onBeat = strengths(low, 0)
  const usual = usualOf(onBeat)
  const none = { onBeat: new Float32Array(beats), halfWay: new Float32Array(beats) }
  if (usual === 0) return none
  /** What three in four beats with a kick have at least. */
  const mostly = (values: Float32Array) => {
    const own = values.filter((_, k) => onBeat[k]! >= kickThreshold * usual).sort()
    return own[own.length >> 2] ?? 0
  }
  // The quieter kicks: what claps, chords and basses add on top of the others is not the kick's own.
  const bodies = bodyOctaves.map(octave => ({
    octave,
    usual: Math.max(mostly(strengths(octaves[octave]!, 0, true)), leastBody * usual),
  }))
  const least = leastBody * usual
  const isRollingBass = (share: number, rises: Float32Array) =>
    mostly(rises) >= kickThreshold * usual &&
    !bodies.every(body => isAlike(mostly(strengths(octaves[body.octave]!, share, true)), body.usual, least))
  const between = [0.25, 0.75].reduce((sum, share) => {
    const rises = strengths(low, share)
    return sum + (isRollingBass(share, rises) ? rollingShare : 1) * sumOf(rises)
  }, 0)
  if (sumOf(onBeat) < 0.75 * between) return none
  const halfWays = bodies.map(({ octave }) => strengths(octaves[octave]!, 0.5, true))
  return {
    onBeat: onBeat.map(strength => strength / usual),
    halfWay: strengths(low, 0.5).map((strength, k) =>
      bodies.every((body, b) => isAlike(halfWays[b]![k]!, body.usual, least)) ? strength / usual : 0,
    ),
  }
}

interface Places {
  readonly firstBeatSeconds: number
  readonly beat: number
  readonly beats: number
  readonly hopSeconds: number
}

/** The largest rise about each beat, `share` of a beat later. */
function risesAt(curve: Float32Array, places: Places, share: number, isPower: boolean): Float32Array {
  const { firstBeatSeconds, beat, beats, hopSeconds } = places
  const values = new Float32Array(beats)
  for (let k = 0; k < beats; k++) {
    const time = firstBeatSeconds + (k + share) * beat
    const from = Math.round((time - leadSeconds) / hopSeconds)
    values[k] = largestRise(curve, from, Math.round((time + swellSeconds) / hopSeconds), isPower)
  }
  return values
}

/** By how much the amplitude exceeds the loudest just before, at most, from frame `from` to `to`. */
function largestRise(curve: Float32Array, from: number, to: number, isPower: boolean): number {
  const end = Math.min(curve.length - 1, to)
  let most = 0
  for (let m = Math.max(0, from); m <= end; m++) {
    const now = curve[m]!
    const before = loudestBefore(curve, m)
    if (now <= before) continue
    const rise = isPower ? Math.sqrt(now) - Math.sqrt(before) : now - before
    if (rise > most) most = rise
  }
  return most
}

/** 345 Hz to 2.8 kHz: an off-beat bass can be as loud as the kick below, but has more or less than it here. */
const bodyOctaves = [0, 1, 2]
/** Of the kick's low end; less says nothing. */
const leastBody = 0.02
/** The same sound reads within 8 dB of itself, whatever else plays. */
const alike = 2.5

const isAlike = (strength: number, usual: number, least: number) =>
  strength <= alike * usual && (usual <= least || strength >= usual / alike)

const usualOf = (strengths: Float32Array) => strengths.slice().sort()[Math.floor(0.9 * strengths.length)] ?? 0

export const sumOf = (values: Float32Array): number => {
  let sum = 0
  for (let k = 0; k < values.length; k++) sum += values[k]!
  return sum
}

/**
 * Share of beats with a kick on them, less those with one half-way to the next, 0 to 1; over the bars (of four beats from
 * `from`) that have a kick at all: breakdowns say nothing about the beat.
 */
export function fourOnTheFloor({ onBeat, halfWay }: Kicks, from = 0): number {
  let beats = 0
  let score = 0
  for (let bar = from; bar + 4 <= onBeat.length; bar += 4) {
    let on = 0
    let off = 0
    for (let k = bar; k < bar + 4; k++) {
      if (onBeat[k]! >= kickThreshold) on++
      if (halfWay[k]! >= halfWayThreshold) off++
    }
    if (on + off === 0) continue
    beats += 4
    score += on - off
  }
  return beats === 0 ? 0 : Math.max(0, score / beats)
}

/** By how much each value exceeds the loudest of the 12 to 26 ms before it; at least 0. */
export function riseOf(curve: Float32Array): Float32Array {
  const rise = new Float32Array(curve.length)
  for (let n = 0; n < curve.length; n++) rise[n] = Math.max(0, curve[n]! - loudestBefore(curve, n))
  return rise
}

/** Four to nine frames before; settled as soon as it reaches the value itself. */
function loudestBefore(curve: Float32Array, n: number): number {
  const now = curve[n]!
  let before = 0
  for (let k = n - 4; k >= n - 9 && k >= 0 && before < now; k--) if (curve[k]! > before) before = curve[k]!
  return before
}
