/**
 * How deep a track is ducked on the beat. Folding one track's own envelope on the beat sees what follows the beat and
 * averages away what does not: a broadband level over the mix would measure the punch of the kick instead.
 */
import { type Audio, frameCount, stereoOf } from '../../audio/audio.ts'
import { powerToDb } from '../../dsp/decibel.ts'
import { stereoEnvelopesOf } from '../../dsp/envelope.ts'
import type { BeatGrid, Curve } from '../analysis.ts'
import type { TimeRange } from '../loudness.ts'
import { risingFit } from './duck-dip.ts'

export interface DuckDepth {
  /** Sustained level over the lowest point after the beat, dB. */
  readonly depthDb: number | null
  /** Why there is no depth. */
  readonly reason?: string
  /** From the beat to the start of the bottom; `null` where nothing is ducked, or the level is too unsteady to tell. */
  readonly delayMs: number | null
  /** From there until nine tenths of the depth are regained. */
  readonly recoveryMs: number | null
  /** 0 to 1: 1 − spread of the depths of eight groups of beats over the depth; `null` where nothing is ducked. */
  readonly regularity: number | null
  /** Level over one beat, dB relative to the sustained level; empty when the part is too short. */
  readonly curve: Curve
}

const shortestBeats = 8
/** More than this says nothing new; longer parts are sampled in blocks spread over them. */
const mostBeats = 192
const blockBeats = 16

/** Depth in the given ranges (all of the track when there are none). Beats where the track pauses are left out. */
export function measureDuckDepth(track: Audio, grid: BeatGrid, ranges?: readonly TimeRange[]): DuckDepth {
  const blocks = blocksOf(activeBeats(track, grid, ranges))
  const beats = blocks.reduce((sum, block) => sum + block.count, 0)
  if (beats < shortestBeats) return nothing(`Plays for fewer than ${shortestBeats} beats.`)
  const bands = foldedBands(track, grid, blocks, beats)
  const evenCurve = curveOf(bands, beats, 0)
  const oddCurve = curveOf(bands, beats, 1)
  const folded = evenCurve.map((value, p) => 0.5 * (value + oddCurve[p]!))
  const sustained = meanAt(folded, highest(folded))
  const relative = folded.map(value => value - sustained)
  const beatSeconds = 60 / grid.tempo
  const curve = {
    startSeconds: 0,
    stepSeconds: beatSeconds / phases,
    values: Float32Array.from(relative),
  }
  const reason = selfShaped(relative)
  if (reason) return { ...nothing(reason), curve }
  // Chosen on one half of the beats and read on the other, the lowest phase cannot be a lucky draw of the noise.
  const depth = 0.5 * (depthRead(evenCurve, oddCurve) + depthRead(oddCurve, evenCurve))
  const depthDb = Math.max(0, depth)
  if (depthDb < audibleDepthDb) return { depthDb, delayMs: null, recoveryMs: null, regularity: null, curve }
  const noise = noiseOf(relative)
  const isClear = noise < mostNoise * depthDb
  const low = startOfLowest(relative, depthDb, noise)
  let back = lowestNearBeat(relative)
  const end = back + phases
  while (back < end && at(relative, back) < -0.1 * depthDb - noise) back++
  const ms = (1000 * beatSeconds) / phases
  return {
    depthDb,
    delayMs: isClear ? Math.max(0, (low + 0.5) * ms) : null,
    recoveryMs: isClear ? (back - low) * ms : null,
    regularity: regularityOf(bands, beats, relative, depthDb),
    curve,
  }
}

const nothing = (reason: string): DuckDepth => ({
  depthDb: null,
  reason,
  delayMs: null,
  recoveryMs: null,
  regularity: null,
  curve: { startSeconds: 0, stepSeconds: 0, values: new Float32Array(0) },
})

