import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findSong } from '../../node/app/song-folder.ts'

let songs: string
beforeEach(() => {
  songs = mkdtempSync(join(tmpdir(), 'uplift-songs-'))
})
afterEach(() => rmSync(songs, { recursive: true }))

function put(...files: readonly string[]): void {
  for (const file of files) {
    mkdirSync(dirname(join(songs, file)), { recursive: true })
    writeFileSync(join(songs, file), '')
  }
}
const found = async (name: string) => {
  const { als, stems, mix } = await findSong(name, songs)
  return [als, stems, mix].map(path => path && relative(songs, path).replaceAll('\\', '/'))
}

test("Live's project folder: the set called like it, the folder of stems, the mix; samples and backups are nobody", async () => {
  const project = 'Sunrise Project'
  put(`${project}/Sunrise.als`, `${project}/Sunrise old.als`, `${project}/Backup/Sunrise [2024].als`)
  put(
    `${project}/Sunrise Stems/Sunrise Kick.wav`,
    `${project}/Samples/Imported/hat.wav`,
    `${project}/Sunrise Master.wav`,
  )
  expect(await found('sunrise')).toEqual([
    `${project}/Sunrise.als`,
    `${project}/Sunrise Stems`,
    `${project}/Sunrise Master.wav`,
  ])
})

test('what was taken is said with its reason', async () => {
  put('Dusk/take 7.als', 'Dusk/stems/Kick.wav')
  expect((await findSong('Dusk', songs)).taken).toEqual([
    'Live set: take 7.als (the only set)',
    'Stems: stems (its name says so)',
  ])
})

test.each([
  ['two sets, neither called like the song', ['Dusk/a.als', 'Dusk/b.als'], 'Dusk', /"a.als" or "b.als"/],
  [
    'two folders of stems',
    ['Dusk/Stems/a.wav', 'Dusk/Old Stems/a.wav'],
    'Dusk',
    /"Old Stems" or "Stems"|"Stems" or "Old Stems"/,
  ],
  ['two songs that begin so', ['Dusk 1/a.als', 'Dusk 2/a.als'], 'dusk', /"Dusk 1" or "Dusk 2"/],
])('%s: nothing is guessed', async (_, files, name, message) => {
  put(...files)
  await expect(findSong(name, songs)).rejects.toMatchObject({
    code: 'SONG_AMBIGUOUS',
    message: expect.stringMatching(message),
  })
})

test('a song that is not there, or a folder with nothing in it, is a sentence', async () => {
  await expect(findSong('Nowhere', songs)).rejects.toMatchObject({ code: 'SONG_MISSING' })
  put('Empty/notes.txt', 'Empty/Stems/readme.txt')
  await expect(findSong('Empty', songs)).rejects.toMatchObject({ code: 'SONG_MISSING' })
})
