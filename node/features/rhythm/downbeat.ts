/**
 * Which beat starts a bar. Five kinds of evidence, each counted for every place in a bar of four, are added up:
 *
 * - harmony and pattern: the half-bars before and after a beat differ most where a bar or its second half begins;
 * - form: whole phrases of four bars differ most across a bar line where parts enter or leave;
 * - the strongest change within a bar's length votes for its place;
 * - the backbeat: claps and snares (1.4 to 2.8 kHz) lie on two and four;
 * - accents: bass notes and kicks (below 150 Hz, 690 Hz to 1.4 kHz) start most often on one.
 *
 * The weights come from a logistic regression on generated songs (seeds 1 to 25) and six projects of others, whole and in
 * excerpts of 16 and 32 bars; they are frozen. The sum is a log-likelihood, so the confidence is a calibrated share.
 */
import { powerToDb } from '../../dsp/decibel.ts'
import type { Envelopes } from '../../dsp/envelope.ts'
import { writeSquares } from '../../dsp/loops.ts'
import type { BeatGrid } from '../analysis.ts'

export const beatsPerBar = 4

const weights = { halfBars: 3.3, form: 0.6, vote: 0.4, backbeat: 0.95, accent: 2, lowAccent: 0.9 } as const
/** What the first beat has ahead of the others before anything is heard: files begin on a bar line more often than not. */
const firstBeatAhead = 0.7
/** The place must be likelier than the other three together: a share of a half, less the quarter of guessing, over the rest. */
const leastConfidence = (0.5 - 0.25) / 0.75

export interface Downbeat {
  /** 0 to 3, counted from the grid's first beat; `null`: nothing tells. */
  readonly downbeat: number | null
  readonly downbeatConfidence: number
}

/** Time of the first bar line at or before the grid's first beat: 0 to 3 beats before it. Bars of four beats. */
export const firstBarSeconds = ({ tempo, firstBeatSeconds, downbeat }: BeatGrid) =>
  firstBeatSeconds + (((downbeat ?? 0) - beatsPerBar) % beatsPerBar) * (60 / tempo)

export function locateDownbeat(
  envelopes: Envelopes,
  { tempo, firstBeatSeconds }: Pick<BeatGrid, 'tempo' | 'firstBeatSeconds'>,
): Downbeat {
  const { hopSeconds, frames, octaves, low } = envelopes
  const beat = 60 / tempo / hopSeconds
  const first = firstBeatSeconds / hopSeconds
  const beats = Math.floor((frames - first) / beat)
  if (beats < 2 * beatsPerBar) return { downbeat: null, downbeatConfidence: 0 }
  const lowPower = new Float32Array(frames)
  writeSquares(low, 0.5, lowPower)
  const bands = [...octaves, lowPower].map(runningSum)
  // Between the hits, where what sounds on is heard alone.
  const sustained = bands.map(sums => beatPowers(sums, { first, beat, beats, from: 0.3, to: 0.95 }))
  const whole = bands.map(sums => beatPowers(sums, { first, beat, beats, from: 0, to: 1 }))
  const amplitude = Math.sqrt(Math.max(...bands.map(sums => sums[frames]! / Math.max(1, frames))))
  const hits = (band: number) => perPlace(jumps(bands[band]!, { first, beat, beats, hopSeconds }), leastHit * amplitude)
  const claps = hits(2)
  const evidence = {
    halfBars: perPlace(changes(sustained, { length: 2, power: 2 }), leastChange ** 2 * bands.length),
    form: perPlace(changes(whole, { length: 16, power: 1 }), leastChange * bands.length),
    vote: perPlace(strongest(changes(whole, { length: 4, power: 2 })), leastChange ** 2 * bands.length),
    backbeat: places.map(p => 0.5 * (claps[(p + 1) % 4]! + claps[(p + 3) % 4]! - claps[p]! - claps[(p + 2) % 4]!)),
    accent: hits(1),
    lowAccent: hits(bands.length - 1),
  }
  const scores = places.map(p =>
    evidenceKinds.reduce((sum, kind) => sum + weights[kind] * evidence[kind][p]!, p === 0 ? firstBeatAhead : 0),
  )
  const best = Math.max(...scores)
  const share = 1 / scores.reduce((sum, score) => sum + Math.exp(score - best), 0)
  const confidence = (share - 0.25) / 0.75
  return confidence < leastConfidence
    ? { downbeat: null, downbeatConfidence: 0 }
    : { downbeat: scores.indexOf(best), downbeatConfidence: confidence }
}

