/**
 * Masking between tracks: how much of each track's loudness is lost in the mix, and to whom.
 *
 * In every moment each track has a specific loudness alone, N'(E), and beside all the others, N'(E | E of the others)
 * (dsp/partial-loudness.ts); its layers are not among the others (features/masking/layers.ts). The difference is its audible loss; it is attributed to the others in proportion to their
 * excitation in the same auditory filter at the same time. Sones are means over the time of the scope. Masking by what was
 * heard just before (forward masking) is left out, and so is release from masking by panning: both ears get the sum of
 * left and right.
 *
 * Mix clarity is the share of its loudness alone that a track keeps in the mix, %, mean over the tracks, each by the time it
 * sounds: 100 % when nothing covers anything. (Σ in the mix / Σ alone would call it clearer when one track drowns the others.)
 * A dense mix reads low: of two equal sounds in one band each keeps about a quarter. The model is made for steady sounds and
 * understates musical parts among others (Ma, Reiss & Black, AES 53rd conference 2014): figures are for comparing mixes.
 */
import { type ContiguousBand, contiguousBands } from '../../dsp/bands.ts'
import type { Section } from '../analysis.ts'
import { type FeatureRow, type Rows, type Scope, sectionTypes } from '../catalogue.ts'
import { type HeardTrack, hear, type Playback, usualPlayback } from './hearing.ts'
import { findLayers } from './layers.ts'
import { MaskingTally } from './masking-tally.ts'
import { type Slot, slotsOf } from './slots.ts'

/** Sones, and the same as a share of the masked track's loudness alone in that band, 0 to 1. */
export interface BandLoss {
  readonly lossSones: number
  readonly lossShare: number
}

export interface MaskingPair {
  readonly masked: string
  readonly masker: string
  /** Of the masked track's loudness, mean over the scope. */
  readonly lossSones: number
  /** Share of the masked track's loudness alone, 0 to 1. */
  readonly lossShare: number
  /** The same in the moments when both sound: what counts for kick and bass. */
  readonly lossShareTogether: number
  /** The level drop in the moments when both sound that would be as much quieter: 10 dB halve the loudness. */
  readonly lossDb: number
  readonly bands: Readonly<Record<ContiguousBand, BandLoss>>
}

export interface TrackAudibility {
  readonly track: string
  /** Sones, mean over the scope; of a layer its share of the layers' loudness. */
  readonly loudnessAlone: number
  readonly loudnessInMix: number
  /** 0 to 1; null when the track is silent in this scope. */
  readonly audibleShare: number | null
}

export interface ScopeMasking {
  /** Most audible loss over all bands first. */
  readonly pairs: readonly MaskingPair[]
  readonly tracks: readonly TrackAudibility[]
  readonly slots: Readonly<Record<ContiguousBand, Slot>>
  /** %, null with a reason when nothing sounds. */
  readonly mixClarity: number | null
  readonly reason?: string
}

export interface Masking {
  /** Assumed: masking and thresholds depend on how loud it is played. */
  readonly playback: Playback
  /** Pairs of tracks that are layers of one part. */
  readonly layers: readonly { readonly tracks: readonly [string, string]; readonly confidence: number }[]
  readonly scopes: Readonly<Partial<Record<Scope, ScopeMasking>>>
}

export interface MaskingOptions {
  readonly sections: readonly Section[]
  /** −18 LUFS at 83 dB SPL when absent. */
  readonly playback?: Playback
  /** Pairs listed per scope, beside the first five of each band; 40 when absent. */
  readonly mostPairs?: number
}

/**
 * `tracks`: everything that reaches Main, as it reaches Main, all of one length, rate and start. Throws RangeError when the
 * rates differ.
 */
