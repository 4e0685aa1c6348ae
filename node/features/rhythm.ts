/** Tempo, beat grid and four-on-the-floor, from the onset strength of the whole song. */
import { type Audio, durationSeconds, stereoOf } from '../audio/audio.ts'
import { folded, periodicity, phasors } from '../dsp/autocorrelation.ts'
import { type Envelopes, envelopesOf } from '../dsp/envelope.ts'
import { type OnsetCurves, onsetCurves } from '../dsp/onset.ts'
import type { BeatGrid } from './analysis.ts'

export interface Rhythm {
  readonly grid: BeatGrid | null
  readonly fourOnTheFloor: number | null
  /** Why there is no grid. */
  readonly reason?: string
}

export interface RhythmOptions {
  /** Known tempo, BPM (Live's): only the beat's place is searched. */
  readonly tempo?: number
  /** Envelopes of the same audio, when the caller has them. */
  readonly envelopes?: Envelopes
}

const none = (reason: string): Rhythm => ({ grid: null, fourOnTheFloor: null, reason })

const shortestSeconds = 4
const lowestTempo = 60
const highestTempo = 200

export function measureRhythm(audio: Audio, options: RhythmOptions = {}): Rhythm {
  const { tempo: known } = options
  if (known !== undefined && !(known > 0)) throw new RangeError(`tempo must be positive, got ${known}`)
  const seconds = durationSeconds(audio)
  if (seconds < shortestSeconds) return none(`Shorter than ${shortestSeconds} s: too few beats for a tempo.`)
  const envelopes = options.envelopes ?? envelopesOf(stereoOf(audio), audio.sampleRate)
  const onsets = onsetCurves(envelopes)
  const both = combined(onsets)
  if (!both) return none('Silence.')
  const { hopSeconds } = onsets
  const coarse = known ?? coarseTempo(onsets)
  if (coarse === null) return none(unsteady)
  const steady = known ?? refinedTempo(both, hopSeconds, coarse)
  const { steadiness, salience } = regularityOf(both, hopSeconds, steady)
  if (salience < leastSalience || steadiness < leastSteadiness) return none(unsteady)
  const { octave, phaseSeconds, contrast, isStruck } = onKicks(onsets, envelopes, steady, known !== undefined)
  if (!isStruck) return none(unsteady)
  let beats = { tempo: octave, beatSeconds: phaseSeconds }
  for (const reachSeconds of [0.015, 0.01])
    beats = fitBeats(beats, onsets, { reachSeconds, tempoKnown: known !== undefined })
  const { tempo, beatSeconds } = beats
  const certainty = Math.min(1, (steadiness - leastSteadiness) / (fullSteadiness - leastSteadiness))
  const grid = {
    tempo,
    firstBeatSeconds: firstBeat(envelopes, beatSeconds, 60 / tempo),
    confidence: certainty * contrast,
  }
  return { grid, fourOnTheFloor: fourOnTheFloorOf(kicksOf(envelopes, grid)) }
}

/**
 * Noise and random notes stay under a salience of 6 and a steadiness of 0.5 (a rubato six-eight under 0.3); five
 * seconds of a plain beat reach 12 and 0.98, whole songs 20 to 70 and 0.88.
 */
const leastSalience = 6
const leastSteadiness = 0.55
const fullSteadiness = 0.9
const unsteady = 'No steady beat from 60 to 200 BPM.'

/** The beat at the tempo found; above the usual range at half of it, if only every second beat has a kick. */
function onKicks(onsets: OnsetCurves, envelopes: Envelopes, tempo: number, tempoKnown: boolean) {
  if (!tempoKnown && tempo > highestUsualTempo) {
    const beat = locateBeat(onsets, envelopes.low, tempo / 2)
    const { onBeat, halfWay } = kicksOf(envelopes, { tempo: tempo / 2, firstBeatSeconds: beat.phaseSeconds })
    if (beat.contrast > equalContrast && sumOf(halfWay) < equalKicks * sumOf(onBeat))
      return { octave: tempo / 2, ...beat }
  }
  return { octave: tempo, ...locateBeat(onsets, envelopes.low, tempo) }
}

