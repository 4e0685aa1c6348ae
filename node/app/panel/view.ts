/** The heavy part of what the panel shows, made where the measurement is: plots as the reports draw them, tracks, reasons. */
import type { Analysis } from '../../features/analysis.ts'
import type { Plan } from '../../fixes/fix.ts'
import type { LiveSet } from '../../live/set.ts'
import type { Profile } from '../../profile/profile.ts'
import { reasonSentence } from '../../report/fix-words.ts'
import { type Ends, spectrumPart, spectrumRange, timelinePart, widthPart } from '../../report/html-plots.ts'
import { html, type Piece } from '../../report/markup.ts'
import { timelineFrame } from '../../report/plots.ts'
import { duckingPart, maskingPart } from '../../report/tracks-html.ts'
import { targetName } from '../../report/words.ts'
import type { Findings } from '../hub/work.ts'
import { type Compared, measureDucking, measureTrackMasking } from '../measure.ts'
import type { RememberedSet } from '../set-memory.ts'
import type { UnreadExport } from '../unread-export.ts'
import { contributionPaths } from './contributions.ts'
import type { PanelView } from './data.ts'
import { panelTracks, unheardTracks } from './tracks.ts'

export interface ViewOptions {
  /** The measurement before the fixes that are in now; null: nothing was applied since. */
  readonly earlier: Analysis | null
  readonly profile: Profile
  readonly plan: Plan
  readonly remembered: RememberedSet
  readonly isDeep: boolean
}

/** All but what the source knows. */
export type MeasuredView = Omit<PanelView, 'revision' | 'receipts' | 'files' | 'unread'>

export function measuredView(
  compared: Compared,
  { earlier, profile, plan, remembered, isDeep }: ViewOptions,
): MeasuredView {
  const { set, analysis, take, comparison, heard } = compared
  const ends: Ends = { before: earlier, after: analysis, profile }
  const hasTracks = take.taps.size > 0
  const range = spectrumRange(ends)
  const parts = [
    ['timeline', 'Loudness', timelinePart(ends)],
    ['spectrum', 'Spectrum', spectrumPart(ends)],
    ['stereo', 'Stereo', widthPart(ends)],
    ['sidechain', 'Side-chain', duckingPart(analysis, hasTracks ? measureDucking(compared) : null)],
    ['masking', 'Masking', maskingPart(isDeep && hasTracks ? measureTrackMasking(compared) : null)],
  ] as const
  const { width, height, left, right, top, bottom } = timelineFrame
  return {
    isDeep,
    plots: parts.flatMap(([id, name, piece]) => {
      const markup = markupOf(piece)
      return markup === '' ? [] : [{ id, name, markup }]
    }),
    timeline: {
      seconds: Math.max(1, analysis.seconds),
      left,
      right: width - right,
      top,
      bottom: height - bottom,
    },
    contributions: range === null ? [] : contributionPaths(set, heard.model, analysis, range),
    tracks: panelTracks(compared, remembered, plan.fixes),
    reasons: Object.fromEntries(plan.fixes.map(fix => [fix.id, reasonSentence(fix, comparison, profile.kind)])),
    notes: [`Compared with ${targetName(profile.kind)}.`, ...analysis.warnings, ...plan.refused],
  }
}

/** A set that nobody has heard: its tracks and devices, and what a look at it finds. */
export const unheardView = (set: LiveSet, remembered: RememberedSet, notes: readonly string[]): MeasuredView => ({
  isDeep: false,
  plots: [],
  timeline: null,
  contributions: [],
  tracks: unheardTracks(set, remembered),
  reasons: {},
  notes,
})

/** Which exported file was taken for what, also where none of them could be measured for that. */
export const filesOf = (
  unread: UnreadExport | null,
  findings: Findings | null,
): Pick<PanelView, 'files' | 'unread'> => ({ files: (unread ?? findings)?.files ?? [], unread: unread?.why ?? '' })

/** The panel's policy takes no style attributes: the one that carries a figure becomes data, the others have classes there. */
const markupOf = (piece: Piece): string =>
  html`${piece}`.markup.replace(/ style="--loss:([\d.]+)"/g, ' data-loss="$1"').replace(/ style="[^"<>]*"/g, '')
