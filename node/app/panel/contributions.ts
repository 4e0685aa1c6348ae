/** What each track alone brings to the spectrum of every section, as lines for the plots that are drawn already. */

import { sumRange, thirdOctaves } from '../../dsp/bands.ts'
import { powerToDb } from '../../dsp/decibel.ts'
import type { Analysis } from '../../features/analysis.ts'
import { type Scope, thirdOctaveIds } from '../../features/catalogue.ts'
import type { LiveSet, TrackPath } from '../../live/set.ts'
import type { MixModel } from '../../mix/model.ts'
import { spectrumPath } from '../../report/plots.ts'
import type { PanelContribution } from './data.ts'

/** As lines for plots whose bottom and top are `range`, dB. */
export function contributionPaths(
  { tracks }: LiveSet,
  model: MixModel,
  analysis: Pick<Analysis, 'rows'>,
  range: readonly [number, number],
): readonly PanelContribution[] {
  const levels = contributionLevels(model, analysis)
  return tracks.flatMap(({ path, name }) => {
    const paths = [...(levels.get(path) ?? [])].map(([scope, own]) => [scope, spectrumPath(own, range)] as const)
    const drawn = paths.filter(([, line]) => line !== '')
    return drawn.length > 0 ? [{ track: name, paths: Object.fromEntries(drawn) }] : []
  })
}

/**
 * Third-octave levels of each track per section, on the scale of the mix's own: a track with half of a band's power lies 3 dB
 * below the mix. The share is the track's power over the sum of all tracks' powers, as where it is told who carries a gap.
 * null: neither the mix nor the track has anything there.
 */
export function contributionLevels(
  model: MixModel,
  { rows }: Pick<Analysis, 'rows'>,
): ReadonlyMap<TrackPath, ReadonlyMap<Scope, readonly (number | null)[]>> {
  const levels = new Map<TrackPath, Map<Scope, readonly (number | null)[]>>()
  for (const [s, scope] of model.scopes.entries()) {
    const powers = new Map<TrackPath, Float64Array>()
    const total = new Float64Array(thirdOctaves.length)
    for (const [c, { track }] of model.contributors.entries()) {
      const { mm, ss } = model.arriving(c, s)
      const own = powers.get(track) ?? new Float64Array(thirdOctaves.length)
      powers.set(track, own)
      for (const [i, band] of thirdOctaves.entries()) {
        const power = sumRange(mm, band) + sumRange(ss, band)
        own[i]! += power
        total[i]! += power
      }
    }
    for (const [track, own] of powers) {
      const known = levels.get(track) ?? new Map<Scope, readonly (number | null)[]>()
      levels.set(track, known)
      known.set(
        scope,
        thirdOctaveIds.map((id, i) => {
          const mix = rows[scope]?.values[id]
          return typeof mix === 'number' && own[i]! > 0 ? mix + powerToDb(own[i]! / total[i]!) : null
        }),
      )
    }
  }
  return levels
}
