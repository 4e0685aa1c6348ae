/**
 * What was measured, on disk, so that an interrupted run goes on where it was, and a second one prints in a minute. An entry
 * is of one state of the sources that it depends on; of any other it is not there.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { threadId } from 'node:worker_threads'

/** Relative to the project: what decides how a made track sounds and what is measured of it. */
const sources = [
  'node/dsp',
  'node/audio',
  'node/features',
  'node/adapters/demo-song',
  'node/profile/judge/degrade.ts',
  'node/profile/network',
  ...['degrade', 'measure-job', 'measured', 'mfcc', 'styles', 'style-table'].map(
    name => `scripts/evaluation-learning/${name}.ts`,
  ),
]

export class MeasuredCache {
  readonly #folder: string

  /** `root`: of the project. */
  constructor(root: string, folder = join(root, 'out/evaluation-learning')) {
    this.#folder = join(folder, versionOf(root))
    mkdirSync(this.#folder, { recursive: true })
  }

  /** `key` names all that the entry depends on besides the sources. null: not there, or damaged. */
  read<T>(key: string): T | null {
    try {
      return deserialize(readFileSync(this.#fileOf(key))) as T
    } catch {
      return null
    }
  }

  has(key: string): boolean {
    return existsSync(this.#fileOf(key))
  }

  /** Whole or not at all, whoever else writes it. */
  write(key: string, made: unknown): void {
    const file = this.#fileOf(key)
    const part = `${file}.${process.pid}-${threadId}.part`
    writeFileSync(part, serialize(made))
    renameSync(part, file)
  }

  #fileOf(key: string): string {
    return join(this.#folder, createHash('sha256').update(key).digest('hex').slice(0, 24))
  }
}

function versionOf(root: string): string {
  const hash = createHash('sha256')
  for (const source of sources) {
    const names = source.endsWith('.ts')
      ? ['']
      : readdirSync(join(root, source), { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts'))
    for (const name of names.sort()) hash.update(`${source}/${name}\0`).update(readFileSync(join(root, source, name)))
  }
  return hash.digest('hex').slice(0, 16)
}
