/** A fix in words: what it moves, where, why, and what it should bring. */
import { feature } from '../features/catalogue.ts'
import type { Fix, ParameterChange, Plan } from '../fixes/fix.ts'
import type { ReadBack } from '../fixes/proof.ts'
import { type Comparison, type Gap, severityOf } from '../gap/gap.ts'
import { findRow } from '../live/device-table.ts'
import { formatDisplay } from '../live/display.ts'
import type { TrackPath } from '../live/set.ts'
import type { ProfileKind } from '../profile/profile.ts'
import { featuresByScope, formatNumber, formatShare, gapSentence, inScope, type Light } from './words.ts'

/** `Track "Bass"`, `Return "Reverb"`, `Main`. */
export function trackWords(path: TrackPath, name: string): string {
  if (path === 'master_track') return 'Main'
  return `${path.startsWith('return_tracks') ? 'Return' : 'Track'} "${name}"`
}

/** `Track "Bass" → EQ Eight`; the fader, pan and sends are the mixer's. */
export function affectedWords(fix: Fix): string {
  const devices = [...new Set(fix.changes.map(change => change.deviceName ?? 'mixer'))]
  return `${trackWords(fix.track, fix.trackName)} → ${devices.join(', ')}`
}

/** What Live will show after the change, in Live's own way of writing. */
export function targetText({ deviceClass, ref, to, unit }: ParameterChange): string {
  const row = findRow(deviceClass, ref.parameter)
  if (row?.isQuantized) return row.items[Math.round(to) - row.min] ?? String(to)
  return row ? formatDisplay(row, to) : `${formatNumber(to, 2)} ${unit}`.trim()
}

/** "Track Volume: -6.0 dB → -8.4 dB". */
export const changeWords = (change: ParameterChange) =>
  `${change.ref.parameter}: ${change.fromText} → ${targetText(change)}`

/** The same after the fact, with the text that Live gave back. */
export const readBackWords = ({ ref, before, after }: ReadBack) => `${ref.parameter}: ${before} → ${after}`

const gapOf = (comparison: Comparison, { feature: id, scope }: Fix['closes'][number]): Gap | undefined =>
  comparison.gaps.find(gap => gap.feature === id && gap.scope === scope)

/** How bad what it closes is. Below the listed severities it counts as minor: worth a suggestion. */
export function fixSeverity(fix: Fix): Light {
  const worst = Math.max(0, ...fix.closes.map(({ sigmas }) => sigmas))
  return severityOf(worst) ?? 'minor'
}

/** The fault it answers, as one sentence: its first gap in full, or by name where it is too small to be listed. */
export function reasonSentence(fix: Fix, comparison: Comparison, kind: ProfileKind): string {
  const [first] = fix.closes
  if (!first) return 'Supports the other fixes.'
  const gap = gapOf(comparison, first)
  return gap
    ? gapSentence(gap, kind)
    : `${feature(first.feature).label} ${inScope(first.scope)}: slightly outside its range.`
}

/** The rest of what it closes, or "". */
export const alsoCloses = (fix: Fix) => featuresByScope(fix.closes.slice(1))

/** "27 % of the gap": what the plan would lose without this fix. */
export function predictedWords(fix: Pick<Fix, 'predictedReduction'>, plan: Pick<Plan, 'distanceBefore'>): string {
  if (!(plan.distanceBefore > 0)) return 'nothing of the gap'
  const share = fix.predictedReduction / plan.distanceBefore
  return share < 0.005 ? 'less than 1 % of the gap' : `${formatShare(share)} of the gap`
}

/** What one pass leaves over of the amount the solution asks for, or "". */
export function limitWords({ kind, unit, amount, wanted }: Fix): string {
  if (unit === 'switch' || Math.abs(wanted - amount) < 0.05) return ''
  const [now, all] = [amount, wanted].map(value => formatNumber(value, kind === 'pan' ? 2 : 1, true))
  return `${now} of the ${all} ${unit.replace(/ \(.*/, '')} wanted: the rest after measuring again`
}

/** "92 % sure". */
export const confidenceWords = ({ confidence }: Fix) => `${formatShare(confidence.value)} sure`
