import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { strFromU8, unzipSync } from 'fflate'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { manifestName as nameInNode, readManifest } from '../../../node/app/device-manifest.ts'
import { manifestName, ship } from '../../../scripts/ship.mjs'

const script = fileURLToPath(new URL('../../../scripts/ship.mjs', import.meta.url))
const version = '9.9.9'
let root: string
let outdir: string

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

/** A project with one bundled package, one that is only installed, and the parts of the devices. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'uplift-ship-'))
  outdir = join(root, 'dist', 'Uplift')
  put('LICENSE', 'the licence of Uplift')
  put('node_modules/@some/list/package.json', JSON.stringify({ name: '@some/list', version: '1.2.3', license: 'MIT' }))
  put('node_modules/@some/list/LICENSE.md', 'Permission is hereby granted to use @some/list.')
  put('node_modules/unused/package.json', JSON.stringify({ name: 'unused', version: '1.0.0', license: 'MIT' }))
  for (const name of ['Uplift.amxd', 'Uplift Tap.amxd', `uplift-hub-${version}.js`, `uplift-tap-${version}.js`])
    put(`dist/Uplift/${name}`, name)
  put(`dist/Uplift/uplift-node-${version}.js`, '// node/max.ts\nstart()\n')
  // As esbuild marks where a module comes from.
  put(`dist/Uplift/uplift-node-${version}/worker.mjs`, 'work()\n// node_modules/@some/list/src/list.js\nlist()\n')
})
afterEach(() => rmSync(root, { recursive: true }))

test('the manifest has every file with its checksum, and the command line reads it', async () => {
  ship({ root, outdir, version })
  expect(nameInNode).toBe(manifestName)
  const manifest = await readManifest(outdir)
  expect(manifest?.version).toBe(version)
  expect(manifest?.files.map(({ path }) => path)).toEqual([
    'LICENSE.txt',
    'README.txt',
    'THIRD-PARTY.txt',
    'Uplift Tap.amxd',
    'Uplift.amxd',
    `uplift-hub-${version}.js`,
    `uplift-node-${version}.js`,
    `uplift-node-${version}/worker.mjs`,
    `uplift-tap-${version}.js`,
  ])
  const sums = manifest?.files.map(({ path }) =>
    createHash('sha256')
      .update(readFileSync(join(outdir, path)))
      .digest('hex'),
  )
  expect(manifest?.files.map(({ sha256 }) => sha256)).toEqual(sums)
})

test('licences of what is bundled are there, those of what is not are not', () => {
  ship({ root, outdir, version })
  const text = readFileSync(join(outdir, 'THIRD-PARTY.txt'), 'utf8')
  expect(text).toContain('@some/list 1.2.3\nLicence: MIT')
  expect(text).toContain('Permission is hereby granted to use @some/list.')
  expect(text).not.toContain('unused')
  expect(readFileSync(join(outdir, 'LICENSE.txt'), 'utf8')).toBe('the licence of Uplift')
})

test('the zip holds the folder, whole, under one name', () => {
  const { zip, files } = ship({ root, outdir, version })
  const entries = unzipSync(readFileSync(zip))
  expect(Object.keys(entries).toSorted()).toEqual(files.map(path => `Uplift/${path}`).toSorted())
  expect(strFromU8(entries['Uplift/Uplift Tap.amxd']!)).toBe('Uplift Tap.amxd')
})

test('shipping again gives the same bytes, in another time zone too', () => {
  const { zip } = ship({ root, outdir, version })
  const first = readFileSync(zip)
  const again = `import(${JSON.stringify(script)}).then(m => m.ship(${JSON.stringify({ root, outdir, version })}))`
  const { status } = spawnSync(process.execPath, ['-e', again], { env: { ...process.env, TZ: 'Pacific/Auckland' } })
  expect(status).toBe(0)
  expect(readFileSync(zip).equals(first)).toBe(true)
})

test('a part that is missing and one of another version stop it by name', () => {
  put('dist/Uplift/uplift-hub-9.9.8.js', 'old')
  expect(() => ship({ root, outdir, version })).toThrow('uplift-hub-9.9.8.js')
  rmSync(join(outdir, 'uplift-hub-9.9.8.js'))
  rmSync(join(outdir, 'Uplift Tap.amxd'))
  expect(() => ship({ root, outdir, version })).toThrow('lacks Uplift Tap.amxd')
})
