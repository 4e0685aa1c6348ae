/** One bounced mix, measured off this thread. Apart from measure.ts, so that a command that only measures loads nothing else. */
import type { Analysis } from '../features/analysis.ts'
import type { SectionType } from '../features/catalogue.ts'
import type { CacheOptions } from './analysis-cache.ts'
import { AnalysisPool } from './pool.ts'

export interface MeasureFileOptions {
  readonly declared?: SectionType
  /** null: measured anew, and not kept. */
  readonly cache: CacheOptions | null
}

/**
 * Measures a bounced mix in a worker thread, or takes the result from the cache. Throws AppError for unreadable files and
 * ANALYSIS_CRASHED.
 */
export async function measureFile(file: string, { declared, cache }: MeasureFileOptions): Promise<Analysis> {
  const pool = new AnalysisPool({ size: 1, cache })
  try {
    return await pool.analyze(file, declared === undefined ? {} : { declared })
  } finally {
    await pool.close()
  }
}
