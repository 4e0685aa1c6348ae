import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readConfig } from '../../node/app/config.ts'
import { judgeFile, readJudge } from '../../node/app/judge-file.ts'
import { Ledger } from '../../node/app/ledger.ts'
import { Library, libraryFile } from '../../node/app/library.ts'
import { readSounds, soundsFile } from '../../node/app/onnx/sound-store.ts'
import { Preferences } from '../../node/app/preferences.ts'
import { readReceipts } from '../../node/app/receipts.ts'
import { SetMemory } from '../../node/app/set-memory.ts'
import { Votes } from '../../node/app/votes.ts'

/**
 * The data folder across versions. What an earlier Uplift wrote is read (ledger.test.ts and votes.test.ts: version 1 of each;
 * set memory: fields that came later). What a later one wrote is never written over, and it says so.
 */
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uplift-upgrade-'))
})
afterEach(() => rm(folder, { recursive: true }))

const at = (name: string) => join(folder, name)

/** Each store: its file, and what opens it. */
const stores = {
  ledger: { file: () => at('ledger.json'), open: () => Ledger.open(at('ledger.json')) },
  votes: { file: () => at('votes.json'), open: () => Votes.open(at('votes.json')) },
  'set memory': { file: () => at('set-memory.json'), open: () => SetMemory.open(at('set-memory.json')) },
  preferences: { file: () => at('preferences.json'), open: () => Preferences.open(at('preferences.json')) },
  library: { file: () => libraryFile('mine', folder), open: () => Library.open('mine', { folder }) },
  judge: {
    file: () => judgeFile(libraryFile('mine', folder)),
    open: () => readJudge(judgeFile(libraryFile('mine', folder))),
  },
  sounds: { file: () => soundsFile('mine', folder), open: () => readSounds('mine', folder) },
  config: { file: () => at('config.json'), open: () => readConfig(at('config.json'), {}) },
}

describe.each(Object.entries(stores))('%s', (name, { file, open }) => {
  test.each([
    ['of a later version', '{"version":99,"everything":[{"new":true}]}'],
    ['cut in the middle', '{"version":1,"sets":[{"na'],
    ['of something else', '{"notes":"buy strings"}'],
  ])('a file %s is refused in a sentence with what to do, and left byte for byte', async (_, text) => {
    await mkdir(dirname(file()), { recursive: true })
    await writeFile(file(), text)
    await expect(open()).rejects.toMatchObject({
      code: expect.stringMatching(/_INVALID$/),
      message: expect.stringContaining(
        file()
          .split('/')
          .at(-1)!
          .replace(/\.json$/, ''),
      ),
      action: expect.stringMatching(/./),
    })
    expect(await readFile(file(), 'utf8'), name).toBe(text)
  })
})

test('receipts of a later version stay where they are, are named, and hide no others', async () => {
  const text = '{"version":99}'
  await writeFile(at('2030.json'), text)
  expect(await readReceipts({ folder })).toEqual({
    receipts: [],
    warnings: [`${at('2030.json')} is not a receipt that this Uplift can read.`],
  })
  expect(await readFile(at('2030.json'), 'utf8')).toBe(text)
})

test('set memory from before exported files could be assigned keeps roles, locks and intentions', async () => {
  const set = {
    name: 'Night Drive',
    roles: [{ track: 'Synth 3', role: 'lead' }],
    lockedTracks: ['Vox'],
    lockedParameters: [{ track: 'Bass', deviceClass: null, parameter: 'Track Volume' }],
    intended: [{ feature: 'widthMid', scope: 'drop', track: null }],
    stage: 'premaster',
    profile: 'my taste',
  }
  await writeFile(at('set-memory.json'), JSON.stringify({ version: 1, sets: [set] }))
  const memory = await SetMemory.open(at('set-memory.json'))
  await memory.choose('Night Drive', { stage: 'master' })
  expect(JSON.parse(await readFile(at('set-memory.json'), 'utf8'))).toEqual({
    version: 1,
    sets: [{ ...set, stage: 'master' }],
  })
})
