/** Where a take comes from, as plain data. The files stay until the next one, so that it can be read again. */
import type { Recorded, WireTap } from '../../../device/protocol.ts'
import type { LiveSet } from '../../live/set.ts'
import type { ChosenRange } from '../capture/choose-range.ts'
import { type RememberedSet, rememberedFiles } from '../set-memory.ts'

/** One pass of playback that was recorded. */
export interface Pass {
  readonly recorded: Recorded
  /** Path by recorder: a tap's key, or "main". */
  readonly files: ReadonlyMap<string, string>
  readonly range: ChosenRange
}

export type Source =
  /** What Main played last, from the hub's ring buffer: so many seconds up to `endsAt` (0 to 1, where in the file). */
  | { readonly kind: 'ring'; readonly file: string; readonly seconds: number; readonly endsAt: number }
  /** A bounced mix. */
  | { readonly kind: 'mix'; readonly file: string; readonly drop?: number }
  /** Playback, recorded by the hub and its taps. `taps`: as they were when it began. */
  | { readonly kind: 'taps'; readonly passes: readonly Pass[]; readonly taps: readonly WireTap[] }
  /** A folder made by Live's own export. `told`: the user's word on files, file name and track (null: leave it out). */
  | {
      readonly kind: 'export'
      readonly folder: string
      /** Which drop it was: the same folder dropped again is read again, since files may have been renamed. */
      readonly drop?: number
      readonly told: readonly (readonly [file: string, track: string | null])[]
    }

export type ExportSource = Extract<Source, { kind: 'export' }>

/** The user's word counts for tracks that are still there; a file of one that is gone is matched anew. */
export function exportSource(folder: string, set: LiveSet, remembered: RememberedSet, drop?: number): ExportSource {
  const isThere = (track: string | null) =>
    track === null || track === 'Main' || set.tracks.some(({ name }) => name === track)
  const told = [...rememberedFiles(remembered)].filter(([, track]) => isThere(track))
  return { kind: 'export', folder, told, ...(drop === undefined ? {} : { drop }) }
}
