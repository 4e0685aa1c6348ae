import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Ledger } from '../../node/app/ledger.ts'
import { change } from '../../scripts/survive/fuzz-examples.ts'

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uplift-ledger-'))
  file = join(folder, 'ledger.json')
})
afterEach(() => rm(folder, { recursive: true }))

const entry = { set: 'Song', title: 'Lead −3.0 dB', inserted: null, changes: [change] }
const lockOf = (holder: unknown) =>
  writeFile(`${file}.lock`, typeof holder === 'string' ? holder : JSON.stringify(holder))
const since = '2026-11-22T14:32:00.000Z'

test('what was recorded is there at the next start, with its checkpoint', async () => {
  const first = await Ledger.open(file, () => new Date(2026, 10, 22, 14, 32))
  const added = await first.add(entry)
  await first.update([{ ...added, state: 'applied' }])
  await first.add(entry)
  await first.addCheckpoint({ set: 'Song', name: 'good drop' })
  await first.close()
  const again = await Ledger.open(file)
  expect(again.entries.map(({ id, state }) => [id, state])).toEqual([
    ['1', 'applied'],
    ['2', 'pending'],
  ])
  expect(again.checkpoints).toMatchObject([
    { name: 'before Uplift, 14:32', isAutomatic: true, position: 0 },
    { name: 'good drop', isAutomatic: false, position: 2 },
  ])
  // Another session, another automatic checkpoint.
  await again.add(entry)
  expect(again.checkpoints.map(({ position }) => position)).toEqual([0, 2, 2])
  await again.close()
})

test('a ledger of version 1 is read, its entries keep their values, and its file is kept beside', async () => {
  const { trackTwin, deviceName, deviceTwin, insertedBy, released, ...old } = change
  const first = { id: '1', time: since, set: 'Song', title: 'Lead −3.0 dB', state: 'applied', changes: [old] }
  const text = JSON.stringify({ version: 1, entries: [first] })
  await writeFile(file, text)
  const ledger = await Ledger.open(file)
  expect(ledger.entries).toEqual([
    {
      ...first,
      inserted: null,
      changes: [{ ...old, trackTwin: null, deviceName: null, deviceTwin: null, insertedBy: null, released: false }],
    },
  ])
  await ledger.add(entry)
  await ledger.close()
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ version: 2, entries: [{ id: '1' }, { id: '2' }] })
  expect(await readFile(`${file}.v1`, 'utf8')).toBe(text)
})

test.each([
  ['a newer version', '{"version": 7}'],
  ['half a file', '{"version": 2, "entries": ['],
  ['something else', '"hello"'],
])('%s is named, left untouched, and not locked', async (_, text) => {
  await writeFile(file, text)
  await expect(Ledger.open(file)).rejects.toMatchObject({ code: 'LEDGER_INVALID' })
  expect(await readFile(file, 'utf8')).toBe(text)
  await expect(access(`${file}.lock`)).rejects.toThrow('ENOENT')
})

test('one process writes it: a second is told which, and may read', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  await once(child, 'spawn')
  await lockOf({ pid: child.pid, host: hostname(), since })
  await expect(Ledger.open(file)).rejects.toMatchObject({
    code: 'FILE_IN_USE',
    message: `ledger.json is in use by another Uplift (process ${child.pid}, since ${since}).`,
  })
  expect(await Ledger.read(file)).toBeNull()
  child.kill('SIGKILL')
  await once(child, 'exit')
  // It died without releasing: the next one takes over.
  await (await Ledger.open(file)).close()
  await expect(access(`${file}.lock`)).rejects.toThrow('ENOENT')
})

test('in one process, too, only one of two may write it', async () => {
  const first = await Ledger.open(file)
  await expect(Ledger.open(file)).rejects.toMatchObject({ code: 'FILE_IN_USE' })
  await first.close()
  await (await Ledger.open(file)).close()
})

test('an earlier process with our own number, as in containers, does not lock us out; another computer does', async () => {
  await lockOf({ pid: process.pid, host: hostname(), since })
  await (await Ledger.open(file)).close()
  await lockOf({ pid: 1, host: 'somewhere-else', since })
  await expect(Ledger.open(file)).rejects.toThrow(/process 1 on somewhere-else/)
})

test('of many that find a dead lock at once exactly one takes it', async () => {
  await lockOf({ pid: 2 ** 22 + 1, host: hostname(), since })
  const results = await Promise.allSettled(Array.from({ length: 12 }, () => Ledger.open(file)))
  const opened = results.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []))
  expect(opened.length).toBe(1)
  await opened[0]!.close()
})

test('a second opening while the first is still writing its lock waits for it', async () => {
  await lockOf('{"pid": 1')
  const opening = Ledger.open(file)
  setTimeout(() => void rm(`${file}.lock`), 60)
  await (await opening).close()
})

test('what could not be written to disk is not in memory either', async () => {
  const ledger = await Ledger.open(file)
  await rm(folder, { recursive: true })
  await expect(ledger.add(entry)).rejects.toMatchObject({ code: 'LEDGER_NOT_WRITTEN' })
  expect(ledger.entries).toEqual([])
  expect(ledger.checkpoints).toEqual([])
  folder = await mkdtemp(join(tmpdir(), 'uplift-ledger-'))
})