const highestUsualTempo = 155
/** Two equal kicks read within a fifth of each other, or show no contrast where a dense mix blurs the reading. */
const equalKicks = 0.8
const equalContrast = 0.1

/** The beat nearest to where the sound begins: songs start on a bar line. Up to a quarter beat before the first sound. */
function firstBeat({ hopSeconds, octaves, low }: Envelopes, phaseSeconds: number, beat: number): number {
  const power = low.map((a, m) => octaves.reduce((sum, octave) => sum + octave[m]!, 0.5 * a * a))
  const loudest = power.reduce((a, b) => Math.max(a, b), 0)
  const start = power.findIndex(p => p > 1e-6 * loudest) * hopSeconds
  return phaseSeconds + beat * Math.ceil((start - phaseSeconds) / beat - 0.25)
}

/** Strengths over that of a usual kick, one per beat of the grid. */
export interface Kicks {
  readonly onBeat: Float32Array
  readonly halfWay: Float32Array
}

/** How strongly the low band rises on each beat and half-way to the next; all zero where it rises no more than between. */
export function kicksOf(
  { low, octaves, hopSeconds }: Envelopes,
  { tempo, firstBeatSeconds }: Omit<BeatGrid, 'confidence'>,
): Kicks {
  const beat = 60 / tempo
  const beats = Math.max(0, Math.ceil((low.length * hopSeconds - firstBeatSeconds) / beat))
  const strengths = (rise: Float32Array, share: number) =>
    Float32Array.from({ length: beats }, (_, k) => {
      const time = firstBeatSeconds + (k + share) * beat
      let peak = 0
      const to = Math.min(rise.length - 1, Math.round((time + swellSeconds) / hopSeconds))
      for (let m = Math.max(0, Math.round((time - leadSeconds) / hopSeconds)); m <= to; m++)
        peak = Math.max(peak, rise[m]!)
      return peak
    })
  const lowRise = riseOf(low)
  const onBeat = strengths(lowRise, 0)
  const kickless = sumOf(onBeat) < 0.75 * (sumOf(strengths(lowRise, 0.25)) + sumOf(strengths(lowRise, 0.75)))
  const usual = usualOf(onBeat)
  if (kickless || usual === 0) return { onBeat: new Float32Array(beats), halfWay: new Float32Array(beats) }
  // An off-beat bass can be as loud as the kick, but it has none of its punch in the octave above.
  const punchRise = riseOf(octaves[0]!.map(Math.sqrt))
  const usualPunch = usualOf(strengths(punchRise, 0)) || 1
  const punch = strengths(punchRise, 0.5)
  return {
    onBeat: onBeat.map(strength => strength / usual),
    halfWay: strengths(lowRise, 0.5).map((strength, k) => Math.min(strength / usual, punch[k]! / usualPunch)),
  }
}

const usualOf = (strengths: Float32Array) =>
  Float32Array.from(strengths).sort()[Math.floor(0.9 * strengths.length)] ?? 0

/** A kick in a filtered intro still counts; half-way to the next beat it takes a whole one. */
export const kickThreshold = 0.4
const halfWayThreshold = 0.7

/** Over the bars that have a kick at all: breakdowns say nothing about the beat. */
function fourOnTheFloorOf({ onBeat, halfWay }: Kicks): number {
  let beats = 0
  let score = 0
  for (let bar = 0; bar + 4 <= onBeat.length; bar += 4) {
    const on = onBeat.subarray(bar, bar + 4).filter(k => k >= kickThreshold).length
    const off = halfWay.subarray(bar, bar + 4).filter(k => k >= halfWayThreshold).length
    if (on + off === 0) continue
    beats += 4
    score += on - off
  }
  return beats === 0 ? 0 : Math.max(0, score / beats)
}

const sumOf = (values: Float64Array | Float32Array): number => {
  let sum = 0
  for (let k = 0; k < values.length; k++) sum += values[k]!
  return sum
}

function deviation(curve: Float32Array): number {
  let sum = 0
  let squares = 0
  for (let n = 0; n < curve.length; n++) {
    sum += curve[n]!
    squares += curve[n]! * curve[n]!
  }
  return Math.sqrt(Math.max(0, squares / curve.length - (sum / curve.length) ** 2))
}

