/**
 * Scores on disk, one small file for every sound in every condition, so that an interrupted run goes on where it stopped.
 * A score is void when the code that made it or the audio that it is of has changed.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { parameters, type Score } from './score.ts'

const scoresSchema = z.array(
  z.strictObject({
    parameter: z.enum(parameters),
    kind: z.enum(['right', 'wrong', 'silent', 'invented']),
    error: z.number().nullable(),
    confidence: z.number().nullable(),
  }),
)

export interface KeptScores {
  /** null: not measured yet, by this code, on this audio. */
  readonly get: (key: string) => Score[] | null
  readonly put: (key: string, scores: readonly Score[]) => void
}

/** `version`: of the code, as `sourcesVersion` gives it. */
export function keptScores(folder: string, version: string): KeptScores {
  const fileOf = (key: string) => join(folder, `${hashOf(version, key)}.json`)
  return {
    get: key => {
      const file = fileOf(key)
      if (!existsSync(file)) return null
      const parsed = scoresSchema.safeParse(jsonOf(readFileSync(file, 'utf8')))
      return parsed.success ? parsed.data : null
    },
    put: (key, scores) => {
      mkdirSync(folder, { recursive: true })
      const file = fileOf(key)
      // Renamed into place: an interruption leaves a whole file or none.
      writeFileSync(`${file}.part`, JSON.stringify(scores))
      renameSync(`${file}.part`, file)
    },
  }
}

/** Everything that the answers and their scores depend on. */
const sources = ['node/dsp', 'node/audio', 'node/features', 'node/synth', 'scripts/evaluation-synth']

/** Throws RangeError outside the project's folder. */
export function sourcesVersion(root: string): string {
  const hash = createHash('sha256')
  for (const folder of sources) {
    if (!existsSync(join(root, folder)))
      throw new RangeError(`root must be the project's folder, got ${root}: it has no ${folder}`)
    // How results are printed changes none of them.
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).sort())
      if (name.endsWith('.ts') && name !== 'table.ts')
        hash.update(`${folder}/${name}\0`).update(readFileSync(join(root, folder, name)))
  }
  return hash.digest('hex')
}

export function hashOf(...parts: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part).update('\0')
  return hash.digest('hex').slice(0, 24)
}

/** A file cut short by a full disk counts as none. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
