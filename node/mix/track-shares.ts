/**
 * Whose power fills each band: "Pad 2 carries 61 % of 200–500 Hz in the drop". A track's share is its own power over the sum
 * of all tracks' own powers, as in attribution.ts, so shares are never negative and sum to 1. What correlated tracks add or
 * cancel between them belongs to no single one: it is told apart as `interactionDb`.
 */
import { type BandRange, contiguousBands, type NamedBand, namedBands, sumRange } from '../dsp/bands.ts'
import { powerToDb } from '../dsp/decibel.ts'
import type { Scope } from '../features/catalogue.ts'
import type { LiveSet } from '../live/set.ts'
import type { MixModel } from './model.ts'

export interface TrackShare {
  readonly track: string
  /** 0 to 1. */
  readonly share: number
}

export interface BandShares {
  /** Largest first; tracks without power in the band are left out. Empty when nothing sounds. */
  readonly tracks: readonly TrackShare[]
  /** Power of the sum over the sum of the powers, dB: positive where tracks add up, negative where they cancel. */
  readonly interactionDb: number | null
}

export type TrackShares = Readonly<Partial<Record<Scope, Readonly<Record<NamedBand, BandShares>>>>>

const bands: readonly NamedBand[] = [...contiguousBands, 'mud']
/** Estimates of nearly cancelling tracks can leave nothing, or less. */
const lowestInteractionDb = -30

export function trackShares(set: LiveSet, model: MixModel): TrackShares {
  const names = new Map(set.tracks.map(track => [track.path, track.name]))
  return Object.fromEntries(
    model.scopes.map((scope, s) => [
      scope,
      Object.fromEntries(bands.map(band => [band, sharesIn(model, { s, range: namedBands[band], names })])),
    ]),
  )
}

interface Place {
  /** Index of the scope. */
  readonly s: number
  readonly range: BandRange
  readonly names: ReadonlyMap<string, string>
}

function sharesIn(model: MixModel, { s, range, names }: Place): BandShares {
  // By path: two tracks of one name stay two.
  const powers = new Map<string, number>()
  let total = 0
  for (const [c, { track }] of model.contributors.entries()) {
    const { mm, ss } = model.arriving(c, s)
    const power = sumRange(mm, range) + sumRange(ss, range)
    powers.set(track, (powers.get(track) ?? 0) + power)
    total += power
  }
  if (!(total > 0)) return { tracks: [], interactionDb: null }
  const sum = total + crossPower(model, s, range)
  return {
    tracks: [...powers]
      .filter(([, power]) => power > 0)
      .map(([path, power]) => ({ track: names.get(path) ?? path, share: power / total }))
      .sort((a, b) => b.share - a.share),
    interactionDb: sum > 0 ? Math.max(lowestInteractionDb, powerToDb(sum / total)) : lowestInteractionDb,
  }
}

/** 2·Re of the cross-spectra behind the pans' common gain, as the model itself sums them. */
function crossPower(model: MixModel, s: number, range: BandRange): number {
  return model.pairs.reduce((sum, pair) => {
    const { mmRe, ssRe } = pair.statistics[s]!
    return sum + 2 * model.commonGain(pair) * (sumRange(mmRe, range) + sumRange(ssRe, range))
  }, 0)
}
