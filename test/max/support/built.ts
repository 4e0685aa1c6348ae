/**
 * The built devices in dist/Uplift, made anew when a source is newer. The environment variable UPLIFT_BUILT names another
 * folder, which is taken as it is: what was shipped, or a build that nobody changes meanwhile.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { root } from './root.ts'

export const version: string = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version

export interface Built {
  /** What a user's folder holds. */
  readonly folder: string
  /** The generated patchers. */
  readonly hub: string
  readonly tap: string
}

const builders = [
  { module: 'device-scripts.mjs', name: 'buildDeviceScripts', files: ['uplift-hub', 'uplift-tap'] },
  { module: 'device-node.mjs', name: 'buildDeviceNode', files: ['uplift-node'] },
] as const

/** A build by somebody else is over after so long, one way or the other. */
const patienceMs = 120_000

/** `scripts`: what runs in v8 is enough. */
export async function built(what: 'all' | 'scripts' = 'all'): Promise<Built> {
  const given = process.env['UPLIFT_BUILT']
  if (given) return within(given)
  const folder = join(root, 'dist', 'Uplift')
  const release = await alone(join(root, 'node_modules', '.cache', 'uplift-devices.lock'))
  try {
    const changed = newest(['device', 'node', 'presets', 'scripts'])
    for (const { module, name, files } of what === 'all' ? builders : builders.slice(0, 1)) {
      const made = files.map(file => join(folder, `${file}-${version}.js`))
      if (made.every(file => existsSync(file) && statSync(file).mtimeMs > changed)) continue
      mkdirSync(folder, { recursive: true })
      const builder = await import(/* @vite-ignore */ pathToFileURL(join(root, 'scripts', module)).href)
      await builder[name]({ root, outdir: folder, version })
      // The hub's folder is made anew, and the panel's page lies in it.
      if (name === 'buildDeviceNode') await buildPage(join(folder, `uplift-node-${version}`))
    }
  } finally {
    release()
  }
  return within(folder)
}

function within(folder: string): Built {
  const patchers = join(root, 'patchers', 'generated')
  return { folder, hub: join(patchers, 'Uplift.maxpat'), tap: join(patchers, 'Uplift Tap.maxpat') }
}

async function buildPage(outdir: string): Promise<void> {
  const { buildPanelPage } = await import(/* @vite-ignore */ pathToFileURL(join(root, 'scripts/panel-page.mjs')).href)
  await buildPanelPage({ root, outdir, version })
}

function newest(folders: readonly string[]): number {
  const times = folders.flatMap(folder =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter(name => /\.(ts|mjs|json)$/.test(name))
      .map(name => statSync(join(root, folder, name)).mtimeMs),
  )
  return Math.max(...times)
}

/** One process at a time; returns what lets the next one in. */
async function alone(lock: string): Promise<() => void> {
  const began = Date.now()
  mkdirSync(join(lock, '..'), { recursive: true })
  for (;;) {
    try {
      mkdirSync(lock)
      return () => rmSync(lock, { recursive: true, force: true })
    } catch {
      if (Date.now() - began > patienceMs) rmSync(lock, { recursive: true, force: true })
      await sleep(100)
    }
  }
}