const places = [0, 1, 2, 3]
const evidenceKinds = Object.keys(weights) as (keyof typeof weights)[]

/** A change of a band is complete at 12 dB. */
const changeCapDb = 12
/** dB. */
const leastChange = 0.5
/** Over the RMS amplitude of the loudest band. */
const leastHit = 0.02
/** Over the mean of the loudest band. */
const silencePower = 1e-9

interface Beats {
  readonly first: number
  readonly beat: number
  readonly beats: number
}

function runningSum(power: Float32Array): Float64Array {
  const sums = new Float64Array(power.length + 1)
  let sum = 0
  for (let m = 0; m < power.length; m++) {
    sum += power[m]!
    sums[m + 1] = sum
  }
  return sums
}

/** Mean over frames from … to − 1, which are rounded and kept inside. */
function meanBetween(sums: Float64Array, from: number, to: number): number {
  const start = Math.max(0, Math.min(sums.length - 1, Math.round(from)))
  const end = Math.max(0, Math.min(sums.length - 1, Math.round(to)))
  return end > start ? (sums[end]! - sums[start]!) / (end - start) : 0
}

/** Mean power of a share of each beat, as running sums over beats. */
function beatPowers(
  sums: Float64Array,
  { first, beat, beats, from, to }: Beats & { readonly from: number; readonly to: number },
): Float64Array {
  const powers = new Float64Array(beats + 1)
  for (let k = 0; k < beats; k++)
    powers[k + 1] = powers[k]! + meanBetween(sums, first + (k + from) * beat, first + (k + to) * beat)
  return powers
}

/** Differences in dB between the `length` beats before and after each beat, over all bands; 0 where they do not fit. */
function changes(
  bands: readonly Float64Array[],
  { length, power }: { readonly length: number; readonly power: 1 | 2 },
): Float64Array {
  const beats = bands[0]!.length - 1
  const loudest = Math.max(...bands.map(sums => sums[beats]! / beats))
  const sum = new Float64Array(beats)
  if (loudest === 0) return sum
  const levels = new Float64Array(Math.max(0, beats - length + 1))
  for (const sums of bands) {
    for (let k = 0; k < levels.length; k++)
      levels[k] = powerToDb((sums[k + length]! - sums[k]!) / length / loudest + silencePower)
    addChanges(levels, length, power, sum)
  }
  return sum
}

/** `levels`: of the `length` beats from each one on. */
function addChanges(levels: Float64Array, length: number, power: 1 | 2, onto: Float64Array): void {
  for (let k = length; k < levels.length; k++) {
    const change = Math.min(changeCapDb, Math.abs(levels[k]! - levels[k - length]!))
    onto[k] = onto[k]! + (power === 2 ? change * change : change)
  }
}

/** Where a value is the largest within a bar's length to both sides; 0 elsewhere. */
function strongest(values: Float64Array): Float64Array {
  return values.map((value, k) => {
    for (let n = Math.max(0, k - 3); n <= Math.min(values.length - 1, k + 3); n++) if (values[n]! > value) return 0
    return value
  })
}

/** By how much a band's amplitude jumps on each beat; the loudest tenth counts alike, or one crash would outvote a song. */
function jumps(sums: Float64Array, { first, beat, beats, hopSeconds }: Beats & { hopSeconds: number }): Float64Array {
  const reach = 0.064 / hopSeconds
  const powers = new Float64Array(beats)
  for (let k = 0; k < beats; k++) {
    const at = first + k * beat
    powers[k] = Math.max(0, meanBetween(sums, at - 1, at + reach) - meanBetween(sums, at - reach, at - 2))
  }
  const cap = powers.slice().sort()[Math.floor(0.9 * beats)]!
  return powers.map(power => Math.sqrt(Math.min(power, cap)))
}

/**
 * Sum per place in the bar, as the excess over an even share: −1 to 3. `least` per beat is what rounding to frames gives
 * in a loop whose bars are all alike: where there is not much more than that, nothing is told.
 */
function perPlace(values: Float64Array, least: number): number[] {
  const sums = [0, 0, 0, 0]
  for (let k = 0; k < values.length; k++) sums[k % 4]! += values[k]!
  const total = sums.reduce((a, b) => a + b, 0)
  return sums.map(sum => (total > 0 ? (4 * sum - total) / (total + least * values.length) : 0))
}
