/**
 * How deep a full mix ducks on the beat.
 *
 * On the beat a mix also has the kick, claps and hats; their power would fill every dip. What tells them from the sound
 * that is ducked: they repeat, while chords have partials that stand in some bins and bars and not in others. So each
 * short spectrum is projected on the pattern of the sustained partials (their log power late in the *other* beats of
 * the same bar, less its mean over the band): whatever is the same in every bar, or alike in all bins, cancels. The
 * projection over its value late in the beat is the gain, squared. The pattern comes from other beats than the
 * reading, so beating and noise do not bias it.
 *
 * The side channel is read where there is one: kick and bass are in the middle. Depth is that of all that is
 * sustained and heard together; a reverb or a pluck that is not ducked makes it shallower, in the figure and to the ear.
 */
import type { Audio } from '../audio/audio.ts'
import { powerToDb } from '../dsp/decibel.ts'
import type { Envelopes } from '../dsp/envelope.ts'
import type { BeatGrid, Curve } from './analysis.ts'
import { type BeatSpectra, beatSpectraOf, phases } from './beat-spectra.ts'
import type { FeatureRow, Scope } from './catalogue.ts'
import { type Dip, fitDip } from './duck-dip.ts'
import { barsOf, fewestGroups, tooFewKicks } from './kicked-bars.ts'
import type { TimeRange } from './loudness.ts'
import { type BandGain, folds, gainOf, lateFrom, lateTo, placesWithoutClap, sustainedGains } from './sustained-gain.ts'

export interface MixDucking {
  /** duckDepth (dB), duckDelay and duckRecovery (ms), duckRegularity (0 to 1). */
  readonly row: FeatureRow
  /** Gain over one beat, dB; null where there is no depth. */
  readonly curve: Curve | null
}

export interface MixDuckingOptions {
  readonly grid: BeatGrid | null
  /** Of the same audio. */
  readonly envelopes: Envelopes
  /** Where each scope plays; "overall" is always measured, over all of them, or over everything when there are none. */
  readonly ranges?: ReadonlyMap<Scope, readonly TimeRange[]>
}

export function measureMixDucking(audio: Audio, options: MixDuckingOptions): Map<Scope, MixDucking> {
  const { grid, envelopes, ranges = new Map<Scope, readonly TimeRange[]>() } = options
  const result = new Map<Scope, MixDucking>()
  const spectra = new Map<number, BeatSpectra>()
  const spectraOf = grid ? beatSpectraOf(audio, grid) : null
  for (const [scope, groups] of barsOf(audio, { grid, envelopes, ranges })) {
    if (!grid || !spectraOf) {
      result.set(scope, nothing('no steady beat'))
      continue
    }
    if (groups.length < fewestGroups) {
      result.set(scope, nothing(tooFewKicks))
      continue
    }
    for (const group of groups)
      if (!spectra.has(group.first)) spectra.set(group.first, spectraOf(group))
    result.set(
      scope,
      read(
        groups.map(({ first }) => spectra.get(first)!),
        grid,
      ),
    )
  }
  return result
}

const ids = ['duckDepth', 'duckDelay', 'duckRecovery', 'duckRegularity'] as const

const nothing = (reason: string): MixDucking => ({
  row: {
    values: Object.fromEntries(ids.map(id => [id, null])),
    reasons: Object.fromEntries(ids.map(id => [id, reason])),
  },
  curve: null,
})

/** A side channel this far below the middle is a rounding error or a trace of width, not a part. */
const leastSide = 10 ** -2.5
/**
 * Between its notes a sustained sound stays within 6 dB of them: dense drops read 2 to 5.4 dB late in the beat, the
 * same drops without pad and lead (drums, a rolling bass) 6.8 to 40.
 */
const mostRise = 10 ** 0.62
/** Standard error of a band's squared gain, and of all of them together, that still tells a dip. */
const mostBandNoise = 0.45
const mostNoise = 0.19

interface Trusted {
  readonly band: BandGain
  /** Of the squared gain. */
  readonly variance: number
  readonly weight: number
}

type Uses = (fold: number, place: number) => boolean

function trusted(list: readonly BandGain[], places: readonly boolean[]): Trusted[] {
  const middle = Math.max(...list.map(({ isSide, power }) => (isSide ? 0 : power)))
  return list.flatMap((band): Trusted[] => {
    const { isSide, power } = band
    if (!(power > 0) || (isSide && power < leastSide * middle)) return []
    const gain = gainOf(band, (_, place) => places[place]!)
    let variance = 0
    for (let fold = 0; fold < folds; fold++) {
      const without = gainOf(band, (f, place) => f !== fold && places[place]!)
      for (let p = 0; p < phases; p++) variance += ((folds - 1) / folds / phases) * (without[p]! - gain[p]!) ** 2
    }
    const rest = gain.map((value, p) => (gain[(p + phases - 1) % phases]! + value + gain[(p + 1) % phases]!) / 3)
    const highest = rest.subarray(Math.round(0.45 * phases), lateTo).reduce((a, b) => Math.max(a, b), 0)
    const lowest = rest
      .slice(lateFrom, lateTo)
      .sort()
      .subarray(0, 4)
      .reduce((a, b) => a + b / 4, 0)
    const dbg = (globalThis as any).__d
if (dbg) dbg.push({ isSide, sd: Math.sqrt(variance), rise: 10 * Math.log10(highest / lowest), power, gain: Array.from(gain), parts: Array.from({ length: 16 }, (_, c) => Array.from(gainOf(band, (f, p) => f * 4 + p === c))), late: Array.from(band.late), places })
    if (!(Math.sqrt(variance) < mostBandNoise) || !(highest < mostRise * lowest)) return []
    return [{ band, variance, weight: 1 / (variance + 0.01) }]
  })
}