export function measureMasking(
  tracks: readonly HeardTrack[],
  { sections, playback = usualPlayback, mostPairs = 40 }: MaskingOptions,
): Masking {
  const rates = [...new Set(tracks.map(({ audio }) => audio.sampleRate))]
  if (rates.length > 1) throw new RangeError(`tracks must share one sample rate, got ${rates.join(', ')}`)
  const hearing = hear(tracks, { sampleRate: rates[0] ?? 44_100, sections, playback })
  const names = tracks.map(({ name }) => name)
  const layers = findLayers(hearing)
  const tallies = MaskingTally.of(hearing, layers)
  const scopes: Partial<Record<Scope, ScopeMasking>> = {}
  for (const type of sectionTypes) {
    const tally = tallies.get(type)
    if (tally) scopes[type] = describe(tally, { names, mostPairs })
  }
  if (tallies.size > 0) {
    scopes.overall = describe(MaskingTally.sum([...tallies.values()]), { names, mostPairs })
  }
  return {
    playback,
    layers: layers.map(({ a, b, confidence }) => ({ tracks: [names[a]!, names[b]!], confidence })),
    scopes,
  }
}

/** The clarity of every scope as rows of the catalogue's feature, to be merged into an analysis. */
export function mixClarityRows({ scopes }: Masking): Rows {
  return Object.fromEntries(
    Object.entries(scopes).map(([scope, { mixClarity, reason }]) => [
      scope,
      { values: { mixClarity }, reasons: reason === undefined ? {} : { mixClarity: reason } } satisfies FeatureRow,
    ]),
  )
}

interface Named {
  readonly names: readonly string[]
  readonly mostPairs: number
}

function describe(tally: MaskingTally, { names, mostPairs }: Named): ScopeMasking {
  const tracks = names.map((track, i) => {
    const alone = tally.alone(i)
    const inMix = tally.inMix(i)
    return {
      track,
      loudnessAlone: alone / tally.seconds,
      loudnessInMix: inMix / tally.seconds,
      audibleShare: alone > 0 ? share(inMix, alone) : null,
    }
  })
  const sounding = tally.sounding.reduce((sum, seconds) => sum + seconds, 0)
  const audible = tracks.reduce((sum, { audibleShare }, i) => sum + tally.sounding[i]! * (audibleShare ?? 0), 0)
  return {
    pairs: listedPairs(tally, { names, mostPairs }).map(([masked, masker]) => pairOf(tally, names, masked, masker)),
    tracks,
    slots: slotsOf(tally, names),
    ...(sounding > 0
      ? { mixClarity: 100 * share(audible, sounding) }
      : { mixClarity: null, reason: 'no track sounds here' }),
  }
}

/** The pairs that lose most, and those that lose most in each band: what the low end loses is little beside the rest. */
function listedPairs(tally: MaskingTally, { names, mostPairs }: Named): (readonly [number, number])[] {
  const all = names.flatMap((_, a) => names.map((__, b) => [a, b] as const)).filter(([a, b]) => tally.loss(a, b) > 0)
  const listed = new Set<readonly [number, number]>()
  const keep = (count: number, band?: number) => {
    const ranked = all.map(pair => ({ pair, loss: tally.loss(...pair, band) })).sort((x, y) => y.loss - x.loss)
    for (const { pair, loss } of ranked.slice(0, count)) if (loss > 0) listed.add(pair)
  }
  keep(mostPairs)
  for (const b of contiguousBands.keys()) keep(pairsPerBand, b)
  return [...listed].sort((x, y) => tally.loss(...y) - tally.loss(...x))
}

const pairsPerBand = 5

function pairOf(tally: MaskingTally, names: readonly string[], masked: number, masker: number): MaskingPair {
  const { seconds } = tally
  const bands = Object.fromEntries(
    contiguousBands.map((band, b) => {
      const loss = tally.loss(masked, masker, b)
      return [band, { lossSones: loss / seconds, lossShare: share(loss, tally.alone(masked, b)) }]
    }),
  ) as Record<ContiguousBand, BandLoss>
  const loss = tally.loss(masked, masker)
  const together = share(loss, tally.aloneTogether(masked, masker))
  return {
    masked: names[masked]!,
    masker: names[masker]!,
    lossSones: loss / seconds,
    lossShare: share(loss, tally.alone(masked)),
    lossShareTogether: together,
    lossDb: together < 1 ? Math.min(mostLossDb, -10 * Math.log2(1 - together)) : mostLossDb,
    bands,
  }
}

/** What is covered completely would be −∞. */
const mostLossDb = 60

/** 0 to 1: rounding in sums over many moments can leave a hair above. */
const share = (part: number, whole: number) => (whole > 0 ? Math.min(1, Math.max(0, part / whole)) : 0)
