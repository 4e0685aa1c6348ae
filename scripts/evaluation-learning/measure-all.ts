/** Measures on all cores what is not on disk yet; each worker writes what it has, so that a kill loses one track of each. */
import { cpus } from 'node:os'
import { parentPort, Worker, workerData } from 'node:worker_threads'
import { keyOf, type MeasureJob, measure, patchesKeyOf } from './measure-job.ts'
import type { Measured, MeasuredTrack } from './measured.ts'
import { MeasuredCache } from './measured-cache.ts'

export interface MeasureProgress {
  readonly done: number
  readonly total: number
  /** null: too early to say. */
  readonly secondsLeft: number | null
}

/** What the worker is started with: evaluate.ts looks for it. */
export interface MeasureWork {
  readonly kind: 'measure'
  readonly root: string
}

type Answer = { readonly kind: 'done' } | { readonly kind: 'failed'; readonly reason: string }

/**
 * In the order of the jobs. Rejects with the reason of the first that failed. `program`: the file of evaluate.ts, which is
 * not where this is when the build has split it. `onProgress`: as tracks are done.
 */
export async function measureAll(
  jobs: readonly MeasureJob[],
  { root, program }: { readonly root: string; readonly program: string },
  onProgress: (progress: MeasureProgress) => void,
): Promise<readonly MeasuredTrack[]> {
  const cache = new MeasuredCache(root)
  const isKnown = (job: MeasureJob) => cache.has(keyOf(job)) && (!job.patches || cache.has(patchesKeyOf(job)))
  const missing = jobs.filter(job => !isKnown(job))
  const [began, total] = [performance.now(), jobs.length]
  const queue = [...missing]
  let measured = 0
  await Promise.all(
    Array.from({ length: Math.min(cpus().length, missing.length) }, async () => {
      const work: MeasureWork = { kind: 'measure', root }
      const worker = new Worker(program, { execArgv: [], workerData: work })
      try {
        for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
          const answer = await asked(worker, job)
          if (answer.kind === 'failed') throw new Error(answer.reason)
          measured++
          const perTrack = (performance.now() - began) / 1000 / measured
          const left = missing.length - measured
          onProgress({ done: total - left, total, secondsLeft: measured < 4 ? null : left * perTrack })
        }
      } finally {
        await worker.terminate()
      }
    }),
  )
  return jobs.map(job => cache.read<MeasuredTrack>(keyOf(job))!)
}

/** What the network listens to, of jobs that were measured with it. */
export const patchesOfAll = (jobs: readonly MeasureJob[], root: string): readonly Measured['patches'][] => {
  const cache = new MeasuredCache(root)
  return jobs.map(job => cache.read<Measured['patches']>(patchesKeyOf(job))!)
}

function asked(worker: Worker, job: MeasureJob): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const onMessage = (answer: Answer) => {
      worker.off('error', onError).off('exit', onExit)
      resolve(answer)
    }
    const onError = (error: Error) => {
      worker.off('message', onMessage).off('exit', onExit)
      reject(error)
    }
    const onExit = (code: number) => onError(new Error(`the worker ended with ${code} in the middle of ${keyOf(job)}`))
    worker.once('message', onMessage)
    worker.once('error', onError)
    worker.once('exit', onExit)
    worker.postMessage(job)
  })
}

/** The worker's whole life; `workerData` is a MeasureWork. */
export function measureInWorker(): void {
  const cache = new MeasuredCache((workerData as MeasureWork).root)
  parentPort!.on('message', (job: MeasureJob) => {
    measure(job).then(
      ({ track, patches }) => {
        cache.write(keyOf(job), track)
        if (job.patches) cache.write(patchesKeyOf(job), patches)
        parentPort!.postMessage({ kind: 'done' } satisfies Answer)
      },
      (error: unknown) =>
        parentPort!.postMessage({ kind: 'failed', reason: `${keyOf(job)}: ${String(error)}` } satisfies Answer),
    )
  })
}
