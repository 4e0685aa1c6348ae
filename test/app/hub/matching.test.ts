import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { createSimulatedSet } from '../../../node/adapters/simulated/simulated-set.ts'
import { exportSource } from '../../../node/app/hub/source.ts'
import { SetMemory, setMemoryFile } from '../../../node/app/set-memory.ts'
import { writeWav } from '../../../node/audio/write-wav.ts'
import { masterOf } from '../../../node/live/set.ts'
import { parseFromPage } from '../../../node/panel/messages.ts'
import { miniSong } from '../../support/mini-song.ts'
import { makeRig, setName } from './hub-rig.ts'

let rig: Awaited<ReturnType<typeof makeRig>> | null = null
afterEach(async () => {
  await rig?.close()
  rig = null
})

/** Live's export of the set, with one file that nobody called like its track. */
async function exported({ session, folder }: Awaited<ReturnType<typeof makeRig>>, mainFile = 'Song Main.wav') {
  const [set, { main, taps }] = [await session.snapshot(), await session.capture()]
  const path = join(folder, 'Export')
  await mkdir(path)
  await writeWav(join(path, mainFile), main, { format: 'float32' })
  for (const [track, audio] of taps) {
    const { name } = set.tracks.find(each => each.path === track)!
    await writeWav(join(path, `Song ${name === 'Pads' ? 'take 7' : name}.wav`), audio, { format: 'float32' })
  }
  return path
}

test('the panel corrects which file is which track: measured anew at once, kept for the set, and taken back where nothing can be read by it', async () => {
  rig = await makeRig(miniSong)
  const { hub, device, folder } = rig
  const { panel } = hub
  const path = await exported(rig)
  const fileCalled = async (name: string) => (await panel.look(false))!.files.find(each => each.name === name)
  const words = async () => (await SetMemory.open(setMemoryFile(folder))).of(setName).exportedFiles ?? []

  device.tell({ kind: 'event', event: 'dropped', data: { path } })
  await new Promise(resolve => setTimeout(resolve, 10))
  await hub.idle()
  expect(hub.model.findings!.heard).toMatch(/^4 of 5 tracks/)
  expect(await fileCalled('Song take 7.wav')).toMatchObject({ trackName: null, confidence: 'none' })
  expect(await fileCalled('Song Lead.wav')).toMatchObject({ trackName: 'Lead', confidence: 'certain' })

  // Without Main, and without Pads to make up for it, nothing can be measured: what was measured stays, the word goes.
  const { findings } = hub.model
  await panel.act({ kind: 'match', file: 'Song Main.wav', track: null })
  expect(panel.state.message).toMatchObject({ tone: 'error', line: expect.stringMatching(/no file of Main/) })
  expect(hub.model.findings).toBe(findings)
  expect(await words()).toEqual([])

  await panel.act({ kind: 'match', file: 'Song take 7.wav', track: 'Nobody' })
  expect(hub.model.findings).toBe(findings)
  await panel.act({ kind: 'match', file: 'Song take 7.wav', track: 'Pads' })
  expect(hub.model.findings!.heard).toMatch(/^5 of 5 tracks/)
  expect(hub.model.heard).toMatchObject({ isMeasured: true })
  expect(await fileCalled('Song take 7.wav')).toMatchObject({ trackName: 'Pads', confidence: 'told' })
  expect(await words()).toEqual([{ file: 'Song take 7.wav', track: 'Pads' }])

  // A track has one file: the other is guessed anew.
  await panel.act({ kind: 'match', file: 'Song Lead.wav', track: 'Pads' })
  expect(await words()).toEqual([{ file: 'Song Lead.wav', track: 'Pads' }])
  expect(await fileCalled('Song take 7.wav')).toMatchObject({ trackName: null })
})

test('an export in which no file is called like Main shows what was taken for what all the same; the word on one measures it', async () => {
  rig = await makeRig(miniSong)
  const { hub, device, folder } = rig
  const { panel } = hub
  const path = await exported(rig, 'Song v12.wav')
  const files = async () => {
    const { files: all, unread } = (await panel.look(false))!
    return { unread, taken: Object.fromEntries(all.map(({ name, trackName }) => [name, trackName])) }
  }

  device.tell({ kind: 'event', event: 'dropped', data: { path } })
  await new Promise(resolve => setTimeout(resolve, 10))
  await hub.idle()
  expect(panel.state.message).toMatchObject({ tone: 'error' })
  expect(panel.state.score).toBeNull()
  const { view } = panel.state
  expect(await files()).toEqual({
    unread: expect.stringMatching(/no file of Main .*Say in the panel/),
    taken: expect.objectContaining({ 'Song v12.wav': null, 'Song take 7.wav': null, 'Song Lead.wav': 'Lead' }),
  })

  // Not enough by itself, and not forgotten: nothing is measured that it could spoil.
  await panel.act({ kind: 'match', file: 'Song Lead.wav', track: null })
  expect(panel.state.view).toBeGreaterThan(view)
  expect((await files()).taken).toMatchObject({ 'Song v12.wav': null, 'Song Lead.wav': null })

  const main = masterOf(await rig.session.snapshot()).name
  await panel.act({ kind: 'match', file: 'Song v12.wav', track: main })
  expect(panel.state.score).not.toBeNull()
  expect(hub.model).toMatchObject({ unread: null, heard: { isMeasured: true } })
  expect(await files()).toMatchObject({ unread: '', taken: { 'Song v12.wav': main, 'Song Lead.wav': null } })
  expect((await SetMemory.open(setMemoryFile(folder))).of(setName).exportedFiles).toHaveLength(2)
})

test('a correction comes from the page as a track, as none, or as "guess again"', () => {
  const said = (action: object) => parseFromPage(JSON.stringify({ kind: 'act', action }))
  const match = { kind: 'match', file: 'Song take 7.wav' }
  for (const action of [{ ...match, track: 'Pads' }, { ...match, track: null }, match]) {
    expect(said(action)).toEqual({ kind: 'act', action })
  }
  expect(said({ ...match, track: '' })).toBeNull()
})

test('what was said of a track that is gone does not stand in the way of the others', async () => {
  const memory = SetMemory.inMemory()
  await memory.setExportedFile('S', 'Song 3.wav', 'Gone')
  await memory.setExportedFile('S', 'Song 4.wav', 'Lead')
  await memory.setExportedFile('S', 'Song old.wav', null)
  const set = await createSimulatedSet(miniSong).snapshot()
  expect(exportSource('export', set, memory.of('S')).told).toEqual([
    ['Song 4.wav', 'Lead'],
    ['Song old.wav', null],
  ])
})