/** Both curves with equal spread added up, less their mean; `null` when nothing ever gets louder. */
function combined({ full, low }: OnsetCurves): Float32Array | null {
  const a = deviation(full)
  const b = deviation(low)
  if (a === 0 && b === 0) return null
  const both = full.map((value, n) => (a && value / a) + (b && low[n]! / b))
  // Without the mean, or it would leak into the harmonics of stretches that are no whole number of beats.
  const mean = sumOf(both) / both.length
  return both.map(value => value - mean)
}

const pairs = (curve: Float32Array) =>
  Float32Array.from({ length: curve.length >> 1 }, (_, n) => curve[2 * n]! + curve[2 * n + 1]!)

/** Harmonics of the beat: halves, thirds (six-eight stays lower) and quarters of it. */
const harmonics = [1, 2, 3, 4]

/** Centre and width (octaves) of the expectation; wide enough to leave 90 and 174 BPM a chance. */
const usualTempo = 135
const usualOctaves = 0.5

/**
 * The tempo whose harmonics stand out in the spectrum and whose beat repeats in the autocorrelation: the spectrum alone
 * also likes multiples, the autocorrelation also likes fractions, their product neither (after Peeters 2006).
 */
function coarseTempo(onsets: OnsetCurves): number | null {
  // Half the time resolution is plenty for periods of 75 ms and more, and takes half the time.
  const hopSeconds = 2 * onsets.hopSeconds
  const curves = [onsets.full, onsets.low]
    .map(pairs)
    .map(curve => ({ ...periodicity(curve), scale: deviation(curve) || 1 }))
  const { size } = curves[0]!
  // A quarter of a bin of the fundamental is a whole bin of the fourth harmonic.
  const step = 60 / (4 * size * hopSeconds)
  let best: number | null = null
  let bestScore = 0
  for (let bpm = lowestTempo; bpm <= highestTempo; bpm += step) {
    const hz = bpm / 60
    let strength = 0
    let repeats = 0
    for (const { magnitude, correlation, scale } of curves) {
      for (const h of harmonics) strength += (magnitude[Math.round(h * hz * hopSeconds * size)] ?? 0) / scale
      for (const beats of [1, 2, 4]) {
        const lag = Math.round(beats / hz / hopSeconds)
        for (let k = lag - 1, peak = 0; k <= lag + 1; k++) {
          peak = Math.max(peak, correlation[k] ?? 0)
          if (k === lag + 1) repeats += peak
        }
      }
    }
    const score = strength * repeats * Math.exp(-0.5 * (Math.log2(bpm / usualTempo) / usualOctaves) ** 2)
    if (score > bestScore) {
      bestScore = score
      best = bpm
    }
  }
  return best
}

/**
 * Phases of the beat's halves and quarters in stretches of eight beats: their slope over the song is the error of the
 * tempo. (The beat itself would jump by half a turn where only the off-beat plays.)
 */
function refinedTempo(curve: Float32Array, hopSeconds: number, coarse: number): number {
  let tempo = coarse
  const seconds = curve.length * hopSeconds
  const count = Math.max(4, Math.round((seconds * coarse) / 60 / 8))
  for (const h of [2, 2, 4, 4]) {
    const { re, im } = phasors(curve, (h * tempo * hopSeconds) / 60, count)
    const mean = Math.atan2(sumOf(im), sumOf(re))
    let w = 0
    let wt = 0
    let wp = 0
    let wtt = 0
    let wtp = 0
    for (let k = 0; k < count; k++) {
      const weight = re[k]! ** 2 + im[k]! ** 2
      let phase = Math.atan2(im[k]!, re[k]!) - mean
      phase -= 2 * Math.PI * Math.round(phase / (2 * Math.PI))
      w += weight
      wt += weight * k
      wp += weight * phase
      wtt += weight * k * k
      wtp += weight * k * phase
    }
    const spread = w * wtt - wt * wt
    if (spread > 0) tempo += ((((w * wtp - wt * wp) / spread) * count) / (2 * Math.PI * h * seconds)) * 60
  }
  return tempo
}

