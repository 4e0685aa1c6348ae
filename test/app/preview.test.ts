import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import { type Measured, measureSession } from '../../node/app/measure.ts'
import {
  type HeardFix,
  listeningOrder,
  previewFixes,
  startTrial,
  writePreview,
  writeTrial,
} from '../../node/app/preview.ts'
import { Votes } from '../../node/app/votes.ts'
import { decodeAudioFile } from '../../node/audio/decode.ts'
import { measureLoudness } from '../../node/features/loudness.ts'
import { miniSong } from '../support/mini-song.ts'

let folder: string
let measured: Measured
let fixes: readonly HeardFix[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'preview-'))
  measured = await measureSession(createSimulatedSet(miniSong), { declared: 'drop' })
  const level = (id: string, trackName: string, db: number): HeardFix => {
    const { path } = measured.set.tracks.find(({ name }) => name === trackName)!
    return {
      id,
      title: `${trackName} ${db} dB: A/B`,
      kind: 'level',
      trackName,
      move: { kind: 'level', node: path, db },
    }
  }
  fixes = [level('fix-1', 'Lead', -3.5), level('fix-2', 'Hats', 4)]
})
afterAll(() => rm(folder, { recursive: true }))

const loudness = async (path: string) => measureLoudness(await decodeAudioFile(path)).integrated!

test('each fix alone, then all together, each over the same bars before and after', () => {
  const previews = listeningOrder(fixes).map(each => previewFixes(measured, each, { bars: 2 }))
  expect(previews.map(({ title }) => title)).toEqual(['Lead -3.5 dB: A/B', 'Hats 4 dB: A/B', 'All 2 fixes'])
  for (const { pair, excerpt } of previews) {
    expect(excerpt).toMatchObject({ section: 'drop', bars: 2 })
    expect(pair.after.audio.channels[0]!.length).toBe(pair.before.audio.channels[0]!.length)
  }
})

test('files of 24 bits at one loudness, with names that every file system takes', async () => {
  const preview = previewFixes(measured, [fixes[0]!], { bars: 2 })
  const { before, after, reference } = await writePreview(join(folder, 'named'), preview, 1)
  expect([before, after].map(path => basename(path))).toEqual([
    '01 Lead -3.5 dB- A-B - before.wav',
    '01 Lead -3.5 dB- A-B - after.wav',
  ])
  expect(reference).toBeNull()
  expect(Math.abs((await loudness(before)) - (await loudness(after)))).toBeLessThan(0.1)
  expect((await readFile(before)).readUInt16LE(34)).toBe(24)
})

test('blind: the files do not tell, the votes do, and the order is drawn', async () => {
  const votes = Votes.inMemory()
  const preview = previewFixes(measured, [fixes[0]!], { bars: 1 })
  const drawn = new Set<string>()
  for (let i = 0; i < 40; i++) {
    const { trial, sounds } = await startTrial(votes, measured.set.name, preview)
    drawn.add(trial.x)
    expect(sounds.map(({ name }) => name)).toEqual(['X1', 'X2'])
    expect(sounds[0]!.audio).toBe(preview.pair[trial.x].audio)
  }
  // Forty draws of one side are one in 5 · 10¹¹.
  expect(drawn).toEqual(new Set(['before', 'after']))
  const out = join(folder, 'blind')
  const files = await writeTrial(out, await startTrial(votes, measured.set.name, preview))
  expect(await readdir(out)).toEqual(['Trial 41 X1.wav', 'Trial 41 X2.wav'])
  const [first, second] = await Promise.all(files.map(file => readFile(file)))
  expect(first!.length).toBe(second!.length)
  expect(first!.subarray(0, 44)).toEqual(second!.subarray(0, 44))
  expect(votes.trials.at(-1)).toMatchObject({ titles: [fixes[0]!.title], kinds: ['level'], vote: null })
  expect(Math.abs(votes.trials.at(-1)!.levelDifference!)).toBeLessThan(0.1)
})

test('which is X: A is before, B is after, X is one of them', async () => {
  const votes = Votes.inMemory()
  const preview = previewFixes(measured, [fixes[1]!], { bars: 1 })
  const { trial, sounds } = await startTrial(votes, measured.set.name, preview, { question: 'which' })
  expect(sounds.map(({ name }) => name)).toEqual(['A', 'B', 'X'])
  expect(sounds[0]!.audio).toBe(preview.pair.before.audio)
  expect(sounds[2]!.audio).toBe(preview.pair[trial.x].audio)
})

test('no fixes: one sentence and what to do', () => {
  expect(() => previewFixes(measured, [])).toThrow('There is no fix to listen to.')
})
