/** What was foretold when a copy of a set was written, beside what its next export measured. */
import type { FeatureId, Scope } from '../features/catalogue.ts'
import { columns, join, printableData, wrap } from './layout.ts'
import { formatFeature, placeLabel } from './words.ts'

export interface PromisedFeature {
  readonly feature: FeatureId
  readonly scope: Scope
  readonly before: number
  readonly foretold: number
}

export interface KeptPromise {
  /** When the copy was written, ISO 8601. */
  readonly time: string
  readonly fixes: readonly string[]
  /** null: the target or the stage is another now, so the two distances are not of one kind. */
  readonly distance: { readonly before: number; readonly foretold: number; readonly measured: number } | null
  /** `measured` null: not measurable in this export. */
  readonly features: readonly (PromisedFeature & { readonly measured: number | null })[]
  /** Values that are no longer what was written: "Bass: Stereo Width is 80 %, 50 % was written". */
  readonly moved: readonly string[]
}

/** Only the last column was heard. */
export function keptPromiseText(promise: KeptPromise): string {
  const { time, fixes, distance, features, moved } = printableData(promise)
  const rows = features.map(({ feature, scope, before, foretold, measured }) => [
    placeLabel(feature, scope),
    ...[before, foretold, measured].map(value => formatFeature(feature, value)),
  ])
  const gap = distance && ['gap', ...[distance.before, distance.foretold, distance.measured].map(gapText)]
  const unlike = 'The target or the stage is another than then: the gap is not set against what was foretold.'
  return join([
    wrap(`This copy was written on ${time.slice(0, 10)} with: ${fixes.join('; ')}.`),
    columns([['', 'before', 'foretold', 'measured'], ...(gap ? [gap] : []), ...rows], [1, 2, 3]),
    gap ? [] : wrap(unlike),
    moved.length === 0
      ? []
      : wrap(`Changed since, so it is not the fixes alone that were measured: ${moved.join('; ')}.`),
  ])
}

const gapText = (value: number) => value.toFixed(2)
