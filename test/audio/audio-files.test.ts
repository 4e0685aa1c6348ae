import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { isAudioFileName, listAudioFiles } from '../../node/audio/decode.ts'
import { rejection } from './measure.ts'

const folder = await mkdtemp(join(tmpdir(), 'uplift-list-'))
afterAll(() => rm(folder, { recursive: true }))

test('audio files are known by their extension, in any case', () => {
  for (const name of ['a.wav', 'A.WAV', 'b.aif', 'b.AIFF', 'c.mp3', 'd.flac', 'e.ogg', 'f.opus', 'g.m4a', 'x.y.wav']) {
    expect(isAudioFileName(name), name).toBe(true)
  }
  for (const name of ['a.als', 'a.wav.asd', '._a.wav', '.hidden.mp3', 'wav', 'a.wavx', 'a.txt', 'notes', '']) {
    expect(isAudioFileName(name), name).toBe(false)
  }
})

test('a folder is listed in natural order, without dotfiles, folders and broken links', async () => {
  for (const name of ['Track 10.wav', 'Track 2.wav', 'track 1.mp3', '._Track 2.wav', 'Track 2.wav.asd', 'notes.txt']) {
    await writeFile(join(folder, name), 'x')
  }
  await mkdir(join(folder, 'Stems'))
  await mkdir(join(folder, 'folder.wav'))
  await mkdir(join(folder, '.git'))
  await writeFile(join(folder, 'Stems', 'kick.wav'), 'x')
  await writeFile(join(folder, '.git', 'object.wav'), 'x')
  await symlink(join(folder, 'Track 2.wav'), join(folder, 'link.wav'))
  await symlink(join(folder, 'nowhere'), join(folder, 'broken.wav'))
  await symlink(folder, join(folder, 'Stems', 'loop'))

  const names = async (options?: { recursive: boolean }) =>
    (await listAudioFiles(folder, options)).map(path => relative(folder, path))
  const flat = ['link.wav', 'track 1.mp3', 'Track 2.wav', 'Track 10.wav']
  expect(await names()).toEqual(flat)
  expect(await names({ recursive: true })).toEqual([...flat, join('Stems', 'kick.wav')])
})

test('a folder that is not there is named', async () => {
  const error = await rejection(listAudioFiles(join(folder, 'none')))
  expect(error).toMatchObject({ code: 'FILE_MISSING', message: expect.stringContaining('none') })
  const notFolder = await rejection(listAudioFiles(join(folder, 'Track 2.wav')))
  expect(notFolder).toMatchObject({ code: 'FILE_UNREADABLE', message: expect.stringContaining('ENOTDIR') })
})
