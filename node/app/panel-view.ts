/** The heavy part of what the panel shows, made where the measurement is: plots as the reports draw them, tracks, reasons. */
import type { Analysis } from '../features/analysis.ts'
import type { Plan } from '../fixes/fix.ts'
import type { Profile } from '../profile/profile.ts'
import { reasonSentence } from '../report/fix-words.ts'
import { type Ends, spectrumPart, timelinePart, widthPart } from '../report/html-plots.ts'
import { html, type Piece } from '../report/markup.ts'
import { duckingPart, maskingPart } from '../report/tracks-html.ts'
import { targetName } from '../report/words.ts'
import { type Compared, measureDucking, measureTrackMasking } from './measure.ts'
import type { PanelView } from './panel-source.ts'
import type { RememberedSet } from './set-memory.ts'
import { listTracks } from './track-list.ts'

export interface ViewOptions {
  /** The measurement before the fixes that are in now; null: nothing was applied since. */
  readonly earlier: Analysis | null
  readonly profile: Profile
  readonly plan: Plan
  readonly remembered: RememberedSet
  readonly isDeep: boolean
}

/** All but the revision and the receipts, which the source knows. */
export type MeasuredView = Omit<PanelView, 'revision' | 'receipts'>

export function measuredView(
  compared: Compared,
  { earlier, profile, plan, remembered, isDeep }: ViewOptions,
): MeasuredView {
  const { analysis, take, comparison } = compared
  const ends: Ends = { before: earlier, after: analysis, profile }
  const hasTracks = take.taps.size > 0
  const parts = [
    ['timeline', 'Loudness', timelinePart(ends)],
    ['spectrum', 'Spectrum', spectrumPart(ends)],
    ['stereo', 'Stereo', widthPart(ends)],
    ['sidechain', 'Side-chain', duckingPart(analysis, hasTracks ? measureDucking(compared) : null)],
    ['masking', 'Masking', maskingPart(isDeep && hasTracks ? measureTrackMasking(compared) : null)],
  ] as const
  return {
    isDeep,
    plots: parts.flatMap(([id, name, piece]) => {
      const markup = markupOf(piece)
      return markup === '' ? [] : [{ id, name, markup }]
    }),
    tracks: listTracks(compared, remembered).map(({ name, group, role, confidence, because, share, isLocked }) => ({
      name,
      group,
      role,
      confidence,
      because,
      share,
      isLocked,
    })),
    reasons: Object.fromEntries(plan.fixes.map(fix => [fix.id, reasonSentence(fix, comparison, profile.kind)])),
    notes: [`Compared with ${targetName(profile.kind)}.`, ...analysis.warnings, ...plan.refused],
  }
}

/** The panel's policy takes no style attributes: the one that carries a figure becomes data, the others have classes there. */
const markupOf = (piece: Piece): string =>
  html`${piece}`.markup.replace(/ style="--loss:([\d.]+)"/g, ' data-loss="$1"').replace(/ style="[^"<>]*"/g, '')
