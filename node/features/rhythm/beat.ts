/** Where the beats of a known tempo lie: the kick's place within the beat, then a line through all the kicks. */
import { folded } from '../../dsp/autocorrelation.ts'
import { at, largest, vertex } from '../../dsp/circular.ts'
import type { Envelopes } from '../../dsp/envelope.ts'
import { addTo, writeSquares } from '../../dsp/loops.ts'
import type { OnsetCurves } from '../../dsp/onset.ts'
import { clapsPerPlace } from './backbeat.ts'
import { leadSeconds, riseOf, swellSeconds } from './kicks.ts'

export interface Place {
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

/** Places that score less than this share of the best are no rivals. */
const rivalShare = 0.3
/** Rivals lie at least this far apart, in beats. */
const apart = 0.13
/** Worth of a place without any backbeat; one where nothing but claps and snares hits, on every second beat, has 1.3. */
const plainWorth = 0.3

/**
 * Where in the beat the kick starts. An off-beat bass has low end too and an off-beat hat a sharper start, so what counts
 * is the product: the low band's rise on a log scale (from silence), on a linear one (how loud), and some start above.
 * Where broken beats leave rivals, the one with a backbeat wins: claps and snares that hit on every second beat.
 */
export function locateBeat(onsets: OnsetCurves, envelopes: Envelopes, tempo: number): Place {
  const period = 60 / tempo / onsets.hopSeconds
  const full = folded(onsets.full, period)
  const places = full.length
  const logRise = folded(onsets.low, period)
  const step = 60 / tempo / places
  const loudRise = reach(folded(riseOf(envelopes.low), period), step, leadSeconds, swellSeconds)
  const fromSilence = reach(logRise, step, leadSeconds, swellSeconds)
  const usual = full.slice().sort()[places >> 1]!
  const start = reach(
    full.map(value => Math.max(0, value - usual)),
    step,
    0,
    0,
  ).map(value => value * (1 - usual / (largest(full).value || 1)))
  const lowStart = reach(logRise, step, 0, 0)
  // The low band's own start decides where nothing above starts with it.
  const score = full.map((_, k) => loudRise[k]! * Math.sqrt(fromSilence[k]! * (start[k]! + 0.5 * lowStart[k]!)))
  const most = largest(score).value
  const around = reach(score, step, apart * places * step, apart * places * step)
  const rivals = [...score.keys()].filter(k => score[k]! > rivalShare * most && score[k]! >= around[k]! * most)
  const claps = rivals.map(k => clapsPerPlace(envelopes, { firstSeconds: k * step, tempo }))
  const loudest = Math.max(1e-30, ...claps.map(([a, b, c, d]) => a + b + c + d))
  const worth = rivals.map((k, n) => {
    const [a, b, c, d] = claps[n]!
    return score[k]! * (plainWorth + Math.abs(a + c - b - d) / loudest)
  })
  const chosen = worth.indexOf(Math.max(...worth))
  const best = rivals[chosen] ?? 0
  const second = worth.reduce((value, other, n) => (n === chosen ? value : Math.max(value, other)), 0)
  const half = at(reach(score, step, 0.02, 0.02), best + Math.round(places / 2)) / (score[best]! || 1)
  return {
    phaseSeconds: step * (best + vertex(full, best)),
    contrast: Math.max(0, 1 - (second > 0 ? second / worth[chosen]! : half)),
    isStruck: largest(full).value >= leastStart || largest(logRise).value >= leastLowStart,
  }
}

/** Largest value from `before` to `after` seconds around each phase, over the largest of all; all ones for nothing. */
function reach(fold: Float64Array, stepSeconds: number, before: number, after: number): Float64Array {
  const most = largest(fold).value
  const from = -Math.round(before / stepSeconds)
  const to = Math.round(after / stepSeconds)
  return fold.map((_, k) => {
    let peak = 0
    for (let n = k + from; n <= k + to; n++) peak = Math.max(peak, at(fold, n))
    return most > 0 ? peak / most : 1
  })
}

export interface Beats {
  readonly tempo: number
  /** Time of any one beat. */
  readonly beatSeconds: number
}

/**
 * The line through the onsets nearest to the beats, weighted by how sharp they are and how much of a kick they have: hats,
 * rolls and basses a few milliseconds off turn the phases of the whole curve, but not the kicks.
 */
export function fitBeats(
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
      const before = Math.floor(middle)
      const share = middle - before
      for (let m = -half; m <= half; m++)
        window[m + half]! += (1 - share) * (full[before + m] ?? 0) + share * (full[before + m + 1] ?? 0)
      let rise = 0
      for (let m = Math.round(middle) - half; m <= middle + swell; m++) rise = Math.max(rise, low[m] ?? 0)
      kick += rise
    }
    let best = 1
    for (let m = 1; m < 2 * half; m++) if (window[m]! > window[best]!) best = m
    if (best === 1 || best === 2 * half - 1) continue
    const late = (best + vertex(window, best) - half) * hopSeconds
    const sharpness = window[best]! - window.slice().sort()[half]!
    points.push({ n: first + from + (fitBeatCount - 1) / 2, late, sharpness, kick })
  }
  const middle = points.map(point => point.late).sort((a, b) => a - b)[points.length >> 1] ?? 0
  const strongest = points.reduce((most, { kick }) => Math.max(most, kick), 1e-9)
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

/** The beat nearest to where the sound begins: songs start on a bar line. Up to a quarter beat before the first sound. */
export function firstBeat({ hopSeconds, octaves, low, frames }: Envelopes, { tempo, beatSeconds }: Beats): number {
  const beat = 60 / tempo
  const power = new Float32Array(frames)
  writeSquares(low, 0.5, power)
  for (const octave of octaves) addTo(power, octave)
  const start = Math.max(0, Math.min(frames - 1, firstAbove(power, 1e-6 * most(power))))
  return beatSeconds + beat * Math.ceil((start * hopSeconds - beatSeconds) / beat - 0.25)
}

function most(x: Float32Array): number {
  let value = 0
  for (let m = 0; m < x.length; m++) if (x[m]! > value) value = x[m]!
  return value
}

/** The length where there is none. */
function firstAbove(x: Float32Array, limit: number): number {
  let m = 0
  while (m < x.length && x[m]! <= limit) m++
  return m
}
