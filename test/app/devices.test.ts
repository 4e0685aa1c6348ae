import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkDevices, devicesFolder, installDevices, uninstallDevices } from '../../node/app/devices.ts'
import { checkedText, installedText } from '../../node/cli/devices.ts'

let root: string
let userLibrary: string
let folder: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'uplift-devices-'))
  userLibrary = join(root, 'User Library')
  mkdirSync(userLibrary)
  folder = devicesFolder(userLibrary)
})
afterEach(() => rmSync(root, { recursive: true }))

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** A built folder of this version, as scripts/ship.mjs leaves it. */
function built(version: string, more: Readonly<Record<string, string>> = {}): string {
  const from = join(root, `built-${version}`)
  const files: Record<string, string> = {
    'Uplift.amxd': `hub ${version}`,
    [`uplift-node-${version}.js`]: 'node',
    [`uplift-node-${version}/worker.mjs`]: 'worker',
    ...more,
  }
  for (const [path, text] of Object.entries(files)) put(join(from, path), text)
  const rows = Object.entries(files).map(([path, text]) => ({
    path,
    bytes: text.length,
    sha256: createHash('sha256').update(text).digest('hex'),
  }))
  put(join(from, 'uplift-manifest.json'), JSON.stringify({ uplift: 1, version, files: rows }))
  return from
}

const there = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted()

test('a fresh install copies every file and is found right', async () => {
  const from = built('1.0.0')
  const done = await installDevices({ from, userLibrary })
  expect(folder.endsWith(join('User Library', 'Presets', 'Audio Effects', 'Max Audio Effect', 'Uplift'))).toBe(true)
  expect(done).toMatchObject({ version: '1.0.0', previous: null, removed: [], kept: [] })
  expect(there()).toEqual([
    'Uplift.amxd',
    'uplift-manifest.json',
    'uplift-node-1.0.0.js',
    join('uplift-node-1.0.0', 'worker.mjs'),
  ])
  expect(await checkDevices({ from, userLibrary })).toMatchObject({ isRight: true, version: '1.0.0', built: '1.0.0' })
})

test('installing again writes nothing', async () => {
  const from = built('1.0.0')
  await installDevices({ from, userLibrary })
  const again = await installDevices({ from, userLibrary })
  expect(again).toMatchObject({ written: [], removed: [], kept: [] })
  expect(installedText(again)).toContain('is installed already')
})

test('an upgrade replaces our files, removes those of the old version and leaves foreign ones', async () => {
  await installDevices({ from: built('1.0.0'), userLibrary })
  put(join(folder, 'My preset.adv'), 'mine')
  put(join(folder, 'uplift-node-1.0.0', 'notes.txt'), 'mine too')
  const done = await installDevices({ from: built('1.1.0'), userLibrary })
  expect(done.previous).toBe('1.0.0')
  expect(done.removed).toEqual(['uplift-node-1.0.0.js', 'uplift-node-1.0.0/worker.mjs'])
  expect(there()).toEqual([
    'My preset.adv',
    'Uplift.amxd',
    'uplift-manifest.json',
    join('uplift-node-1.0.0', 'notes.txt'),
    'uplift-node-1.1.0.js',
    join('uplift-node-1.1.0', 'worker.mjs'),
  ])
  expect(readFileSync(join(folder, 'Uplift.amxd'), 'utf8')).toBe('hub 1.1.0')
})

test('scripts of an older version that no manifest knows are removed by their names', async () => {
  put(join(folder, 'uplift-hub-0.9.0.js'), 'old')
  put(join(folder, 'uplift-node-0.9.0', 'worker.mjs'), 'old')
  put(join(folder, 'uplift-hub-notes.js'), 'not a version')
  const { removed } = await installDevices({ from: built('1.0.0'), userLibrary })
  expect(removed).toEqual(['uplift-hub-0.9.0.js', 'uplift-node-0.9.0'])
  expect(there()).toContain('uplift-hub-notes.js')
})

test('a device that was edited in Max is kept under another name', async () => {
  await installDevices({ from: built('1.0.0'), userLibrary })
  writeFileSync(join(folder, 'Uplift.amxd'), 'edited')
  const { kept } = await installDevices({ from: built('1.1.0'), userLibrary })
  expect(kept).toEqual(['Uplift.amxd.changed-1'])
  expect(readFileSync(join(folder, 'Uplift.amxd.changed-1'), 'utf8')).toBe('edited')
})

