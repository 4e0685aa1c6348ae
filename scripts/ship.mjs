/**
 * Makes the folder that is dropped into Live's User Library complete: licences of what is bundled, a text for users, a manifest
 * with checksums; and a zip of it for each system, with the checksums of the zips and what is how big. The same files give the
 * same zips.
 *
 * The devices, their scripts and the Node bundle must be in `outdir` already (build-patchers, device-scripts, device-node).
 * Presets and profiles are inlined in the Node bundle and need no files of their own.
 */
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { bundledPackages, thirdPartyText } from './ship/licences.mjs'

/** Name of the manifest: what `uplift devices` compares with, and how it knows which files are ours. */
export const manifestName = 'uplift-manifest.json'

/**
 * `outdir`: absolute, the folder to complete. Returns the files of the folder and the zips' paths. Throws when a file that a
 * device needs is missing, one of another version is left over, or a licence is not known to go with ours.
 */
export function ship({ root, outdir, version }) {
  checkParts(outdir, version)
  writeFileSync(join(outdir, 'README.txt'), readme(version))
  copyFileSync(join(root, 'LICENSE'), join(outdir, 'LICENSE.txt'))
  const scripts = filesOf(outdir).filter(path => /\.([cm]?js|html)$/.test(path))
  const texts = scripts.map(path => ({ path, text: readFileSync(join(outdir, path), 'utf8') }))
  writeFileSync(
    join(outdir, 'THIRD-PARTY.txt'),
    thirdPartyText(root, [...bundledPackages(root, texts), ...wholePackages(outdir)]),
  )
  const files = filesOf(outdir).filter(path => path !== manifestName)
  writeFileSync(join(outdir, manifestName), manifestOf(outdir, version, files))
  const zips = Object.keys(systems).map(system => {
    const file = join(dirname(outdir), `Uplift-${version}-${system}.zip`)
    const bytes = zipOf(outdir, version, files.filter(path => isFor(system, path)).sort())
    writeFileSync(file, bytes)
    return { file, bytes: bytes.length, sha256: sha256(bytes) }
  })
  const sums = zips.map(({ file, sha256 }) => `${sha256}  ${basename(file)}\n`)
  writeFileSync(join(dirname(outdir), 'SHA256SUMS'), sums.join(''))
  writeFileSync(join(dirname(outdir), 'sizes.txt'), sizeReport(outdir, files, zips))
  return { files: [...files, manifestName], zips: zips.map(({ file }) => file) }
}

/** Native code of one system is of no use on another. */
const systems = { mac: '/darwin/', windows: '/win32/' }
const isFor = (system, path) =>
  Object.entries(systems).every(([name, folder]) => name === system || !path.includes(folder))

const sha256 = bytes => createHash('sha256').update(bytes).digest('hex')

/** What makes the zips as big as they are: bytes, the largest first. */
function sizeReport(outdir, files, zips) {
  const rows = [
    ...zips.map(({ file, bytes }) => [bytes, basename(file)]),
    ...files.map(path => [readFileSync(join(outdir, path)).length, path]).sort(([a], [b]) => b - a),
  ]
  return rows.map(([bytes, name]) => `${String(bytes).padStart(10)}  ${name}\n`).join('')
}

/** Packages that lie in the folder as they are: native modules. */
function wholePackages(outdir) {
  const folder = join(outdir, 'node_modules')
  return existsSync(folder) ? readdirSync(folder).sort() : []
}

/** What the folder is nothing without. */
const partsOf = version => [
  'Uplift.amxd',
  'Uplift Tap.amxd',
  `uplift-hub-${version}.js`,
  `uplift-tap-${version}.js`,
  `uplift-node-${version}.js`,
]

function checkParts(outdir, version) {
  const missing = partsOf(version).filter(name => !existsSync(join(outdir, name)))
  if (missing.length > 0) throw new Error(`${outdir} lacks ${missing.join(', ')}; build the devices first`)
  // Scripts and folders carry the version, so that Max cannot find an older one first.
  const stale = readdirSync(outdir).filter(
    name => /^uplift-(hub|tap|node)-/.test(name) && !name.replace(/\.js$/, '').endsWith(`-${version}`),
  )
  if (stale.length > 0) throw new Error(`${outdir} holds files of another version: ${stale.join(', ')}; empty it first`)
}

/** All files below a folder, with "/" between folders, in the order of their names. Sorted by code points, not by locale. */
function filesOf(folder, below = '') {
  return readdirSync(join(folder, below), { withFileTypes: true })
    .flatMap(entry => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`
      return entry.isDirectory() ? filesOf(folder, path) : [path]
    })
    .sort()
}

function manifestOf(outdir, version, files) {
  const manifest = {
    uplift: 1,
    version,
    files: files.map(path => {
      const bytes = readFileSync(join(outdir, path))
      return { path, bytes: bytes.length, sha256: sha256(bytes) }
    }),
  }
  return `${JSON.stringify(manifest, null, 2)}\n`
}

/** Local time on purpose: that is what a zip holds, so the bytes are the same in every time zone. */
const zipTime = new Date(2026, 0, 1)
/** An ordinary file that everybody may read, as Unix says it, in the upper half. */
const fileMode = 0o100644 << 16

/** Of machine code the highest level takes ten times as long for a few percent. */
const bigBytes = 4e6
const zipEntry = bytes => [
  bytes,
  { mtime: zipTime, os: 3, attrs: fileMode >>> 0, level: bytes.length > bigBytes ? 1 : 9 },
]

/** With a manifest of just what is in it. */
function zipOf(outdir, version, files) {
  const manifest = strToU8(manifestOf(outdir, version, files))
  const entries = [[manifestName, manifest], ...files.map(path => [path, readFileSync(join(outdir, path))])]
  return zipSync(Object.fromEntries(entries.map(([path, bytes]) => [`Uplift/${path}`, zipEntry(bytes)])))
}

const readme = version => `Uplift ${version}
An AI co-producer for trance inside Ableton Live: measures the gap between your mix and your references, solves for the
fixes, applies the ones you approve, and measures again. Nothing is changed before you press, and everything can be undone.

You need
  Ableton Live 12.2 or newer with Max for Live (Suite, or Standard with Max for Live), macOS or Windows.

Install
  1. Copy this whole folder, as it is, into your User Library:
       macOS    Music/Ableton/User Library/Presets/Audio Effects/Max Audio Effect/
       Windows  Documents\\Ableton\\User Library\\Presets\\Audio Effects\\Max Audio Effect\\
     Keep the files together: the devices find their scripts beside them.
  2. In Live's browser: User Library, Presets, Audio Effects, Max Audio Effect, Uplift.
  3. Drop "Uplift" on Main, as the last device, and "Uplift Tap" last on the tracks that you want to be heard.
     Uplift Tap is not needed for Live's own export: choose Export Audio/Video, All Individual Tracks, and drop the folder
     on Uplift's face.

Update
  Replace the folder. Live keeps a loaded device in memory: delete Uplift from the set and drag it in again. The face shows
  which build is running.

Uninstall
  Take the devices off your tracks and delete this folder.

Uplift sends nothing anywhere. Its licence is in LICENSE.txt (AGPL-3.0-or-later), those of the parts it is made of are in
THIRD-PARTY.txt.
`
