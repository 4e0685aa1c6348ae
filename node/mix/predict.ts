/** From predicted band statistics to predicted features: the same functions that measure them. */
import { type BandStatistics, bandCount, gridCentres } from '../dsp/bands.ts'
import { powerToDb } from '../dsp/decibel.ts'
import { kWeightPower } from '../dsp/k-weighting.ts'
import type { Analysis } from '../features/analysis.ts'
import { type FeatureId, type FeatureRow, feature, featureIds, type Rows, type Scope } from '../features/catalogue.ts'
import { spectralFeatures } from '../features/spectrum.ts'
import { stereoFeatures } from '../features/stereo.ts'
import type { MixModel } from './model.ts'
import type { Move } from './moves.ts'

const kWeights = gridCentres.map(kWeightPower)

/** K-weighted power of both channels. */
export function kWeightedPower({ mm, ss }: BandStatistics): number {
  let sum = 0
  for (let k = 0; k < bandCount; k++) sum += kWeights[k]! * (mm[k]! + ss[k]!)
  return 2 * sum
}

/** Features whose prediction needs only the change of Main's K-weighted power. */
export const loudnessIds = ['integratedLoudness', 'shortTermMax', 'momentaryMax', 'sectionLoudness'] as const

const isFromBands = (id: FeatureId) =>
  (loudnessIds as readonly FeatureId[]).includes(id) || ['spectrum', 'stereo'].includes(feature(id).category)

/**
 * Predicted rows after `moves`, over the measured ones. What neither band statistics nor the moves' shifts tell (peaks, timing,
 * sounds) stays as measured; `unpredicted` names those features.
 */
export function predictRows(
  analysis: Analysis,
  model: MixModel,
  moves: readonly Move[],
): { readonly rows: Rows; readonly unpredicted: readonly FeatureId[] } {
  const before = model.statistics()
  const moved = model.with(moves)
  const after = moved.statistics()
  const rows: Partial<Record<Scope, FeatureRow>> = {}
  const told = new Set<FeatureId>()
  model.scopes.forEach((scope, s) => {
    const measured = analysis.rows[scope]
    if (measured === undefined) return
    const values: Partial<Record<FeatureId, number | null>> = { ...measured.values }
    const spectral = spectralFeatures(after[s]!)
    const stereo = stereoFeatures(after[s]!)
    Object.assign(values, spectral.values, stereo.values)
    const louder = powerToDb(kWeightedPower(after[s]!) / kWeightedPower(before[s]!))
    for (const id of loudnessIds) if (typeof values[id] === 'number') values[id] += louder
    for (const [id, shift] of Object.entries(moved.shifts[s]!) as [FeatureId, number][]) {
      told.add(id)
      if (typeof values[id] === 'number') values[id] += shift
    }
    rows[scope] = { values, reasons: { ...measured.reasons, ...spectral.reasons, ...stereo.reasons } }
  })
  const onlyMainLevel = moves.every(move => move.kind === 'level' && move.node === 'master_track')
  return {
    rows,
    unpredicted: onlyMainLevel ? [] : featureIds.filter(id => !isFromBands(id) && !told.has(id)),
  }
}
