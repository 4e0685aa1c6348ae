/**
 * Learn: a folder of references becomes, or brings up to date, the library of a profile. Only what is new or changed is
 * measured; what is gone is taken out. Interrupted at any moment, the next run goes on where this one was.
 */
import { stat } from 'node:fs/promises'
import { basename, extname, resolve, sep } from 'node:path'
import { listAudioFiles } from '../audio/audio-files.ts'
import type { Analysis } from '../features/analysis.ts'
import { thirdOctaveIds } from '../features/catalogue.ts'
import { noChoice, type Reference, referenceOf } from '../profile/reference.ts'
import { checkReference, type Finding, type Fingerprint, isSameRecording } from '../profile/reference-check.ts'
import { analyzerVersion, contentHash } from './analysis-cache.ts'
import type { KeptReference, Library, LibraryFailure, LibraryFile } from './library.ts'
import type { AnalysisPool } from './pool.ts'

export interface LearnProgress {
  readonly done: number
  readonly total: number
  readonly file: string
  /** Estimated from what the files so far have taken; null: too early to say. */
  readonly secondsLeft: number | null
}

export interface Learned {
  readonly found: number
  readonly unchanged: number
  readonly measured: number
  readonly removed: number
  readonly failures: readonly LibraryFailure[]
  /** Files with the same bytes as another: one reference. */
  readonly copies: readonly { readonly file: string; readonly of: string }[]
}

export interface LearnOptions {
  readonly pool: AnalysisPool
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: LearnProgress) => void
  /**
   * On disk at least this often while files are measured. Default 5 s: a library of 1,000 is some megabytes, and what is lost
   * to a kill in between is in the analysis cache.
   */
  readonly saveEveryMs?: number
}

/**
 * Reads `folder` (absolute or relative; with its folders) into an open library. Files that cannot be read are recorded with
 * their reason and looked at again only when they change. Throws AppError for the folder; the signal's reason when aborted,
 * with everything measured until then saved.
 */
export async function learn(library: Library, folder: string, options: LearnOptions): Promise<Learned> {
  const { pool, signal, onProgress = () => {}, saveEveryMs = 5_000 } = options
  const root = resolve(folder)
  const paths = await listAudioFiles(root, { recursive: true })
  const stamps = new Map<string, string>()
  for (const path of paths) stamps.set(path, await stampOf(path))

  const { data } = library
  // By path. What waits to be measured again keeps its old entry until then: a break-off loses nothing.
  const isGone = (path: string) => path.startsWith(root + sep) && !stamps.has(path)
  const files = byPath(data.files.filter(({ path }) => !isGone(path)))
  const failures = byPath(data.failures.filter(({ path }) => !isGone(path)))
  let { references } = data
  const keep = () => {
    library.change({
      files: [...files.values()],
      failures: [...failures.values()],
      folders: [...new Set([...data.folders, root])],
      references: withDuplicates(onlyOf(references, files)),
    })
  }
  const measuredHashes = new Set(library.references.map(({ hash }) => hash))
  const isSettled = (path: string) => {
    const [known, failed] = [files.get(path), failures.get(path)]
    return failed?.stamp === stamps.get(path) || (known?.stamp === stamps.get(path) && measuredHashes.has(known!.hash))
  }
  const todo = paths.filter(path => !isSettled(path))
  const fail = (path: string, why: Pick<LibraryFailure, 'message' | 'action'>) => {
    files.delete(path)
    failures.set(path, { path, stamp: stamps.get(path)!, ...why })
  }
  const settle = (path: string, hash: string) => {
    failures.delete(path)
    files.set(path, { path, hash, stamp: stamps.get(path)! })
  }

  const copies: { file: string; of: string }[] = []
  const jobs = new Map<string, string>()
  const first = new Map(
    paths.filter(isSettled).flatMap(path => (files.has(path) ? [[files.get(path)!.hash, path]] : [])),
  )
  // Not the time of day: a clock that is set back would stop the saving.
  const begun = performance.now()
  let saved = begun
  let measured = 0
  try {
    for (const path of todo) {
      signal?.throwIfAborted()
      const hash = await contentHash(path).catch(() => null)
      const same = hash === null ? undefined : first.get(hash)
      if (hash === null) fail(path, unreadable)
      else if (same !== undefined) {
        copies.push({ file: path, of: same })
        settle(path, hash)
      } else {
        first.set(hash, path)
        jobs.set(path, hash)
      }
    }
    let done = 0
    for await (const result of pool.run(
      [...jobs.keys()].map(file => ({ file })),
      signal ? { signal } : {},
    )) {
      const { file } = result
      if (result.kind === 'failed') fail(file, { message: result.error.message, action: result.error.action })
      else {
        measured++
        const hash = jobs.get(file)!
        references = withReference(references, kept(result.analysis, { hash, title: basename(file, extname(file)) }))
        settle(file, hash)
      }
      done++
      const each = (performance.now() - begun) / done
      const secondsLeft = done > 2 ? (each * (jobs.size - done)) / 1000 : null
      onProgress({ done, total: jobs.size, file, secondsLeft })
      if (performance.now() - saved > saveEveryMs) {
        keep()
        await library.save()
        saved = performance.now()
      }
    }
  } finally {
    keep()
    await library.save()
  }
  const left = new Set(library.data.references.map(({ hash }) => hash))
  return {
    found: paths.length,
    unchanged: paths.length - todo.length,
    measured,
    removed: data.references.filter(({ hash }) => !left.has(hash)).length,
    failures: library.data.failures.filter(({ path }) => stamps.has(path)),
    copies,
  }
}

