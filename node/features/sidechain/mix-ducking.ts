/**
 * How deep a full mix ducks on the beat.
 *
 * On the beat a mix also has the kick, claps and hats; their power would fill every dip. The gain is therefore read from
 * how the spectrum of what is sustained rises and falls (features/sidechain/sustained-gain.ts), between 1.6 and 3.4 kHz, on the
 * beats without a clap, in mid and side.
 *
 * Depth is that of all that is sustained and heard together; a reverb or a pluck that is not ducked makes it shallower,
 * in the figure and to the ear. Notes that are struck on the grid look like gain as well; what they do alike on every
 * sixteenth is taken off (struck-notes.ts). What is stronger on the beat than on the other sixteenths stays, and shifts a
 * whole song's readings by up to 2 dB either way; where a bass is as loud up there as the chords above it, by 2 dB.
 */
import type { Audio } from '../../audio/audio.ts'
import type { Envelopes } from '../../dsp/envelope.ts'
import type { BeatGrid, Curve } from '../analysis.ts'
import type { FeatureRow, Scope } from '../catalogue.ts'
import { missing } from '../feature-rows.ts'
import type { TimeRange } from '../loudness.ts'
import { barsOf, fewestGroups, type KickedBars, tooFewKicks } from '../low-end/kicked-bars.ts'
import { type BeatSpectra, beatSpectraOf, phases } from './beat-spectra.ts'
import { aroundBeat, crossReadDb, dipFrom, dipOf, gainDb, lostToBlurDb, readAt } from './dip-depth.ts'
import type { Dip } from './duck-dip.ts'
import { strikesOf, withoutStrikes } from './struck-notes.ts'
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
  /** The kicked bars of those, when the caller has them. */
  readonly bars?: KickedBars
}

export function measureMixDucking(audio: Audio, options: MixDuckingOptions): Map<Scope, MixDucking> {
  const { grid } = options
  const result = new Map<Scope, MixDucking>()
  const spectra = new Map<number, BeatSpectra>()
  const spectraOf = grid ? beatSpectraOf(audio, grid) : null
  for (const [scope, groups] of options.bars ?? barsOf(audio, options)) {
    if (!grid || !spectraOf) {
      result.set(scope, nothing('no steady beat'))
      continue
    }
    if (groups.length < fewestGroups) {
      result.set(scope, nothing(tooFewKicks))
      continue
    }
    for (const group of groups) if (!spectra.has(group.first)) spectra.set(group.first, spectraOf(group))
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
  row: missing(ids, reason),
  curve: null,
})

/** A side channel this far below the middle is a rounding error or a trace of width, not a part. */
const leastSide = 10 ** -2.5
/**
 * Between its notes a sustained sound stays within 6.2 dB of them in most bands: dense drops read 1 to 7 dB between the
 * middle of the beat and its end, the same drops without pad and lead (drums, a rolling bass) 11 to 35.
 */
const mostRise = 10 ** 0.62
/**
 * A hit on every beat that is stronger than this over what sounds between them meets the pattern of the chords by
 * chance, the same way every time. Kicks, hats and percussion come to 2 dB in the beats without a clap.
 */
const mostHit = 10 ** 0.5
/** Standard error of a band's squared gain, and of all of them together, that still tells a dip. */
const mostBandNoise = 0.45
const mostNoise = 0.155
/** One band alone has nothing to agree with: on the songs this was tuned on it was off by up to 2.2 dB. */
const fewestBands = 2
const tooLittle = 'too little is sustained between the kicks to tell'
/** Bands and channels hear one ducker: depths that spread more, in dB, come from something else. */
const mostSpreadDb = 1.2

interface Trusted {
  readonly band: BandGain
  /** Of the squared gain. */
  readonly variance: number
  readonly weight: number
  readonly depthDb: number
}

type Uses = (fold: number, place: number) => boolean

function trusted(list: readonly BandGain[], places: readonly boolean[]): Trusted[] {
  const middle = Math.max(...list.map(({ isSide, power }) => (isSide ? 0 : power)))
  return list.flatMap((band): Trusted[] => {
    const { isSide, power } = band
    if (!(power > 0) || (isSide && power < leastSide * middle)) return []
    const ofPlaces = (powers: Float64Array) =>
      powers.reduce((sum, value, place) => sum + (places[place] ? value : 0), 0)
    const gain = gainOf(band, (_, place) => places[place]!)
    if (ofPlaces(band.hits) > mostHit * ofPlaces(band.rests)) return []
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
    if (!(Math.sqrt(variance) < mostBandNoise) || !(highest < mostRise * lowest)) return []
    return [{ band, variance, weight: 1 / (variance + 0.01), depthDb: dipOf(gain).depthDb }]
  })
}

/** Less is not heard as ducking and has no delay worth naming. */
const audibleDepthDb = 1.5
/** Notes that end leave more than this; no ducker in use goes as deep for all that is sustained. */
const deepestDb = 20

