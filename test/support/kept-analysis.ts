/** What stands for the analysis of the n-th file: large enough that a death can fall into the writing of it. */
import type { Analysis } from '../../node/features/analysis.ts'

export const keptAnalysis = (n: number): Analysis =>
  ({ name: `${n}.wav`, values: new Float32Array(100_000).fill(n) }) as unknown as Analysis
