import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findUserLibraries, libraryPlaces, type Machine } from '../../node/app/user-library.ts'

let home: string
let mac: Machine
let windows: Machine
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'uplift-home-'))
  mac = { platform: 'darwin', home, env: {} }
  windows = { platform: 'win32', home, env: { APPDATA: join(home, 'AppData', 'Roaming') } }
})
afterEach(() => rmSync(home, { recursive: true }))

function made(...parts: string[]): string {
  const folder = join(home, ...parts)
  mkdirSync(folder, { recursive: true })
  return folder
}

/** Library.cfg as Live writes it, as far as public readers of it show; `day`: when it was written. */
function config(file: string[], base: string, day: number, name = 'User Library'): void {
  const path = join(home, ...file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, library(base, name))
  utimesSync(path, new Date(2026, 0, day), new Date(2026, 0, day))
}
const library = (base: string, name: string) => `<?xml version="1.0" encoding="UTF-8"?>
<Ableton><ContentLibrary>
  <UserLibrary><LibraryProject Id="0">
    <ProjectName Value="${name}" />
    <ProjectPath Value="${base}" />
  </LibraryProject></UserLibrary>
  <UserFolders><UserFolderInfo Id="1" Path="/elsewhere" /></UserFolders>
</ContentLibrary></Ableton>`

test("Live's usual places are found", async () => {
  const onMac = made('Music', 'Ableton', 'User Library')
  const onWindows = made('Documents', 'Ableton', 'User Library')
  expect(await findUserLibraries(mac)).toEqual([{ folder: onMac, from: 'usual place' }])
  expect(await findUserLibraries(windows)).toEqual([{ folder: onWindows, from: 'usual place' }])
})

test('a library that was moved is found in the preferences of the Live that ran last', async () => {
  const usual = made('Music', 'Ableton', 'User Library')
  const moved = made('Drive', 'User Library')
  const older = made('Old', 'User Library')
  config(['Library', 'Preferences', 'Ableton', 'Live 12.2.1', 'Library.cfg'], join(home, 'Drive'), 20)
  config(['Library', 'Preferences', 'Ableton', 'Live 12.10', 'Library.cfg'], join(home, 'Old'), 10)
  expect(await findUserLibraries(mac)).toEqual([
    { folder: moved, from: 'Live 12.2.1' },
    { folder: older, from: 'Live 12.10' },
    { folder: usual, from: 'usual place' },
  ])
})

test('Windows keeps them one folder deeper', async () => {
  const moved = made('Drive', 'User Library')
  config(['AppData', 'Roaming', 'Ableton', 'Live 12.2', 'Preferences', 'Library.cfg'], join(home, 'Drive'), 1)
  expect(await findUserLibraries(windows)).toEqual([{ folder: moved, from: 'Live 12.2' }])
})

test('what does not exist any more is not named, and Linux has none', async () => {
  config(['Library', 'Preferences', 'Ableton', 'Live 12.2', 'Library.cfg'], join(home, 'Gone'), 1)
  made('Music', 'Ableton', 'User Library')
  expect((await findUserLibraries(mac)).map(({ from }) => from)).toEqual(['usual place'])
  expect(await findUserLibraries({ ...mac, platform: 'linux' })).toEqual([])
})

test('the place is the path with the name below it, unescaped; an empty entry is none', () => {
  expect(libraryPlaces(library('/Music/A &amp; B', 'User Library'))).toEqual([join('/Music/A & B', 'User Library')])
  expect(libraryPlaces(library('/Music/User Library', ''))).toEqual([join('/Music/User Library')])
  expect(libraryPlaces('<Ableton><UserLibrary /></Ableton>')).toEqual([])
  expect(libraryPlaces('')).toEqual([])
})
