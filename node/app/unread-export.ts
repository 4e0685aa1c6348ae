/**
 * An export that cannot be measured, since none of its files is Main: what each was taken for is shown all the same, so that
 * the user can say which one is.
 */
import { AppError } from '../audio/app-error.ts'
import type { LiveSet } from '../live/set.ts'
import { exportedPaths } from './capture/export-files.ts'
import { type ExportedFile, namedFiles } from './capture/export-match.ts'
import type { ExportSource, Source } from './hub/source.ts'

export interface UnreadExport {
  readonly source: ExportSource
  /** Of which it is an export. */
  readonly set: LiveSet
  readonly files: readonly ExportedFile[]
  /** What is in the way, and what to do. */
  readonly why: string
}

/** null: something else is in the way, that no word on a file can change. Throws AppError as `exportedPaths`. */
export async function unreadExport(error: unknown, source: Source, set: LiveSet | null): Promise<UnreadExport | null> {
  if (!(error instanceof AppError) || error.code !== 'EXPORT_WITHOUT_MAIN') return null
  if (source.kind !== 'export' || !set) return null
  const files = namedFiles(await exportedPaths(source.folder), set, new Map(source.told))
  return { source, set, files, why: `${error.message} ${error.action}` }
}