const byPath = <T extends { readonly path: string }>(entries: readonly T[]) =>
  new Map(entries.map(entry => [entry.path, entry]))

const unreadable = {
  message: 'The file cannot be read.',
  action: 'Check that it is on this computer and that you may read it.',
}

/** Size, and time of the last change in milliseconds. "" for a file that has gone meanwhile. */
async function stampOf(path: string): Promise<string> {
  const found = await stat(path).catch(() => null)
  return found ? `${found.size}-${Math.round(found.mtimeMs)}` : ''
}

const kept = (analysis: Analysis, { hash, title }: Pick<Reference, 'hash' | 'title'>): KeptReference => ({
  ...referenceOf(analysis, { hash, title, findings: checkReference(analysis) }),
  analyzer: analyzerVersion,
})

/** In place of an older measurement of the same audio, whose choice it takes over. */
function withReference(all: readonly KeptReference[], one: KeptReference): readonly KeptReference[] {
  const older = all.find(({ hash }) => hash === one.hash)
  return [...all.filter(({ hash }) => hash !== one.hash), { ...one, choice: older?.choice ?? noChoice }]
}

/** References that still have a file. */
function onlyOf(
  references: readonly KeptReference[],
  files: ReadonlyMap<string, LibraryFile>,
): readonly KeptReference[] {
  const present = new Set([...files.values()].map(({ hash }) => hash))
  return references.filter(({ hash }) => present.has(hash))
}

/** The same recording in two formats teaches once: the one with the fewer findings, then the first by hash. */
function withDuplicates(references: readonly KeptReference[]): readonly KeptReference[] {
  const clean = references.map(each => ({
    ...each,
    findings: each.findings.filter(({ kind }) => kind !== 'duplicate'),
  }))
  const ranked = [...clean].sort((a, b) => a.findings.length - b.findings.length || (a.hash < b.hash ? -1 : 1))
  const prints = new Map(ranked.map(each => [each.hash, fingerprintOf(each)]))
  const originals: KeptReference[] = []
  const copies = new Map<string, Finding>()
  for (const each of ranked) {
    const same = originals.find(other => isSameRecording(prints.get(each.hash)!, prints.get(other.hash)!))
    if (same)
      copies.set(each.hash, { kind: 'duplicate', words: `The same recording as "${same.title}".`, leavesOut: 'all' })
    else originals.push(each)
  }
  return clean.map(each => {
    const copy = copies.get(each.hash)
    return copy ? { ...each, findings: [...each.findings, copy] } : each
  })
}

const steady = thirdOctaveIds.filter(id => Number(id.slice(5)) >= 50 && Number(id.slice(5)) <= 8000)

const fingerprintOf = ({ seconds, tempo, values }: Reference): Fingerprint => ({
  seconds,
  tempo,
  thirds: steady.map(id => values.overall?.[id]),
})
