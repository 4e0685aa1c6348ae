/** What a command works on: a folder of stems, or the simulated set with the demo's song and its faults. */
import { basename, join } from 'node:path'
import { makeDemo } from '../app/demo.ts'
import { openStems } from '../app/stems/stems.ts'
import type { LiveSession } from '../live/session.ts'
import { wrongUsage } from './options.ts'

export interface SessionOptions {
  readonly stems?: string
  readonly sim?: boolean
  readonly seed: number
}

export interface OpenedSession {
  readonly session: LiveSession
  /** Sentences about the files. */
  readonly warnings: readonly string[]
  readonly name: string
}

/** Exactly one of `stems` and `sim`; wrong usage otherwise. */
export async function openSession(
  { stems, sim, seed }: SessionOptions,
  step: (text: string) => void,
): Promise<OpenedSession> {
  if ((stems === undefined) === (sim === undefined)) wrongUsage('name what to work on: --stems <folder> or --sim')
  if (stems !== undefined) {
    const { session, warnings } = await openStems(stems, file => step(`Reading ${file}`))
    return { session, warnings, name: basename(join(stems, '.')) }
  }
  step('Producing a song and spoiling its mix')
  const { session, song } = makeDemo({ seed, length: 'short' })
  return { session, warnings: [], name: song.spec.name }
}
