/**
 * Worker program of the pool: reads, decodes and analyzes one file after the other. Only the path comes in and plain data
 * goes out; the frames for the second opinion on the key travel to the pool and its answer comes back meanwhile.
 */
import { basename } from 'node:path'
import { parentPort } from 'node:worker_threads'
import { AppError } from '../audio/app-error.ts'
import { decodeAudioFile } from '../audio/decode.ts'
import { requireMeasurable } from '../audio/limits.ts'
import type { Analysis } from '../features/analysis.ts'
import type { SectionType } from '../features/catalogue.ts'
import type { KeyFrames } from '../features/harmony/tonality.ts'
import { degraded, type Flaw } from '../profile/judge/degrade.ts'
import { AnalysisCache, type CacheOptions } from './analysis-cache.ts'
import { analyzeWithKey, type WithKey } from './analyze-with-key.ts'
import type { Opinion } from './key-finder.ts'

/** What the caller decides; part of the cache's key. */
export interface FileOptions {
  readonly declared?: SectionType
  /** Not the file itself is measured, but a copy with these flaws in its mix. */
  readonly flaws?: readonly Flaw[]
}

export type ToWorker =
  | {
      readonly kind: 'analyze'
      readonly file: string
      readonly options: FileOptions
      /** null: nothing is read from or written to a cache. */
      readonly cache: CacheOptions | null
    }
  | ({ readonly kind: 'opinion'; readonly request: number } & Opinion)

export type FromWorker =
  | { readonly kind: 'decoded' }
  | {
      readonly kind: 'frames'
      /** Comes back with the opinion. */
      readonly request: number
      readonly frames: KeyFrames
    }
  | { readonly kind: 'done'; readonly analysis: Analysis; readonly cached: boolean }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string; readonly action: string }

const port = parentPort!
const waiting = new Map<number, (opinion: Opinion) => void>()
let requests = 0

port.on('message', (message: ToWorker) => {
  if (message.kind === 'analyze') return void run(message)
  waiting.get(message.request)?.(message)
  waiting.delete(message.request)
})

/** Anything but an AppError is a bug: it ends the worker, and the pool reports the crash for this file. */
async function run({ file, options, cache }: Extract<ToWorker, { kind: 'analyze' }>): Promise<void> {
  try {
    const store = cache && new AnalysisCache(cache)
    // A missing file is the decoder's to report.
    const stored = store && (await store.read(file, { ...options }).catch(() => null))
    if (stored) return post({ kind: 'done', analysis: stored, cached: true })
    const { analysis, complete } = await measure(file, options)
    // Without essentia's answer it is good for now, not for keeps.
    if (complete) await store?.write(file, { ...options }, analysis)
    post({ kind: 'done', analysis, cached: false })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    post({ kind: 'failed', code: error.code, message: error.message, action: error.action })
  }
}

async function measure(file: string, { flaws, ...options }: FileOptions): Promise<WithKey> {
  const decoded = await decodeAudioFile(file)
  requireMeasurable(basename(file), decoded)
  post({ kind: 'decoded' })
  const audio = flaws ? degraded(decoded, flaws) : decoded
  return analyzeWithKey(audio, { name: basename(file), warnings: decoded.warnings, ...options }, frames => {
    const request = requests++
    const opinion = new Promise<Opinion>(resolve => waiting.set(request, resolve))
    post({ kind: 'frames', request, frames }, [frames.samples.buffer as ArrayBuffer])
    return opinion
  })
}

function post(message: FromWorker, transfer: readonly ArrayBuffer[] = []): void {
  port.postMessage(message, transfer)
}
