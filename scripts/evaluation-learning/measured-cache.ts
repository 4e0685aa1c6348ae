/**
 * Measured tracks on disk, so that an interrupted run goes on where it was, and a second one prints in a minute. An entry
 * is of one state of the sources that it depends on; of any other it is not there.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'

/** Relative to the project: what decides how a made track sounds and what is measured of it. */
const sources = [
  'node/dsp',
  'node/audio',
  'node/features',
  'node/adapters/demo-song',
  'node/profile/judge/degrade.ts',
  ...['degrade', 'measured', 'mfcc', 'real-music', 'styles', 'style-table'].map(
    name => `scripts/evaluation-learning/${name}.ts`,
  ),
]

export class MeasuredCache {
  readonly #folder: string
  /** CPU seconds of what had to be measured. */
  spent = 0

  /** `root`: of the project. */
  constructor(root: string, folder = join(root, 'out/evaluation-learning')) {
    this.#folder = join(folder, versionOf(root))
    mkdirSync(this.#folder, { recursive: true })
  }

  /** `key` names all that `make` depends on besides the sources. */
  of<T>(key: string, make: () => T): T {
    const file = join(this.#folder, createHash('sha256').update(key).digest('hex').slice(0, 24))
    const known = this.#read<T>(file)
    if (known !== null) return known
    const before = process.cpuUsage()
    const made = make()
    const { user, system } = process.cpuUsage(before)
    this.spent += (user + system) / 1e6
    writeFileSync(`${file}.part`, serialize(made))
    renameSync(`${file}.part`, file)
    return made
  }

  #read<T>(file: string): T | null {
    try {
      return deserialize(readFileSync(file)) as T
    } catch {
      return null
    }
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