/** Where a ducker may reach its lowest point and come back from it, in phases around the beat. */
const dipFrom = Math.round(-0.06 * phases)
const dipTo = lateFrom
/** The lowest point comes within a third of a beat. */
const turnBefore = Math.round(0.33 * phases) - dipFrom
/** Notes that end leave more than this; no ducker in use goes as deep for all that is sustained. */
const deepestDb = 20
/** Less is not heard as ducking and has no delay worth naming. */
const audibleDepthDb = 1.5
/** −30 dB: no mix ducks deeper and is still measurable. */
const leastGain = 1e-3

function read(spectra: readonly BeatSpectra[], { tempo }: BeatGrid): MixDucking {
  const places = placesWithoutClap(spectra)
  const bands = trusted(sustainedGains(spectra), places)
  if (bands.length === 0) return nothing('nothing sustained is heard between the kicks')
  const combined = (uses: Uses): Float64Array => {
    const sum = new Float64Array(phases)
    let weights = 0
    for (const { band, weight } of bands) {
      const gain = gainOf(band, uses)
      weights += weight
      for (let p = 0; p < phases; p++) sum[p]! += weight * gain[p]!
    }
    return sum.map(value => value / weights)
  }
  const all = combined((_, place) => places[place]!)
  const even = combined((fold, place) => fold % 2 === 0 && places[place]!)
  const odd = combined((fold, place) => fold % 2 === 1 && places[place]!)
  // Chosen on one half of the bars and read on the other: the lowest place is no lucky draw of the noise.
  const drawn =
    0.5 * (readAt(odd, fitDip(aroundBeat(even), turnBefore)) + readAt(even, fitDip(aroundBeat(odd), turnBefore)))
  const weights = bands.reduce((sum, { weight }) => sum + weight, 0)
  const noise = Math.sqrt(bands.reduce((sum, { weight, variance }) => sum + weight ** 2 * variance, 0)) / weights
  if (noise > mostNoise) return nothing('too little is sustained between the kicks to tell')
  // A power is not negative: what is read within the noise of zero is, on average, about half the noise.
  const level = 0.5 * (drawn + Math.hypot(drawn, noise))
  const depthDb = Math.max(0, -powerToDb(Math.max(leastGain, level)))
  if (depthDb > deepestDb) return nothing('what sounds between the kicks falls silent on them: notes, not ducking')
  const dip = fitDip(aroundBeat(all), turnBefore)
  const beatSeconds = 60 / tempo
  const ms = (1000 * beatSeconds) / phases
  const isHeard = depthDb >= audibleDepthDb
  let back = dip.first
  while (back < dip.fit.length && powerToDb(Math.max(leastGain, dip.fit[back]!)) < -0.1 * depthDb) back++
  const confidence = Math.max(0.1, Math.min(0.9, 1 - 3 * noise))
  const tooShallow = 'ducks by less than 1.5 dB'
  return {
    row: {
      values: {
        duckDepth: depthDb,
        duckDelay: isHeard ? Math.max(0, (dip.first + dipFrom + 0.5) * ms) : null,
        duckRecovery: isHeard ? (back - dip.first) * ms : null,
        duckRegularity: isHeard ? regularityOf(combined, dip, depthDb) : null,
      },
      reasons: isHeard ? {} : { duckDelay: tooShallow, duckRecovery: tooShallow, duckRegularity: tooShallow },
      confidence: Object.fromEntries(ids.map(id => [id, confidence])),
    },
    curve: {
      startSeconds: 0,
      stepSeconds: beatSeconds / phases,
      values: Float32Array.from(all, value => powerToDb(Math.max(leastGain, value))),
    },
  }
}

const aroundBeat = (gain: Float64Array) =>
  Float64Array.from({ length: dipTo - dipFrom }, (_, p) => gain[(p + dipFrom + phases) % phases]!)

/** Mean over the lowest 45 ms of the fit, or more where it is flat: a single phase is mostly noise. */
function readAt(gain: Float64Array, { first, last, fit }: Dip): number {
  let from = first
  let to = last
  // Towards the lower side: a fast ducker's bottom must not be mixed with what was before the beat.
  while (to - from + 1 < leastWidth && (from > 0 || to < fit.length - 1))
    if ((fit[from - 1] ?? Infinity) < (fit[to + 1] ?? Infinity)) from--
    else to++
  const levels = aroundBeat(gain)
  let sum = 0
  for (let p = from; p <= to; p++) sum += levels[p]!
  return sum / (to - from + 1)
}

const leastWidth = 5

/** 1 − spread of the depths of the bar's four beats over the depth. */
function regularityOf(
  combined: (uses: Uses) => Float64Array,
  dip: Dip,
  depthDb: number,
): number {
  const depths = [0, 1, 2, 3].map(
    place =>
      -powerToDb(
        Math.max(
          leastGain,
          readAt(
            combined((_, p) => p === place),
            dip,
          ),
        ),
      ),
  )
  const mean = depths.reduce((a, b) => a + b, 0) / depths.length
  const spread = Math.sqrt(depths.reduce((sum, depth) => sum + (depth - mean) ** 2, 0) / depths.length)
  return Math.max(0, Math.min(1, 1 - spread / depthDb))
}
