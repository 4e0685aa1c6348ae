/** What the hub's main thread asks of its worker, and gets: plain data. */
import type { FaceState } from '../../../device/protocol.ts'
import type { SectionType } from '../../features/catalogue.ts'
import type { Fix, Plan } from '../../fixes/fix.ts'
import type { AppliedFix } from '../../fixes/proof.ts'
import type { Stage } from '../../gap/objective.ts'
import type { Habit } from '../../guide/preferences/taste.ts'
import type { Take } from '../../live/session.ts'
import type { LiveSet } from '../../live/set.ts'
import type { ExportedFile } from '../capture/export-match.ts'
import type { SongSpan } from '../capture/song-span.ts'
import type { LedgerEntry } from '../ledger.ts'
import type { Checkpoint } from '../ledger-schema.ts'
import type { ToldAmount } from '../liked-amounts.ts'
import type { PanelLibrary } from '../panel/data.ts'
import type { MeasuredView } from '../panel/view.ts'
import type { ProvenFigures } from '../proven-figures.ts'
import type { RememberedSet } from '../set-memory.ts'
import type { Asked } from '../wishes.ts'
import type { Source } from './source.ts'

/** What the user has chosen and what is remembered of the set. */
export interface Settings {
  readonly stage: 'auto' | Stage
  /** "Treat this as a drop"; null: a whole song. */
  readonly declared: SectionType | null
  /** Scales every amount, 0 to 1. */
  readonly strength: number
  readonly remembered: RememberedSet
  /** Where learned profiles are. */
  readonly libraries: string
  /** Classes of Live's devices that can be put on a track. */
  readonly insertable: readonly string[]
  /** What the user asks for now, and nobody remembers: categories, moves that are set aside. Absent: nothing. */
  readonly asked?: Asked
  /** What the user made of the amounts of single fixes. Absent: nothing. */
  readonly amounts?: readonly ToldAmount[]
  /** What the user usually makes of amounts. Absent: nothing is known. */
  readonly habits?: readonly Habit[]
  /** What of the learned profile is the target ("style:2", "nearest:8"; styles.ts). Absent: all of it. */
  readonly target?: string
}

/** Fixes that went into the set since the measurement they were planned on, and what their receipt needs. */
export interface AppliedWork {
  readonly fixes: readonly AppliedFix[]
  readonly ledger: { readonly entries: readonly LedgerEntry[]; readonly checkpoints: readonly Checkpoint[] }
  readonly ledgerFile: string
  readonly receipts: string
}

/** One measurement as the hub shows it. */
export interface Findings {
  readonly score: number
  readonly lights: FaceState['lights']
  /** What it was compared with. */
  readonly against: string
  readonly stage: { readonly stage: Stage; readonly reason: string }
  /** "7 of 24 tracks heard explain 81 %". */
  readonly heard: string
  /** What the learned judge says, its answer first; [] where the target was not learned here. It changes no score. */
  readonly judge: readonly string[]
  /** Nothing can be solved: why not. "" where it could. */
  readonly obstacle: string
  readonly plan: Plan
  /** Sentences about the material: resampled, cut off, one channel silent. */
  readonly warnings: readonly string[]
  /** Which tracks were not heard, and why. */
  readonly missing: readonly string[]
  /** Of Live's export: which file was taken for which track. */
  readonly files: readonly ExportedFile[]
  /** Where in the song it is; [] where that is not known. */
  readonly spans: readonly SongSpan[]
  /** The fixes of before, as measured now; null: there were none, or it is not the same bars. */
  readonly proof: Proven | null
}

export interface Proven extends ProvenFigures {
  readonly receipt: string
}

/** Level-matched excerpts on disk. */
export interface Excerpts {
  readonly title: string
  readonly before: string
  readonly after: string
  readonly reference: string | null
  /** What one has to be turned down by to be as loud as the softer, dB ≥ 0. */
  readonly attenuation: { readonly before: number; readonly after: number }
  /** Where in the take they are. */
  readonly range: { readonly startSeconds: number; readonly endSeconds: number }
  /** For who votes on them: what a listener could still tell apart by level, LU, and whether a device was only modelled. */
  readonly levelDifference: number | null
  readonly approximate: boolean
}

export interface LearnedWork {
  readonly name: string
  /** References that teach now. */
  readonly references: number
  readonly measured: number
  /** Files that could not be read. */
  readonly failures: number
}

export interface Work {
  measure: {
    args: {
      readonly source: Source
      readonly set: LiveSet | null
      readonly settings: Settings
      readonly applied: AppliedWork | null
    }
    result: Findings
  }
  /** Anew on what is measured already. */
  solve: { args: { readonly settings: Settings }; result: Findings }
  preview: {
    args: {
      /** None: the mix as it is beside the reference. */
      readonly fixes: readonly Fix['id'][]
      readonly folder: string
      /** A file; null: the reference of the learned profile that is nearest to the mix, where there is one. */
      readonly reference: string | null
      readonly settings?: Settings
    }
    result: Excerpts
  }
  /** What is measured, drawn and told for the panel; null: nothing is. */
  look: { args: { readonly remembered: RememberedSet; readonly isDeep: boolean }; result: MeasuredView | null }
  /** What is learned, for the panel. `target`: the name of the profile in use; `profile`: the one to tell everything of. */
  library: {
    args: { readonly profile: string | null; readonly target: string | null; readonly libraries: string }
    result: PanelLibrary
  }
  /** A folder of references becomes a profile, or brings it up to date. */
  learn: {
    args: { readonly folder: string; readonly name: string; readonly libraries: string }
    result: LearnedWork
  }
  /** What was read: Main and the taps' signals. */
  take: {
    args: { readonly source: Source; readonly set: LiveSet | null }
    result: Take
  }
}
export type WorkName = keyof Work

export type ToHubWorker =
  | { readonly kind: 'track'; readonly track: LiveSet['tracks'][number] }
  /** `hasSet`: the tracks that came before this are those of its set. */
  | {
      readonly kind: 'work'
      readonly id: number
      readonly name: WorkName
      readonly args: unknown
      readonly hasSet: boolean
    }

export type FromHubWorker =
  | { readonly kind: 'step'; readonly id: number; readonly words: string; readonly progress: number | null }
  | { readonly kind: 'done'; readonly id: number; readonly result: unknown }
  | {
      readonly kind: 'failed'
      readonly id: number
      readonly code: string
      readonly message: string
      readonly action: string
    }