/** Numbers n of the beats firstBeat + n · 60 / tempo that lie in the ranges and sound about as loud as the others. */
function activeBeats(track: Audio, { tempo, firstBeatSeconds }: BeatGrid, ranges?: readonly TimeRange[]): number[] {
  const beat = 60 / tempo
  const { sampleRate } = track
  const seconds = frameCount(track) / sampleRate
  const numbers: number[] = []
  for (const { startSeconds, endSeconds } of ranges ?? [{ startSeconds: 0, endSeconds: seconds }]) {
    const from = Math.ceil((Math.max(0, startSeconds) - firstBeatSeconds) / beat - 0.02)
    const to = Math.floor((Math.min(seconds, endSeconds) - firstBeatSeconds) / beat + 0.02)
    for (let n = from; n < to; n++) numbers.push(n)
  }
  const powers = numbers.map(n => {
    const from = Math.max(0, Math.round((firstBeatSeconds + n * beat) * sampleRate))
    return power(track, from, Math.round(from + beat * sampleRate))
  })
  const usual = [...powers].sort((a, b) => a - b)[Math.floor(0.9 * powers.length)] ?? 0
  return numbers.filter((_, k) => powers[k]! > 0 && powers[k]! >= pausePower * usual)
}

/** 15 dB below the louder beats the part pauses or only rings out. */
const pausePower = 10 ** -1.5

function power(track: Audio, from: number, to: number): number {
  let sum = 0
  // Every seventh sample is enough to tell playing from pausing.
  for (const x of stereoOf(track))
    for (let n = from, end = Math.min(to, x.length); n < end; n += 7) sum += x[n]! * x[n]!
  return sum
}

interface Block {
  readonly first: number
  readonly count: number
}

/** Consecutive beats in blocks; when there are too many, as many of them as fit, evenly spread. */
function blocksOf(beats: readonly number[]): Block[] {
  const blocks: Block[] = []
  for (const n of beats) {
    const last = blocks.at(-1)
    if (last && n === last.first + last.count && last.count < blockBeats)
      blocks[blocks.length - 1] = { first: last.first, count: last.count + 1 }
    else blocks.push({ first: n, count: 1 })
  }
  const every = beats.length / mostBeats
  return every <= 1 ? blocks : blocks.filter((_, k) => Math.floor((k + 1) / every) > Math.floor(k / every))
}

/** Points per beat: about 3.4 ms. */
const phases = 128
const quietestDb = -140

interface Band {
  /** Level in dB, beat by beat, less the beat's mean. */
  readonly level: Float32Array
  /** Mean power. */
  readonly power: number
}

/** Octaves from 345 Hz up; where there is nothing, the low end. */
function foldedBands(
  track: Audio,
  { tempo, firstBeatSeconds }: BeatGrid,
  blocks: readonly Block[],
  beats: number,
): Band[] {
  const beat = 60 / tempo
  const { sampleRate } = track
  const channels = stereoOf(track)
  const heard = track.channels.length > 1 ? channels : [channels[0]]
  let levels: Float32Array[] = []
  let powers: number[] = []
  let row = 0
  for (const { first, count } of blocks) {
    const start = firstBeatSeconds + first * beat
    // A margin lets the low band's filter settle.
    const from = Math.max(0, Math.floor((start - 0.1) * sampleRate))
    const to = Math.ceil((start + count * beat + 0.02) * sampleRate)
    const { octaves, low, hopSeconds } = stereoEnvelopesOf(
      heard.map(x => x.subarray(from, to)),
      sampleRate,
    )
    const bands = [...octaves, low.map(a => 0.5 * a * a)]
    if (row === 0) {
      levels = bands.map(() => new Float32Array(beats * phases))
      powers = bands.map(() => 0)
    }
    bands.forEach((band, b) => {
      for (let k = 0; k < count; k++) {
        const offset = (start + k * beat - from / sampleRate) / hopSeconds
        powers[b]! += foldBeat(
          band,
          offset,
          beat / hopSeconds,
          levels[b]!.subarray((row + k) * phases, (row + k + 1) * phases),
        )
      }
    })
    row += count
  }
  const all = levels.map((level, b) => ({ level, power: powers[b]! / beats }))
  const low = all.pop()!
  const loudest = Math.max(...all.map(band => band.power))
  return loudest < 1e-4 * low.power ? [low] : all.filter(band => band.power > presentPower * loudest)
}

/** Octaves more than 35 dB below the loudest hold little but what leaks from others. */
const presentPower = 10 ** -3.5

