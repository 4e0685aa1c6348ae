/** Lints what the build made: the committed patchers, and the devices in dist/Uplift where they are built. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readAmxd } from './amxd.ts'
import type { Finding, LintContext } from './finding.ts'
import { lintPatcher } from './lint.ts'

const devices = [
  { device: 'hub', name: 'Uplift' },
  { device: 'tap', name: 'Uplift Tap' },
] as const

export interface DeviceFinding extends Finding {
  /** "Uplift.maxpat", "Uplift.amxd". */
  readonly file: string
}

export interface Linted {
  readonly findings: readonly DeviceFinding[]
  /** Files that were looked at. */
  readonly files: readonly string[]
  readonly boxes: number
}

/** `outdir`: the folder of the built devices; what is not there is not checked. `version`: of package.json. */
export function lintDevices({ root, outdir, version }: { root: string; outdir: string; version: string }): Linted {
  const findings: DeviceFinding[] = []
  const files: string[] = []
  let boxes = 0
  const built = existsSync(outdir) ? new Set(readdirSync(outdir)) : null
  for (const { device, name } of devices) {
    const file = `${name}.maxpat`
    const path = join(root, 'patchers', 'generated', file)
    if (!existsSync(path)) {
      findings.push({
        file,
        rule: 'generated',
        at: '',
        message: 'patchers/generated does not hold it; run npm run build',
      })
      continue
    }
    files.push(file)
    const maxpat: unknown = JSON.parse(readFileSync(path, 'utf8'))
    boxes += readFileSync(path, 'utf8').match(/"box"\s*:/g)?.length ?? 0
    const isBuilt = built?.has(`${name}.amxd`) ?? false
    const context: LintContext = { device, files: isBuilt ? built : null, version }
    findings.push(...lintPatcher(maxpat, context).map(found => ({ file, ...found })))
    if (!isBuilt) continue
    files.push(`${name}.amxd`)
    findings.push(
      ...lintContainer(readFileSync(join(outdir, `${name}.amxd`)), maxpat).map(found => ({
        file: `${name}.amxd`,
        ...found,
      })),
    )
  }
  return { findings, files, boxes }
}

/** The container is what Live reads, holds the patcher that was committed, and says that other files belong to it. */
export function lintContainer(bytes: Uint8Array, maxpat: unknown): Finding[] {
  try {
    const { type, meta, maxpat: inside } = readAmxd(bytes)
    const wrong: string[] = []
    if (type !== 'aaaa') wrong.push(`the type is ${type}, not an audio effect`)
    if (meta !== 1) wrong.push(`meta is ${meta}; the device has scripts beside it, which is 1`)
    if (JSON.stringify(inside) !== JSON.stringify(maxpat))
      wrong.push('its patcher is not the committed one; run npm run build')
    return wrong.map(message => ({ rule: 'container', at: '', message }))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return [{ rule: 'container', at: '', message: error.message }]
  }
}
