import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's folder, from a source file as well as from a bundle in dist/. */
export const root = (() => {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json')) && existsSync(join(folder, 'test', 'max'))) return folder
    if (folder === dirname(folder)) throw new Error('The sources of Uplift must be around this program.')
  }
})()
