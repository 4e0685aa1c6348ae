import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { strFromU8, unzipSync } from 'fflate'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { manifestName as nameInNode, readManifest } from '../../../node/app/device-manifest.ts'
import { manifestName, ship } from '../../../scripts/ship.mjs'

const script = fileURLToPath(new URL('../../../scripts/ship.mjs', import.meta.url))
const version = '9.9.9'
const native = { mac: 'node_modules/x/bin/darwin/arm64/x.node', windows: 'node_modules/x/bin/win32/x64/x.node' }
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

test("what the panel's page is made of is named too, though its code is minified", () => {
  put('node_modules/small/package.json', JSON.stringify({ name: 'small', version: '4.5.6', license: 'MIT' }))
  put(`dist/Uplift/uplift-node-${version}/panel.html`, '<script>s()</script>\n<!-- Contains node_modules/small -->\n')
  ship({ root, outdir, version })
  expect(readFileSync(join(outdir, 'THIRD-PARTY.txt'), 'utf8')).toContain('small 4.5.6\nLicence: MIT')
})

test('each zip holds the folder under one name, less the machine code of the other system, and a manifest of just that', () => {
  put('node_modules/x/package.json', JSON.stringify({ name: 'x', version: '1.0.0', license: 'MIT' }))
  for (const [system, library] of Object.entries(native)) put(`dist/Uplift/${library}`, `machine code of ${system}`)
  const { zips, files } = ship({ root, outdir, version })
  expect(zips.map(zip => basename(zip))).toEqual([`Uplift-${version}-mac.zip`, `Uplift-${version}-windows.zip`])
  for (const [i, other] of [native.windows, native.mac].entries()) {
    const entries = unzipSync(readFileSync(zips[i]!))
    const wanted = files.filter(path => path !== other)
    expect(Object.keys(entries).toSorted()).toEqual(wanted.map(path => `Uplift/${path}`).toSorted())
    expect(strFromU8(entries['Uplift/Uplift Tap.amxd']!)).toBe('Uplift Tap.amxd')
    const listed = JSON.parse(strFromU8(entries[`Uplift/${manifestName}`]!)).files.map(
      ({ path }: { path: string }) => path,
    )
    expect(listed.toSorted()).toEqual(wanted.filter(path => path !== manifestName).toSorted())
  }
})

test('the checksums of the zips are beside them, as sha256sum reads them, and what is how big', () => {
  const { zips } = ship({ root, outdir, version })
  const sums = zips.map(zip => `${createHash('sha256').update(readFileSync(zip)).digest('hex')}  ${basename(zip)}\n`)
  expect(readFileSync(join(root, 'dist', 'SHA256SUMS'), 'utf8')).toBe(sums.join(''))
  const [first, , third] = readFileSync(join(root, 'dist', 'sizes.txt'), 'utf8').split('\n')
  expect(first).toBe(`${String(readFileSync(zips[0]!).length).padStart(10)}  ${basename(zips[0]!)}`)
  expect(third).toMatch(/README\.txt$/)
})

test.each([
  ['SSPL-1.0', 'SSPL-1.0'],
  ['GPL-2.0', 'GPL-2.0'],
  [undefined, 'no named licence'],
])('a package under %s is not shipped before somebody looks at it', (license, said) => {
  put('node_modules/@some/list/package.json', JSON.stringify({ name: '@some/list', version: '1.2.3', license }))
  expect(() => ship({ root, outdir, version })).toThrow(`@some/list is under ${said}: may it be shipped`)
})

test('shipping again gives the same bytes, in another time zone too', () => {
  const { zips } = ship({ root, outdir, version })
  const first = zips.map(zip => readFileSync(zip))
  const again = `import(${JSON.stringify(script)}).then(m => m.ship(${JSON.stringify({ root, outdir, version })}))`
  const { status } = spawnSync(process.execPath, ['-e', again], { env: { ...process.env, TZ: 'Pacific/Auckland' } })
  expect(status).toBe(0)
  expect(zips.map((zip, i) => readFileSync(zip).equals(first[i]!))).toEqual([true, true])
})

test('a part that is missing and one of another version stop it by name', () => {
  put('dist/Uplift/uplift-hub-9.9.8.js', 'old')
  expect(() => ship({ root, outdir, version })).toThrow('uplift-hub-9.9.8.js')
  rmSync(join(outdir, 'uplift-hub-9.9.8.js'))
  rmSync(join(outdir, 'Uplift Tap.amxd'))
  expect(() => ship({ root, outdir, version })).toThrow('lacks Uplift Tap.amxd')
})