/** Writes one beat's level per phase, less its mean; returns the beat's mean power. Frames are read between hops. */
function foldBeat(band: Float32Array, offset: number, length: number, level: Float32Array): number {
  let mean = 0
  let meanPower = 0
  for (let p = 0; p < phases; p++) {
    const position = Math.max(0, offset + ((p + 0.5) / phases) * length)
    const n = Math.min(Math.floor(position), band.length - 1)
    const share = Math.min(1, position - n)
    const power = (1 - share) * band[n]! + share * (band[n + 1] ?? band[n]!)
    level[p] = Math.max(quietestDb, powerToDb(power))
    mean += level[p]! / phases
    meanPower += power / phases
  }
  for (let p = 0; p < phases; p++) level[p]! -= mean
  return meanPower
}

const at = (curve: Float64Array, phase: number) => curve[((phase % phases) + phases) % phases]!

/**
 * Median per phase and band over the bars of one parity (whole bars, so that chords struck on every bar line stay a
 * minority in both halves). Bands are weighted by how well their beats agree, by one over the spread and not its square:
 * what a band's own notes do alike on every beat is no spread, and one band must not decide alone.
 */
function curveOf(bands: readonly Band[], beats: number, parity: 0 | 1): Float64Array {
  const rows = Array.from({ length: beats }, (_, k) => k).filter(k => ((k >> 2) & 1) === parity)
  const sum = new Float64Array(phases)
  let weights = 0
  const column = new Float32Array(rows.length)
  for (const { level } of bands) {
    const medians = new Float64Array(phases)
    let spread = 0
    for (let p = 0; p < phases; p++) {
      for (let k = 0; k < rows.length; k++) column[k] = level[rows[k]! * phases + p]!
      column.sort()
      medians[p] = column[column.length >> 1]!
      spread += (column[Math.floor(0.75 * column.length)]! - column[column.length >> 2]!) ** 2 / phases
    }
    const weight = 1 / (Math.sqrt(spread) + leastSpreadDb)
    weights += weight
    for (let p = 0; p < phases; p++) sum[p]! += weight * medians[p]!
  }
  return sum.map((_, p) => (0.5 * sum[p]! + 0.25 * (at(sum, p - 1) + at(sum, p + 1))) / weights)
}

/** A steady tone has no spread; it must not count without bound. */
const leastSpreadDb = 0.1

/** The twelfth of the beat where the curve is highest. */
function highest(curve: Float64Array): number[] {
  return [...curve.keys()].sort((a, b) => curve[b]! - curve[a]!).slice(0, Math.round(phases / 12))
}

const meanAt = (curve: Float64Array, indices: readonly number[]) =>
  indices.reduce((sum, p) => sum + curve[p]!, 0) / indices.length

/** Where a ducker may reach its lowest point, in beats around the beat. */
const nearBeat = [-0.06, 0.42] as const

function lowestNearBeat(curve: Float64Array): number {
  let best = Math.round(nearBeat[0] * phases)
  for (let p = best; p < nearBeat[1] * phases; p++) if (at(curve, p) < at(curve, best)) best = p
  return best
}

/** How far the curve still moves where a ducker has recovered, dB. */
function noiseOf(curve: Float64Array): number {
  const rest = curve.subarray(Math.round(0.7 * phases), Math.round(0.95 * phases))
  const mean = rest.reduce((a, b) => a + b, 0) / rest.length
  return Math.sqrt(rest.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rest.length)
}

/** Above this share of the depth the start of the bottom and the end of the recovery are draws of the noise. */
const mostNoise = 0.1

/**
 * Where the curve first comes within a tenth, and the noise, of the lowest point: a held bottom begins there. Going on
 * to the lowest point itself would pick a draw of the noise.
 */
function startOfLowest(curve: Float64Array, depthDb: number, noise: number): number {
  const level = at(curve, lowestNearBeat(curve)) + 0.1 * depthDb + noise
  let first = Math.round(nearBeat[0] * phases)
  while (at(curve, first) > level) first++
  return first
}

