/** The device in Live and the command line share a data folder: two real processes write it by turns, as fast as they can. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Ledger } from '../../node/app/ledger.ts'
import { Library } from '../../node/app/library.ts'
import { Preferences, preferencesFile } from '../../node/app/preferences.ts'
import { readReceipts } from '../../node/app/receipts.ts'
import { SetMemory, setMemoryFile } from '../../node/app/set-memory.ts'
import { builtProgram } from '../support/mortal-program.ts'

const times = 6
let program: string
const everything = ['device', 'shell'].flatMap(who => Array.from({ length: times }, (_, i) => `${who} ${i}`)).sort()
let folder: string

beforeAll(async () => {
  program = await builtProgram('writing-program')
  folder = await mkdtemp(join(tmpdir(), 'uplift-two-'))
  const writers = ['device', 'shell'].map(who => {
    const writer = spawn(process.execPath, [program, folder, who, `${times}`], { stdio: 'pipe' })
    let said = ''
    writer.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
    return { writer, said: () => said }
  })
  // Both are there before either begins.
  await Promise.all(writers.map(({ writer }) => once(writer.stdout, 'data')))
  for (const { writer } of writers) writer.stdin.write('go\n')
  const codes = await Promise.all(writers.map(({ writer }) => ended(writer)))
  expect(writers.map(({ said }) => said())).toEqual(['', ''])
  expect(codes).toEqual([0, 0])
}, 120_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

const ended = async (writer: ChildProcess) => writer.exitCode ?? ((await once(writer, 'exit')) as [number | null])[0]

describe('two processes that write at once lose nothing of each other', () => {
  test('what was told of a set', async () => {
    const memory = await SetMemory.open(setMemoryFile(folder))
    expect([...memory.of('Song').lockedTracks].sort()).toEqual(everything)
  })

  test('what was answered', async () => {
    const { events } = await Preferences.open(preferencesFile(folder))
    expect(events.flatMap(each => (each.event === 'answer' ? [each.key] : [])).sort()).toEqual(everything)
  })

  test('the ledger, each of whose checkpoints has an id of its own', async () => {
    const { checkpoints } = (await Ledger.read(join(folder, 'ledger.json')))!
    expect(checkpoints.map(({ name }) => name).sort()).toEqual(everything)
    expect(new Set(checkpoints.map(({ id }) => id)).size).toBe(everything.length)
  })

  test('a library', async () => {
    const { data } = (await Library.read('mine', { folder: join(folder, 'profiles') }))!
    expect(data.folders.map(each => each.slice(1)).sort()).toEqual(everything)
  })

  test('receipts, all of them whole', async () => {
    const { receipts, warnings } = await readReceipts({ folder: join(folder, 'receipts') })
    expect(receipts).toHaveLength(everything.length)
    expect(warnings).toEqual([])
  })

  test('and leave neither locks nor drafts behind', async () => {
    const left = (await readdir(folder, { recursive: true })).filter(name => /lock|tmp|part/.test(name))
    expect(left).toEqual([])
    expect(await readFile(setMemoryFile(folder), 'utf8')).toMatch(/\}\s*$/)
  })
})
