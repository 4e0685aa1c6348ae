/** Which bars of a section have a kick, and a fair choice of them: what ducking and the low end are read from. */
import { type Audio, durationSeconds } from '../../audio/audio.ts'
import type { Envelopes } from '../../dsp/envelope.ts'
import type { BeatGrid } from '../analysis.ts'
import type { Scope } from '../catalogue.ts'
import type { TimeRange } from '../loudness.ts'
import { beatsPerBar } from '../rhythm/downbeat.ts'
import { type Kicks, kicksOf, kickThreshold } from '../rhythm/kicks.ts'

export const fewestGroups = 4
/** Longer sections are sampled evenly: more bars of a drop say nothing new, and it is drops that are compared. */
const mostGroups = (scope: Scope) => (scope === 'drop' || scope === 'overall' ? 16 : 8)
export const tooFewKicks = 'a kick plays for fewer than four bars'

/** Four beats from number `first` of the grid on; which of them have a kick (at least three). */
export interface BeatGroup {
  readonly first: number
  readonly kicked: readonly boolean[]
}

export type KickedBars = ReadonlyMap<Scope, readonly BeatGroup[]>

export interface BarsOptions {
  readonly grid: BeatGrid | null
  /** Of the same audio. */
  readonly envelopes: Envelopes
  /** On the same grid, when the caller has them. */
  readonly kicks?: Kicks | null
  /** Where each scope plays; "overall" is always added: all of them, or everything when there are none. */
  readonly ranges?: ReadonlyMap<Scope, readonly TimeRange[]> | undefined
}

/** The kicked bars of every scope; "overall" takes of the others' where there are any. Without a grid all lists are empty. */
export function barsOf(audio: Audio, { grid, envelopes, kicks, ranges = new Map() }: BarsOptions): KickedBars {
  const onBeat = grid ? (kicks ?? kicksOf(envelopes, grid)).onBeat : new Float32Array(0)
  const chosen = new Map<Scope, readonly BeatGroup[]>()
  const choose = (scope: Scope, list: readonly TimeRange[]) =>
    grid ? spread(barsIn(list, grid, onBeat), mostGroups(scope)) : []
  for (const [scope, list] of ranges) if (scope !== 'overall') chosen.set(scope, choose(scope, list))
  const everything = [{ startSeconds: 0, endSeconds: durationSeconds(audio) }]
  const all = [...chosen.values()].flat().sort((a, b) => a.first - b.first)
  chosen.set(
    'overall',
    all.length >= fewestGroups
      ? spread(all, mostGroups('overall'))
      : choose('overall', ranges.get('overall') ?? everything),
  )
  return chosen
}

function barsIn(ranges: readonly TimeRange[], grid: BeatGrid, onBeat: Float32Array): BeatGroup[] {
  const beat = 60 / grid.tempo
  const bar = beat * beatsPerBar
  const downbeat = grid.downbeat ?? 0
  const origin = grid.firstBeatSeconds + downbeat * beat
  const groups: BeatGroup[] = []
  for (const { startSeconds, endSeconds } of ranges) {
    const from = Math.max(0, Math.ceil((startSeconds - origin) / bar - 0.01))
    const to = Math.floor((endSeconds - origin) / bar + 0.01)
    for (let g = from; g < to; g++) {
      const first = downbeat + g * beatsPerBar
      const kicked = Array.from({ length: beatsPerBar }, (_, k) => (onBeat[first + k] ?? 0) >= kickThreshold)
      if (kicked.filter(Boolean).length >= 3) groups.push({ first, kicked })
    }
  }
  return groups
}

function spread(groups: readonly BeatGroup[], most: number): readonly BeatGroup[] {
  const every = groups.length / most
  return every <= 1 ? groups : groups.filter((_, k) => Math.floor((k + 1) / every) > Math.floor(k / every))
}
