/** Installs what package-lock.json names when node_modules does not hold it, so that every npm script is one command on a fresh clone. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

const major = Number(process.versions.node.split('.')[0])
if (major < 20) {
  console.error(
    `Uplift needs Node 20 or newer; this is Node ${process.versions.node}. Install it from nodejs.org and try again.`,
  )
  process.exit(1)
}

/** What is missing or of another version: optional packages (other platforms' binaries) may be absent. */
function missing() {
  const installedFile = `${root}node_modules/.package-lock.json`
  if (!existsSync(installedFile)) return ['everything']
  const wanted = JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8')).packages
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages
  return Object.entries(wanted)
    .filter(
      ([path, entry]) => path !== '' && !entry.optional && !entry.peer && installed[path]?.version !== entry.version,
    )
    .map(([path]) => path.replace('node_modules/', ''))
}

const lacking = missing()
if (lacking.length > 0) {
  console.error(`Installing ${lacking.length === 1 ? lacking[0] : `${lacking.length} packages`} (once) …`)
  const { status } = spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], {
    // Not `npm ci`: it refuses a lockfile whose optional packages of other platforms could not be resolved where it was made.
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
    // onnxruntime-node's install script downloads GPU libraries we do not use; the CPU binaries are in the package.
    env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' },
  })
  if (status !== 0) {
    console.error(
      'npm could not install the packages (see above). Check the connection to the npm registry, then run the command again.',
    )
    process.exit(1)
  }
}
