/** What an analysis depends on, as a hash: a stored one is void when any of it has changed (node/app/analysis-cache.ts). */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export function analyzerSources(root) {
  const hash = createHash('sha256')
  for (const folder of ['dsp', 'audio', 'features'])
    for (const name of readdirSync(join(root, 'node', folder), { recursive: true, encoding: 'utf8' }).sort())
      if (name.endsWith('.ts'))
        hash.update(`${folder}/${name}\0`).update(readFileSync(join(root, 'node', folder, name)))
  return hash.digest('hex').slice(0, 16)
}
