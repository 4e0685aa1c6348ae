/** Learning from inside Live: the hub's worker reads a folder of references into the library of a profile. */
import { basename } from 'node:path'
import { teaches } from '../../profile/reference.ts'
import { learn } from '../learn.ts'
import { Library } from '../library.ts'
import { AnalysisPool } from '../pool.ts'
import type { LearnedWork, Work } from './work.ts'
import type { Step } from './workshop.ts'

/** One thread: Live plays meanwhile. */
const threads = 1

/**
 * Goes on where it was cut off. Throws AppError for the folder, FILE_IN_USE while the command line learns the same; the
 * signal's reason when it was aborted, with everything measured until then saved.
 */
export async function learnReferences(
  { folder, name, libraries }: Work['learn']['args'],
  onStep: Step,
  signal?: AbortSignal,
): Promise<LearnedWork> {
  onStep('Looking for references.', null)
  const library = await Library.open(name, { folder: libraries })
  const pool = new AnalysisPool({ size: threads, cache: {} })
  try {
    const { measured, failures } = await learn(library, folder, {
      pool,
      ...(signal ? { signal } : {}),
      onProgress: ({ done, total, file }) => onStep(`Learning ${done} of ${total}: ${basename(file)}`, done / total),
    })
    return { name, references: library.references.filter(teaches).length, measured, failures: failures.length }
  } finally {
    await pool.close()
    await library.close()
  }
}
