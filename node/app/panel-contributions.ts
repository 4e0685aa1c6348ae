/** What each track alone brings to the spectrum of every section, as lines for the plots that are drawn already. */

import { sumRange, thirdOctaves } from '../dsp/bands.ts'
import { powerToDb } from '../dsp/decibel.ts'
import type { Analysis } from '../features/analysis.ts'
import { thirdOctaveIds } from '../features/catalogue.ts'
import type { LiveSet } from '../live/set.ts'
import type { MixModel } from '../mix/model.ts'
import { spectrumPath } from '../report/plots.ts'
import type { PanelContribution } from './panel-data.ts'

/**
 * Beside the mix's own line: a track with half of a band's power lies 3 dB below it. The share is the track's power over the
 * sum of all tracks' powers, as where it is told who carries a gap.
 */
export function contributionPaths(
  { tracks }: LiveSet,
  model: MixModel,
  { rows }: Analysis,
  range: readonly [number, number],
): readonly PanelContribution[] {
  const paths = new Map<string, Record<string, string>>()
  model.scopes.forEach((scope, s) => {
    const powers = new Map<string, Float64Array>()
    const total = new Float64Array(thirdOctaves.length)
    model.contributors.forEach(({ track }, c) => {
      const { mm, ss } = model.arriving(c, s)
      const own = powers.get(track) ?? new Float64Array(thirdOctaves.length)
      thirdOctaves.forEach((band, i) => {
        const power = sumRange(mm, band) + sumRange(ss, band)
        own[i]! += power
        total[i]! += power
      })
      powers.set(track, own)
    })
    for (const [track, own] of powers) {
      const levels = thirdOctaveIds.map((id, i) => {
        const mix = rows[scope]?.values[id]
        return typeof mix === 'number' && own[i]! > 0 ? mix + powerToDb(own[i]! / total[i]!) : null
      })
      const path = spectrumPath(levels, range)
      if (path !== '') paths.set(track, { ...paths.get(track), [scope]: path })
    }
  })
  return tracks.flatMap(({ path, name }) => (paths.has(path) ? [{ track: name, paths: paths.get(path)! }] : []))
}
