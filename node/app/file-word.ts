/** The user's word on which track an exported file is: kept for the set, and taken back where nothing can be read by it. */
import type { LiveSet } from '../live/set.ts'
import type { ExportedFile } from './capture/export-match.ts'
import { rememberedFiles, type SetMemory } from './set-memory.ts'

export interface FileWord {
  readonly file: string
  /** null: none, it is left out; absent: Uplift guesses again. */
  readonly track?: string | null
}

/** Names a track of the set, or none. */
export const isSayable = (set: LiveSet, { track }: FileWord): boolean =>
  track === undefined || track === null || set.tracks.some(({ name }) => name === track)

/** A track has one file of an export: another that was told to be it is guessed anew. Returns what takes it all back. */
export async function tellFile(
  memory: SetMemory,
  set: string,
  { file, track }: FileWord,
  files: readonly ExportedFile[],
): Promise<() => Promise<void>> {
  const before = rememberedFiles(memory.of(set))
  const others = files.filter(
    ({ name, trackName, confidence }) =>
      name !== file && confidence === 'told' && trackName !== null && trackName === track,
  )
  await memory.setExportedFile(set, file, track)
  for (const { name } of others) await memory.setExportedFile(set, name, undefined)
  return async () => {
    for (const name of [file, ...others.map(other => other.name)]) {
      await memory.setExportedFile(set, name, before.get(name))
    }
  }
}