test('somebody else’s Uplift.amxd is never overwritten', async () => {
  put(join(folder, 'Uplift.amxd'), 'another device of this name')
  await expect(installDevices({ from: built('1.0.0'), userLibrary })).rejects.toMatchObject({ code: 'DEVICES_FOREIGN' })
  expect(there()).toEqual(['Uplift.amxd'])
})

test('an install that was broken off is completed by the next one', async () => {
  await installDevices({ from: built('1.0.0'), userLibrary })
  // As it is after the first file of the next version was copied.
  writeFileSync(join(folder, 'Uplift.amxd'), 'hub 1.1.0')
  const done = await installDevices({ from: built('1.1.0'), userLibrary })
  expect(done.kept).toEqual([])
  expect(await checkDevices({ from: built('1.1.0'), userLibrary })).toMatchObject({ isRight: true })
})

test('the check names what is missing, changed, foreign and of another version', async () => {
  await installDevices({ from: built('1.0.0'), userLibrary })
  rmSync(join(folder, 'uplift-node-1.0.0.js'))
  writeFileSync(join(folder, 'Uplift.amxd'), 'damaged')
  put(join(folder, 'other.txt'), '')
  const found = await checkDevices({ from: built('1.1.0'), userLibrary })
  expect(found).toMatchObject({
    isRight: false,
    version: '1.0.0',
    built: '1.1.0',
    missing: ['uplift-node-1.0.0.js'],
    changed: ['Uplift.amxd'],
    foreign: ['other.txt'],
  })
  expect(checkedText(found)).toContain('The built version is 1.1.0.')
})

test('a check without a built folder still compares with the installed list', async () => {
  await installDevices({ from: built('1.0.0'), userLibrary })
  expect(await checkDevices({ from: join(root, 'nowhere'), userLibrary })).toMatchObject({ isRight: true, built: null })
})

test('nothing installed is said so', async () => {
  expect(await checkDevices({ from: built('1.0.0'), userLibrary })).toMatchObject({ isRight: false, version: null })
  expect(await uninstallDevices({ userLibrary })).toMatchObject({ version: null, removed: [] })
})

test('an uninstall takes our files and nothing else', async () => {
  await installDevices({ from: built('1.0.0'), userLibrary })
  put(join(folder, 'My preset.adv'), 'mine')
  const done = await uninstallDevices({ userLibrary })
  expect(done).toMatchObject({ version: '1.0.0', left: ['My preset.adv'] })
  expect(there()).toEqual(['My preset.adv'])
})

test('a device that was edited in Max stays when Uplift goes', async () => {
  await installDevices({ from: built('1.0.0'), userLibrary })
  writeFileSync(join(folder, 'Uplift.amxd'), 'edited')
  expect((await uninstallDevices({ userLibrary })).left).toEqual(['Uplift.amxd'])
  expect(readFileSync(join(folder, 'Uplift.amxd'), 'utf8')).toBe('edited')
})

test('after an uninstall without foreign files the folder is gone, its parents stay', async () => {
  await installDevices({ from: built('1.0.0'), userLibrary })
  await uninstallDevices({ userLibrary })
  expect(readdirSync(dirname(folder))).toEqual([])
})

test('a damaged built folder is not installed', async () => {
  const from = built('1.0.0')
  writeFileSync(join(from, 'Uplift.amxd'), 'cut off')
  await expect(installDevices({ from, userLibrary })).rejects.toMatchObject({
    code: 'DEVICES_NOT_BUILT',
    message: expect.stringContaining('Uplift.amxd'),
  })
  await expect(installDevices({ from: join(root, 'nowhere'), userLibrary })).rejects.toMatchObject({
    code: 'DEVICES_NOT_BUILT',
  })
})

test.each(['../../evil.js', '/evil.js', 'a\\b.js', 'C:evil.js', 'a//b', './a'])(
  'a list that names %s is refused: it leads out of the folder',
  async path => {
    const from = built('1.0.0')
    const files = [{ path, bytes: 0, sha256: '0'.repeat(64) }]
    writeFileSync(join(from, 'uplift-manifest.json'), JSON.stringify({ uplift: 1, version: '1.0.0', files }))
    await expect(installDevices({ from, userLibrary })).rejects.toMatchObject({ code: 'DEVICES_MANIFEST' })
  },
)
