/** A training that was broken off, beside the library that it is of. */
import { rm } from 'node:fs/promises'
import { Low } from 'lowdb'
import { z } from 'zod'
import { weightCount } from '../../profile/network/encoder.ts'
import { DurableFile } from '../durable-file.ts'
import { floatsFrom, floatsText } from './sound-store.ts'
import type { TrainingState } from './train-encoder.ts'

/** What makes two runs the same. */
export interface TrainingRun {
  readonly seed: number
  readonly steps: number
  readonly hashes: readonly string[]
}

const schema = z.object({
  seed: z.number(),
  steps: z.number(),
  hashes: z.array(z.string()),
  step: z.number().int().positive(),
  weights: z.string(),
  first: z.string(),
  second: z.string(),
})

/** null: there is none, it is damaged, or it is of another run; training then starts anew. */
export async function readCheckpoint(file: string, run: TrainingRun): Promise<TrainingState | null> {
  const data = await new DurableFile<unknown>(file).read().catch((error: unknown) => {
    if (error instanceof SyntaxError) return null
    throw error
  })
  const { success, data: kept } = schema.safeParse(data)
  if (!success || keyOf(kept) !== keyOf(run)) return null
  const [weights, first, second] = [kept.weights, kept.first, kept.second].map(floatsFrom)
  if ([weights, first, second].some(each => each!.length !== weightCount)) return null
  return { step: kept.step, weights: weights!, first: first!, second: second! }
}

export async function writeCheckpoint(file: string, run: TrainingRun, state: TrainingState): Promise<void> {
  const { step, weights, first, second } = state
  const kept = { step, weights: floatsText(weights), first: floatsText(first), second: floatsText(second) }
  await new Low(new DurableFile<unknown>(file, 0), { ...run, ...kept }).write()
}

export const removeCheckpoint = (file: string) => rm(file, { force: true })

const keyOf = ({ seed, steps, hashes }: TrainingRun) => JSON.stringify([seed, steps, [...hashes].sort()])
