/** Making and merging feature rows. */
import { type FeatureId, type FeatureRow, feature, featureIds } from './catalogue.ts'

/** A row of one figure; `reason` is said when it is null. */
export function single(id: FeatureId, value: number | null, reason: string): FeatureRow {
  return { values: { [id]: value }, reasons: value === null ? { [id]: reason } : {} }
}

/** A row in which none of these could be measured. */
export const missing = (ids: readonly FeatureId[], reason: string): FeatureRow => ({
  values: Object.fromEntries(ids.map(id => [id, null])),
  reasons: Object.fromEntries(ids.map(id => [id, reason])),
})

/** Partial rows as one, in the catalogue's order, with what the catalogue says belongs into this kind of row. */
export function mergeRows(kind: 'sections' | 'overall', parts: readonly (FeatureRow | undefined)[]): FeatureRow {
  const belongs = featureIds.filter(id => feature(id).measuredIn === 'both' || feature(id).measuredIn === kind)
  const merged = <V>(records: readonly (Readonly<Partial<Record<FeatureId, V>>> | undefined)[]) => {
    const all: Partial<Record<FeatureId, V>> = Object.assign({}, ...records)
    return Object.fromEntries(belongs.filter(id => id in all).map(id => [id, all[id]])) as Partial<Record<FeatureId, V>>
  }
  return {
    values: merged(parts.map(part => part?.values)),
    reasons: merged(parts.map(part => part?.reasons)),
    confidence: merged(parts.map(part => part?.confidence)),
  }
}