interface Regularity {
  /** 0 to 1: how well the phases of two-beat stretches agree with one tempo all through the song. */
  readonly steadiness: number
  /** Height of the beat's harmonics over what the same onsets in random order would give. */
  readonly salience: number
}

function regularityOf(curve: Float32Array, hopSeconds: number, tempo: number): Regularity {
  const count = Math.max(1, Math.round((curve.length * hopSeconds * tempo) / 60 / 2))
  let agreed = 0
  let all = 0
  let power = 0
  for (const h of harmonics) {
    const { re, im } = phasors(curve, (h * tempo * hopSeconds) / 60, count)
    const together = Math.hypot(sumOf(re), sumOf(im))
    const apart = re.reduce((sum, value, k) => sum + Math.hypot(value, im[k]!), 0)
    agreed += together * apart
    all += apart * apart
    power += together * together
  }
  return { steadiness: agreed / all, salience: Math.sqrt(power / curve.length) / deviation(curve) }
}

/** Largest value from `before` to `after` seconds around each phase, over the largest of all; all ones for nothing. */
function reach(fold: Float64Array, stepSeconds: number, before: number, after: number): Float64Array {
  const most = largest(fold)
  const from = -Math.round(before / stepSeconds)
  const to = Math.round(after / stepSeconds)
  return fold.map((_, k) => {
    let peak = 0
    for (let n = k + from; n <= k + to; n++) peak = Math.max(peak, at(fold, n))
    return most > 0 ? peak / most : 1
  })
}

const largest = (values: Float64Array) => values.reduce((a, b) => Math.max(a, b), 0)

const at = (fold: Float64Array, n: number) => fold[((n % fold.length) + fold.length) % fold.length]!

/** A kick's low end rises from just before (the filters' reach) to this long after its start. */
const leadSeconds = 0.008
const swellSeconds = 0.045

interface Beat {
  /** Start of the kick after a whole number of beats. */
  readonly phaseSeconds: number
  /** 0 to 1: how much stronger it is than half a beat later. */
  readonly contrast: number
  /** Something is hit; slow beating of detuned voices repeats, too, but has no starts. */
  readonly isStruck: boolean
}

/** Mean onset strength on the strongest phase: beating pads reach 0.1 and 0.34, songs 0.7 or 1.1 and more. */
const leastStart = 0.2
const leastLowStart = 0.7

/**
 * Where in the beat the kick starts. An off-beat bass has low end too and an off-beat hat a sharper start, so what counts
 * is the product: the low band's rise on a log scale (from silence), on a linear one (how loud), and some start above.
 */
function locateBeat(onsets: OnsetCurves, low: Float32Array, tempo: number): Beat {
  const period = 60 / tempo / onsets.hopSeconds
  const full = folded(onsets.full, period)
  const logRise = folded(onsets.low, period)
  const step = 60 / tempo / full.length
  const loudRise = reach(folded(riseOf(low), period), step, leadSeconds, swellSeconds)
  const fromSilence = reach(logRise, step, leadSeconds, swellSeconds)
  const usual = Float64Array.from(full).sort()[full.length >> 1]!
  const start = reach(
    full.map(value => Math.max(0, value - usual)),
    step,
    0,
    0,
  ).map(value => value * (1 - usual / (largest(full) || 1)))
  const lowStart = reach(logRise, step, 0, 0)
  // The low band's own start decides where nothing above starts with it.
  const score = full.map((_, k) => loudRise[k]! * Math.sqrt(fromSilence[k]! * (start[k]! + 0.5 * lowStart[k]!)))
  let best = 0
  for (let k = 1; k < score.length; k++) if (score[k]! > score[best]!) best = k
  const half = reach(score, step, 0.02, 0.02)
  return {
    phaseSeconds: step * (best + vertex(full, best)),
    contrast: Math.max(0, 1 - at(half, best + Math.round(full.length / 2)) / (score[best]! || 1)),
    isStruck: largest(full) >= leastStart || largest(logRise) >= leastLowStart,
  }
}

