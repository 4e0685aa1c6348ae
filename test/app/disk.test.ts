/** A disk that is full, and folders that only let themselves be read. */
import { chmod, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DurableFile } from '../../node/app/durable-file.ts'
import { Ledger } from '../../node/app/ledger.ts'
import { fileFault } from '../../node/audio/file-fault.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uplift-disk-'))
})
afterEach(() => rm(folder, { recursive: true }))

const entry = { set: 'Song', title: 'Lead −3.0 dB', inserted: null, changes: [] }
const hasFullDevice = process.platform === 'linux'
const isRoot = process.getuid?.() === 0

test.skipIf(!hasFullDevice)('on a full disk the ledger says so and keeps what it had', async () => {
  const file = join(folder, 'ledger.json')
  const ledger = await Ledger.open(file)
  await ledger.add(entry)
  const before = await readFile(file, 'utf8')
  await symlink('/dev/full', join(folder, '.ledger.json.tmp')) // every write to it answers "no space left"
  await expect(ledger.add(entry)).rejects.toMatchObject({
    code: 'LEDGER_NOT_WRITTEN',
    action: expect.stringContaining('room on the disk'),
    cause: { code: 'DISK_FULL' },
  })
  expect(await readFile(file, 'utf8')).toBe(before)
  // What was half-written takes no room on a full disk.
  expect(await readdir(folder)).not.toContain('.ledger.json.tmp')
  // What could not be written down was not counted either: the next entry takes its number.
  expect((await ledger.add(entry)).id).toBe('2')
  await ledger.close()
  expect((await Ledger.read(file))?.entries).toHaveLength(2)
})

test.skipIf(isRoot)(
  'a folder that cannot be written to is named [skipped for root, who may write anywhere]',
  async () => {
    await chmod(folder, 0o555)
    await expect(new DurableFile(join(folder, 'a.json')).write({})).rejects.toMatchObject({ code: 'FILE_FORBIDDEN' })
    await chmod(folder, 0o755)
  },
)

test('errors of the file system are sentences with the path; other errors are left alone', () => {
  const error = (code: string) => Object.assign(new Error(code), { code, path: '/music/a.json' })
  expect(fileFault(error('EROFS'))).toMatchObject({
    code: 'FILE_FORBIDDEN',
    message: expect.stringContaining('/music/a.json'),
    action: expect.stringContaining('another'),
  })
  expect(fileFault(error('ENOSPC'))?.code).toBe('DISK_FULL')
  expect(fileFault(new RangeError('x'))).toBeNull()
  expect(fileFault(error('ENOENT'))).toBeNull()
})
