/** Writes the devices: their readable .maxpat into the repository, their .amxd into the folder that ships. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hubMaxpat } from '../patchers/hub.ts'
import { toAmxd } from '../patchers/lib/amxd.ts'
import { tapMaxpat } from '../patchers/tap.ts'

export interface PatcherBuild {
  /** The repository. */
  readonly root: string
  /** Where the devices go: dist/Uplift. */
  readonly outdir: string
  readonly version: string
}

/** Device name → the text of its .maxpat. */
export const maxpats = (version: string): Readonly<Record<'Uplift' | 'Uplift Tap', string>> => ({
  Uplift: hubMaxpat(version),
  'Uplift Tap': tapMaxpat(version),
})

/** Returns the names of the devices' files in `outdir`. */
export function buildPatchers({ root, outdir, version }: PatcherBuild): string[] {
  const generated = join(root, 'patchers/generated')
  for (const folder of [generated, outdir]) mkdirSync(folder, { recursive: true })
  return Object.entries(maxpats(version)).map(([name, maxpat]) => {
    writeFileSync(join(generated, `${name}.maxpat`), maxpat)
    writeFileSync(join(outdir, `${name}.amxd`), toAmxd(maxpat, 'aaaa'))
    return `${name}.amxd`
  })
}