interface Beats {
  readonly tempo: number
  /** Time of any one beat. */
  readonly beatSeconds: number
}

/**
 * The line through the onsets nearest to the beats, weighted by how sharp they are and how much of a kick they have: hats,
 * rolls and basses a few milliseconds off turn the phases of the whole curve, but not the kicks.
 */
function fitBeats(
  { tempo, beatSeconds }: Beats,
  { full, low, hopSeconds }: OnsetCurves,
  { reachSeconds, tempoKnown }: { readonly reachSeconds: number; readonly tempoKnown: boolean },
): Beats {
  const beat = 60 / tempo
  const half = Math.round(reachSeconds / hopSeconds)
  const swell = Math.round(swellSeconds / hopSeconds)
  const window = new Float64Array(2 * half + 1)
  const first = Math.ceil(-beatSeconds / beat)
  const count = Math.floor((full.length * hopSeconds - beatSeconds) / beat) - first
  const points: { n: number; late: number; sharpness: number; kick: number }[] = []
  for (let from = 0; from + fitBeatCount <= count; from += fitBeatCount) {
    window.fill(0)
    let kick = 0
    for (let k = from; k < from + fitBeatCount; k++) {
      const middle = (beatSeconds + (first + k) * beat) / hopSeconds
      for (let m = -half; m <= half; m++) {
        const place = middle + m
        const before = Math.floor(place)
        const share = place - before
        window[m + half]! += (1 - share) * (full[before] ?? 0) + share * (full[before + 1] ?? 0)
      }
      let rise = 0
      for (let m = Math.round(middle) - half; m <= middle + swell; m++) rise = Math.max(rise, low[m] ?? 0)
      kick += rise
    }
    let best = 1
    for (let m = 1; m < 2 * half; m++) if (window[m]! > window[best]!) best = m
    if (best === 1 || best === 2 * half - 1) continue
    const late = (best + vertex(window, best) - half) * hopSeconds
    const sharpness = window[best]! - Float64Array.from(window).sort()[half]!
    points.push({ n: first + from + (fitBeatCount - 1) / 2, late, sharpness, kick })
  }
  const middle = points.map(point => point.late).sort((a, b) => a - b)[points.length >> 1] ?? 0
  const strongest = Math.max(1e-9, ...points.map(point => point.kick))
  const kept = points
    .filter(point => Math.abs(point.late - middle) < 0.008)
    .map(({ n, late, sharpness, kick }) => ({ n, late, weight: (sharpness * (0.05 + kick / strongest) ** 2) ** 2 }))
  const total = kept.reduce((sum, point) => sum + point.weight, 0)
  if (total === 0) return { tempo, beatSeconds }
  const n = kept.reduce((sum, point) => sum + point.weight * point.n, 0) / total
  const late = kept.reduce((sum, point) => sum + point.weight * point.late, 0) / total
  const spread = kept.reduce((sum, point) => sum + point.weight * (point.n - n) ** 2, 0)
  const slope =
    tempoKnown || spread === 0
      ? 0
      : kept.reduce((sum, point) => sum + point.weight * (point.n - n) * (point.late - late), 0) / spread
  return { tempo: 60 / (beat + slope), beatSeconds: beatSeconds + late - slope * n }
}

/** Beats folded into one reading: enough to stand out of the other parts. */
const fitBeatCount = 4

/** Place of the parabola's vertex through three neighbours, −½ to ½; 0 where the middle is not the highest. */
function vertex(fold: Float64Array, k: number): number {
  const left = at(fold, k - 1)
  const middle = at(fold, k)
  const right = at(fold, k + 1)
  if (middle < left || middle < right || middle - left + (middle - right) <= 0) return 0
  return (0.5 * (left - right)) / (left - 2 * middle + right)
}

/** By how much the low band's amplitude exceeds its loudest of 12 to 26 ms before. */
function riseOf(low: Float32Array): Float32Array {
  return low.map((value, n) => {
    let before = 0
    for (let k = Math.max(0, n - 9); k <= n - 4; k++) before = Math.max(before, low[k]!)
    return Math.max(0, value - before)
  })
}