/** Beats by place in the bar and half of the part: what is ducked every time alike reads alike in all eight groups. */
function regularityOf(bands: readonly Band[], beats: number, curve: Float64Array, depthDb: number): number {
  const low = lowestNearBeat(curve)
  const high = highest(curve)
  const depths: number[] = []
  for (let group = 0; group < 8; group++) {
    const rows = Array.from({ length: beats }, (_, k) => k).filter(
      k => k % 4 === group % 4 && Math.floor((2 * k) / beats) === group >> 2,
    )
    if (rows.length === 0) continue
    let depth = 0
    let weights = 0
    for (const { level, power } of bands) {
      let sum = 0
      for (const k of rows) {
        for (const p of high) sum += level[k * phases + p]! / high.length
        for (const p of [-1, 0, 1]) sum -= level[k * phases + ((low + p + phases) % phases)]! / 3
      }
      const weight = Math.sqrt(power)
      weights += weight
      depth += (weight * sum) / rows.length
    }
    depths.push(depth / weights)
  }
  const mean = depths.reduce((a, b) => a + b, 0) / depths.length
  const spread = Math.sqrt(depths.reduce((sum, depth) => sum + (depth - mean) ** 2, 0) / depths.length)
  return Math.max(0, Math.min(1, 1 - spread / depthDb))
}

/** The more of the beat is recovered, and the longer the bottom is held, the more is averaged: beating is slow. */
function depthRead(chosenOn: Float64Array, readOn: Float64Array): number {
  const low = lowestNearBeat(chosenOn)
  return recoveredLevel(chosenOn, readOn, low) - bottomLevel(chosenOn, readOn, low)
}

/** The rising fit this near to its top has recovered, dB. */
const recoveredDb = 0.6
/** Where the next beat's ducker may begin, in beats. */
const beforeNextBeat = 0.95

/** Mean of the part of the beat where a fit that rises from the lowest phase has reached its top, at least a twelfth. */
function recoveredLevel(chosenOn: Float64Array, readOn: Float64Array, low: number): number {
  const count = Math.round(beforeNextBeat * phases) - low
  const fit = risingFit(Float64Array.from({ length: count }, (_, k) => at(chosenOn, low + k)))
  const reached = fit.findIndex(level => level >= fit[count - 1]! - recoveredDb)
  const from = Math.min(reached, count - Math.round(phases / 12))
  return meanBetween(readOn, low + from, low + count)
}

/** A bottom this even is held, dB. */
const heldDb = 0.2

/** Mean over the phases around the lowest that are no higher than it by `heldDb`. */
function bottomLevel(chosenOn: Float64Array, readOn: Float64Array, low: number): number {
  const isHeld = (phase: number) => at(chosenOn, phase) < at(chosenOn, low) + heldDb
  let from = low
  let to = low + 1
  while (from > nearBeat[0] * phases && isHeld(from - 1)) from--
  while (to < nearBeat[1] * phases && isHeld(to)) to++
  return meanBetween(readOn, from, to)
}

/** From phase `from` to before `to`. */
function meanBetween(curve: Float64Array, from: number, to: number): number {
  let sum = 0
  for (let p = from; p < to; p++) sum += at(curve, p)
  return sum / (to - from)
}

/** Less is not heard as ducking and has no delay worth naming. */
const audibleDepthDb = 1.5
/** Notes that end leave more than this; no ducker in use goes as deep for a whole part. */
const silentDb = -24
/**
 * A ducked part recovers and stays; notes decay. Folded pads and chords fall by up to 1.2 dB before the next beat
 * (beating that a few beats do not average away), detuned leads by 1.7 to 2.8, plucks by 8 and more.
 */
const decayDb = 1.5
const decayPerDepth = 0.05

/** A sentence when the part's own notes rather than a ducker shape the beat. */
function selfShaped(curve: Float64Array): string | null {
  if (Math.min(...curve) < silentDb) return 'Falls silent within the beat: its own notes gate it.'
  const low = lowestNearBeat(curve)
  let decay = 0
  let peak = -Infinity
  for (let p = low; p < 0.95 * phases; p++) {
    const level = around(curve, p)
    peak = Math.max(peak, level)
    decay = Math.max(decay, peak - level)
  }
  return decay > decayDb - decayPerDepth * at(curve, low) ? 'Its notes decay within the beat.' : null
}

/** Mean over about 24 ms. */
const around = (curve: Float64Array, phase: number) =>
  (at(curve, phase - 3) + at(curve, phase - 2) + at(curve, phase - 1) + at(curve, phase)) / 7 +
  (at(curve, phase + 1) + at(curve, phase + 2) + at(curve, phase + 3)) / 7
