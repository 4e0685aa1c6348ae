/** What is on disk between runs, by song. A run of another commit starts afresh; an interrupted one goes on. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { AnyResult, HealthyResult } from './result.ts'

export interface SongResults {
  healthy?: readonly HealthyResult[]
  /** By scenario; one result a target. */
  readonly scenarios: Record<string, readonly AnyResult[]>
}

export interface Results {
  readonly version: 2
  readonly commit: string
  /** What the runs cost that made these results, all processors together. Absent: not counted. */
  cpuSeconds?: number
  readonly songs: Record<string, SongResults>
}

export function loadResults(file: string, commit: string): Results {
  const fresh: Results = { version: 2, commit, songs: {} }
  if (!existsSync(file)) return fresh
  const saved = JSON.parse(readFileSync(file, 'utf8')) as Results
  return saved.version === 2 && saved.commit === commit ? saved : fresh
}

/** Written beside and renamed: an interruption leaves the last whole state. */
export function saveResults(file: string, results: Results): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.part`, JSON.stringify(results))
  renameSync(`${file}.part`, file)
}