function read(spectra: readonly BeatSpectra[], { tempo }: BeatGrid): MixDucking {
  const heard = sustainedGains(spectra)
  const places = placesWithoutClap(heard)
  const bands = trusted(heard, places)
  if (bands.length === 0) return nothing('nothing sustained is heard between the kicks')
  if (bands.length < fewestBands) return nothing(tooLittle)
  const weights = bands.reduce((sum, { weight }) => sum + weight, 0)
  const meanOf = (uses: Uses): Float64Array => {
    const sum = new Float64Array(phases)
    for (const { band, weight } of bands) {
      const gain = gainOf(band, uses)
      for (let p = 0; p < phases; p++) sum[p]! += (weight / weights) * gain[p]!
    }
    return sum
  }
  const strikes = strikesOf(meanOf((_, place) => places[place]!))
  const combined = (uses: Uses) => withoutStrikes(meanOf(uses), strikes)
  const noise = Math.sqrt(bands.reduce((sum, { weight, variance }) => sum + weight ** 2 * variance, 0)) / weights
  if (noise > mostNoise) return nothing(tooLittle)
  const meanDb = bands.reduce((sum, { depthDb }) => sum + depthDb, 0) / bands.length
  const spread = Math.sqrt(bands.reduce((sum, { depthDb }) => sum + (depthDb - meanDb) ** 2, 0) / bands.length)
  if (spread > mostSpreadDb) return nothing('bands dip by different amounts on the beat: notes, not ducking')
  const all = combined((_, place) => places[place]!)
  const { dip, depthDb: depthOfAll } = dipOf(all)
  const depthOfHalves = crossReadDb(
    [0, 1].map(half => combined((fold, place) => (fold & 1) === half && places[place]!)),
  )
  const depthDb = depthOfHalves < audibleDepthDb ? depthOfHalves : depthOfAll + lostToBlurDb(dip)
  if (depthDb > deepestDb) return nothing('what sounds between the kicks falls silent on them: notes, not ducking')
  const beatSeconds = 60 / tempo
  const isHeard = depthDb >= audibleDepthDb
  const { delay, recovery } = timesOf(dip, depthDb)
  const ms = (1000 * beatSeconds) / phases
  const tooShallow = 'ducks by less than 1.5 dB'
  return {
    row: {
      values: {
        duckDepth: depthDb,
        duckDelay: isHeard ? delay * ms : null,
        duckRecovery: isHeard ? recovery * ms : null,
        duckRegularity: isHeard ? regularityOf(combined, dip, depthDb) : null,
      },
      reasons: isHeard ? {} : { duckDelay: tooShallow, duckRecovery: tooShallow, duckRegularity: tooShallow },
      confidence: Object.fromEntries(ids.map(id => [id, confidenceOf(noise)])),
    },
    curve: {
      startSeconds: 0,
      stepSeconds: beatSeconds / phases,
      values: Float32Array.from(all, gainDb),
    },
  }
}

/** The song's own note rhythm can look like gain without any noise: on songs never seen, three readings in four are right. */
const mostConfidence = 0.75

/**
 * The share of readings within 1.5 dB on generated songs (seeds 300 to 307), before struck notes were taken off: 94 % at a
 * noise of 0.095, 92 at 0.125, 90 at 0.155. On those this was then tuned on (220 to 235) 99 % in stereo and 93 % in mono;
 * on six others (500 to 505) 81 % in stereo, every miss in one song, and one of six in mono. So it stays low.
 */
const confidenceOf = (noise: number) => Math.min(mostConfidence, 1 - 0.67 * noise)

/** A held bottom begins where the fit comes this near to the depth: within it the lowest point is a draw of the noise. */
const bottomShare = 0.85

/** Phases from the beat to the start of the bottom, and from there until nine tenths are regained. */
function timesOf({ fit, first }: Dip, depthDb: number): { readonly delay: number; readonly recovery: number } {
  let start = 0
  while (start < first && gainDb(fit[start]!) > -bottomShare * depthDb) start++
  let back = first
  while (back < fit.length && gainDb(fit[back]!) < -0.1 * depthDb) back++
  return { delay: Math.max(0, start + dipFrom + 0.5), recovery: back - start }
}

/** 1 − spread of the depths of the bar's four beats over the depth. */
function regularityOf(combined: (uses: Uses) => Float64Array, dip: Dip, depthDb: number): number {
  const depths = [0, 1, 2, 3]
    .map(place => -gainDb(readAt(aroundBeat(combined((_, p) => p === place)), dip)))
    // A place that never has a kick is not read.
    .filter(Number.isFinite)
  const mean = depths.reduce((a, b) => a + b, 0) / depths.length
  const spread = Math.sqrt(depths.reduce((sum, depth) => sum + (depth - mean) ** 2, 0) / depths.length)
  return Math.max(0, Math.min(1, 1 - spread / depthDb))
}
